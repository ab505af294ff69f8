"""From a statement to the kernel formulas that have to be proved.  Written independently of varproof.decide."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from varproof.recheck.kernel.statement import Core, Sort, Statement
from varproof.recheck.kernel.terms import Node, Terms, function
from varproof.recheck.kernel.walk import Env, Walker
from varproof.recheck.reading import Rejected, need


class Scope(NamedTuple):
    """Inside derivatives: their variables, and the set and entry of the varied vector with indices apart from it."""

    smooth: frozenset[tuple[str, str]] = frozenset()
    updated: tuple[Node, Node] | None = None
    apart: frozenset[Node] = frozenset()


class Goal(NamedTuple):
    """A formula to be proved from the hypotheses that stand before it, in their order."""

    label: str
    formula: Node
    allowed: tuple[Node, ...]


def kinds(sort: Sort) -> list[int]:
    """For each argument and index of a map the number of indices it has itself; a real or an index has none."""
    return [len(part) - 1 if part[0] == "array" else 0 for part in sort[1]] + [0] * len(sort[2])


def kind_of(sort: Sort) -> str:
    """The kernel's sort for the values of a sort."""
    if sort[0] == "map":
        return function(kinds(sort))
    return f"fn{len(sort) - 1}" if sort[0] == "array" else "real"


def takes_arrays(sort: Sort) -> bool:
    return sort[0] == "map" and any(kinds(sort))


class Translate(Walker):
    """Statement -> kernel formulas; sizes become sets.  own: the domain conditions met so far, children first, left to
    right; inside a derivative they exclude kinks and borders, so that what is differentiated is differentiable."""

    def __init__(self, k: Terms, st: Statement) -> None:
        self.begin(k, st)
        self.hyps = tuple(self.declared())
        for label, f in st.assume:
            self.hyps += (self.ask(label, f),)
        for label, f in st.claim:
            formula = self.ask(label, f[1] if f[0] == "defined" else f)
            self.goals += [Goal(label, formula, self.hyps)] if f[0] != "defined" else []

    def closed(self, goal: Goal) -> Node:
        """For all sizes and givens, in their order: the hypotheses imply the goal.  It has no free variable."""
        k, f = self.k, goal.formula
        for h in reversed(goal.allowed):
            f = k.imp(h, f)
        variables = [(n, "set") for n in self.st.sizes] + [(x, kind_of(s)) for x, s in self.st.given.items()]
        for name, kind in reversed(variables):
            f = k.all(kind, k.close(f, name, kind))
        return f

    def begin(self, k: Terms, st: Statement) -> None:
        self.k, self.st, self.charge = k, st, k.charge
        self.count, self.scope, self.own = 0, Scope(), []  # type: int, Scope, list[Node]
        self.goals: list[Goal] = []
        self.env: Env = {n: k.set(n) for n in st.sizes}
        self.env |= {name: self.variable(name, sort) for name, sort in st.given.items()}

    def declared(self) -> list[Node]:
        """What is known of sizes, indices and maps."""
        maps = [self.well_defined(F, s, self.env) for F, s in self.st.given.items() if takes_arrays(s)]
        return self.bounds() + maps

    def bounds(self) -> list[Node]:
        k, st = self.k, self.st
        found = [k.relation("ge", k.sub(k.sum(k.set(n), k.one), k.const(c))) for n, c in st.sizes.items()]
        return found + [k.member(self.env[i], k.set(s[1])) for i, s in st.given.items() if s[0] == "index"]

    def ask(self, label: str, x: Core) -> Node:
        """The translation; its domain conditions become goals, each once."""
        made, inside = self.inner(x, self.env)
        self.goals += [Goal(label, c, self.hyps) for c in dict.fromkeys(inside)]
        return made

    def variable(self, name: str, sort: Sort) -> Any:
        """What a given or bound name stands for; a map takes arrays as lambdas."""
        if sort[0] == "array":
            return lambda *at: self.k.app(name, at)
        if sort[0] != "map":
            return self.k.var(name)

        def value(*at: Any) -> Node:
            made = self.k.app(name, [self.as_lambda(a, r) if r else a for a, r in zip(at, kinds(sort), strict=True)])
            need(self.scope.smooth.isdisjoint(made.free), "a derivative of a given map is not translated")
            return made

        return value

    def as_lambda(self, array: Callable[..., Node], r: int) -> Node:
        """The function of r indices that an array is; its conditions have been asked for."""
        names, before = [self.fresh() for _ in range(r)], self.own
        self.own = []
        entry = array(*map(self.k.var, names))
        self.own = before
        for name in reversed(names):
            entry = self.k.close(entry, name)
        return self.k.lam([0] * r, entry)

    def entries(self, array: Callable[..., Any], sizes: list[Any]) -> None:
        names, before = [self.fresh() for _ in sizes], self.own
        self.own = []
        array(*map(self.k.var, names))
        inside, self.own = self.own, before
        self.own += [self.each(names, sizes, c) for c in inside]

    def each(self, names: list[str], sets: list[Node], f: Node) -> Node:
        """f for all members of the sets."""
        for name, s in reversed(list(zip(names, sets, strict=True))):
            f = self.k.every(s, self.k.close(f, name))
        return f

    def well_defined(self, name: str, sort: Sort, env: Env) -> Node:
        """Arrays with equal entries have equal values; the kernel's functions of functions need not be so."""
        inside: list[Node] = []
        k, left, right, quantified, same = self.k, [], [], [], []  # type: Terms, list[Any], list[Any], Any, list[Node]
        for part in (*sort[1], *[("index", n) for n in sort[2]]):
            names = [self.fresh() for _ in range(2 if part[0] == "array" else 1)]
            quantified += [(x, kind_of(part)) for x in names]
            both = [self.variable(x, part) for x in names]
            left.append(both[0])
            right.append(both[-1])
            if part[0] == "index":
                inside.append(k.member(both[0], env[part[1]]))
            if part[0] == "array":
                at = [self.fresh() for _ in part[1:]]
                entries = [a(*map(k.var, at)) for a in both]
                same.append(self.each(at, [env[n] for n in part[1:]], k.equal(*entries)))
        made = self.variable(name, sort)
        f = k.equal(made(*left), made(*right))
        for condition in reversed([*inside, *same]):
            f = k.imp(condition, f)
        for x, kind in reversed(quantified):
            f = k.all(kind, k.close(f, x, kind))
        return f

    def fresh(self) -> str:
        self.count += 1
        return f"%{self.count}"

    def inner(self, x: Core, env: Env, **scope: Any) -> tuple[Node, list[Node]]:
        """Translation and domain conditions by themselves, with changes of the scope."""
        before = self.own, self.scope
        self.own, self.scope = [], self.scope._replace(**scope)
        made = self.formula(x, env) if self.st.read.is_formula(x) else self.term(x, env)
        inside, (self.own, self.scope) = self.own, before
        return made, inside

    def operate(self, head: str, *v: Any) -> Node:
        k, smooth = self.k, bool(self.scope.smooth)
        if head == "pi":
            return k.fn("pi", k.zero)
        if head in ("const", "card"):
            return k.const(v[0]) if head == "const" else k.sum(v[0], k.one)
        if head == "pos":
            below = k.relation("ge", k.sub(k.shift(v[0], 1), k.bound(0)))
            return k.sum(k.filter(v[1], below), k.one)
        if head in ("+", "*"):
            total = v[0]
            for t in v[1:]:
                total = k.add(total, t) if head == "+" else k.mul(total, t)
            return total  # type: ignore[no-any-return]
        if head == "^":
            return k.power(*v)
        if head == "/":
            self.own += [] if k.value(v[1]) else [k.neg(k.relation("eq", v[1]))]
            return k.mul(v[0], k.inv(v[1]))
        if head in ("max", "min"):
            square = k.power(k.sub(*v), 2)
            self.own += [k.relation("gt", square)] if smooth else []
            return k.scale(Fraction(1, 2), k.add(k.add(*v), k.fn("sqrt", square), 1 if head == "max" else -1))
        t = k.power(v[0], 2) if head == "abs" else v[0]
        if head != "exp" and (head != "abs" or smooth):
            self.own.append(k.relation("gt" if head == "log" or smooth else "ge", t))
        return k.exp(t) if head == "exp" else k.fn("sqrt" if head == "abs" else head, t)

    def under(self, x: str, s: Node, body: Core, env: Env, guard: Node | None = None, **scope: Any) -> Node:
        """Translate below a binder of x in s; the conditions are moved outside it."""
        k = self.k
        made, inside = self.inner(body, env, **scope)
        self.own += [k.every(s, k.close(c if guard is None else k.imp(guard, c), x)) for c in inside]
        return made

    def over(self, x: Core, env: Env) -> Node:
        """Minimum of t: -max(-t).  A sum over the dimension of a varied vector is split at the varied entry."""
        k, (head, name, n, *where, body), v, scope = self.k, x, self.fresh(), self.scope
        s, guard, inner = env[n], None, {**env, name: k.var(v)}
        if head != "sum":
            t = self.under(v, s, body, inner)
            need(scope.smooth.isdisjoint(t.free), "a derivative of a maximum is not translated")
            c = 1 if head == "maxover" else -1
            return k.scale(c, k.max(s, k.close(k.scale(c, t), v)))
        if scope.updated is not None and scope.updated[0] is s:
            need(where[0] is None, "a derivative of a conditional sum is not translated")
            i, apart = scope.updated[1], scope.apart | {k.var(v)}
            others = k.neg(k.equal(k.var(v), i))
            t = self.under(v, s, body, inner, others, apart=apart)
            return k.add(k.sum(k.filter(s, k.close(others, v)), k.close(t, v)), self.term(body, {**env, name: i}))
        if where[0] is not None:
            guard = self.under(v, s, where[0], inner)
            need(scope.smooth.isdisjoint(guard.free), "a derivative of a condition is not translated")
        t = self.under(v, s, body, inner, guard)
        return k.sum(s if guard is None else k.filter(s, k.close(guard, v)), k.close(t, v))

    def deriv(self, x: Core, env: Env) -> Node:
        """Derivative of the body as a function of a fresh real, at the present value; conditions for all reals."""
        k, v, (_, body, wrt) = self.k, self.fresh(), x
        scope: dict[str, Any] = {}
        old: Any = env[wrt[1]]
        point, new = old, k.var(v)  # type: Any, Any
        if wrt[0] == "at":
            i, s = env[wrt[2]], env[wrt[3]]
            need(self.scope.updated in (None, (s, i)), "mixed derivatives in one vector are not translated")
            scope, point = {"updated": (s, i)}, old(i)

            def varied(e: Node) -> Node:
                need(e is i or e in self.scope.apart, "an entry that may be the varied one is not translated")
                return k.var(v) if e is i else old(e)

            new = varied
        smooth = self.scope.smooth | {(v, "real")}
        t, inside = self.inner(body, {**env, wrt[1]: new}, smooth=smooth, **scope)
        self.own += [k.all("real", k.close(c, v)) for c in inside]
        return k.deriv(k.close(t, v), point)

    def integral(self, x: Core, env: Env) -> Node:
        raise Rejected("an integral is not translated")

    def formula(self, x: Core, env: Env) -> Node:
        k, head = self.k, x[0]
        k.charge(1)
        if head in ("<=", "<", "=", "!="):
            s, t = self.term(x[1], env), self.term(x[2], env)
            if head in ("<=", "<"):
                return k.relation("ge" if head == "<=" else "gt", k.sub(t, s))
            return k.equal(s, t) if head == "=" else k.neg(k.equal(s, t))
        if head == "same":
            return k.equal(env[x[1]], env[x[2]])
        if head == "not":
            return k.neg(self.formula(x[1], env))
        if head in ("and", "or", "implies"):
            return self.junction(x, env)
        return self.quantified(x, env) if head != "call" else self.formula(*self.call(x, env))

    def quantified(self, x: Core, env: Env) -> Node:
        k, (head, name, sort, body), v = self.k, x, self.fresh()
        f, inside = self.inner(body, {**env, name: self.variable(v, sort)})
        kind = kind_of(sort)

        def every(f: Node) -> Node:
            f = k.imp(self.well_defined(v, sort, env), f) if takes_arrays(sort) else f
            f = k.close(f, v, kind)
            return k.every(env[sort[1]], f) if sort[0] == "index" else k.all(kind, f)

        self.own += [every(c) for c in inside]
        return every(f) if head == "forall" else k.neg(every(k.neg(f)))

    def junction(self, x: Core, env: Env) -> Node:
        """and, or, implies fold to the right; conditions of a part matter only where the earlier ones do not decide."""
        k, head = self.k, x[0]
        guards: list[Node] = []  # what the earlier parts have to be for this one to matter
        for f in x[1:]:
            last, inside = self.inner(f, env)
            for c in inside:
                for guard in reversed(guards):
                    c = k.imp(guard, c)
                self.own.append(c)
            guards.append(k.neg(last) if head == "or" else last)
        for guard in reversed(guards[:-1]):
            last = k.neg(k.imp(guard, k.neg(last))) if head == "and" else k.imp(guard, last)
        return last
