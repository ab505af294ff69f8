"""`findings`: what a referee would want to know, from the verdicts and the graph of `uses`.

An entry of its own stands as well as its best form: proved as first written; `corrected` where the first form is
not proved but another is; `instances`, `undecided`, `refuted`, `error` otherwise. Downstream, an entry stands as the
weakest of its own form and of all it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from varproof.decide.result import Result
from varproof.lang.statement import Entry, Variant
from varproof.show import maths
from varproof.show.breaking import wrap
from varproof.show.graph import closure, used_by
from varproof.show.terminal import Paint, count, point

STANDINGS = ("proved", "corrected", "instances", "undecided", "refuted", "error")  # from the best to the worst
_OF_VERDICT = {
    "PROVED": "proved", "HOLDS_ON_INSTANCES": "instances", "UNDECIDED": "undecided", "REFUTED": "refuted",
    "ERROR": "error",
}  # fmt: skip

Results = Mapping[str, Mapping[str, Result]]  # by id and variant


@dataclass(frozen=True)
class Standing:
    """How an entry stands by itself (`own`) and with all it rests on; `because` are the weakest of its ancestors."""

    own: str
    downstream: str
    because: tuple[str, ...]

    @property
    def data(self) -> dict[str, Any]:
        """JSON-able."""
        return {"status": self.own, "downstream": self.downstream, "because": list(self.because)}


@dataclass(frozen=True)
class Correction:
    """Another form of the same entry, with its verdict."""

    variant: str
    verdict: str
    claims: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Finding:
    """One variant that is not proved; `fails` is what is false at the `counterexample`."""

    id: str
    title: str
    variant: str
    source: str
    verdict: str
    evidence: tuple[str, ...]
    says: str
    fails: str
    counterexample: str
    corrections: tuple[Correction, ...]
    affects: tuple[str, ...]
    certificate: str | None


def by_name(results: Sequence[Result]) -> dict[str, dict[str, Result]]:
    """Results by id and variant."""
    found: dict[str, dict[str, Result]] = {}
    for r in results:
        found.setdefault(r.id, {})[r.variant] = r
    return found


def file_name(id: str, variant: str) -> str:
    """The file of a certificate in the folder that `verify --certificates` writes."""
    return f"{id}.{variant}".replace(":", "-") + ".json"


def own(results: Mapping[str, Result]) -> str:
    """How an entry stands by itself; its variants come in the order in which they are written."""
    first, *others = (_OF_VERDICT[r.verdict] for r in results.values())
    if first != "proved" and "proved" in others:
        return "corrected"
    return min((first, *others), key=STANDINGS.index)


def standings(entries: Mapping[str, Entry], results: Results) -> dict[str, Standing]:
    """The standing of every entry that has results and whose ancestors have them."""
    alone = {i: own(results[i]) for i in entries if i in results}
    uses = {i: e.uses for i, e in entries.items()}
    found = {}
    for i in alone:
        above = [j for j in entries if j in closure(i, uses)]
        if all(j in alone for j in above):
            worst = max((alone[j] for j in above), key=STANDINGS.index)
            because = tuple(j for j in above if alone[j] == worst) if worst != "proved" else ()
            found[i] = Standing(alone[i], worst, because)
    return found


_KINDS = {"thm": 0, "lem": 0, "cor": 1, "def": 2, "rem": 2, "asm": 2, "alg": 2}  # others as corollaries


def findings(entries: Mapping[str, Entry], results: Results) -> list[Finding]:
    """Every variant that is not proved: theorems and lemmas, then what follows from them, then definitions, and what
    only does not type-check last; in each those first that rest on most others and on which most others rest."""
    back, uses = used_by(entries), {i: e.uses for i, e in entries.items()}

    def rank(f: Finding) -> tuple[int, int, int]:
        kind = 3 if "ill-typed" in f.evidence else _KINDS.get(f.id.split(":")[0], 1)
        return kind, -len(f.affects) - len(closure(f.id, uses)), -STANDINGS.index(_OF_VERDICT[f.verdict])

    found = []
    for entry in entries.values():
        above = closure(entry.id, back) - {entry.id}
        affects = tuple(i for i in entries if i in above)
        for variant in entry.variants.values():
            result = results[entry.id][variant.name]
            if result.verdict != "PROVED":
                found.append(_finding(variant, result, results[entry.id], affects))
    return sorted(found, key=rank)


def _finding(variant: Variant, result: Result, others: Mapping[str, Result], affects: tuple[str, ...]) -> Finding:
    entry = variant.entry
    corrections = tuple(
        Correction(v.name, others[v.name].verdict, _claims(v), v.note)
        for v in entry.variants.values()
        if v is not variant and others[v.name].verdict != "REFUTED"
    )
    seen = result.counterexample
    return Finding(
        id=entry.id,
        title=entry.title,
        variant=variant.name,
        source=str(entry.source),
        verdict=result.verdict,
        evidence=result.evidence,
        says=variant.finding or _sentence(result),
        fails=result.fails,
        counterexample="" if seen is None else point(seen, result.sides),
        corrections=corrections,
        affects=affects,
        certificate=file_name(entry.id, variant.name) if result.verdict in ("PROVED", "REFUTED") else None,
    )


def _claims(variant: Variant) -> tuple[str, ...]:
    if variant.view.defines:
        return tuple(" ".join(part.strip() for part in maths.definition(d, 10**6, "")) for d in variant.view.defines)
    return tuple(f"({c.label}) {maths.line(c.sympy)}" for c in variant.view.claims)


def _sentence(result: Result) -> str:
    """What the verdict says, where the catalog does not."""
    if "ill-typed" in result.evidence:
        return f"The shapes do not fit: {result.reason.removeprefix(f'{result.id} {result.variant}, ')}."
    if result.verdict == "REFUTED":
        return f"The hypotheses hold at an exact point and {result.fails} does not."
    if result.verdict == "HOLDS_ON_INSTANCES":
        return f"It holds at {result.instances} exact points; nothing is known beyond them."
    return f"Not settled: {result.reason}."


def text(found: Sequence[Finding], total: int, paint: Paint, width: int) -> str:
    """The findings as a numbered list."""
    if not found:
        return f"No findings: every variant of every entry is proved ({count(total, 'entry', 'entries')}).\n"
    out: list[str] = []

    def item(word: str, said: str) -> None:
        out.extend(wrap(f"{word}: {said}", width, "   ", "     "))

    for k, f in enumerate(found, 1):
        rests = ", ".join(f.evidence)
        verdict = f"{f.verdict} ({rests})" if rests else f.verdict
        out += wrap(f"{k}. {paint(f'{f.id} {f.variant}', 'strong')}, {f.title}: {verdict}.", width, "", "   ")
        item("Source", f"{f.source}.")
        item("Finding", f.says)
        if f.counterexample:
            item("Counterexample", f"{f.fails} fails at {f.counterexample}.")
        for c in f.corrections:
            item(f"{c.variant.capitalize()} form, {c.verdict}", c.note or "; ".join(c.claims) + ".")
        if not f.corrections:
            item("Correction", "none in the catalog.")
        item("Affects", f"{', '.join(f.affects)}." if f.affects else "nothing else in the catalog.")
        if f.certificate:
            item("Certificate", f"DIR/{f.certificate} of `varproof verify {f.id} --certificates DIR`.")
        out.append("")
    refuted = sum(f.verdict == "REFUTED" for f in found)
    counts = f"{count(total, 'entry', 'entries')}, {count(len(found), 'finding')}, {refuted} of them refutations"
    return "\n".join([*out, f"{counts}. `varproof show ID` has the formulas."]) + "\n"


def data(found: Sequence[Finding], standing: Callable[[str], Standing]) -> dict[str, Any]:
    """The same as data, with how each entry that is affected stands."""
    rows = []
    for f in found:
        affected = [{"id": i, **standing(i).data} for i in f.affects]
        rows.append({**asdict(f), "affects": affected})
    return {"findings": rows}
