"""`show ID`: one entry as a page of a paper."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from varproof.decide.result import Result
from varproof.lang.statement import Entry, Variant
from varproof.show import maths
from varproof.show.terminal import Paint, explain, point, row

_STATUS = {
    "needed": "needed: without it a stored witness violates the claim",
    "used": "used by the proof",
    "not used": "not used by the proof",
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
    out = [paint(f"{entry.kind.capitalize()} {entry.id}", "strong") + f". {entry.title}."]
    out += maths.wrap(f"Source: {entry.source}.", width, "  ")
    out += maths.wrap(
        f"Uses: {', '.join(entry.uses) or 'nothing'}. Used by: {', '.join(used_by) or 'nothing'}.",
        width,
        "  ",
    )
    prose = [*_prose(entry.path), *([entry.note] if entry.note else [])]
    for paragraph in prose:
        out += ["", *(f"  {line}" for line in paragraph.splitlines())]
    for variant in entry.variants.values():
        out += ["", *_variant(variant, results[variant.name], paint, width)]
    return "\n".join(line.rstrip() for line in out) + "\n"


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


def statement(variant: Variant, statuses: Mapping[str, str], width: int) -> list[str]:
    """Let .. be .., suppose .., then ..: the statement in the author's order."""
    view = variant.view
    least = dict(variant.parts.sizes)
    names = [f"{maths.name(s.name)}\u00a0≥\u00a0{least[s.name]}" for s in view.sizes] + [
        maths.where(g) for g in view.givens
    ]
    out = maths.wrap(f"Let {', '.join(names)}.{_ranges(variant)}", width, "  ")
    for size, status in _size_statuses(variant, statuses):
        out += maths.wrap(f"({size}: {_STATUS[status]})", width, "  ")
    if view.assumptions:
        out.append("  Suppose")
        for clause in view.assumptions:
            out += _clause(clause.label, clause.sympy, width)
            status = statuses.get(clause.label, "undecided")
            if status in _STATUS:
                out += maths.wrap(f"[{_STATUS[status]}]", width, " " * 10)
    if variant.entry.kind == "definition":
        out.append("  Then what is defined has a value:")
    else:
        out.append("  Then")
    for clause in view.claims:
        out += _clause(clause.label, clause.sympy, width)
    for k, definition in enumerate(view.definitions):
        out += maths.definition(definition, width, "  where " if k == 0 else "    and ")
    return out


def _clause(label: str, formula: Any, width: int) -> list[str]:
    lead = f"    ({label})"
    return maths.lines(formula, width, lead.ljust(14) + " " if len(lead) < 14 else lead + "  ", " " * 15)


def _ranges(variant: Variant) -> str:
    view = variant.view
    over = maths.ranges(c.sympy for c in (*view.assumptions, *view.claims))
    return f" In sums and maxima, {', '.join(over)}." if over else ""


def _size_statuses(variant: Variant, statuses: Mapping[str, str]) -> list[tuple[str, str]]:
    labels = [f"{name}>={least}" for name, least in variant.parts.sizes if least > 1]
    found = [(label, statuses.get(label, "undecided")) for label in labels]
    return [(label.replace(">=", " ≥ "), status) for label, status in found if status in _STATUS]


def _variant(variant: Variant, result: Result, paint: Paint, width: int) -> list[str]:
    rests = f", resting on {', '.join(result.evidence)}" if result.evidence else ""
    verdict = f"{result.verdict}{rests}"
    rule = "─" * max(2, width - len(variant.name) - len(verdict) - 8)
    out = [f"── {paint(variant.name, 'strong')} {rule} {paint(verdict, 'good' if result.ok else 'bad')} ──"]
    out += statement(variant, result.hypotheses, width)
    if variant.note:
        out += ["", *maths.wrap(variant.note, width, "  ")]
    out += ["", *maths.wrap(f"{_VERDICT[result.verdict].capitalize()}.", width, "  ")]
    if not result.ok:
        out += maths.wrap(f"Expected: {result.expected}.", width, "  ")
        for line in explain(result):
            out += maths.wrap(line, width, "  ", "    ")
    elif result.counterexample is not None:
        out += maths.wrap(
            f"Counterexample, at which {result.fails} fails: {point(result.counterexample)}.",
            width,
            "  ",
            "    ",
        )
    out += _constants(variant, result, width)
    if result.refuted:
        out += maths.wrap(f"Refuted neighbours: {'; '.join(result.refuted)}.", width, "  ", "    ")
    if result.proof:
        total = sum(result.rules.values())
        what = "Proof" if variant.consequence is None else f"Proof that the claim implies {variant.consequence[0]}"
        out += ["", f"  {what} ({total} kernel steps by {len(result.rules)} rules)."]
        for depth, sentence in result.proof:
            out += maths.wrap(sentence, width, "  " * (depth + 2), "  " * (depth + 2) + "    ")
        out[-1] += "  ∎"
    return out


def _constants(variant: Variant, result: Result, width: int) -> list[str]:
    out: list[str] = []
    for name, constant in variant.constants.items():
        slack = result.constants.get(name)
        measured = f"slack {slack} at the tightest of {result.instances} instances" if slack else "slack not measured"
        side = "an upper" if constant.side == "upper" else "a lower"
        text = f"Constant {name} = {maths.line(constant.sympy)}, {side} bound of"
        out += maths.wrap(f"{text} {maths.line(constant.sympy_bounds)}; {measured}.", width, "  ", "    ")
    return out


def _prose(path: Path | None) -> list[str]:
    """The paragraphs of a lemma file's docstring after its first line, which the title repeats."""
    if path is None:
        return []
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not text:
        return []
    first, _, rest = text.partition("\n")
    head = first.split(". ", 1)[1] if ". " in first else first
    body = rest.strip("\n")
    paragraphs = [part for part in body.split("\n\n") if part.strip()]
    return paragraphs if not head.endswith(":") else [head, *paragraphs]
