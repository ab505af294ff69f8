"""Certificates of kind box: a claim over a box, proved by a tree of boxes for each goal, or refuted at a point.

The trees are read in `varproof.recheck.box.tree`. Every number is exact or rounded outwards; the goals, the
derivatives, the forms and the enclosures are this package's own.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from varproof.recheck.box import tree
from varproof.recheck.box.claims import Term, conditions, goals, relations, term
from varproof.recheck.box.enclose import Enclose, Open, plain, sign
from varproof.recheck.box.forms import Forms
from varproof.recheck.box.state import Box, bent, coordinates, rational, right, variables
from varproof.recheck.box.work import CURRENT, Work
from varproof.recheck.reading import Rejected, need

FIELDS = {"schema", "kind", "claim", "box", "assume", "hash", "verdict"}
WRITTEN = {"PROVED": {"proofs"}, "REFUTED": {"point"}}
MORE = {"PROVED": {"satisfied"}, "REFUTED": {"root"}}


class Established(NamedTuple):
    """What a certificate establishes of its problem. `vacuous`: that no point of the box satisfies the hypotheses
    (True), that some point does (False), or neither (None); `at` is such a point, where the claim fails if refuted."""

    verdict: str
    claim: str
    box: Box
    assume: list[str]
    vacuous: bool | None
    at: str

    def text(self) -> str:
        """The box, the hypotheses, and what is known of them."""
        sides = ", ".join(f"{x} in [{low}, {high}]" for x, (low, high) in self.box.items())
        said = [f"over {sides or 'no variables'}", *(f"given {h}" for h in self.assume)]
        if self.verdict == "REFUTED":
            return "; ".join([*said, f"fails at {self.at}"])
        if self.vacuous is None:
            said.append("whether any point satisfies the hypotheses is not shown")
        elif self.vacuous:
            said.append("no point satisfies the hypotheses, so this says nothing")
        elif self.assume:
            said.append(f"the hypotheses hold at {self.at}")
        return "; ".join(said)


def meaning(problem: dict[str, Any]) -> tuple[Any, Box, list[Any]]:
    """Relations, box and hypotheses of a problem (a claim, a box, assumptions) as text."""
    claimed = relations(problem["claim"])
    need(isinstance(problem["assume"], list), "assume must be a list")
    given = [relations(h) for h in problem["assume"]]
    need(isinstance(problem["box"], dict), "the box must be an object")
    box: Box = {}
    for name, ends in sorted(problem["box"].items()):  # an object has no order; proofs name variables by number
        need(isinstance(ends, list) and len(ends) == 2, "a side of the box is two ends")
        box[name] = rational(ends[0]), rational(ends[1])
        need(box[name][0] <= box[name][1], "a side of the box is empty")
    for _, left, right_ in [r for part in (claimed, *given) for r in part]:
        need(variables(left) | variables(right_) <= box.keys(), "a variable has no side in the box")
    return claimed, box, given


def replay(certificate: dict[str, Any], asked: dict[str, Any] | None = None) -> Established:
    """What the certificate establishes, for the problem that is asked where there is one, in steps that are counted;
    Rejected."""
    token = CURRENT.set(Work())
    try:
        return established(certificate, asked)
    finally:
        CURRENT.reset(token)


def established(certificate: dict[str, Any], asked: dict[str, Any] | None) -> Established:
    verdict = certificate.get("verdict")
    need(verdict in ("PROVED", "REFUTED"), "the verdict must be PROVED or REFUTED")
    fields = FIELDS | WRITTEN[str(verdict)]
    more = certificate.keys() - fields
    need(fields <= certificate.keys() and more <= MORE[str(verdict)], f"the fields must be {' '.join(sorted(fields))}")
    need(certificate["schema"] == 1, "schema 1 is read")
    problem = {key: certificate[key] for key in ("claim", "box", "assume")}
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"))
    need(certificate["hash"] == hashlib.sha256(text.encode()).hexdigest(), "the hash is not that of the problem")
    claimed, box, given = meaning(problem)
    need(asked is None or meaning(asked) == (claimed, box, given), "this is a certificate of another problem")
    says = Established(str(verdict), problem["claim"], box, problem["assume"], False, "")
    if "root" in certificate:
        refuted_at_root(claimed, given, box, certificate["point"], certificate["root"])
        return says._replace(at=f"{named(certificate['point'], box)}, a zero of {certificate['root']['zero']}")
    if verdict == "REFUTED":
        refuted(claimed, given, box, certificate["point"])
        return says._replace(at=named(certificate["point"], box))
    proved(claimed, given, box, certificate["proofs"])
    if "satisfied" in certificate:
        need(
            satisfies(given, place(certificate["satisfied"], box)),
            "the hypotheses are not certainly true where it says",
        )
        return says._replace(at=named(certificate["satisfied"], box))
    if any(of_nothing(proof) for proof in certificate["proofs"]):
        return says._replace(vacuous=True)
    return says if not given else says._replace(vacuous=None)


def named(point: dict[str, str], box: Box) -> str:
    """A point for people; what has two ends lies between them."""
    return ", ".join(f"{x} = {point[x]}" if ":" not in point[x] else f"{x} in {point[x]}" for x in box)


def proved(claimed: Any, given: list[Any], box: Box, proofs: Any) -> None:
    """A tree for each goal."""
    wanted = goals(claimed)
    need(isinstance(proofs, list) and len(proofs) == len(wanted), f"there must be {len(wanted)} proofs")
    hypotheses = [(kind, plain(t)) for h in given for kind, t in goals(h)]
    for number, ((kind, t), proof) in enumerate(zip(wanted, proofs, strict=True)):
        need(isinstance(proof, str), "a proof is a text")
        try:
            tree.replay(kind, plain(t), hypotheses, box, proof.split(" "))
        except Rejected as error:
            raise Rejected(f"goal {number}: {error}") from None


def of_nothing(proof: str) -> bool:
    """Whether an accepted tree only splits the box, cuts it by hypotheses, and finds one of these nowhere true."""
    return all([node == "v" or node[:1] in ("s", "x") for node in proof.split(" ")])


def refuted_at_root(claimed: Any, given: list[Any], box: Box, point: Any, root: Any) -> None:
    """All coordinates of the point are numbers but one, which has two ends "a:b", at which h = root["zero"] has
    different signs. So h, a term that is defined and hence continuous between them, has a root there. With terms
    A != 0 and B, and A t = B h for the term t of a goal > 0 or != 0 of the claim, t is 0 at the root, or undefined:
    the claim fails there, and the hypotheses hold at every point between the ends."""
    need(isinstance(point, dict) and point.keys() == box.keys(), "the point must give every variable")
    need(isinstance(root, dict) and root.keys() == {"goal", "zero", "left", "right"}, "a goal, a zero and two factors")
    need(all(type(text) is str for text in (*point.values(), *root.values())), "these are texts")
    ends = {x: [rational(part) for part in text.split(":")] for x, text in point.items()}
    (x, *more) = [x for x, found in ends.items() if len(found) > 1] or [""]
    need(not more and bool(x) and len(ends[x]) == 2 and ends[x][0] < ends[x][1], "one coordinate has two ends")
    here: Box = {y: (found[0], found[-1]) for y, found in ends.items()}
    need(all(box[y][0] <= low and high <= box[y][1] for y, (low, high) in here.items()), "the point is outside its box")
    wanted = goals(claimed)
    number = root["goal"]
    need(number.isascii() and number.isdigit() and len(number) < 5 and int(number) < len(wanted), "no such goal")
    kind, t = wanted[int(number)]
    need(kind in ("gt", "ne"), "a goal that may be 0")
    h, a, b = (plain(term(root[key])) for key in ("zero", "left", "right"))
    need(variables(h) | variables(a) | variables(b) <= box.keys(), "an unknown variable")
    need(not bent(h), "what jumps need not have a root")
    e = Enclose(here)
    try:
        hypotheses = [(k, u, e.value(u)) for part in given for k, u in goals(part)]
        low, high = e.value(a)
        e.value(b), e.value(h)
    except Open as error:
        raise Rejected(f"between the ends: {error}") from None
    need(e.sure, "a term that may be undefined between the ends")
    need(low > 0 or high < 0, "the left factor may be 0")
    signs = {"ge": lambda v: v[0] >= 0, "gt": lambda v: v[0] > 0, "ne": lambda v: v[0] > 0 or v[1] < 0}
    need(all(signs[k](v) for k, _, v in hypotheses), "the hypotheses are not certainly true between the ends")
    at = [sign(h, {y: ("const", (found[0], found[-1])[k]) for y, found in ends.items()}) for k in (0, 1)]
    need(set(at) == {1, -1}, "the signs at the ends do not differ")
    forms = Forms(floor=frozenset(y for y, (low, _) in here.items() if low >= 0))
    need(forms.zero(("-", ("*", a, plain(t)), ("*", b, h))), "the factors do not fit")


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


def place(point: Any, box: Box) -> dict[str, Term]:
    """A point that gives every variable, inside the box."""
    need(isinstance(point, dict) and point.keys() == box.keys(), "the point must give every variable")
    need(all(type(text) is str for text in point.values()), "a coordinate is a text")
    try:
        return coordinates(",".join(point[x] for x in box), box) if box else {}
    except Open as error:
        raise Rejected(f"the point: {error}") from None


def satisfies(given: list[Any], at: dict[str, Term]) -> bool:
    return all(holds(h, at) is True for h in given)


def refuted(claimed: Any, given: list[Any], box: Box, point: Any) -> None:
    at = place(point, box)
    need(satisfies(given, at), "the hypotheses are not certainly true at the point")
    need(holds(claimed, at) is False, "the claim does not certainly fail at the point")
