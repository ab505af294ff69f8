"""The rules: the only way to a theorem.

A `Theorem` is a sequent: hypotheses |- conclusion, universal in its free real, set and function variables. Each
rule below states its premises and conclusion and why it is sound over the reals with finite sets, where functions
are total with unspecified values off their domain. `Session` runs rules and records them; only the replay of that
record by the independent checker (`varproof.recheck`) makes a verdict, so a forged `Theorem` proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.derivative import derivative
from varproof.proof.kernel.terms import FALSE, Node


class RuleError(ValueError):
    """A rule was applied to premises that do not fit it."""


STEPS = 500_000  # of one session; the longest proof of the catalog takes a fortieth
_KEY = object()


class Theorem:
    """hyps |- concl, made by step number `step` of a session."""

    __slots__ = ("concl", "hyps", "session", "step")

    def __init__(self, key: object, session: Session, hyps: frozenset[Node], concl: Node, step: int) -> None:
        if key is not _KEY:
            raise RuleError("theorems are made by the rules of a session only")
        self.session, self.hyps, self.concl, self.step = session, hyps, concl, step

    def __repr__(self) -> str:
        return ", ".join(sorted(map(repr, self.hyps))) + " |- " + repr(self.concl)


def _need(condition: bool, *message: object) -> None:
    """Raise RuleError with the parts of the message unless the condition holds (they are printed only then)."""
    if not condition:
        raise RuleError("".join(str(part) for part in message))


def _closed(*nodes: Node) -> None:
    for node in nodes:
        _need(isinstance(node, Node) and not node.loose, node, " has a loose bound variable")


def _real(*nodes: Node) -> None:
    for node in nodes:
        t.check_sort(node, "real", "the term")


def _absent(sort: str, name: str, *where: Node) -> None:
    for node in where:
        _need((sort, name) not in node.free, name, " is free in ", node)


def _relation(f: Node, *ops: str) -> Node:
    _need(f.op in ops, f, " is not a relation of kind ", " or ".join(ops))
    return f.args[0]  # type: ignore[return-value]


def _parts(f: Node, op: str) -> tuple[Node, Node]:
    _need(f.op == op, f, " is not of the form ", op)
    return f.args  # type: ignore[return-value]


def equal_to(e: Node) -> Node:
    """The body of {x | x = e}."""
    return t.eq(t.bound(0), e)


def nothing(name: str, digest: str) -> Sequence[Node]:
    """What a session may cite when nobody says what."""
    raise RuleError(f"nothing may be cited here, so not {name}")


class Session:
    """Runs rules and records them: step k is (rule, premise steps, arguments).

    `cited` gives the goals of a proved statement as closed formulas, by its name and SHA-256.
    """

    def __init__(self, cited: Callable[[str, str], Sequence[Node]] = nothing) -> None:
        self.cited = cited
        self.steps: list[tuple[str, tuple[int, ...], tuple[object, ...]]] = []
        self.theorems: list[Theorem] = []

    def _make(
        self,
        rule: str,
        premises: Sequence[Theorem],
        args: tuple[object, ...],
        concl: Node,
        *,
        hyps: frozenset[Node] | None = None,
    ) -> Theorem:
        for p in premises:
            _need(isinstance(p, Theorem) and p.session is self, p, " is no theorem of this proof")
        if hyps is None:
            hyps = frozenset[Node]().union(*(p.hyps for p in premises))
        _closed(concl)
        _need(len(self.steps) < STEPS, "the budget of ", STEPS, " steps is spent")
        self.steps.append((rule, tuple(p.step for p in premises), args))
        theorem = Theorem(_KEY, self, hyps, concl, len(self.theorems))
        self.theorems.append(theorem)
        return theorem

    # ---- logic

    def assume(self, f: Node) -> Theorem:
        """f |- f."""
        t.imp(f, f)  # raises unless f is a formula
        return self._make("assume", [], (f,), f, hyps=frozenset([f]))

    def discharge(self, p: Theorem, f: Node) -> Theorem:
        """G |- g  gives  G - {f} |- f -> g (deduction theorem)."""
        _closed(f)
        return self._make("discharge", [p], (f,), t.imp(f, p.concl), hyps=p.hyps - {f})

    def mp(self, p: Theorem, q: Theorem) -> Theorem:
        """f -> g and f give g."""
        f, g = _parts(p.concl, "imp")
        _need(f is q.concl, "modus ponens: ", q.concl, " is not ", f)
        return self._make("mp", [p, q], (), g)

    def contradiction(self, p: Theorem, f: Node) -> Theorem:
        """G, not f |- false  gives  G |- f (classical logic)."""
        _need(p.concl is FALSE, "contradiction needs a proof of false")
        _closed(f)
        return self._make("contradiction", [p], (f,), f, hyps=p.hyps - {t.neg(f)})

    def generalise(self, p: Theorem, sort: str, name: str) -> Theorem:
        """G |- f(x) gives G |- all x f(x), for x not free in G (x was arbitrary)."""
        _absent(sort, name, *p.hyps)
        return self._make("generalise", [p], (sort, name), t.all_body(sort, t.close(p.concl, sort, name)))

    def specialise(self, p: Theorem, value: Node) -> Theorem:
        """all x f(x) gives f(value), for a closed value of the sort."""
        sort, body = _parts(p.concl, "all")
        t.check_sort(value, str(sort), "the bound variable")
        return self._make("specialise", [p], (value,), t.instantiate(body, (value,)))

    def cite(self, name: str, digest: str, number: int) -> Theorem:
        """|- for all sizes and givens: the hypotheses imply the goal with this number, of the statement of this name
        and SHA-256.

        That statement is proved: its goal was derived from these hypotheses alone, for any finite sets as sizes, so its
        variables may be generalised. The formula is closed: instances come by `specialise` and `mp`.
        """
        goals = self.cited(name, digest)
        _need(type(number) is int and 0 <= number < len(goals), name, " has no goal ", number)
        _need(not goals[number].free, "what is cited has a free variable")
        return self._make("cite", [], (name, digest, number), goals[number], hyps=frozenset())

    # ---- ordered field

    def arith(
        self,
        premises: Sequence[Theorem],
        goal: Node,
        products: Sequence[tuple[Fraction, Node, Sequence[int]]],
        equalities: Sequence[tuple[Node, int]] = (),
    ) -> Theorem:
        """c >= 0, c > 0 or c = 0 from the identity c = sum lam s^2 prod p_i + sum r_j e_j.

        Each p_i is a premise p_i >= 0 or > 0, each e_j a premise e_j = 0, lam > 0 rational. A product of
        nonnegative numbers and a square is nonnegative; it is positive when all its factors are and s is a
        nonzero constant; sums keep the sign.
        """
        c = _relation(goal, "ge", "gt", "eq")
        strict = False
        total = t.ZERO
        for lam, s, chosen in products:
            _need(type(lam) is Fraction and lam > 0, "the weight ", lam, " is not a positive rational")
            value = t.scale(lam, t.mul(s, s))
            for i in chosen:
                value = t.mul(value, _relation(premises[i].concl, "ge", "gt"))
            strict = strict or (bool(t.constant(s)) and all(premises[i].concl.op == "gt" for i in chosen))
            total = t.add(total, value)
        for r, i in equalities:
            total = t.add(total, t.mul(r, _relation(premises[i].concl, "eq")))
        _need(goal.op != "eq" or not products, "an equality follows from equalities only")
        _need(goal.op != "gt" or strict, "a strict inequality needs a strict product")
        _need(total is c, "arith: not an identity; goal minus combination is ", c - total)
        args = (goal, tuple((lam, s, tuple(chosen)) for lam, s, chosen in products), tuple(equalities))
        return self._make("arith", premises, args, goal)

    def order(self, p: Theorem) -> Theorem:
        """not (x >= 0) gives -x > 0; not (x > 0) gives -x >= 0 (the order is total)."""
        f, false = _parts(p.concl, "imp")
        _need(false is FALSE, "order needs a negation")
        x = _relation(f, "ge", "gt")
        return self._make("order", [p], (), t.gt(-x) if f.op == "ge" else t.ge(-x))

    def antisym(self, p: Theorem, q: Theorem) -> Theorem:
        """x >= 0 and -x >= 0 give x = 0."""
        x = _relation(p.concl, "ge")
        _need(_relation(q.concl, "ge") is -x, "antisym needs x >= 0 and -x >= 0")
        return self._make("antisym", [p, q], (), t.eq(x))

    def replace(self, p: Theorem, q: Theorem, name: str, s: Node, u: Node, template: Node) -> Theorem:
        """s = u and f(s) give f(u), where f is the template with free real variable `name` (equals for equals)."""
        _need(_relation(p.concl, "eq") is s - u, "replace: the equation is not s = t")
        _real(s, u)
        _need(
            t.substitute(template, {("real", name): s}) is q.concl,
            "replace: the template does not give the premise",
        )
        return self._make("replace", [p, q], (name, s, u, template), t.substitute(template, {("real", name): u}))

    # ---- functions

    def exp(self, x: Node) -> Theorem:
        """exp x >= 1 + x (the tangent at 0 of a convex function)."""
        _closed(x)
        return self._make("exp", [], (x,), t.ge(t.exp(x) - 1 - x), hyps=frozenset())

    def special(self, p: Theorem, name: str, which: int, x: Node) -> Theorem:
        """The defining facts of log (x > 0: exp log x = x), sqrt and the principal Lambert W (x >= 0).

        For pi, written at x = 0: 3 < pi < 22/7 (Archimedes; a regular hexagon, and Dalzell's integral over [0, 1] of
        x^4 (1 - x)^4 / (1 + x^2) = 22/7 - pi).
        """
        needed = t.gt(x) if name == "log" else t.ge(x)
        _need(p.concl is needed, name, " needs ", needed)
        y = t.fn(name, x)
        facts = {
            "log": [t.eq(t.exp(y), x)],
            "sqrt": [t.eq(y * y, x), t.ge(y)],
            "lambertw": [t.eq(y * t.exp(y), x), t.ge(y)],
            "pi": [t.gt(y - 3), t.gt(Fraction(22, 7) - y)],
        }[name]
        _need(type(which) is int and 0 <= which < len(facts), name, " has no fact ", which)
        return self._make("special", [p], (name, which, x), facts[which])

    def inv(self, p: Theorem, x: Node) -> Theorem:
        """x > 0, x < 0 or x != 0 gives x * inv x = 1."""
        _need(p.concl in (t.gt(x), t.gt(-x), t.neg(t.eq(x))), "inv needs ", x, " to be proved nonzero")
        return self._make("inv", [p], (x,), t.eq(x * t.inv(x), 1))

    # ---- finite sets

    def filter_in(self, p: Theorem, q: Theorem, s: Node, e: Node) -> Theorem:
        """e in S and f(e) give e in {x in S | f(x)}."""
        base, f = _parts(s, "filter")
        _need(p.concl is t.member(e, base), "filter_in: the first premise is not e in S")
        _need(
            q.concl is t.instantiate(f, (e,)),
            "filter_in: the second premise is not ",
            t.instantiate(f, (e,)),
        )
        return self._make("filter_in", [p, q], (s, e), t.member(e, s))

    def filter_out(self, p: Theorem, which: int) -> Theorem:
        """e in {x in S | f(x)} gives e in S (which = 0) and f(e) (which = 1)."""
        e, s = _parts(p.concl, "in")
        base, f = _parts(s, "filter")
        _need(which in (0, 1) and type(which) is int, "filter_out has conclusions 0 and 1")
        return self._make("filter_out", [p], (which,), t.instantiate(f, (e,)) if which else t.member(e, base))

    def induct(self, p: Theorem, q: Theorem, s: str, e: str, key: Node, claim: Node) -> Theorem:
        """Induction over finite sets by removing an element with the least key.

        p: the claim P(S) for S without elements; q: P(S) from e in S, key(e) <= key(x) for all x in S, and
        P(S - {e}). Every nonempty finite set has an element of least key, and S - {e} is smaller.
        """
        t.check_sort(key, "fn1", "key")
        whole = t.setvar(s)
        none = t.all_body("real", t.neg(t.member(t.bound(0), whole)))
        least = t.all_body(
            "real",
            t.imp(t.member(t.bound(0), whole), t.ge(t.apply(key, (t.bound(0),)) - t.apply(key, (t.var(e),)))),
        )
        rest = t.filter_body(whole, t.neg(equal_to(t.var(e))))
        smaller = t.substitute(claim, {("set", s): rest})
        _need(p.concl is claim and q.concl is claim, "induct: a premise does not conclude the claim")
        hyps = (p.hyps - {none}) | (q.hyps - {t.member(t.var(e), whole), least, smaller})
        _absent("set", s, key, *hyps)
        _absent("real", e, key, claim, *(q.hyps - {t.member(t.var(e), whole), least, smaller}))
        return self._make("induct", [p, q], (s, e, key, claim), claim, hyps=hyps)

    # ---- finite sums and maxima

    def sum_sign(self, p: Theorem, x: str, s: Node) -> Theorem:
        """G, x in S |- f(x) >= 0 gives G |- sum over S of f >= 0, for x not free in G, S."""
        f = _relation(p.concl, "ge")
        hyps = p.hyps - {t.member(t.var(x), s)}
        _absent("real", x, s, *hyps)
        return self._make("sum_sign", [p], (x, s), t.ge(t.sum_body(s, t.close(f, "real", x))), hyps=hyps)

    def sum_split(self, s: Node, f: Node, body: Node) -> Theorem:
        """The sum over S is the sum over {x in S | f} plus that over {x in S | not f}."""
        parts = t.sum_body(t.filter_body(s, f), body) + t.sum_body(t.filter_body(s, t.neg(f)), body)
        return self._make("sum_split", [], (s, f, body), t.eq(t.sum_body(s, body), parts), hyps=frozenset())

    def sum_one(self, p: Theorem, body: Node, e: Node, s: Node) -> Theorem:
        """e in S gives: the sum over {x in S | x = e} of f is f(e) (one element)."""
        _need(p.concl is t.member(e, s), "sum_one needs e in S")
        _closed(e)
        one = t.sum_body(t.filter_body(s, equal_to(e)), body)
        return self._make("sum_one", [p], (body, e, s), t.eq(one, t.instantiate(body, (e,))))

    def sum_ext(self, p: Theorem, q: Theorem, x: str, s: Node, u: Node, body: Node) -> Theorem:
        """x in S |- x in T and x in T |- x in S give equal sums over S and T; x not free in G, S, T."""
        in_s, in_u = t.member(t.var(x), s), t.member(t.var(x), u)
        _need(p.concl is in_u and q.concl is in_s, "sum_ext: the premises are not the two inclusions")
        hyps = (p.hyps - {in_s}) | (q.hyps - {in_u})
        _absent("real", x, s, u, *hyps)
        return self._make("sum_ext", [p, q], (x, s, u, body), t.eq(t.sum_body(s, body), t.sum_body(u, body)), hyps=hyps)

    def sum_swap(self, x: str, y: str, s: Node, u: Node, f: Node, term: Node) -> Theorem:
        """Summing over x in S, then over y in T with f(x, y), equals the other order; x, y not free in S, T."""
        _need(x != y, "sum_swap needs two variables")
        for name in (x, y):
            _absent("real", name, s, u)
        rows = t.sum_body(
            s,
            t.close(t.sum_body(t.filter_body(u, t.close(f, "real", y)), t.close(term, "real", y)), "real", x),
        )
        cols = t.sum_body(
            u,
            t.close(t.sum_body(t.filter_body(s, t.close(f, "real", x)), t.close(term, "real", x)), "real", y),
        )
        return self._make("sum_swap", [], (x, y, s, u, f, term), t.eq(rows, cols), hyps=frozenset())

    def max_bound(self, p: Theorem, s: Node, e: Node, body: Node) -> Theorem:
        """e in S gives f(e) <= max over S of f."""
        _need(p.concl is t.member(e, s), "max_bound needs e in S")
        return self._make("max_bound", [p], (s, e, body), t.ge(t.max_body(s, body) - t.instantiate(body, (e,))))

    def max_attained(self, p: Theorem, s: Node, e: Node, body: Node) -> Theorem:
        """e in S gives: some x in S has f(x) = max over S of f (a finite nonempty set)."""
        _need(p.concl is t.member(e, s), "max_attained needs e in S")
        x = fresh()
        at = t.eq(t.max_body(s, body), t.instantiate(body, (t.var(x),)))
        none = t.all_body("real", t.close(t.imp(t.member(t.var(x), s), t.neg(at)), "real", x))
        return self._make("max_attained", [p], (s, e, body), t.neg(none))

    # ---- derivatives

    def deriv(self, premises: Sequence[Theorem], x: str, f: Node, e: Node) -> Theorem:
        """deriv(x -> f)(e) = f'(e), by the rules of calculus; premises: what is inverted, logged or rooted is nonzero
        or positive at e (so f is differentiable there)."""
        _real(f, e)
        slope, conditions = derivative(f, x, e)
        proved = {p.concl for p in premises}
        for options in conditions:
            _need(any(o in proved for o in options), "deriv needs ", " or ".join(map(repr, options)))
        value = t.substitute(slope, {("real", x): e})
        return self._make("deriv", premises, (x, f, e), t.eq(t.deriv_body(t.close(f, "real", x), e), value))

    def deriv_ext(self, p: Theorem, x: str, f: Node, g: Node, e: Node) -> Theorem:
        """G |- f(x) = g(x) for x not free in G: the two functions are equal, so are their derivatives at e."""
        _need(p.concl is t.eq(f, g), "deriv_ext needs f = g")
        _absent("real", x, *p.hyps)
        t.check_sort(e, "real", "e")
        both = [t.deriv_body(t.close(h, "real", x), e) for h in (f, g)]
        return self._make("deriv_ext", [p], (x, f, g, e), t.eq(both[0], both[1]))

    def rise(self, premises: Sequence[Theorem], x: str, f: Node, a: Node, b: Node) -> Theorem:
        """a <= b -> f(a) <= f(b) when f'(x) >= 0 for a <= x <= b, by the rules of calculus (mean value theorem).

        The premises, one of them f'(x) >= 0, the others what `deriv` asks for at x, may rest on x >= a and b >= x; x is
        not free in a, b and the other hypotheses, so they hold on all of [a, b] and f is differentiable there.
        """
        _real(f)
        t.check_sort(a, "real", "a")
        t.check_sort(b, "real", "b")
        at = t.var(x)
        slope, conditions = derivative(f, x, at)
        proved = {p.concl for p in premises}
        _need(t.ge(slope) in proved, "rise needs ", t.ge(slope))
        for options in conditions:
            _need(any(o in proved for o in options), "rise needs ", " or ".join(map(repr, options)))
        hyps = frozenset[Node]().union(*(p.hyps for p in premises)) - {t.ge(at - a), t.ge(b - at)}
        _absent("real", x, a, b, *hyps)
        low, high = (t.substitute(f, {("real", x): e}) for e in (a, b))
        return self._make("rise", premises, (x, f, a, b), t.imp(t.ge(b - a), t.ge(high - low)), hyps=hyps)


RULES = (
    "assume",
    "discharge",
    "mp",
    "contradiction",
    "generalise",
    "specialise",
    "cite",
    "arith",
    "order",
    "antisym",
    "replace",
    "exp",
    "special",
    "inv",
    "filter_in",
    "filter_out",
    "induct",
    "sum_sign",
    "sum_split",
    "sum_one",
    "sum_ext",
    "sum_swap",
    "max_bound",
    "max_attained",
    "deriv",
    "deriv_ext",
    "rise",
)
