"""The command `contextual`: check weights, find weights, print the catalog's table of examples."""

from __future__ import annotations

import sys
from argparse import Namespace
from fractions import Fraction
from pathlib import Path
from typing import Any

from varproof.cli import BadInput
from varproof.commands.shared import Answer, catalog_module
from varproof.contextual.errors import TooCoarse

TABLE = "contextual.table"  # the module of a catalog that names DATASETS, BOUNDS and PROMISED


def contextual(options: Namespace) -> Answer:
    """Exit code, text and data of one action."""
    if options.action == "table":
        return _table(options)
    if options.data is None:
        raise BadInput(f"contextual {options.action}: name a file of sequences, .json, .csv or .npy")
    return _check(options) if options.action == "check" else _weights(options)


def _check(options: Namespace) -> Answer:
    from varproof.contextual.check import is_contextual_mapping
    from varproof.contextual.dataset import dataset
    from varproof.contextual.weights import read_claims, weights

    if options.weights is None:
        raise BadInput("contextual check: name a file with --weights; `varproof contextual weights` writes one")
    path = Path(options.weights)
    head, data = weights(path), dataset(options.data)
    whole = options.gamma is None and options.delta is None
    claims = read_claims(path) if options.gamma is None or options.delta is None else {}
    gamma, delta = (getattr(options, name) or _claimed(claims, name, path) for name in ("gamma", "delta"))
    found = is_contextual_mapping(head, data, gamma, delta, max_bits=options.bits, jobs=options.jobs or 1)
    m = found.measured
    problems = _drift(claims, data.digest(), m) if whole else []
    lines = [found.text()]
    if m is not None:
        lines.append(f"{m.identifiers} identifiers at {m.bits} bits")
        lines.append(f"greatest norm: {shown(m.longest[0])} to {shown(m.longest[1], up=True)}; gamma {gamma}")
    if m is not None and m.lower is not None and m.upper is not None and found.pair is not None:
        (i, k), (j, l) = found.pair
        lines.append(f"least distance: {shown(m.lower)} to {shown(m.upper, up=True)}; delta {delta}")
        lines.append(f"nearest pair: token {k + 1} of sequence {i + 1} and token {l + 1} of sequence {j + 1}")
    lines += [f"drift: {problem}" for problem in problems]
    about = {"answer": found.answer, "evidence": found.evidence, "certificate": None, "reason": found.reason}
    code = 1 if problems else found.code
    return code, "\n".join(lines) + "\n", {**about, "gamma": str(gamma), "delta": str(delta), "drift": problems,
                                           **measured_data(m), "pair": found.pair}  # fmt: skip


def _claimed(claims: dict[str, Any], name: str, path: Path) -> str:
    value = claims.get(name)
    if not isinstance(value, str):
        raise BadInput(f"contextual check: {path} claims no {name}; give --{name}")
    return value


def _drift(claims: dict[str, Any], digest: str, measured: Any) -> list[str]:
    """What the file of weights says that is not so any more."""
    from varproof.contextual.reading import array

    found = []
    if claims.get("dataset") not in (None, digest):
        found.append("the weights were certified for another dataset")
    recorded = claims.get("separation")
    if recorded is not None and measured is not None and measured.lower is not None:
        low, high = array(recorded, 1, "the recorded separation")
        if measured.upper < low or measured.lower > high:
            found.append(f"the least distance is not the recorded one, {shown(low)} to {shown(high, up=True)}")
    return found


def _weights(options: Namespace) -> Answer:
    from varproof.contextual.construct import contextual_weights

    try:
        found = contextual_weights(options.data, rank=options.rank, hidden=options.hidden, max_bits=options.bits,
                                   jobs=options.jobs or 1)  # fmt: skip
    except TooCoarse as error:
        return 4, f"UNDECIDED: {error}\n", {"reason": str(error)}
    m, p = found.measured, found.parameters
    lines = [
        f"rank {options.rank}; temperature {found.temperature}; u = {found.u}, w = {found.w}"[:400],
        f"tokens: norms from {shown(p.gamma_min)} to {shown(p.gamma_max, up=True)}, {shown(p.epsilon)} apart",
        f"every output is shorter than gamma = {shown(found.gamma, up=True)}",
        "no two outputs have to differ" if found.delta is None else
        f"least distance of the {m.identifiers} identifiers: more than delta = {shown(found.delta)} ({m.bits} bits)",
    ]  # fmt: skip
    if options.output is not None:
        if not options.output.endswith(".json"):
            raise BadInput(f"{options.output}: weights are written to a file named .json")
        found.write(options.output)
        lines.append(f"{options.output}: written; `varproof contextual check` checks it")
    data = {"weights": found.weights.data(), "certified": found.claims(), **measured_data(m)}
    return 0, "\n".join(lines) + "\n", data


def _table(options: Namespace) -> Answer:
    from varproof.contextual import compare
    from varproof.show.terminal import count, table

    examples = catalog_module(options, TABLE, "examples")
    kinds = list(examples.BOUNDS)
    lines = [("dataset", "sets", "n", "d", "|V|", "identifiers", *kinds, "achieved", "bits", "")]
    data, missed = [], 0
    for row in compare.rows(examples.DATASETS, examples.BOUNDS):
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[2K{row.name}")
        promised = row.above[examples.PROMISED]
        missed += not promised
        achieved = "–" if row.achieved is None else compare.power(row.achieved)
        verdict = f"above {', '.join(k for k in kinds if row.above[k]) or 'none'}"
        lines.append((row.name, *map(str, row.about.values()), *(compare.power(row.bounds[k]) for k in kinds), achieved,
                      str(row.bits), verdict))  # fmt: skip
        logs = {k: [float(x) for x in row.bounds[k]] for k in kinds}
        data.append({
            "dataset": row.name, **row.about, "log10_bounds": logs,
            "log10_achieved": None if row.achieved is None else [float(x) for x in row.achieved],
            "above": dict(row.above), "bits": row.bits, "certified": row.found.claims(),
            "weights": row.found.weights.data(), "identifiers_along_axis": row.picture() if options.json else [],
        })  # fmt: skip
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
    says = "all at least as promised" if not missed else f"{missed} below what is promised"
    text = "\n".join([*table(lines, right=range(1, 11)), "", f"{count(len(data), 'dataset')}, {says}."]) + "\n"
    return int(missed > 0), text, {"promised": examples.PROMISED, "datasets": data, "missed": missed}


def measured_data(m: Any) -> dict[str, Any]:
    """Certified bounds as text."""
    if m is None:
        return {}
    distance = None if m.lower is None else [shown(m.lower), shown(m.upper, up=True)]
    norm = [shown(m.longest[0]), shown(m.longest[1], up=True)]
    return {"distance": distance, "norm": norm, "bits": m.bits, "identifiers": m.identifiers}


def shown(x: Fraction, up: bool = False) -> str:
    """A number in decimals with 12 digits, rounded down or up: 1.234e-56."""
    from varproof.contextual.construct import down
    from varproof.contextual.construct import up as rounded_up

    if x < 0:
        return "-" + shown(-x, not up)
    value = rounded_up(x) if up else down(x)
    if value == 0:
        return "0"
    exponent = 0
    while value >= 10:
        value, exponent = value / 10, exponent + 1
    while value < 1:
        value, exponent = value * 10, exponent - 1
    digits = str(value.numerator * 10**14 // value.denominator)
    text = f"{digits[0]}.{digits[1:]}".rstrip("0").rstrip(".")
    if -4 <= exponent <= 6:
        return str(float(value * Fraction(10) ** exponent))
    return f"{text}e{exponent}"
