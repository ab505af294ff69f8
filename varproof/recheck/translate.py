"""From a statement to the kernel formulas that have to be proved.  Written independently of varproof.decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

from varproof.recheck.reading import need
from varproof.recheck.statement import FUNCTIONS, Core, Statement, head_of
from varproof.recheck.terms import Node, Terms


@dataclass(frozen=True)
class Scope:
    """Inside derivatives: their variables, and the set and entry of the varied vector with indices apart from it."""

    smooth: frozenset[tuple[str, str]] = frozenset()
    updated: tuple[Node, Node] | None = None
    apart: frozenset[Node] = frozenset()


class Goal(NamedTuple):
    label: str
    formula: Node
    allowed: frozenset[Node]


Env = dict[str, Any]
Conditions = list[Node]


class Translate:
    """Statement -> kernel formulas.  An environment maps sizes to sets, indices and reals to terms, arrays to
    functions of the scope of use, a list for conditions and the indices; "%" is the scope."""

    def __init__(self, k: Terms, st: Statement) -> None:
        self.k, self.st, self.count = k, st, 0
        self.env: Env = {"%": Scope()} | {n: k.set(n) for n in st.sizes}
        for name, sort in st.given.items():
            self.env[name] = self.variable(name, sort[0])
        declared = [k.relation("ge", k.sub(k.sum(k.set(n), k.one), k.const(c))) for n, c in st.sizes.items()]
        declared += [k.member(self.env[i], k.set(s[1])) for i, s in st.given.items() if s[0] == "index"]
        self.hyps = frozenset(declared)
        self.goals: list[Goal] = []
        for label, f in st.assume:
            self.hyps |= {self.ask(label, f)}
        for label, f in st.claim:
            formula = self.ask(label, f[1] if f[0] == "defined" else f)
            self.goals += [Goal(label, formula, self.hyps)] if f[0] != "defined" else []

    def ask(self, label: str, x: Core) -> Node:
        """The translation; its domain conditions become goals, each once."""
        own: Conditions = []
        made = (self.formula if self.st.read.is_formula(x) else self.term)(x, self.env, own)
        self.goals += [Goal(label, c, self.hyps) for c in dict.fromkeys(own)]
        return made

    def variable(self, name: str, kind: str) -> Any:
        return (lambda scope, own, *at: self.k.app(name, at)) if kind == "array" else self.k.var(name)

    def fresh(self) -> str:
        self.count += 1
        return f"%{self.count}"

    def call(self, x: Core, env: Env, own: Conditions) -> Node:
        _, name, sizes, args = x
        made = self.st.define[name]
        inner = {"%": env["%"]} | {n: env[m] for n, m in sizes}
        for (param, _), arg in zip(made.params, args, strict=True):
            inner[param] = self.closure(arg, env, own)
        return (self.formula if made.logical else self.term)(made.body, inner, own)

    def closure(self, arg: Core, env: Env, own: Conditions) -> Any:
        """What a parameter stands for; a real argument must be defined whether or not it is used."""
        if head_of(arg) in ("index", "array"):
            return env[arg[1]]
        if head_of(arg) != "lam":
            return self.term(arg, env, own)
        _, names, _, body = arg
        return lambda scope, own, *at: self.term(body, {**env, **dict(zip(names, at, strict=True)), "%": scope}, own)

    def term(self, x: Core, env: Env, own: Conditions) -> Node:
        """Kernel term; domain conditions are appended to own, children first, left to right.

        Inside a derivative they exclude kinks and borders, so that the term is differentiable.
        """
        k, head, smooth = self.k, head_of(x), bool(env["%"].smooth)
        k.charge(1)
        if head is None:
            return k.const(x)
        if head in ("+", "*"):
            total = self.term(x[1], env, own)
            for t in x[2:]:
                total = (k.add if head == "+" else k.mul)(total, self.term(t, env, own))
            return total
        if head in ("/", "max", "min"):
            s, t = self.term(x[1], env, own), self.term(x[2], env, own)
            if head != "/":
                square = k.power(k.sub(s, t), 2)
                own += [k.relation("gt", square)] if smooth else []
                return k.scale(Fraction(1, 2), k.add(k.add(s, t), k.fn("sqrt", square), 1 if head == "max" else -1))
            own += [] if k.value(t) else [k.neg(k.relation("eq", t))]
            return k.mul(s, k.inv(t))
        if head == "^":
            return k.power(self.term(x[1], env, own), x[2])
        if head in FUNCTIONS:
            t = self.term(x[1], env, own)
            t = k.power(t, 2) if head == "abs" else t
            if head != "exp" and (head != "abs" or smooth):
                own.append(k.relation("gt" if head == "log" or smooth else "ge", t))
            return k.exp(t) if head == "exp" else k.fn("sqrt" if head == "abs" else head, t)
        if head == "real":
            return env[x[1]]  # type: ignore[no-any-return]
        if head == "card":
            return k.sum(env[x[1]], k.one)
        if head == "at":
            return env[x[1]](env["%"], own, *[env[i] for i in x[2:]])  # type: ignore[no-any-return]
        made = {"sum": self.sum, "maxover": self.extreme, "minover": self.extreme, "deriv": self.deriv}
        return made.get(head, self.call)(x, env, own)

    def under(self, x: str, s: Node, body: tuple[Any, Core, Env], own: Conditions, guard: Node | None = None) -> Node:
        """Translate below a binder of x in s; the conditions are moved outside it."""
        k, inside = self.k, []  # type: Terms, Conditions
        translate, core, env = body
        made = translate(core, env, inside)
        own += [k.every(s, k.close(c if guard is None else k.imp(guard, c), x)) for c in inside]
        return made  # type: ignore[no-any-return]

    def extreme(self, x: Core, env: Env, own: Conditions) -> Node:
        """Maximum over an index; the minimum of t is -max(-t)."""
        k, (head, name, n, body), v = self.k, x, self.fresh()
        t = self.under(v, env[n], (self.term, body, {**env, name: k.var(v)}), own)
        need(env["%"].smooth.isdisjoint(t.free), "a derivative of a maximum is not translated")
        c = 1 if head == "maxover" else -1
        return k.scale(c, k.max(env[n], k.close(k.scale(c, t), v)))

    def sum(self, x: Core, env: Env, own: Conditions) -> Node:
        """Sum over an index; over the dimension of a varied vector it is split at the varied entry."""
        k, (_, name, n, where, body), v, scope = self.k, x, self.fresh(), env["%"]
        s, guard, inner = env[n], None, {**env, name: k.var(v)}
        if scope.updated is not None and scope.updated[0] is s:
            i = scope.updated[1]
            need(where is None, "a derivative of a conditional sum is not translated")
            inner["%"] = replace(scope, apart=scope.apart | {k.var(v)})
            others = k.neg(k.equal(k.var(v), i))
            t = self.under(v, s, (self.term, body, inner), own, others)
            rest = k.sum(k.filter(s, k.close(others, v)), k.close(t, v))
            return k.add(rest, self.term(body, {**env, name: i}, own))
        if where is not None:
            guard = self.under(v, s, (self.formula, where, inner), own)
            need(scope.smooth.isdisjoint(guard.free), "a derivative of a condition is not translated")
        t = self.under(v, s, (self.term, body, inner), own, guard)
        return k.sum(s if guard is None else k.filter(s, k.close(guard, v)), k.close(t, v))

    def deriv(self, x: Core, env: Env, own: Conditions) -> Node:
        """Derivative of the body as a function of a fresh real, at the present value; conditions for all reals."""
        k, v, (_, body, wrt) = self.k, self.fresh(), x
        scope = replace(env["%"], smooth=env["%"].smooth | {(v, "real")})
        old, inside = env[wrt[1]], []  # type: Any, Conditions
        point, new = old, k.var(v)  # type: Any, Any
        if wrt[0] == "at":
            i, s = env[wrt[2]], env[wrt[3]]
            need(scope.updated in (None, (s, i)), "mixed derivatives in one vector are not translated")
            scope, point = replace(scope, updated=(s, i)), old(env["%"], own, i)

            def varied(scope: Scope, own: Conditions, e: Node) -> Node:
                need(e is i or e in scope.apart, "an entry that may be the varied one is not translated")
                return k.var(v) if e is i else old(scope, own, e)

            new = varied
        t = self.term(body, {**env, wrt[1]: new, "%": scope}, inside)
        own += [k.all("real", k.close(c, v)) for c in inside]
        return k.deriv(k.close(t, v), point)

    def formula(self, x: Core, env: Env, own: Conditions) -> Node:
        k, head = self.k, x[0]
        k.charge(1)
        if head in ("<=", "<", "=", "!="):
            s, t = self.term(x[1], env, own), self.term(x[2], env, own)
            if head in ("<=", "<"):
                return k.relation("ge" if head == "<=" else "gt", k.sub(t, s))
            return k.equal(s, t) if head == "=" else k.neg(k.equal(s, t))
        if head == "same":
            return k.equal(env[x[1]], env[x[2]])
        if head == "not":
            return k.neg(self.formula(x[1], env, own))
        if head in ("and", "or", "implies"):
            return self.junction(x, env, own)
        if head not in ("forall", "exists"):
            return self.call(x, env, own)
        _, name, sort, body = x
        v, inside = self.fresh(), []  # type: str, Conditions
        f = self.formula(body, {**env, name: self.variable(v, sort[0])}, inside)
        kind = f"fn{len(sort) - 1}" if sort[0] == "array" else "real"

        def every(f: Node) -> Node:
            f = k.close(f, v, kind)
            return k.every(env[sort[1]], f) if sort[0] == "index" else k.all(kind, f)

        own += [every(c) for c in inside]
        return every(f) if head == "forall" else k.neg(every(k.neg(f)))

    def junction(self, x: Core, env: Env, own: Conditions) -> Node:
        """and, or, implies fold to the right; conditions of a part matter only where the earlier ones do not decide."""
        k, head = self.k, x[0]
        guards: list[Node] = []  # what the earlier parts have to be for this one to matter
        for f in x[1:]:
            inside: Conditions = []
            last = self.formula(f, env, inside)
            for c in inside:
                for guard in reversed(guards):
                    c = k.imp(guard, c)
                own.append(c)
            guards.append(k.neg(last) if head == "or" else last)
        result = last
        for guard in reversed(guards[:-1]):
            result = k.neg(k.imp(guard, k.neg(result))) if head == "and" else k.imp(guard, result)
        return result
