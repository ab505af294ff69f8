"""The first page, the list of statements, the findings, the graph and the table of trust."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from varproof import proof
from varproof.lang.statement import KINDS
from varproof.show import mathml, trust
from varproof.show.findings import STANDINGS, Finding, findings
from varproof.show.report import svg, values
from varproof.show.report.guide import guide
from varproof.show.report.html import Html, element, join, link, listed, table
from varproof.show.report.prose import prose
from varproof.show.report.site import GUIDE, WORDS, Site, badge, frame, ids, page_of, page_of_model, to

_RESULTS = ("theorem", "proposition", "lemma", "corollary")
_WEAKEST = 12  # rows of the table of weakest links
_AFFECTED = 3  # ids that are named there of what a finding affects
_ONE_LINE = 130  # signs of a correction that is written out on the first page


def index_page(site: Site) -> Html:
    found = findings(site.entries, site.results)
    refuted = all(f.verdict == "REFUTED" for f in found)
    return frame(
        site,
        "index.html",
        site.title,
        element("h1", "Referee’s summary"),
        _lead(site),
        _figures(site),
        element("h2", "What holds, and on what evidence", id="holds"),
        _holds(site),
        element("h2", "What fails" if refuted else "What fails, and what is open", id="fails"),
        _fails(site, found),
        element("h2", "Weakest links", id="weakest"),
        _weakest(site),
        *_models(site),
    )


def _lead(site: Site) -> Html:
    counts = Counter(r.verdict for r in site.all_results)
    proved, total = counts["PROVED"], len(site.all_results)
    parts: list[Any] = [f"{len(site.entries)} results in {total} forms were judged: {proved} are proved for every size"]
    others = [f"{counts[v]} {words}" for v, words in (
        ("HOLDS_ON_INSTANCES", "hold on the listed instances"), ("REFUTED", "are refuted"),
        ("UNDECIDED", "are undecided"), ("ERROR", "ended in an error"),
    ) if counts[v]]  # fmt: skip
    parts.append(["; ", listed([*others]), "." if others else ""] if others else ".")
    unexpected = [r for r in site.all_results if not r.ok]
    if unexpected:
        parts.append(element("strong", f" {len(unexpected)} differ from what the catalog pins."))
    return element("p", parts, class_="lead")


def _printed(site: Site) -> tuple[int, int, int]:
    """How many entries have a printed form, of how many it is proved, of how many only another form is."""
    printed = [i for i, e in site.entries.items() if "printed" in e.variants]
    stand = [i for i in printed if site.results[i]["printed"].verdict == "PROVED"]
    mended = [i for i in printed if i not in stand and any(r.verdict == "PROVED" for r in site.results[i].values())]
    return len(printed), len(stand), len(mended)


def _figures(site: Site) -> Html:
    printed, stand, mended = _printed(site)
    counts = Counter(r.verdict for r in site.all_results)
    items = [
        (counts["PROVED"], f"of {len(site.all_results)} forms proved for every size"),
        (counts["REFUTED"], "refuted, at an exact point or because the shapes do not fit"),
    ]
    if printed:
        items += [
            (stand, f"of {printed} printed statements hold as printed"),
            (mended, "printed statements proved in another form only"),
        ]
    items.append((len(site.certificates), "certificates to be replayed"))
    return element("ul", [element("li", element("b", str(n)), words) for n, words in items], class_="figures")


def _models(site: Site) -> list[Html]:
    if not site.models:
        return []
    rows = [[link(quote(page_of_model(name)), name), badge(verdict), says]
            for name, (verdict, says) in site.models.items()]  # fmt: skip
    shown = table(["model", "verdict", "what the checker found"], rows, "Transformers that were built")
    return [element("h2", "Models that were built", id="models"), shown]


def _fails(site: Site, found: list[Finding]) -> Html:
    if not found:
        return element("p", "Nothing: every form of every result is proved.")
    return element("ol", [_short(site, f) for f in found], class_="fails")


def _head(f: Finding, level: str) -> Html:
    verdict = f.verdict.lower().replace("_", " ")
    return element(
        level,
        link(f"{page_of(f.id)}#{f.variant}", prose(f.title)),
        ", ",
        element("span", f"{f.variant} form ", class_="soft"),
        badge(f.verdict, f"{verdict} ({', '.join(f.evidence)})" if f.evidence else verdict),
    )


def _short(site: Site, f: Finding) -> Html:
    """What is wrong, where it fails, the correction and what it affects, in one paragraph."""
    says = site.entries[f.id].variants[f.variant].finding
    seen = site.results[f.id][f.variant].counterexample
    said: list[Any] = [prose(says), " "] if says else []
    if seen is not None:
        said += ["The claim ", element("i", f.fails), " fails at ", values.point(seen, flat=True), "."]
    elif not says:
        said.append(prose(f.says))
    for c in f.corrections:
        said += [" The ", link(f"{page_of(f.id)}#{c.variant}", f"{c.variant} form"), " is "]
        said.append(c.verdict.lower().replace("_", " "))
        short = c.variant == "corrected" and sum(map(len, c.claims)) < _ONE_LINE
        if short:
            said += [": ", Html(join(_claims(site, f.id, c.variant)).replace(' displaystyle="true"', ""))]
        said += [". ", prose(c.note)] if c.note else ["."]
    if not f.corrections:
        said.append(" The catalog has no correction.")
    if f.affects:
        more = len(f.affects) - _AFFECTED
        said += [" Affects ", ids(site, f.affects[:_AFFECTED], ""), f" and {more} more." if more > 0 else "."]
    else:
        said.append(" Nothing else in the catalog uses it.")
    return element("li", _head(f, "h3"), element("p", said))


def _claims(site: Site, entry_id: str, variant: str) -> list[Any]:
    view = site.entries[entry_id].variants[variant].view
    shown = [mathml.definition(d) for d in view.defines] or [mathml.formula(c.sympy) for c in view.claims]
    return [[" and " if k else "", Html(x)] for k, x in enumerate(shown)]


def _finding(site: Site, f: Finding) -> Html:
    rows: list[Any] = []

    def row(name: str, *said: Any) -> None:
        rows.extend([element("dt", name), element("dd", *said)])

    row("Source", f"{f.source}.")
    row("Finding", prose(f.says))
    seen = site.results[f.id][f.variant].counterexample
    if seen is not None:
        row("Fails at", values.point(seen), " ", element("span", f"({f.fails})", class_="soft"))
    for c in f.corrections:
        shown = [element("p", part, class_="formula") for part in _claims(site, f.id, c.variant)]
        row(f"{c.variant.capitalize()} form", badge(c.verdict), shown, prose(c.note))
    if not f.corrections:
        row("Correction", "none in the catalog.")
    row("Affects", ids(site, f.affects, "") if f.affects else "nothing else in the catalog.")
    return element("li", _head(f, "h2"), element("dl", rows), id=f"{f.id}-{f.variant}".replace(":", "-"))


def _holds(site: Site) -> Html:
    counts = Counter((r.verdict, ", ".join(r.evidence) or "nothing") for r in site.all_results)
    means = {
        "kernel": "a proof for every size, each step one of the kernel’s rules, replayed by an independent checker",
        "coq": "and Coq has accepted the same proof: a theorem about the locked text",
        "witness": "an exact point, checked by an independent checker",
        "box": "intervals that cover a box, replayed by an independent checker",
        "instances": "rigorous at the listed points, nothing is known beyond them",
        "ill-typed": "the shapes do not fit, so that the statement has no meaning",
        "nothing": "neither a proof nor a counterexample was found, or something went wrong",
    }
    rows = [
        [
            badge(verdict),
            element("span", evidence, class_="whole"),
            str(n),
            "; ".join(means[e] for e in evidence.split(", ") if e in means),
        ]
        for (verdict, evidence), n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    top = [i for i, e in site.entries.items() if e.kind in _RESULTS and e.uses and not site.used_by[i]]
    groups = [(s, [i for i in top if site.standings[i].downstream == s]) for s in STANDINGS]
    stand = [f"{WORDS[s]}, with all they rest on: " for s, _ in groups]
    ends = [
        element("li", says, ids(site, names, ""), ".") for says, (_, names) in zip(stand, groups, strict=True) if names
    ]
    return join(
        table(["Verdict", "Rests on", "Forms", "What that is"], rows, "Verdicts by evidence", right=(2,)),
        [element("p", "Lemmas and theorems at the ends of chains, which rest on others and which nothing else uses:"),
         element("ul", ends, class_="plain")] if ends else None,
        element("p", "What has to be right for a verdict to be right: ", link("trust.html", "Trust"), "."),
    )  # fmt: skip


def weak(site: Site, entry_id: str) -> list[str]:
    """Why a referee would look at an entry first: it fails as first written, or its text is not at hand."""
    reasons = []
    own = site.standings[entry_id].own
    if own != "proved":
        first = next(iter(site.results[entry_id].values()))
        reasons.append(f"{first.variant} form {first.verdict.lower().replace('_', ' ')}")
    if site.entries[entry_id].source.text == "reconstructed":
        reasons.append("text reconstructed from a citation")
    return reasons


def _weakest(site: Site) -> Html:
    found = [(len(site.dependants(i)), i) for i in site.entries if weak(site, i)]
    ranked = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])  # ties stay in catalog order
    rows = [
        [to(i, ""), str(n), badge(site.standings[i].own, WORDS[site.standings[i].own]), "; ".join(weak(site, i))]
        for n, i in ranked[:_WEAKEST]
    ]
    if not rows:
        return element(
            "p", "None: nothing rests on a result that fails as first written or whose text was not at hand."
        )
    left = len(found) - len(rows)
    more = f" Of {left} more, none has more dependants than the last of these." if left else ""
    says = (
        "Results that fail as first written, or whose text was not at hand, by the number of results that rest on them."
    )
    head = ["Result", "Rest on it", "Stands", "Why it is weak"]
    return join(element("p", says, more), table(head, rows, "Weakest links by dependants", (1,)))


def statements_page(site: Site) -> Html:
    parts: list[Any] = [element("h1", "Statements")]
    for kind in dict.fromkeys(KINDS.values()):
        chosen = [e for e in site.entries.values() if e.kind == kind]
        if chosen:
            plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
            rows = [
                [
                    to(e.id, ""),
                    prose(e.title),
                    join([[br if k else "", f"{v} ", badge(r.verdict)] for k, (v, r) in
                          enumerate(site.results[e.id].items())]),
                    str(len(site.dependants(e.id))),
                ]
                for e in chosen
            ]  # fmt: skip
            parts += [
                element("h2", plural.capitalize()),
                table(["Id", "Title", "Forms", "Rest on it"], rows, f"{plural.capitalize()} of the catalog", (3,)),
            ]
    return frame(site, "statements.html", "Statements", *parts, wide=True)


br = element("br")


def findings_page(site: Site) -> Html:
    found = findings(site.entries, site.results)
    refuted = sum(f.verdict == "REFUTED" for f in found)
    return frame(
        site,
        "findings.html",
        "Findings",
        element("h1", "Findings"),
        element("p", f"What is not proved, those first on which most others rest: {len(found)} findings, {refuted} of "
                "them refutations.", class_="lead"),
        element("ol", [_finding(site, f) for f in found], class_="fails"),
    )  # fmt: skip


def graph_page(site: Site) -> Html:
    kinds = Counter(s.own for s in site.standings.values())
    says = listed([f"{kinds[s]} {WORDS[s]}" for s in STANDINGS if kinds[s]])
    rows = [
        [to(i, ""), WORDS[s.own], WORDS[s.downstream], ids(site, list(e.uses), "") if e.uses else "–"]
        for i, e in site.entries.items()
        for s in [site.standings[i]]
    ]
    return frame(
        site,
        "graph.html",
        "What rests on what",
        element("h1", "What rests on what"),
        element("p", "What is used stands on the left, what uses it on the right; arrows that a longer way implies are "
                "left out. ", says, "."),
        svg.legend(site.standings),
        svg.graph(site.entries, site.standings, page_of, "The graph of all results"),
        element("h2", "The same as a table"),
        table(["Result", "Stands", "With all it rests on", "Uses"], rows, "Every result and what it uses directly"),
        wide=True,
    )  # fmt: skip


def guide_page(site: Site) -> Html:
    """The guide to proofs, as it ships with the package."""
    said = (Path(proof.__file__).parent / "writing-proofs.md").read_text(encoding="utf-8")
    return frame(
        site,
        GUIDE,
        "Writing proofs",
        element("h1", "Writing proofs"),
        guide(said),
        wide=True,
    )


def trust_page(site: Site) -> Html:
    trusted = trust.components()
    grounds = [trust.ground(site.certificates.get((r.id, r.variant))) for r in site.all_results]
    rules = sum((Counter(g.rules) for g in grounds if g is not None), Counter[str]())
    rows: list[list[Any]] = []
    for r, g in zip(site.all_results, grounds, strict=True):
        says = trust.rests(r)
        if g is not None and g.rules and "kernel" not in r.evidence:
            says += f"; of a consequence, by {sum(g.rules.values())} kernel steps"
        checked = None if g is None else ", ".join(g.modules) + (", libmpdec" if g.libmpdec else "")
        rows.append([join(to(r.id, ""), f" {r.variant}"), badge(r.verdict), says, checked or "–"])
    used = sorted(rules.items(), key=lambda kv: (-kv[1], kv[0]))
    return frame(
        site,
        "trust.html",
        "What the verdicts rest on",
        element("h1", "What the verdicts rest on"),
        element("p", "The kernel and all search are checked by the independent checker and need no trust. These have "
                "to be right:", class_="lead"),
        table(["Component", "Needed for", "What has to be right"], [[c.name, c.rests, prose(c.why)] for c in trusted],
              "What has to be right"),
        element("h2", "Verdict by verdict"),
        table(["Result", "Verdict", "Rests on", "Checked by"], rows, "Every verdict and what it rests on"),
        [element("h2", "Kernel rules in use"),
         table(["Rule", "Steps"], [[element("code", n), f"{k:,}".replace(",", " ")] for n, k in used],
               f"The {len(used)} rules that any proof uses", (1,))] if used else None,
        wide=True,
    )  # fmt: skip
