"""Every number and every place of real certificates changed, with digests recomputed, for each kind of evidence.

What the checker then accepts must still prove the same: the statement is the locked one, and a changed point is
confirmed by varproof's own evaluation, which shares no code with the checker.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from varproof import recheck
from varproof.catalog import catalog
from varproof.claims import points
from varproof.claims.prove import canonical, judge
from varproof.decide import witness
from varproof.lang import claims, core
from varproof.lang.data import build

Data = dict[str, Any]
LOCK = recheck.load(catalog().lock)
MOST = 160  # changes tried for one certificate, spread evenly over it

KERNEL = [("def:softmax", "printed"), ("fact:inner-products", "printed"), ("lem:boltz-range", "stated")]
WITNESS = [("c1:bump", "printed"), ("def:layer-norm", "printed"), ("lem:one-layer-different", "printed")]
CONSEQUENCE = ("lem:attention-contextual", "printed")
ILL_TYPED = [("def:feed-forward", "printed"), ("def:linear-up-sample", "printed")]
BOXES = {  # one claim at least for each kind of leaf
    "natural and split": ("exp(x) <= 3 + y", ["x=0:1", "y=0:1"], []),
    "mean value": ("x*exp(-x) <= 0.369", ["x=-1:9"], []),
    "taylor": ("exp(x) >= 1 + x", ["x=-1:1"], []),
    "faces and points": ("x + y <= 2", ["x=0:1", "y=1/3:1"], []),
    "vacuous": ("1/x > 0", ["x=-1:1"], ["x > 1/8"]),
    "hypothesis": ("x >= 1/2", ["x=0:1"], ["x >= 1/2"]),
    "a point": ("x*(1-x) < 1/4", ["x=0:1"], []),
    "a point under a hypothesis": ("x*y > 0", ["x=-2:2", "y=-2:2"], ["x > 1"]),
}
NUMBER = re.compile(r"-?0x[01](?:\.[0-9a-f]+)?p[+-][0-9]+|-?[0-9]+(?:/[0-9]+)?")


def places(x: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every list, int and string of a certificate, with its place."""
    if isinstance(x, dict):
        for key in sorted(x):
            yield from places(x[key], (*where, key))
        return
    yield where, x
    if isinstance(x, list):
        for k, item in enumerate(x):
            yield from places(item, (*where, k))


def replaced(x: Any, where: tuple[Any, ...], new: Any) -> Any:
    if not where:
        return new
    out = copy.copy(x)
    out[where[0]] = replaced(x[where[0]], where[1:], new)
    return out


def others(number: str) -> list[str]:
    """Numbers near one that is written in a text."""
    if "p" in number:
        value = float.fromhex(number)
        return [(value * 2).hex(), (-value).hex(), (value + 1).hex()]
    q = Fraction(number)
    return [str(q + 1), str(-q), str(q * 2), str(q + Fraction(1, 1000))]


def changed(x: Any) -> Iterator[Any]:
    """The value with one small change."""
    if isinstance(x, list):
        yield from (x[:k] + x[k + 1 :] for k in range(len(x)))
        yield from ([*x[:k], x[k + 1], x[k], *x[k + 2 :]] for k in range(len(x) - 1) if x[k] != x[k + 1])
        yield x + x[-1:]
    elif type(x) is int:
        yield from (x + 1, x - 1, -x, 2 * x + 1)
    elif isinstance(x, str):
        for found in NUMBER.finditer(x):
            for number in others(found[0]):
                yield x[: found.start()] + number + x[found.end() :]
        yield x[:-1]


def mutants(certificate: Data, most: int = MOST) -> Iterator[Data]:
    """The certificate with one change anywhere but in its statement or problem, at evenly spread places."""
    fixed = {"statement", "claim", "hash", "id", "variant", "schema", "kind"}
    chosen = [(where, x) for where, x in places(certificate) if where and where[0] not in fixed]
    every = [(where, new) for where, x in chosen for new in changed(x) if new != x]
    step = max(1, len(every) // most)
    assert len(every) > 3
    for where, new in every[::step]:
        yield replaced(certificate, where, new)


def rehashed(c: Data) -> Data:
    """All digests computed anew."""
    if c["kind"] == "box":
        problem = {key: c[key] for key in ("claim", "box", "assume")}
        return {**c, "hash": hashlib.sha256(canonical(problem).encode()).hexdigest()}
    return {**c, "hash": hashlib.sha256(c["statement"].encode()).hexdigest()}


def certificate(key: tuple[str, str]) -> Data:
    found: Data = json.loads(json.dumps(catalog()[key[0]].verify(variant=key[1]).certificate))
    assert recheck.check(found, LOCK).ok
    return found


@pytest.mark.parametrize("key", KERNEL, ids=lambda key: key[0])
def test_a_changed_proof_is_rejected_or_proves_the_same(key: tuple[str, str]) -> None:
    good = certificate(key)
    accepted: list[Data] = []
    total = 0
    for bad in mutants(good):
        total += 1
        report = recheck.check(rehashed(bad), LOCK)
        if report.ok:
            assert (report.id, report.variant, report.verdict) == (*key, "PROVED")
            assert bad["statement"] == LOCK["statements"][" ".join(key)]["text"]
            accepted.append(bad)
    # A proof stays one when a step or node that nothing needs is changed; that is rare.
    assert total >= 20 and len(accepted) <= total // 4


@pytest.mark.parametrize("key", [*WITNESS, CONSEQUENCE], ids=lambda key: key[0])
def test_a_changed_point_is_rejected_or_refutes_the_same(key: tuple[str, str]) -> None:
    good = certificate(key)
    variant = catalog()[key[0]].variants[key[1]]
    rejected = 0
    for bad in mutants(good, 20 if key == CONSEQUENCE else MOST):
        report = recheck.check(rehashed(bad), LOCK)
        if not report.ok:
            rejected += 1
            continue
        assert (report.id, report.variant, report.verdict) == (*key, "REFUTED")
        point = build(variant.core, "point", {**bad["sizes"], **exact(bad["data"])})
        consequence = None if variant.consequence is None else variant.consequence[1]
        assert witness.check(variant.core, point, bad["fails"], consequence).refutes is True
    assert rejected > 0


def exact(data: Any) -> Any:
    """Data of a certificate as numbers."""
    if isinstance(data, dict):
        return {name: exact(x) for name, x in data.items()}
    if isinstance(data, list):
        return [exact(x) for x in data]
    return data if type(data) is int else Fraction(data)


@pytest.mark.parametrize("what", BOXES)
def test_a_changed_box_proof_is_rejected_or_proves_the_same(what: str) -> None:
    claim, sides, assume = BOXES[what]
    found = judge(claim, claims.box(sides), assume)
    good: Any = json.loads(canonical(found.certificate))
    asked = {key: good[key] for key in ("claim", "box", "assume")}
    assert recheck.check(good, None, asked).ok
    rejected = 0
    for bad in mutants(good):
        report = recheck.check(rehashed(bad), None, asked)
        rejected += not report.ok
        if report.ok:
            assert report.verdict == good["verdict"] == bad["verdict"]
            if report.verdict == "REFUTED":
                at = {x: Fraction(q) for x, q in bad["point"].items()}
                assert points.holds(claims.parse(claim), at) is False
                assert all(points.holds(claims.parse(h), at) for h in assume)
    assert rejected > 3


ALL = [*KERNEL, *WITNESS, *ILL_TYPED]


@pytest.mark.parametrize("key", ALL, ids=lambda key: " ".join(key))
def test_a_changed_claim_hash_name_or_verdict_is_rejected(key: tuple[str, str]) -> None:
    good = certificate(key)
    for where, new in (("hash", good["hash"][:-1] + "x"), ("id", "lem:other"), ("variant", "sharpened")):
        assert not recheck.check({**good, where: new}, LOCK).ok
    for kind in {"kernel", "witness", "ill-typed", "box"} - {good["kind"]}:
        assert not recheck.check({**good, "kind": kind}, LOCK).ok
    text = good["statement"]
    for found in list(re.finditer(r"(?<=[ (])(?:-?[0-9]+(?:/[0-9]+)?|<=|<|=|max|min|\+|\*)(?=[ )])", text))[:40]:
        word = {"<=": "<", "<": "<=", "=": "!=", "max": "min", "min": "max", "+": "*", "*": "+"}.get(found[0])
        other = text[: found.start()] + (word or str(Fraction(found[0]) + 1)) + text[found.end() :]
        assert not recheck.check(rehashed({**good, "statement": other}), LOCK).ok


PROVED = [key for key in KERNEL if catalog()[key[0]].variants[key[1]].falses]


@pytest.mark.parametrize("key", PROVED, ids=lambda key: key[0])
def test_no_proof_serves_for_a_false_neighbour(key: tuple[str, str]) -> None:
    """Also without a lock: the goals are the checker's own translation of the statement."""
    good = certificate(key)
    for false in catalog()[key[0]].variants[key[1]].falses:
        p = core.parts(false.core)
        other = {**good, "statement": core.text(false.core), "variant": p.variant}
        assert not recheck.check(rehashed(other)).ok


@pytest.mark.parametrize("key", ILL_TYPED, ids=lambda key: key[0])
def test_only_a_misfit_refutes_as_ill_typed(key: tuple[str, str]) -> None:
    good = certificate(key)
    fine = LOCK["statements"][f"{key[0]} corrected"]["text"]
    report = recheck.check(rehashed({**good, "variant": "corrected", "statement": fine}), LOCK)
    assert not report.ok and "fits" in report.message
    for broken in (good["statement"].replace("(n 1)", "(n 0)"), good["statement"].replace("(at ", "(att ")):
        if broken != good["statement"]:
            assert not recheck.check(rehashed({**good, "statement": broken})).ok
    assert not recheck.check({**good, "nodes": []}, LOCK).ok


def test_a_certificate_of_another_problem_is_refused() -> None:
    good: Any = judge("exp(x) >= 1 + x", claims.box(["x=-1:1"]), ["x <= 1"]).certificate
    same = {"claim": "exp(x)>=1+ x", "box": {"x": ["-1", "1"]}, "assume": ["x<=1.0"]}
    assert recheck.check(good, None, same).ok
    for change in (
        {"claim": "exp(x) >= x"}, {"claim": "exp(x) > 1 + x"}, {"box": {"x": ["-1", "2"]}}, {"assume": []},
        {"box": {"x": ["-1", "1"], "y": ["0", "1"]}}, {"assume": ["x < 1"]}, {"claim": "exp(x) >="},
    ):  # fmt: skip
        report = recheck.check(good, None, {**same, **change})
        assert report.verdict == "REJECTED", change
    assert not recheck.check(certificate(ILL_TYPED[0]), LOCK, same).ok
