"""`show ID`: one entry as a page of a paper."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from varproof.decide.constants import depends
from varproof.decide.result import Result
from varproof.lang.statement import Entry, Variant
from varproof.show import maths, names, prooflines
from varproof.show.breaking import wrap
from varproof.show.constants import case
from varproof.show.terminal import Paint, explain, point, row, steps

STATUS = {
    "needed": "without it, a stored point violates the claim",
    "used": "the proof uses it; whether it is needed is not known",
    "not used": "the proof does not use it",
}
_VERDICT = {
    "PROVED": "proved for all values of all sizes and givens",
    "HOLDS_ON_INSTANCES": "holds on the listed instances; nothing is known beyond them",
    "REFUTED": "refuted by an exact counterexample",
    "UNDECIDED": "undecided",
    "ERROR": "error",
}


def page(entry: Entry, results: Mapping[str, Result], used_by: Sequence[str], paint: Paint, width: int) -> str:
    """The statement, its hypotheses, source, variants with verdicts, proof, constants, uses and used-by."""
    name = f"{entry.kind.capitalize()} {entry.id}"
    first, *more = wrap(f"{name}. {entry.title}.", width, "", "  ")
    out = [first.replace(name, paint(name, "strong"), 1), *more]
    out += wrap(f"Source: {entry.source}.", width, "  ")
    out += wrap(
        f"Uses: {', '.join(entry.uses) or 'nothing'}. Used by: {', '.join(used_by) or 'nothing'}.",
        width,
        "  ",
    )
    for paragraph in [*prose(entry.path, entry.title), *([entry.note] if entry.note else [])]:
        out += ["", *_flowed(paragraph, width)]
    for variant in entry.variants.values():
        out += ["", *_variant(variant, results[variant.name], paint, width)]
    return "\n".join(line.rstrip() for line in out) + "\n"


def _flowed(paragraph: str, width: int) -> list[str]:
    """A paragraph as it stands in the file, where it fits; else filled anew, but what is set as a formula by lines."""
    lines = paragraph.splitlines()
    if all(len(line) + 2 <= width for line in lines):
        return [f"  {line}" for line in lines]
    if not any(line[:1] == " " or "   " in line for line in lines):
        return wrap(" ".join(lines), width, "  ")
    out = []
    for line in lines:
        indent = " " * (2 + len(line) - len(line.lstrip()))
        out += wrap(line.strip(), width, indent, indent + "    ")
    return out


def data(entry: Entry, results: Mapping[str, Result], used_by: Sequence[str]) -> dict[str, Any]:
    """The same as data; formulas as lines of Unicode and in canonical text."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "source": str(entry.source),
        "note": entry.note,
        "uses": list(entry.uses),
        "used_by": list(used_by),
        "variants": [
            {
                **row(results[v.name]),
                "text": v.text,
                "assume": {c.label: maths.line(c.sympy) for c in v.view.assumptions},
                "claim": {c.label: maths.line(c.sympy) for c in v.view.claims},
                "constants": {c.name: maths.line(c.sympy) for c in v.constants.values()},
                "proof": [list(item) for item in results[v.name].proof],
                "rules": dict(results[v.name].rules),
            }
            for v in entry.variants.values()
        ],
    }


def meaning(variant: Variant, result: Result) -> str:
    """What the verdict says, in words."""
    if variant.entry.is_model and result.verdict == "PROVED":
        return "well defined for all values of all sizes and arguments"
    if result.evidence == ("ill-typed",):
        return "refuted: the shapes do not fit"
    return _VERDICT[result.verdict]


def statement(variant: Variant, statuses: Mapping[str, str], width: int) -> list[str]:
    """Let .. be .., suppose .., then ..: the statement in the author's order."""
    view = variant.view
    least = dict(variant.parts.sizes)
    sizes = [f"{names.name(s.name)}\u00a0≥\u00a0{least[s.name]}" for s in view.sizes]
    definition = variant.entry.is_model
    givens = sizes if definition else sizes + maths.scopes(view.givens)
    out = wrap(f"Let {', '.join(givens)}.{_ranges(variant)}", width, "  ")
    for label in (f"{n}>={k}" for n, k in variant.parts.sizes if k > 1):
        out += wrap(f"({label.replace('>=', ' ≥ ')}){_tag(statuses, label)}", width, "    ")
    if view.assumptions:
        out.append("  Suppose")
        for clause in view.assumptions:
            out += _clause(clause.label, clause.sympy, width, _tag(statuses, clause.label))
    if definition:
        for made in view.defines:
            out += maths.definition(made, width, "    ")
    else:
        out.append("  Then")
        for clause in view.claims:
            out += _clause(clause.label, clause.sympy, width)
    if view.consequence is not None:
        out.append("  and so")
        out += _clause(view.consequence.label, view.consequence.sympy, width)
    for k, called in enumerate(view.definitions):
        out += maths.definition(called, width, "  where " if k == 0 else "    and ")
    return out


def _clause(label: str, formula: Any, width: int, tag: str = "") -> list[str]:
    lead = f"    ({label})"
    lead = f"{lead:<14} " if len(lead) < 15 else f"{lead}  "
    lines = maths.lines(formula, width - len(tag), lead, " " * 15)
    lines[-1] = f"{lines[-1]:<{width - len(tag)}}{tag}" if tag else lines[-1]
    return lines


def _tag(statuses: Mapping[str, str], label: str) -> str:
    status = statuses.get(label, "undecided")
    return f"  [{status}]" if status in STATUS else ""


def _ranges(variant: Variant) -> str:
    """Which index ranges over which set, for the indices bound by sums and maxima."""
    view = variant.view
    if variant.entry.is_model:
        return ""
    over = maths.ranges(c.sympy for c in (*view.assumptions, *view.claims))
    return f" In sums and maxima, {', '.join(over)}." if over else ""


def section(variant: Variant, result: Result, paint: Paint, width: int) -> str:
    """One variant of an entry, as on its page."""
    return "\n".join(line.rstrip() for line in _variant(variant, result, paint, width)) + "\n"


def _variant(variant: Variant, result: Result, paint: Paint, width: int) -> list[str]:
    rests = f", resting on {', '.join(result.evidence)}" if result.evidence else ""
    verdict = f"{result.verdict}{rests}"
    rule = "─" * max(2, width - len(variant.name) - len(verdict) - 8)
    out = [f"── {paint(variant.name, 'strong')} {rule} {paint(verdict, 'good' if result.ok else 'bad')} ──"]
    out += statement(variant, result.hypotheses, width)
    legend = [f"{status}: {STATUS[status]}" for status in STATUS if status in result.hypotheses.values()]
    if legend:
        out += wrap(f"[{'; '.join(legend)}]", width, "  ", "   ")
    if variant.note:
        out += ["", *wrap(variant.note, width, "  ")]
    out += ["", *wrap(f"{meaning(variant, result).capitalize()}.", width, "  ")]
    if not result.ok:
        out += wrap(f"Expected: {result.expected}.", width, "  ")
        for line in explain(result):
            out += wrap(line, width, "  ", "    ")
    elif result.counterexample is not None:
        out += wrap(
            f"Counterexample, at which {result.fails} fails: {point(result.counterexample, result.sides)}.",
            width,
            "  ",
            "    ",
        )
    out += _constants(variant, result, width)
    if result.refuted:
        out += wrap(f"Refuted neighbours: {'; '.join(result.refuted)}.", width, "  ", "    ")
    if result.rules:
        what = "Proof" if variant.consequence is None else f"Proof that the claim implies {variant.consequence[0]}"
        out += ["", f"  {what} ({steps(result.rules)})."]
        for depth, sentence in result.proof or ((0, "Each condition follows from its form."),):
            out += wrap(prooflines.shown(sentence), width, "  " * (depth + 2), "  " * (depth + 2) + "    ")
        out[-1] += "  ∎"
    return out


def _constants(variant: Variant, result: Result, width: int) -> list[str]:
    out: list[str] = []
    for name, constant in variant.constants.items():
        if constant.bounds is None:
            sizes, givens = depends(constant.formula, variant.core)
            on = ", ".join(map(names.name, (*sizes, *givens)))
            others = ", ".join(names.name(n) for n, _ in variant.parts.sizes if n not in sizes)
            free = f", not on {others}" if others else ""
            text = f"Constant {name} = {maths.line(constant.sympy)}{case(constant)}; it depends on {on}{free}."
            out += wrap(text, width, "  ", "    ")
            continue
        slack = result.constants.get(name)
        measured = f"slack {slack} at the tightest of {result.instances} instances" if slack else "slack not measured"
        side = "an upper" if constant.side == "upper" else "a lower"
        text = f"Constant {name} = {maths.line(constant.sympy)}{case(constant)}, {side} bound of"
        out += wrap(f"{text} {maths.line(constant.sympy_bounds)}; {measured}.", width, "  ", "    ")
    return out


def prose(path: Path | None, title: str) -> list[str]:
    """The paragraphs of a lemma file's docstring; its first line is left out where it only repeats the title."""
    if path is None:
        return []
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not text:
        return []
    first, _, rest = text.partition("\n")
    head = first.split(". ", 1)[1] if ". " in first else first
    paragraphs = [part for part in rest.strip("\n").split("\n\n") if part.strip()]
    joined = rest[:1] not in ("", "\n")  # the first paragraph goes on after the first line
    if joined:
        return [f"{head}\n{paragraphs[0]}", *paragraphs[1:]]
    return paragraphs if head.rstrip(".:") == title and not head.endswith(":") else [head, *paragraphs]
