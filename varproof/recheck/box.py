"""Certificates of kind box: a claim over a box, proved by a tree of boxes for each goal, or refuted at a point.

Soundness of the leaves is argued where the tree is described, in `Tree.leaf`. Every number is exact or rounded
outwards; the goals, the derivatives and the enclosures are this package's own.
"""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction
from typing import Any

from varproof.recheck.claims import Claim, Term, conditions, goals
from varproof.recheck.enclose import Enclose, Open, derive, plain, sign
from varproof.recheck.reading import Rejected, need

FIELDS = {"schema", "kind", "claim", "box", "assume", "hash", "verdict"}
Box = dict[str, tuple[Fraction, Fraction]]
RATIONAL = re.compile(r"-?[0-9]{1,3000}(/[0-9]{1,3000})?")
FLOAT = re.compile(r"-?0x[01](\.[0-9a-f]{1,13})?p[+-][0-9]{1,4}")


def rational(text: object) -> Fraction:
    need(isinstance(text, str) and RATIONAL.fullmatch(text) is not None, "a number must be p or p/q, in quotes")
    try:
        return Fraction(str(text))
    except ZeroDivisionError:
        raise Rejected("a number with denominator 0") from None


def right(kind: str, s: int | None) -> bool:
    return s is not None and {"ge": s >= 0, "gt": s > 0, "ne": s != 0}[kind]


def meaning(problem: dict[str, Any]) -> tuple[Any, Box, list[Any]]:
    """Relations, box and hypotheses of a problem (a claim, a box, assumptions) as text."""
    relations = Claim(problem["claim"]).relations
    need(isinstance(problem["assume"], list), "assume must be a list")
    given = [Claim(h).relations for h in problem["assume"]]
    need(isinstance(problem["box"], dict), "the box must be an object")
    box: Box = {}
    for name, ends in problem["box"].items():
        need(isinstance(ends, list) and len(ends) == 2, "a side of the box is two ends")
        box[name] = rational(ends[0]), rational(ends[1])
        need(box[name][0] <= box[name][1], "a side of the box is empty")
    for _, left, right_ in [r for part in (relations, *given) for r in part]:
        need(variables(left) | variables(right_) <= box.keys(), "a variable has no side in the box")
    return relations, box, given


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
    relations, box, given = meaning(problem)
    need(asked is None or meaning(asked) == (relations, box, given), "this is a certificate of another problem")
    if verdict == "REFUTED":
        refuted(relations, given, box, certificate["point"])
    else:
        wanted = goals(relations)
        proofs = certificate["proofs"]
        need(isinstance(proofs, list) and len(proofs) == len(wanted), f"there must be {len(wanted)} proofs")
        hypotheses = [(kind, plain(t)) for h in given for kind, t in goals(h)]
        for number, ((kind, t), proof) in enumerate(zip(wanted, proofs, strict=True)):
            need(isinstance(proof, str), "a proof is a text")
            try:
                Tree(kind, plain(t), hypotheses, list(box)).replay(proof.split(" "), box)
            except Rejected as error:
                raise Rejected(f"goal {number}: {error}") from None
    return str(problem["claim"]), str(verdict)


def variables(t: Term) -> set[str]:
    return {t[1]} if t[0] == "var" else {x for s in t[1:] if type(s) is tuple for x in variables(s)}


def holds(relations: list[tuple[str, Term, Term]], at: dict[str, Fraction]) -> bool | None:
    """Defined and true; False and True are certain. Signs are asked only of what is defined: parts come first."""
    outcome: bool | None = True
    for relation, left, right_ in relations:
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


def refuted(relations: Any, given: list[Any], box: Box, point: Any) -> None:
    need(isinstance(point, dict) and point.keys() == box.keys(), "the point must give every variable")
    at = {x: rational(q) for x, q in point.items()}
    need(all(box[x][0] <= q <= box[x][1] for x, q in at.items()), "the point is outside the box")
    need(all(holds(h, at) is True for h in given), "the hypotheses are not certainly true at the point")
    need(holds(relations, at) is False, "the claim does not certainly fail at the point")


class Tree:
    """One goal: kind(t) at every point of the box that satisfies the hypotheses."""

    def __init__(self, kind: str, t: Term, hypotheses: list[tuple[str, Term]], names: list[str]) -> None:
        self.kind, self.t, self.hypotheses, self.names = kind, t, hypotheses, names
        self.slopes = {x: derive(t, x) for x in names}
        self.bent: dict[tuple[str, str], Term] = {}

    def replay(self, tokens: list[str], box: Box) -> None:
        stack, at = [(box, False)], 0
        while stack:
            need(at < len(tokens), "the tree ends too early")
            here, faced = stack.pop()
            token, at = tokens[at], at + 1
            if token[:1] == "s":
                x, value = self.split(token, here)
                low, high = here[x]
                stack += [({**here, x: (value, high)}, faced), ({**here, x: (low, value)}, faced)]
            elif token[:1] == "f":
                stack.append((self.face(token, here), True))
            else:
                need(self.leaf(token, here, faced), f"leaf {token[:30]!r} does not prove its box")
        need(at == len(tokens), "something follows the tree")

    def name(self, number: str) -> str:
        need(number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(self.names), "no variable")
        return self.names[int(number)]

    def split(self, token: str, box: Box) -> tuple[str, Fraction]:
        number, _, text = token[1:].partition(":")
        x = self.name(number)
        need(FLOAT.fullmatch(text) is not None, "a split needs a value")
        try:
            value = Fraction(float.fromhex(text))
        except OverflowError:
            raise Rejected("a split at a huge value") from None
        need(box[x][0] < value < box[x][1], "a split must be inside")
        return x, value

    def smooth(self, box: Box) -> tuple[Enclose, dict[str, tuple[Any, Any]]]:
        """t and its slopes over the box, where all of it is certainly defined; Rejected."""
        e = Enclose(box)
        try:
            e.value(self.t)
            slopes = {x: e.value(g) for x, g in self.slopes.items()}
        except Open as error:
            raise Rejected(f"a derivative form where {error}") from None
        need(e.sure, "a derivative form where the function may be undefined")
        return e, slopes

    def face(self, token: str, box: Box) -> Box:
        """If t does not decrease in x on the box, t >= its value at the lower end with the other variables as they
        are. Off the hypotheses too, so these are not used on the face."""
        need(self.kind != "ne" and token[-1] in "+-", "a face must be - or + and is not for this goal")
        x = self.name(token[1:-1])
        low, high = self.smooth(box)[1][x]
        need(low >= 0 if token[-1] == "-" else high <= 0, "the function is not monotone towards the face")
        end = box[x][0 if token[-1] == "-" else 1]
        return {**box, x: (end, end)}

    def sure(self, low: Any, high: Any) -> bool:
        return bool({"ge": low >= 0, "gt": low > 0, "ne": low > 0 or high < 0}[self.kind])

    def leaf(self, token: str, box: Box, faced: bool) -> bool:
        """n: the enclosure has the sign. v: a hypothesis is nowhere true. h: it says the same, or > 0. m: mean
        value form, as t is Lipschitz and its differences are bounded by its slopes. p: one point. t: see `taylor`."""
        try:
            if token == "n":
                return self.sure(*Enclose(box).value(self.t))
            if token == "v":
                return not faced and any(self.never(kind, h, box) for kind, h in self.hypotheses)
            if token == "h":
                return not faced and any(h == self.t and kind in (self.kind, "gt") for kind, h in self.hypotheses)
            if token == "m":
                e, slopes = self.smooth(box)
                c = {x: (a + b) / 2 for x, (a, b) in box.items()}
                low, high = Enclose({x: (q, q) for x, q in c.items()}).value(self.t)
                for x, (a, b) in box.items():
                    off = Enclose({"d": (a - c[x], b - c[x])}).box["d"]
                    part = e.two("*", slopes[x], off)
                    low, high = e.two("+", (low, high), part)
                return self.sure(low, high)
            if token == "p":
                need(all(box[x][0] == box[x][1] for x in variables(self.t)), "not a point")
                return right(self.kind, sign(self.t, {x: a for x, (a, _) in box.items()}))
            need(token[:2] == "t:", "unknown leaf")
            return self.taylor([rational(q) for q in token[2:].split(",")], box)
        except Open as error:
            raise Rejected(f"leaf {token[:30]!r}: {error}") from None

    def never(self, kind: str, h: Term, box: Box) -> bool:
        try:
            low, high = Enclose(box).value(h)
        except Open:
            return False
        return bool({"ge": high < 0, "gt": high <= 0, "ne": low == high == 0}[kind])

    def taylor(self, point: list[Fraction], box: Box) -> bool:
        """t is twice differentiable on the box with a diagonally dominant Hessian of diagonal >= 0, so convex; then
        t >= t(c) + grad t(c) (x - c), and the second part is >= 0 by the signs of the slopes at c."""
        need(self.kind != "ne" and len(point) == len(self.names), "a point for each variable")
        c = dict(zip(self.names, point, strict=True))
        need(all(box[x][0] <= q <= box[x][1] for x, q in c.items()), "the point is outside its box")
        e, _ = self.smooth(box)
        free = [x for x in self.names if x in variables(self.t) and box[x][0] < box[x][1]]
        for x in free:
            s = sign(self.slopes[x], c)
            need(s == 0 or (s == 1 and c[x] == box[x][0]) or (s == -1 and c[x] == box[x][1]), "a slope points inwards")
            rest = e.value(self.second(x, x))[0]
            for y in free:
                if y != x:
                    low, high = e.value(self.second(x, y))
                    rest = e.down.subtract(rest, max(abs(low), abs(high)))
            need(rest >= 0 and e.sure, "the Hessian is not diagonally dominant")
        return right(self.kind, sign(self.t, c))

    def second(self, x: str, y: str) -> Term:
        key = min(x, y), max(x, y)
        if key not in self.bent:
            self.bent[key] = derive(self.slopes[key[0]], key[1])
        return self.bent[key]
