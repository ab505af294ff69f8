"""What people write and the claim language has no sign for, found again in its terms: powers, functions, `or`.

Each step is the inverse of one in `varproof.lang` (`terms`, `powers`, `functions`, `logic`) and says the same at all
points; nothing is simplified. New heads are ``("power", u, v)``, ``("floor", u)`` and the like, and, of formulas,
``("is", sign, left, right)``, ``("whole", u)``, ``("and", f, ...)`` and ``("or", f, ...)``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import ceil, floor

from varproof.lang import claims
from varproof.lang.claims import Relation, Term
from varproof.lang.functions import DERIVED
from varproof.lang.powers import Powers

Formula = Term

_SHOWN = ("tan", "sinh", "cosh", "acosh", "atanh", "asin", "acos", "log2", "log10", "ceil", "gamma")  # else: as it is
_HOLE: Term = ("var", "x")
_ZERO, _ONE = ("const", Fraction(0)), ("const", Fraction(1))
_HALF = ("/", _ONE, ("const", Fraction(2)))
_UP = {"<": "<=", "<=": "<=", ">": ">=", ">=": ">=", "==": "=="}


def term(t: Term, known: Powers) -> Term:
    """The term with powers and functions as they are typed; u^v where what is `known` of u and v makes it the same."""
    head, *parts = t
    if head == "^" and parts[1] == 1:
        return term(parts[0], known)
    found = _function(t) or _counted(t, known) or _power(t, known)
    if found is not None:
        t = found
    elif head in ("max", "min") and type(parts[0]) is tuple and parts[0][0] == head:
        return (head, *term(parts[0], known)[1:], term(parts[1], known))
    return (t[0], *(term(p, known) if type(p) is tuple else p for p in t[1:]))


def formula(relations: list[Relation]) -> Formula:
    """A conjunction with its alternatives, and with `integer`."""
    found = [_alternatives(r) or _whole(r) or ("is", *r) for r in relations]
    return found[0] if len(found) == 1 else ("and", *found)


def chains(f: Formula) -> list[list[Formula]]:
    """The parts of a conjunction, those that are read in one go together: 0 <= x, x <= 1 is one chain."""
    found: list[list[Formula]] = []
    for part in f[1:] if f[0] == "and" else [f]:
        last = found[-1][-1] if found else part
        goes_on = found and part[0] == last[0] == "is" and part[2] == last[3]
        if goes_on and _UP.get(part[1], "") == _UP.get(last[1]):
            found[-1].append(part)
        else:
            found.append([part])
    return found


@cache
def _patterns() -> dict[str, Term]:
    return {name: claims.term(DERIVED[name].format(x="x"), name) for name in _SHOWN}


def _function(t: Term) -> Term | None:
    for name, pattern in _patterns().items():
        found = _matched(pattern, t)
        if found is not None:
            return name, found
    return None


def _matched(pattern: Term, t: Term) -> Term | None:
    """What stands in the holes of a pattern, the same in all."""
    filled: list[Term] = []

    def fits(p: object, s: object) -> bool:
        if p == _HOLE:
            filled.append(s)  # type: ignore[arg-type]
            return s == filled[0]
        if type(p) is not tuple or type(s) is not tuple:
            return p == s
        return len(p) == len(s) and all(map(fits, p, s))

    return filled[0] if fits(pattern, t) else None


def _power(t: Term, known: Powers) -> Term | None:
    head, *parts = t
    if head == "exp" and parts[0][0] == "*" and parts[0][2][0] == "log":
        exponent, base = parts[0][1], parts[0][2][1]
        return ("power", base, exponent) if claims.constant(exponent) is None and known.bounds(base)[0] > 0 else None
    if head == "*" and parts[0][0] == "sign" and parts[1][0] == "exp":
        base, inner = parts[0][1], parts[1][1]
        log = ("log", ("+", base, ("-", _ONE, ("sign", base))))
        return (
            ("power", base, inner[1]) if inner[0] == "*" and inner[2] == log and known.bounds(inner[1])[0] > 0 else None
        )
    return _root(t)


def _root(t: Term) -> Term | None:
    """x^(3/4) and x^(2/3), which are typed so; a single root stays one."""
    base, k, depth = (t[1], t[2], 1) if t[0] == "^" else (t, 1, 1)
    if base[0] == "cbrt" and k > 1:
        return ("power", base[1], ("const", Fraction(k, 3)))
    while base[0] == "sqrt":
        base, depth = base[1], 2 * depth
    if depth == 1 or k % 2 == 0 or (t[0] == "sqrt" and depth == 2):
        return None
    return ("sqrt", base) if (k, depth) == (1, 2) else ("power", base, ("const", Fraction(k, depth)))


def _counted(t: Term, known: Powers) -> Term | None:
    """u^n for a whole number n, which is a sum of all powers that it may be, with weights that are 0 or 1."""
    leaves = [(leaf[1], leaf[2]) if leaf[0] == "*" else (leaf, _ONE) for leaf in _added(t)]
    weights = [_weight(weight) for weight, _ in leaves]
    n = weights[0][0] if weights[0] is not None else None
    if n is None or not known.counts(n):
        return None
    low, high = known.bounds(n)
    if weights != [(n, k) for k in range(ceil(low), floor(high) + 1)]:
        return None
    bases = {_base(value, k) for (_, value), (_, k) in zip(leaves, filter(None, weights), strict=True) if k != 0}
    return ("power", bases.pop(), n) if len(bases) == 1 and None not in bases else None


def _added(t: Term) -> list[Term]:
    return [*_added(t[1]), *_added(t[2])] if t[0] == "+" else [t]


def _weight(t: Term) -> tuple[Term, int] | None:
    """n and k of max(0, 1 - |n - k|)."""
    match t:
        case ("max", zero, ("-", one, ("abs", (("-" | "+") as sign, n, ("const", k))))) if (zero, one) == (_ZERO, _ONE):
            return n, int(k) if sign == "-" else -int(k)
    return None


def _base(t: Term, k: int) -> Term | None:
    """u of u^k."""
    if k < 0:
        return _base(t[2], -k) if t[0] == "/" and t[1] == _ONE else None
    if k == 1:
        return t
    return t[1] if t[0] == "^" and t[2] == k else None


def _whole(r: Relation) -> Formula | None:
    sign, left, right = r
    return ("whole", right) if sign == "==" and left == ("floor", right) else None


def _alternatives(r: Relation) -> Formula | None:
    """What `varproof.lang.logic` has made one relation of."""
    sign, left, right = r
    if sign not in (">", ">=") or right != _ZERO or left[0] != "max":
        return None
    return _part(left, sign)


def _part(t: Term, kind: str) -> Formula | None:
    if t[0] in ("max", "min"):
        word = "or" if t[0] == "max" else "and"
        inner = [_part(s, kind) for s in t[1:]]
        flat = [q for p in inner if p is not None for q in (p[1:] if p[0] == word else [p])]
        return (word, *flat) if None not in inner else None
    match t:
        case (("+" | "-") as sign, ("sign", gap), half) if half == _HALF and kind == ">":
            return _relation(gap, ">=" if sign == "+" else ">")
    return _relation(t, kind)


def _relation(gap: Term, kind: str) -> Formula | None:
    """u >= v of u - v >= 0, also v <= u where u is a number; u != v of |u - v| > 0; u = v of -|u - v| >= 0."""
    match gap:
        case ("-", u, v):
            turned = claims.constant(u) is not None and claims.constant(v) is None
            return ("is", kind.replace(">", "<"), v, u) if turned else ("is", kind, u, v)
        case ("abs", ("-", u, v)) if kind == ">":
            return "is", "!=", u, v
        case ("neg", ("abs", ("-", u, v))) if kind == ">=":
            return "is", "==", u, v
    return None
