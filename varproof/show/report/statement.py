"""The page of one statement: its variants side by side, then each with its evidence, then what it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from varproof.decide.constants import depends
from varproof.decide.result import Result
from varproof.lang.statement import Entry, Variant
from varproof.show import mathml, page, terminal
from varproof.show.findings import file_name
from varproof.show.prooflines import signs
from varproof.show.report import svg, values
from varproof.show.report.html import Html, element, join, link, listed
from varproof.show.report.prose import formula, prose
from varproof.show.report.site import WORDS, Site, badge, frame, ids, page_of, to

FOLDED = 12  # lines of a proof; longer ones are folded
_STEP = re.compile(r"\((\d+)\) (.*?)(?:   \[(.*)\])?", re.DOTALL)
_ROOT = "../"


def statement_page(site: Site, entry: Entry) -> Html:
    results = site.results[entry.id]
    chips = [
        element("li", link(f"#{v.name}", v.name), " ", badge(results[v.name].verdict)) for v in entry.variants.values()
    ]
    head = element(
        "header",
        element("p", f"{entry.kind.capitalize()} ", element("code", entry.id), class_="kicker"),
        element("h1", prose(entry.title)),
        element("p", f"Source: {entry.source}.", class_="source"),
        element("ul", chips, class_="chips", aria_label="Variants and their verdicts"),
    )
    panels = element("div", [panel(v, results[v.name]) for v in entry.variants.values()], class_="panels")

    def home(definition: Any) -> Html | None:
        there = definition.home in site.entries and definition.home != entry.id
        return to(definition.home, _ROOT) if there else None

    said = where(list(entry.variants.values()), home)
    statement = element(
        "section", element("h2", "Statement"), panels, said, legend(results.values()), class_="statement"
    )
    parts = [head, statement, _notes(entry)]
    parts += [_evidence(site, v, results[v.name]) for v in entry.variants.values()]
    return frame(site, page_of(entry.id), entry.title, element("article", parts, _place(site, entry)), wide=True)


# ---- the statement


def panel(variant: Variant, result: Result | None) -> Html:
    """A variant as it is stated: let .. be .., suppose .., then ..; with its verdict where there is a result."""
    view = variant.view
    definition = variant.entry.is_model
    least = dict(variant.parts.sizes)
    sizes = [(s, least[s.name]) for s in view.sizes]
    status: Mapping[str, str] = result.hypotheses if result is not None else {}
    out: list[Any] = [element("h3", variant.name, " ", badge(result.verdict) if result is not None else None)]
    let: list[Any] = ["Let ", Html(mathml.ended(mathml.givens(sizes, () if definition else view.givens), "."))]
    bound = mathml.indices(c.sympy for c in (*view.assumptions, *view.claims)) if not definition else ""
    if bound:
        let += [" In sums and maxima, ", Html(mathml.ended(bound, "."))]
    if sizes or view.givens:
        out.append(element("p", let))
    labels = [f"{n}>={k}" for n, k in variant.parts.sizes if k > 1]
    bounds = [_clause(x.replace(">=", " ≥ "), formula(x), status.get(x)) for x in labels]
    assumed = [_clause(c.label, _shown(c.sympy), status.get(c.label)) for c in view.assumptions]
    if bounds or assumed:
        out += [element("p", "Suppose"), element("ul", bounds, assumed, class_="clauses")]
    if definition:
        out.append(element("ul", [_clause("", Html(mathml.definition(d))) for d in view.defines], class_="clauses"))
    else:
        out += [element("p", "Then"), element("ul", [_clause(c.label, _shown(c.sympy)) for c in view.claims],
                                              class_="clauses claims")]  # fmt: skip
    if view.consequence is not None:
        c = view.consequence
        out += [element("p", "and so"), element("ul", _clause(c.label, _shown(c.sympy)), class_="clauses claims")]
    if variant.note:
        out.append(element("p", prose(variant.note), class_="note"))
    return element("section", out, class_="panel", id=f"statement-{variant.name}")


def _shown(expr: Any) -> Html:
    return Html(mathml.formula(expr))


def _clause(label: str, shown: Html, status: str | None = None) -> Html:
    tag = element("span", status, class_=f"tag {status.replace(' ', '-')}") if status in page.STATUS else None
    shown_label = formula(label) if "≥" in label else label
    name = element("span", shown_label, class_="label") if label else None
    return element("li", name, element("span", shown, class_="formula"), tag)


def where(variants: Sequence[Variant], home: Callable[[Any], Html | None]) -> Html | None:
    """The definitions that variants call, once each; where two variants differ, both are named.

    `home` gives a link to where a definition is made, None without one.
    """
    found: dict[tuple[str, Any], tuple[Any, list[str]]] = {}
    for v in variants:
        for d in v.view.definitions:
            found.setdefault((d.name, d.core), (d, []))[1].append(v.name)
    items = []
    for d, names in found.values():
        only = f"in the {' and '.join(names)} form" if len(names) < len(variants) else ""
        made = home(d)
        tag = element("span", made, " " if made and only else "", only, class_="tag") if made or only else None
        items.append(element("li", element("span", Html(mathml.definition(d)), class_="formula"), tag))
    return (
        element("div", element("h3", "where"), element("ul", items, class_="clauses"), class_="where")
        if items
        else None
    )


def legend(results: Iterable[Result]) -> Html | None:
    """What the words beside hypotheses mean, for those that occur."""
    there = {s for r in results for s in r.hypotheses.values()}
    items = [
        [element("dt", element("span", s, class_=f"tag {s.replace(' ', '-')}")), element("dd", says)]
        for s, says in page.STATUS.items()
        if s in there
    ]
    return element("dl", items, class_="legend") if items else None


def _notes(entry: Entry) -> Html | None:
    paragraphs = [*page.prose(entry.path, entry.title), *([entry.note] if entry.note else [])]
    if not paragraphs:
        return None
    out = [element("h2", "Remarks")]
    for text in paragraphs:
        lines = text.splitlines()
        if all(line.startswith("    ") or not line.strip() for line in lines):
            out.append(element("p", [[prose(line.strip()), element("br")] for line in lines], class_="display"))
        else:
            out.append(element("p", prose(" ".join(line.strip() for line in lines))))
    return element("section", out, class_="remarks")


# ---- the evidence


def _evidence(site: Site, variant: Variant, result: Result) -> Html:
    out: list[Any] = [element("h2", f"The {variant.name} form ", badge(result.verdict)), *evidence(variant, result)]
    if result.rules:
        out += proof(variant, result, variant.name)
    out += _checks(site, variant, result)
    return element("section", out, id=variant.name, class_="evidence")


def evidence(variant: Variant, result: Result) -> list[Html]:
    """What the verdict says and rests on, what is wrong, the counterexample, the constants."""
    rests = f", resting on {', '.join(result.evidence)}" if result.evidence else ""
    out = [element("p", element("strong", page.meaning(variant, result).capitalize()), f"{rests}.")]
    if variant.finding:
        out.append(element("p", prose(variant.finding), class_="finding"))
    if not result.ok:
        out.append(element("p", f"Expected: {result.expected}. ", prose(result.why), class_="problem"))
    elif "ill-typed" in result.evidence:
        reason = result.reason.removeprefix(f"{result.id} {result.variant}, ")
        out.append(element("p", "The shapes do not fit: ", prose(reason), "."))
    if result.counterexample is not None:
        says = element("p", "At this exact point every hypothesis holds and ", element("i", result.fails), " does not:")
        out += [element("h3", "Counterexample"), says]
        out.append(element("p", values.point(result.counterexample), class_="display formula"))
        if result.sides is not None:
            out.append(element("p", f"There, {terminal.sides(result.sides).removesuffix(' there')}."))
    if result.coq:
        out += [element("h3", "As theorems of Coq"), *[element("pre", element("code", said)) for said in result.coq]]
    return out + _constants(variant, result)


def _constants(variant: Variant, result: Result) -> list[Html]:
    items = []
    for name, constant in variant.constants.items():
        shown: list[Any] = [element("b", name), " ", _shown(constant.sympy)]
        if constant.case is not None:
            shown += [", for ", _shown(constant.sympy_case), " only"]
        if constant.bounds is None:
            sizes, givens = depends(constant.formula, variant.core)
            others = [n for n, _ in variant.parts.sizes if n not in sizes]
            shown += ["; depends on ", _names([*sizes, *givens])]
            shown += [", not on ", _names(others), "."] if others else ["."]
        else:
            side = "an upper" if constant.side == "upper" else "a lower"
            slack = result.constants.get(name)
            measured = (
                f"slack {slack} at the tightest of {result.instances} instances" if slack else "slack not measured"
            )
            shown += [f", {side} bound of ", _shown(constant.sympy_bounds), f"; {measured}."]
        items.append(element("li", shown))
    if not items:
        return []
    return [element("h3", "Constant" if len(items) == 1 else "Constants"), element("ul", items, class_="plain")]


def _names(names: list[str]) -> Html:
    return listed([Html(mathml.assemble(mathml.identifier(n))) for n in names])


def proof(variant: Variant, result: Result, place: str) -> list[Html]:
    """The proof as `show` prints it, folded where it is long; `place` begins the anchors of its steps."""
    what = "Proof"
    if variant.consequence is not None:
        what = f"Proof that the claim implies {variant.consequence[0]}"
    steps = result.proof or ((0, "Each condition follows from its form."),)
    count = terminal.steps(result.rules)
    places: dict[str, str] = {}
    body = element("ol", [_step(f"{place}-{k}", d, signs(s), places) for k, (d, s) in enumerate(steps)], class_="proof")
    used = ", ".join(f"{name} {n}" for name, n in sorted(result.rules.items(), key=lambda kv: (-kv[1], kv[0])))
    rules = element("details", element("summary", "Kernel rules in use"), element("p", used, class_="small"))
    if len(steps) > FOLDED:
        body = element("details", element("summary", f"{len(steps)} lines, {count}"), body, class_="long")
    else:
        body = join(element("p", f"{count[0].upper()}{count[1:]}.", class_="small"), body)
    return [element("h3", what), body, rules]


def _step(place: str, depth: int, sentence: str, places: dict[str, str]) -> Html:
    """A numbered step with its formula and its reason, or a sentence between steps; `places` are the steps so far."""
    match = _STEP.fullmatch(sentence)
    if not match:
        return element("li", prose(sentence), class_=f"says d{min(depth, 6)}")
    number, said, reason = match.groups()
    holds = re.fullmatch(r"\(([\w-]+)\) holds", said)
    shown = join(element("i", holds[1]), " holds") if holds else formula(said)
    because = None
    if reason:
        parts = re.split(r"(?<!\w)(?<!condition )\((\d+)\)", reason)
        because = [
            (link(f"#{places[p]}", f"({p})") if p in places else f"({p})") if k % 2 else prose(p) if p else ""
            for k, p in enumerate(parts)
        ]
    places[number] = place
    return element(
        "li",
        element("span", f"({number})", class_="n"),
        element("span", shown, class_="formula"),
        element("span", because, class_="because") if because else None,
        class_=f"step d{min(depth, 6)}",
        id=place,
    )


def _checks(site: Site, variant: Variant, result: Result) -> list[Html]:
    rows: list[Any] = []
    if result.refuted:
        rows += [element("dt", "Refuted neighbours"), element("dd", prose("; ".join(result.refuted)), ".")]
    if result.instances:
        rows += [
            element("dt", "Instances"),
            element("dd", f"{result.instances} exact points at which all is defined and true."),
        ]
    if (variant.id, variant.name) in site.certificates:
        file = file_name(variant.id, variant.name)
        size = len(site.certificates[variant.id, variant.name]) + 1
        about = f" ({size / 1024:.0f} KiB)" if size >= 1024 else f" ({size} bytes)"
        rows += [element("dt", "Certificate"), element("dd", link(f"{_ROOT}certificates/{file}", file), about)]
    rows += [element("dt", "Statement’s SHA-256"), element("dd", element("code", variant.hash, class_="hash"))]
    return [element("dl", rows, class_="facts")]


# ---- its place


def _place(site: Site, entry: Entry) -> Html:
    out: list[Any] = [element("h2", "What it rests on, and what rests on it")]
    near = [i for i in site.entries if i == entry.id or i in entry.uses or i in site.used_by[entry.id]]
    if len(near) > 1:
        out.append(svg.neighbourhood(site.entries, site.standings, entry.id, lambda i: _ROOT + page_of(i)))
    standing = site.standings[entry.id]
    rests = site.dependants(entry.id)
    out += [
        element(
            "dl",
            element("dt", "Uses"),
            element("dd", ids(site, list(entry.uses), _ROOT) if entry.uses else "nothing"),
            element("dt", "Used by"),
            element("dd", ids(site, site.used_by[entry.id], _ROOT) if rests else "nothing"),
            element("dt", "In all, rests on it"),
            element("dd", f"{len(rests)} other {'entry' if len(rests) == 1 else 'entries'}"),
            element("dt", "With all it rests on"),
            element("dd", WORDS[standing.downstream],
                    [", because of ", ids(site, [i for i in standing.because], _ROOT)] if standing.because else ""),
            class_="facts",
        )
    ]  # fmt: skip
    return element("section", out, id="place")
