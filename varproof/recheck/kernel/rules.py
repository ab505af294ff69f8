"""The rules of the kernel.  Each recomputes its conclusion from the premises and gives the argument why it is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from varproof.recheck.kernel.terms import FUNCTIONS, SETS, Node, Terms, function
from varproof.recheck.reading import Rational, natural, need


class Thm(NamedTuple):
    """Hypotheses |- conclusion, for all values of the free variables."""

    hyps: frozenset[Node]
    concl: Node


Premises = list[Thm]
Method = Callable[..., Thm | Node]
RULES: dict[str, tuple[int, str, Method]] = {}


def rule(premises: int, kinds: str) -> Callable[[Method], Method]:
    """Register with the number of premises (-1: any) and the kinds of the arguments, see Replay.argument.  A rule gives
    a theorem, or only a conclusion, which then has the hypotheses of all premises."""

    def register(method: Method) -> Method:
        RULES[method.__name__] = premises, kinds, method
        return method

    return register


def union(p: Iterable[Thm]) -> frozenset[Node]:
    """The hypotheses of all; where one theorem has them, those, as they are many and there are many theorems."""
    sets = [thm.hyps for thm in p]
    most = max(sets, key=len, default=frozenset[Node]())
    return most if all([hyps <= most for hyps in sets]) else frozenset().union(*sets)


def parts(thm: Thm, tag: str) -> tuple[Any, ...]:
    need(thm.concl.tag == tag, f"a premise is {thm.concl.tag}, not {tag}")
    return thm.concl.args


def absent(name: str, sort: str, where: Iterable[Node]) -> None:
    """Eigenvariable condition."""
    need(all([(name, sort) not in x.free for x in where]), f"the variable {name[:30]} occurs where it must not")


def belongs(k: Terms, thm: Thm, e: Node, s: Node) -> None:
    need(thm.concl is k.member(e, s), "the premise is not membership")


# logic


@rule(0, "f")
def assume(k: Terms, p: Premises, f: Node) -> Thm:
    """f |- f."""
    return Thm(frozenset([f]), f)


@rule(1, "f")
def discharge(k: Terms, p: Premises, f: Node) -> Thm:
    """Deduction theorem."""
    return Thm(p[0].hyps - {f}, k.imp(f, p[0].concl))


@rule(2, "")
def mp(k: Terms, p: Premises) -> Node:
    """Modus ponens."""
    f, g = parts(p[0], "imp")
    need(p[1].concl is f, "the second premise is not the antecedent")
    return g  # type: ignore[no-any-return]


@rule(1, "f")
def contradiction(k: Terms, p: Premises, f: Node) -> Thm:
    """Classical: if not f is absurd, f."""
    need(p[0].concl is k.false, "the premise is not false")
    return Thm(p[0].hyps - {k.neg(f)}, f)


@rule(1, "on")
def generalise(k: Terms, p: Premises, sort: str, name: str) -> Node:
    """The hypotheses say nothing of the variable, so the conclusion holds for each value."""
    absent(name, sort, p[0].hyps)
    return k.all(sort, k.close(p[0].concl, name, sort))


@rule(1, "v")
def specialise(k: Terms, p: Premises, value: Node) -> Node:
    """A universal statement at one value of its sort."""
    sort, body = parts(p[0], "all")
    found = "real" if value.tag == "poly" else "set" if value.tag in SETS else function(value.args[0])
    need(found == sort, f"a value of sort {found} for a variable of sort {sort}")
    return k.open(body, value)


@rule(0, "nnk")
def cite(k: Terms, p: Premises, name: str, digest: str, number: int) -> Thm:
    """A goal of another statement, closed: for all its sizes and givens, its hypotheses imply the goal.

    That statement has an accepted certificate: so the goal was derived from these hypotheses alone, and its variables
    may be generalised.  What may be cited was accepted before this certificate is read, so nothing rests on itself.
    """
    return Thm(frozenset(), k.cited(name, digest, number))


@rule(2, "nttf")
def replace(k: Terms, p: Premises, x: str, s: Node, t: Node, template: Node) -> Node:
    """Equals for equals; s and t are closed, so nothing is captured."""
    need(p[0].concl is k.equal(s, t), "the first premise is not s - t = 0")
    need(p[1].concl is k.put(template, x, s), "the second premise is not the template at s")
    return k.put(template, x, t)


# order and arithmetic


@rule(-1, "fae")
def arith(k: Terms, p: Premises, goal: Node, products: Any, equalities: Any) -> Node:
    """goal = sum lam s^2 prod p_i + sum r_i e_i identically, so its sign follows from those of p_i >= 0, e_i = 0.

    Strict: one summand is lam s^2 times strict premises with s a nonzero constant, all others are >= 0.
    """
    total, strict = k.zero, False

    def premise(i: int, tags: tuple[str, ...], message: str) -> Node:
        need(natural(i, len(p)), "no such premise")
        need(p[i].concl.tag in tags, message)
        return p[i].concl

    need(goal.tag in ("ge", "gt", "eq"), "the goal is not a relation")
    for lam, s, indices in products:
        need(lam > 0, "a multiplier is not positive")
        need(goal.tag != "eq", "an equality cannot come from products")
        need(isinstance(indices, list), "malformed product")
        factors = [premise(i, ("ge", "gt"), "a factor is not an inequality") for i in indices]
        strict = strict or (bool(k.value(s)) and all([f.tag == "gt" for f in factors]))
        summand = k.scale(lam, k.mul(s, s))
        for f in factors:
            summand = k.mul(summand, f.args[0])
        total = k.add(total, summand)
    for r, i in equalities:
        total = k.add(total, k.mul(r, premise(i, ("eq",), "a multiple is not of an equality").args[0]))
    need(strict or goal.tag != "gt", "no product is strictly positive")
    need(total is goal.args[0], "the identity fails")
    return goal


@rule(1, "")
def order(k: Terms, p: Premises) -> Node:
    """Total order: not t >= 0 gives -t > 0, not t > 0 gives -t >= 0."""
    f, g = parts(p[0], "imp")
    need(g is k.false and f.tag in ("ge", "gt"), "the premise is not a negated inequality")
    return k.relation("gt" if f.tag == "ge" else "ge", k.scale(-1, f.args[0]))


@rule(2, "")
def antisym(k: Terms, p: Premises) -> Node:
    """t >= 0 and -t >= 0 give t = 0."""
    (t,), (u,) = parts(p[0], "ge"), parts(p[1], "ge")
    need(u is k.scale(-1, t), "the premises are not opposite")
    return k.relation("eq", t)


# functions


@rule(0, "t")
def exp(k: Terms, p: Premises, t: Node) -> Node:
    """exp t >= 1 + t: the convex function lies above its tangent at 0."""
    return k.relation("ge", k.sub(k.sub(k.exp(t), k.one), t))


@rule(1, "nit")
def special(k: Terms, p: Premises, name: str, which: int, t: Node) -> Node:
    """exp(log t) = t for t > 0;  sqrt(t)^2 = t, sqrt(t) >= 0, W e^W = t, W >= 0 for t >= 0.

    pi is written at t = 0: pi - 3 > 0, 22/7 - pi > 0 (Archimedes: a circle of diameter 1 is longer than the hexagon in
    it and shorter than the 96-gon around it).
    """
    need(name in FUNCTIONS and (name != "log" or which == 0), "unknown law")
    need(p[0].concl is k.relation("gt" if name == "log" else "ge", t), "the premise is not the domain condition")
    value = k.fn(name, t)
    if name == "pi":
        return k.relation("gt", k.sub(k.const(Fraction(22, 7)), value) if which else k.sub(value, k.const(3)))
    if which:
        return k.relation("ge", value)
    return k.equal(k.exp(value) if name == "log" else k.mul(value, value if name == "sqrt" else k.exp(value)), t)


@rule(1, "t")
def inv(k: Terms, p: Premises, t: Node) -> Node:
    """t inv(t) = 1 for t > 0, t < 0 or t != 0."""
    allowed = (k.relation("gt", t), k.relation("gt", k.scale(-1, t)), k.neg(k.relation("eq", t)))
    need(p[0].concl in allowed, "the premise does not say that t is nonzero")
    return k.equal(k.mul(t, k.inv(t)), k.one)


def derivative(k: Terms, t: Node, x: str) -> tuple[Node, list[tuple[str, Node, tuple[Node, ...]]]]:
    """Symbolic derivative in x, and the places (inv, log or sqrt; argument; enclosing sum sets) that need care."""
    key, places = (x, "real"), []  # type: tuple[str, str], list[tuple[str, Node, tuple[Node, ...]]]

    def poly(t: Node, binders: tuple[Node, ...]) -> Node:
        total = k.zero
        for m, c in t.args:
            total = k.add(total, mono(m, binders), c) if key in m.free else total
        return total

    def mono(m: Node, binders: tuple[Node, ...]) -> Node:
        """Product rule; d a^e = e a^(e-1) a', and for a = exp(u) with any rational e: e a^e u'."""
        total = k.zero
        for a, e in m.args:
            if key in a.free:
                rest: dict[Node, Rational] = {**dict(m.args), a: e if a.tag == "exp" else e - 1}
                total = k.add(total, k.mul(k.poly({k.mono(rest): e}), atom(a, binders)))
        return total

    def atom(a: Node, binders: tuple[Node, ...]) -> Node:
        """Chain rule; for exp only the inner derivative."""
        if a.tag in ("var", "exp"):
            return k.one if a.tag == "var" else mono(a.args[0], binders)
        if a.tag == "sum":
            s, body = a.args
            need(key not in s.free, "the variable of differentiation occurs in a set")
            return k.sum(s, mono(body, (s, *binders)))
        name, u = a.args if a.tag == "fn" else (a.tag, a.args[0])
        need(name in ("inv", "log", "sqrt"), f"no derivative of {name} is known")
        places.append((name, u, binders))
        outer = {
            "inv": lambda: k.scale(-1, k.power(k.inv(u), 2)),
            "log": lambda: k.inv(u),
            "sqrt": lambda: k.scale(Fraction(1, 2), k.inv(k.atom(a))),
        }[name]()
        return k.mul(outer, poly(u, binders))

    return poly(t, ()), places


def differentiable(k: Terms, p: Premises, x: str, t: Node, e: Node) -> Node:
    """The derivative of t, when the premises say that it exists at x = e."""
    slope, places = derivative(k, t, x)
    known = {thm.concl for thm in p}
    for name, u, binders in places:
        at = k.put(u, x, e)
        formulas = [k.relation("gt", v) for v in ([at, k.scale(-1, at)] if name == "inv" else [at])]
        for s in binders:  # innermost first
            formulas = [k.every(s, f) for f in formulas]
        need(not known.isdisjoint(formulas), f"no premise for the side condition of {name}")
    return slope


@rule(-1, "ntt")
def deriv(k: Terms, p: Premises, x: str, t: Node, e: Node) -> Node:
    """Rules of calculus; finite sums, inv off 0, log and sqrt at positive arguments are differentiable there."""
    return k.equal(k.deriv(k.close(t, x), e), k.put(differentiable(k, p, x, t, e), x, e))


@rule(1, "nttt")
def deriv_ext(k: Terms, p: Premises, x: str, t: Node, s: Node, e: Node) -> Node:
    """Equal functions (x is arbitrary) have equal derivatives."""
    need(p[0].concl is k.equal(t, s), "the premise is not t - s = 0")
    absent(x, "real", p[0].hyps)
    return k.equal(k.deriv(k.close(t, x), e), k.deriv(k.close(s, x), e))


@rule(-1, "nttt")
def rise(k: Terms, p: Premises, x: str, t: Node, a: Node, b: Node) -> Thm:
    """Mean value theorem: t is differentiable with t' >= 0 at all x of [a, b], as x is arbitrary but for its bounds."""
    at = k.var(x)
    slope = differentiable(k, p, x, t, at)
    need(k.relation("ge", slope) in {thm.concl for thm in p}, "no premise says that the derivative is >= 0")
    bounds = {k.relation("ge", k.sub(at, a)), k.relation("ge", k.sub(b, at))}
    hyps = union(p) - bounds
    absent(x, "real", (a, b, *hyps))
    rises = k.relation("ge", k.sub(k.put(t, x, b), k.put(t, x, a)))
    return Thm(hyps, k.imp(k.relation("ge", k.sub(b, a)), rises))


# sets, sums, maxima


@rule(2, "st")
def filter_in(k: Terms, p: Premises, s: Node, e: Node) -> Node:
    """Definition of {S | f}."""
    need(s.tag == "filter", "not a filter")
    belongs(k, p[0], e, s.args[0])
    need(p[1].concl is k.open(s.args[1], e), "the second premise is not the condition")
    return k.member(e, s)


@rule(1, "i")
def filter_out(k: Terms, p: Premises, which: int) -> Node:
    """Definition of {S | f}."""
    e, s = parts(p[0], "in")
    need(s.tag == "filter", "not a filter")
    return k.open(s.args[1], e) if which else k.member(e, s.args[0])


@rule(2, "nnlf")
def induct(k: Terms, p: Premises, s: str, e: str, key: Node, goal: Node) -> Thm:
    """Finite sets: empty, or an element e of least key over the smaller set without e."""
    S, x = k.set(s), k.bound(0)
    need(key.args[0] == (0,), "the key must be a function of one argument")
    need(p[0].concl is goal and p[1].concl is goal, "a premise is not P(S)")
    at_x, at_e = (k.replace(key.args[1], {}, (v,), -1) for v in (x, k.var(e)))
    empty = k.all("real", k.neg(k.member(x, S)))
    least = k.every(S, k.relation("ge", k.sub(at_x, at_e)))
    smaller = k.put(goal, s, k.filter(S, k.neg(k.same(k.var(e)))))
    base, rest = p[0].hyps - {empty}, p[1].hyps - {k.member(k.var(e), S), least, smaller}
    absent(s, "set", [*base, *rest, key])
    absent(e, "real", [*base, *rest, key, goal])
    return Thm(base | rest, goal)


@rule(1, "ns")
def sum_sign(k: Terms, p: Premises, x: str, s: Node) -> Thm:
    """A sum of nonnegative terms; x is arbitrary in S."""
    (f,) = parts(p[0], "ge")
    rest = p[0].hyps - {k.member(k.var(x), s)}
    absent(x, "real", [*rest, s])
    return Thm(rest, k.relation("ge", k.sum(s, k.close(f, x))))


@rule(0, "sFT")
def sum_split(k: Terms, p: Premises, s: Node, f: Node, t: Node) -> Node:
    """Each element of S satisfies exactly one of f and not f."""
    return k.equal(k.sum(s, t), k.add(k.sum(k.filter(s, f), t), k.sum(k.filter(s, k.neg(f)), t)))


@rule(1, "Tts")
def sum_one(k: Terms, p: Premises, t: Node, e: Node, s: Node) -> Node:
    """{x in S | x = e} is {e} when e in S."""
    belongs(k, p[0], e, s)
    return k.equal(k.sum(k.filter(s, k.same(e)), t), k.open(t, e))


@rule(2, "nssT")
def sum_ext(k: Terms, p: Premises, x: str, s: Node, u: Node, t: Node) -> Thm:
    """Sets with the same elements have the same sums; x is arbitrary."""
    in_s, in_u = k.member(k.var(x), s), k.member(k.var(x), u)
    need(p[0].concl is in_u and p[1].concl is in_s, "the premises are not the two inclusions")
    rest = (p[0].hyps - {in_s}) | (p[1].hyps - {in_u})
    absent(x, "real", [*rest, s, u])
    return Thm(rest, k.equal(k.sum(s, t), k.sum(u, t)))


@rule(0, "nnssft")
def sum_swap(k: Terms, p: Premises, x: str, y: str, s: Node, u: Node, f: Node, t: Node) -> Node:
    """Both sides sum t over the pairs (x, y) in S x T with f."""
    need(x != y, "the two variables are the same")
    absent(x, "real", (s, u))
    absent(y, "real", (s, u))
    left = k.sum(s, k.close(k.sum(k.filter(u, k.close(f, y)), k.close(t, y)), x))
    right = k.sum(u, k.close(k.sum(k.filter(s, k.close(f, x)), k.close(t, x)), y))
    return k.equal(left, right)


@rule(1, "stT")
def max_bound(k: Terms, p: Premises, s: Node, e: Node, t: Node) -> Node:
    """The maximum over a finite set is at least each value."""
    belongs(k, p[0], e, s)
    return k.relation("ge", k.sub(k.max(s, t), k.open(t, e)))


@rule(1, "stT")
def max_attained(k: Terms, p: Premises, s: Node, e: Node, t: Node) -> Node:
    """A nonempty finite set attains its maximum."""
    belongs(k, p[0], e, s)
    return k.neg(k.every(s, k.neg(k.equal(k.shift(k.max(s, t), 1), t))))
