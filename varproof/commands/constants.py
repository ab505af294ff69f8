"""The command constants: certified values, and what changes when a constant is another."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from varproof.cli import BadInput
from varproof.commands.shared import Answer, chosen_catalog, chosen_variants, find_entry, judge_all, text_of

if TYPE_CHECKING:
    from varproof.catalog import Catalog
    from varproof.decide.whatif import Effect
    from varproof.lang.data import Value
    from varproof.lang.statement import Variant


def constants(options: Namespace) -> Answer:
    if options.what_if is not None:
        return _what_if(options)
    if options.id is None:
        raise BadInput("name an entry, such as lem:boltz-range; without one, --what-if says what is meant")
    from varproof.decide.constants import rows
    from varproof.show.constants import line

    entries = chosen_catalog(options)
    given = settings(options.set)
    variants = [v for v in chosen_variants(options, entries) if v.constants]
    if not variants:
        raise BadInput(f"{options.id} has no constants; `varproof show {options.id}` shows what it has")
    found = rows(variants, given)
    data = [
        {
            "id": r.variant.id,
            "variant": r.variant.name,
            "constant": r.constant.name,
            "formula": str(r.constant.sympy),
            "only_for": r.constant.case_text or None,
            "side": r.constant.side,
            "low": None if r.value is None else r.value.low,
            "high": None if r.value is None else r.value.high,
            "reason": None if r.why is None else str(r.why),
        }
        for r in found
    ]
    return 0, text_of(*map(line, found)), {"set": _texts(given), "constants": data}


def settings(items: list[str]) -> dict[str, Value]:
    """The exact numbers of --set, by name."""
    from varproof.decide.settings import read

    found: dict[str, Value] = {}
    for item in items:
        name, sign, text = item.partition("=")
        name = name.strip()
        if not sign or not name.isidentifier():
            raise BadInput(f"--set {item}: write a name, =, and an exact number, such as n=3, r=7/2 or delta=log(4)")
        if name in found:
            raise BadInput(f"--set {item}: {name} is set already")
        found[name] = read(name, text)
    return found


def _texts(given: dict[str, Value]) -> dict[str, str]:
    from varproof.decide.settings import text

    return {name: text(value) for name, value in given.items()}


# ---- what if


def _what_if(options: Namespace) -> Answer:
    from varproof.decide import whatif
    from varproof.lang.claims import ClaimError
    from varproof.show.graph import used_by

    entries = chosen_catalog(options)
    variant, name, text = _asked(options, entries)
    try:
        new = whatif.read(text, variant)
    except ClaimError as error:
        raise BadInput(str(error)) from None
    rests = _downstream(variant.id, used_by(entries))
    downstream = [v for v in entries.variants() if v.id in rests]
    if options.id is not None:
        only = find_entry(entries, options.id).id
        if only != variant.id and only not in rests:
            raise BadInput(f"{only} does not rest on {variant.id}; leave it out to see what does")
        downstream = [v for v in downstream if v.id == only]
    given = settings(options.set)
    found = whatif.effects(variant, variant.constants[name], new, downstream, given)
    proved = _proved(options, entries, [e for e in found if e.kept])
    return _answer(variant, name, text, given, found, proved)


def _asked(options: Namespace, entries: Catalog) -> tuple[Variant, str, str]:
    """The variant and the constant that ID:constant=TERM names, and the term."""
    named, sign, text = options.what_if.partition("=")
    wanted, colon, name = named.rpartition(":")
    if not sign or not colon or not wanted:
        raise BadInput(
            f"--what-if {options.what_if}: write ID:constant=TERM, such as 'lem:boltz-range:width=log(n) + 1'"
        )
    entry = find_entry(entries, wanted)
    has = [v for v in entry.variants.values() if name in v.constants and options.variant in (None, v.name)]
    if len(has) == 1:
        return has[0], name, text
    if has:
        raise BadInput(f"--what-if: {entry.id} has {name} in {', '.join(v.name for v in has)}; add --variant V")
    there = ", ".join(f"{c} ({v.name})" for v in entry.variants.values() for c in v.constants) or "none"
    raise BadInput(f"--what-if: {entry.id} has no such constant {name!r}; there are {there}")


def _downstream(start: str, users: dict[str, list[str]]) -> set[str]:
    found, todo = set[str](), [start]
    while todo:
        for user in users[todo.pop()]:
            if user not in found:
                found.add(user)
                todo.append(user)
    return found


def _proved(options: Namespace, entries: Catalog, effects: list[Effect]) -> set[tuple[str, str]]:
    """Which of these statements, as they stand, the referee has proved."""
    if not effects:
        return set()
    judged = judge_all(options, [e.variant for e in effects])
    return {(j.result.id, j.result.variant) for j in judged if j.result.verdict == "PROVED"}


def _answer(
    variant: Variant,
    name: str,
    text: str,
    given: dict[str, Value],
    found: list[Effect],
    proved: set[tuple[str, str]],
) -> Answer:
    from varproof.show import maths
    from varproof.show.terminal import point

    lines = [
        f"What if, in {variant.id} {variant.name}, {name} = {maths.line(variant.constants[name].sympy)} were {text}?"
    ]
    rows: list[dict[str, Any]] = []
    same = [f"{e.variant.id} {e.variant.name}" for e in found if not e.changed]
    for e in found:
        v = e.variant
        kept = e.kept and (v.id, v.name) in proved
        known = {x for x, _ in (*v.parts.sizes, *v.parts.given)}
        at = ", ".join(f"{n} = {q}" for n, q in _texts(given).items() if n in known)
        if e.changed:
            lines.append(f"{v.id} {v.name}:")
            if e.outside:
                lines.append(f"  not evaluated at {at}: {e.outside}.")
        for constant, before, after in e.constants:
            if before is not None and after is not None:
                lines.append(f"  {constant}: {before.text} before, {after.text} after, at {at}.")
            elif not e.outside:
                lines.append(f"  {constant}: contains the term; set {_missing(v, constant, given)} for its value.")
        if e.instances:
            says = ", ".join(f"{how} at {n}" for how, n in e.counts.items() if n and how != "outside")
            lines.append(f"  of {len(e.instances)} stored instances: {says or 'none satisfies the hypotheses'}.")
        if e.hit is not None:
            lines.append(f"  REFUTED: {e.hit.fails} fails at {point(e.hit.values())}.")
        if kept:
            lines.append(f"  still holds at {at}: it follows from the statement as it stands, which is PROVED.")
        if e.changed and e.hit is None:
            lines.append(f"  {'otherwise ' if kept else ''}unknown: the proof was not redone.")
        rows.append(
            {
                "id": v.id,
                "variant": v.name,
                "contains": e.changed,
                "constants": [
                    {"constant": c, "before": b and b._asdict(), "after": a and a._asdict()} for c, b, a in e.constants
                ],
                "instances": dict(e.instances),
                "verdict": "REFUTED" if e.hit is not None else "unknown" if e.changed else "unchanged",
                "counterexample": None if e.hit is None else e.hit.values(),
                "fails": None if e.hit is None else e.hit.fails,
                "holds_at_settings": kept,
                "outside": e.outside or None,
            }
        )
    if same:
        lines.append("As they were, since they do not contain the term; their verdicts rest on evidence of their own:")
        lines += [f"  {one}" for one in same]
    data = {"constant": name, "id": variant.id, "variant": variant.name, "what_if": text,
            "set": _texts(given), "effects": rows}  # fmt: skip
    return int(any(e.hit is not None for e in found)), text_of(*lines), data


def _missing(variant: Variant, constant: str, given: dict[str, Value]) -> str:
    from varproof.decide.constants import depends

    sizes, givens = depends(variant.constants[constant].formula, variant.core)
    return " and ".join(name for name in (*sizes, *givens) if name not in given) or "other numbers"
