"""Certificates of kind box: a claim over a box, proved by a tree of boxes for each goal, or refuted at a point.

The trees are read in `varproof.recheck.tree`. Every number is exact or rounded outwards; the goals, the derivatives,
the forms and the enclosures are this package's own.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from varproof.recheck import tree
from varproof.recheck.claims import Term, conditions, goals, relations
from varproof.recheck.enclose import Open, plain, sign
from varproof.recheck.reading import Rejected, need
from varproof.recheck.tree import Box, coordinates, rational, right, variables

FIELDS = {"schema", "kind", "claim", "box", "assume", "hash", "verdict"}


def meaning(problem: dict[str, Any]) -> tuple[Any, Box, list[Any]]:
    """Relations, box and hypotheses of a problem (a claim, a box, assumptions) as text."""
    claimed = relations(problem["claim"])
    need(isinstance(problem["assume"], list), "assume must be a list")
    given = [relations(h) for h in problem["assume"]]
    need(isinstance(problem["box"], dict), "the box must be an object")
    box: Box = {}
    for name, ends in problem["box"].items():
        need(isinstance(ends, list) and len(ends) == 2, "a side of the box is two ends")
        box[name] = rational(ends[0]), rational(ends[1])
        need(box[name][0] <= box[name][1], "a side of the box is empty")
    for _, left, right_ in [r for part in (claimed, *given) for r in part]:
        need(variables(left) | variables(right_) <= box.keys(), "a variable has no side in the box")
    return claimed, box, given


def replay(certificate: dict[str, Any], asked: dict[str, Any] | None = None) -> tuple[str, str]:
    """(claim, verdict) that the certificate establishes, for the problem that is asked where there is one; Rejected."""
    verdict = certificate.get("verdict")
    need(verdict in ("PROVED", "REFUTED"), "the verdict must be PROVED or REFUTED")
    more = {"proofs"} if verdict == "PROVED" else {"point"}
    need(certificate.keys() == FIELDS | more, f"the fields must be {' '.join(sorted(FIELDS | more))}")
    need(certificate["schema"] == 1, "schema 1 is read")
    problem = {key: certificate[key] for key in ("claim", "box", "assume")}
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"))
    need(certificate["hash"] == hashlib.sha256(text.encode()).hexdigest(), "the hash is not that of the problem")
    claimed, box, given = meaning(problem)
    need(asked is None or meaning(asked) == (claimed, box, given), "this is a certificate of another problem")
    if verdict == "REFUTED":
        refuted(claimed, given, box, certificate["point"])
    else:
        wanted = goals(claimed)
        proofs = certificate["proofs"]
        need(isinstance(proofs, list) and len(proofs) == len(wanted), f"there must be {len(wanted)} proofs")
        hypotheses = [(kind, plain(t)) for h in given for kind, t in goals(h)]
        for number, ((kind, t), proof) in enumerate(zip(wanted, proofs, strict=True)):
            need(isinstance(proof, str), "a proof is a text")
            try:
                tree.replay(kind, plain(t), hypotheses, box, proof.split(" "))
            except Rejected as error:
                raise Rejected(f"goal {number}: {error}") from None
    return str(problem["claim"]), str(verdict)


def holds(parts: list[tuple[str, Term, Term]], at: dict[str, Term]) -> bool | None:
    """Defined and true; False and True are certain. Signs are asked only of what is defined: parts come first."""
    outcome: bool | None = True
    for relation, left, right_ in parts:
        well: bool | None = True
        for kind, t in [*conditions(left), *conditions(right_)]:
            s = sign(t, at)
            if s is None:
                well = None
                break
            if not right(kind, s):
                return False
        s = sign(("-", left, right_), at) if well else None
        if s is None:
            outcome = None
        elif not {"<=": s <= 0, "<": s < 0, ">=": s >= 0, ">": s > 0, "==": s == 0, "!=": s != 0}[relation]:
            return False
    return outcome


def refuted(claimed: Any, given: list[Any], box: Box, point: Any) -> None:
    need(isinstance(point, dict) and point.keys() == box.keys(), "the point must give every variable")
    try:
        at = coordinates(",".join(str(point[x]) for x in box), box)
    except Open as error:
        raise Rejected(f"the point: {error}") from None
    need(all(holds(h, at) is True for h in given), "the hypotheses are not certainly true at the point")
    need(holds(claimed, at) is False, "the claim does not certainly fail at the point")
