"""Truth of formulas at exact data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Any

from varproof.recheck.kernel.statement import FUNCTIONS, Core, Sort, Statement, parse
from varproof.recheck.kernel.walk import Env, Walker
from varproof.recheck.numbers.closed import Num, Numbers, Undecided, Undefined, ranges
from varproof.recheck.reading import natural, need, rational

Outcomes = frozenset[str]  # the possible ones of T (true), F (false), U (undefined)
ANY: Outcomes = frozenset("TFU")


class Evaluate(Walker):
    """Values and outcomes; sizes and indices are ints."""

    def __init__(self, st: Statement, sizes: Any, data: Any) -> None:
        self.st, self.num = st, Numbers()
        self.charge = self.num.charge
        need(isinstance(sizes, dict) and sizes.keys() == st.sizes.keys(), "the sizes are not those of the statement")
        need(isinstance(data, dict) and data.keys() == st.given.keys(), "the data are not those of the statement")
        self.env: Env = {}
        for n, least in st.sizes.items():
            need(natural(sizes[n], 100_001) and least <= sizes[n], f"size {n} is out of range")
            self.env[n] = sizes[n]
        self.sizes = dict(self.env)
        for name, sort in st.given.items():
            self.env[name] = self.given(name, data[name], sort)

    def given(self, name: str, x: Any, sort: Sort) -> Any:
        if sort[0] == "map":
            return self.total(x, sort)
        return self.datum(name, x, sort[0], [self.sizes[n] for n in sort[1:]])

    def total(self, x: Any, sort: Sort) -> Callable[..., Num]:
        """A map by a term in its arguments; it is defined everywhere, off the domain of the term with unknown value."""
        need(type(x) is str, "a map is given by the text of its term")
        found, fun = self.st.read.function(parse(x), {n: ("size",) for n in self.sizes})
        need(found == sort and fun[0] == "fun", "the term of a map does not have its sort")
        value = self.map([name for name, _ in fun[1]] + list(fun[2]), fun[4], dict(self.sizes))

        def known(*at: Any) -> Num:
            try:
                return value(*at)  # type: ignore[no-any-return]
            except Undefined:
                raise Undecided("the value of a map where its term has none") from None

        return known

    def entries(self, array: Callable[..., Any], sizes: list[Any]) -> None:
        for at in product(*map(range, sizes)):
            array(*at)

    def datum(self, name: str, x: Any, kind: str, shape: list[int]) -> Any:
        if kind == "index":
            need(natural(x, shape[0]), f"index {name} is out of range")
            return x
        entries: dict[tuple[int, ...], Num] = {}

        def fill(x: Any, at: tuple[int, ...]) -> None:
            if len(at) == len(shape):
                entries[at] = self.num.const(rational(x))
                return
            need(isinstance(x, list) and len(x) == shape[len(at)], f"{name} does not have the declared shape")
            for i, y in enumerate(x):
                fill(y, (*at, i))

        fill(x, ())
        return entries[()] if kind == "real" else lambda *at: entries[at]

    def array(self, names: tuple[str, ...], body: Core, env: Env) -> Callable[..., Num]:
        compute, memo = super().array(names, body, env), {}  # type: Callable[..., Num], dict[tuple[int, ...], Num]

        def value(*at: int) -> Num:
            key = (bool(self.num.smooth), *at)  # below a derivative more is asked
            if key not in memo:
                memo[key] = compute(*at)
            return memo[key]

        return value

    def operate(self, head: str, *v: Any) -> Num:
        num = self.num
        if head == "pi":
            return num.make("pi")
        if head in ("const", "card"):
            return num.const(v[0])
        if head == "pos":
            return num.const(v[0] + 1)
        if head in FUNCTIONS or head == "^":
            return num.apply(head, v[0]) if head != "^" else num.power(*v)
        if head == "+":
            return num.add(v)
        if head == "min":
            return num.scale(-1, self.operate("max", *[num.scale(-1, t) for t in v]))
        result: Num = v[0]
        for t in v[1:]:
            t = num.apply("inv", t) if head == "/" else t
            result = num.larger(result, t) if head == "max" else num.mul(result, t)
        return result

    def over(self, x: Core, env: Env) -> Num:
        head, i, n, *where, body = x
        inner = self.each(i, env[n], env)
        found = [self.term(body, e) for e in inner if where in ([], [None]) or self.holds(where[0], e)]
        return self.operate("+" if head == "sum" else head[:3], *found)

    def each(self, i: str, n: int, env: Env) -> Iterator[Env]:
        """The environments in which i is one of the n indices, one after the other: they may be large."""
        for e in range(n):
            self.charge(1 + len(env) // 8)
            yield {**env, i: e}

    def holds(self, f: Core, env: Env) -> bool:
        """The condition of a summand."""
        found = self.formula(f, env)
        if found == {"U"}:
            raise Undefined
        if len(found) > 1:
            raise Undecided("the condition of a sum")
        return "T" in found

    def deriv(self, x: Core, env: Env) -> Num:
        """The body as a function of a variable, differentiated at its present value."""
        num, (_, body, wrt) = self.num, x
        old = env[wrt[1]]
        v = num.variable(old if wrt[0] == "real" else old(env[wrt[2]]))
        new: Any = v if wrt[0] == "real" else lambda at: v if at == env[wrt[2]] else old(at)
        num.smooth += 1
        try:
            return num.present(num.slope(self.term(body, {**env, wrt[1]: new}), v), v)
        finally:
            num.smooth -= 1

    def integral(self, x: Core, env: Env) -> Num:
        """The integral of the body as a number; its conditions have to hold on the whole cube."""
        _, name, sort, low, high, body = x
        shape = [range(env[n]) for n in sort[1:]]
        self.charge(prod([len(r) for r in shape]))
        entries = {at: self.num.ranging(low, high) for at in product(*shape)}
        inner: Any = entries[()] if sort[0] == "real" else lambda *at: entries[at]
        value = self.term(body, {**env, name: inner})
        if not ranges(value):
            return self.num.mul(self.num.const(high - low, len(entries)), value)
        return self.num.make("integral", value, *entries.values())

    def guarded(self, decide: Callable[[], Outcomes]) -> Outcomes:
        try:
            return decide()
        except Undefined:
            return frozenset("U")
        except Undecided:
            return ANY

    def relation(self, x: Core, env: Env) -> Outcomes:
        sign, head = self.num.sign(self.num.sub(self.term(x[2], env), self.term(x[1], env))), x[0]
        return truth(sign >= 0 if head == "<=" else sign > 0 if head == "<" else (sign == 0) == (head == "="))

    def formula(self, x: Core, env: Env) -> Outcomes:
        """The outcomes that are not excluded; a later conjunct matters only where the earlier ones are true."""
        head = x[0]
        if head in ("<=", "<", "=", "!="):
            return self.guarded(lambda: self.relation(x, env))
        if head == "same":
            return truth(env[x[1]] == env[x[2]])
        if head == "not":
            return frozenset([{"T": "F", "F": "T", "U": "U"}[o] for o in self.formula(x[1], env)])
        if head == "implies":
            return self.formula(("or", ("not", x[1]), x[2]), env)
        found: set[str] = set()
        if head in ("and", "or"):
            stop = "F" if head == "and" else "T"
            outcomes: Outcomes = frozenset()
            for f in x[1:]:
                outcomes = self.formula(f, env)
                found |= outcomes & {"U", stop}
                if not outcomes - {"U", stop}:
                    return frozenset(found)
            return frozenset(found | outcomes)
        if head in ("forall", "exists"):
            _, name, sort, body = x
            if sort[0] != "index":
                return ANY
            each = [self.formula(body, e) for e in self.each(name, env[sort[1]], env)]
            found = {"U"} if any(["U" in o for o in each]) else set()
            if all([o != {"U"} for o in each]):
                stop, go = ("F", "T") if head == "forall" else ("T", "F")
                found |= {stop} if any([stop in o for o in each]) else set()
                found |= {go} if all([go in o for o in each]) else set()
            return frozenset(found)
        return self.guarded(lambda: self.formula(*self.call(x, env)))

    def claim(self, x: Core) -> Outcomes:
        """Outcomes of a formula, or of ("defined", x): true or undefined."""
        if x[0] != "defined":
            return self.formula(x, self.env)
        if self.st.read.is_formula(x[1]):
            return frozenset([o if o == "U" else "T" for o in self.formula(x[1], self.env)])
        return self.guarded(lambda: (self.term(x[1], self.env), truth(True))[1])


def truth(x: bool) -> Outcomes:
    return frozenset("T" if x else "F")
