"""Truth of formulas at exact data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from varproof.recheck.numbers import Num, Numbers, Undecided, Undefined
from varproof.recheck.reading import natural, need, rational
from varproof.recheck.statement import FUNCTIONS, Core, Statement, head_of

Env = dict[str, Any]
Outcomes = frozenset[str]  # the possible ones of T (true), F (false), U (undefined)
ANY: Outcomes = frozenset("TFU")


class Evaluate:
    """Values and outcomes.  An environment maps sizes and indices to ints, reals to numbers, arrays to functions of
    the indices."""

    def __init__(self, st: Statement, sizes: Any, data: Any) -> None:
        self.st, self.num = st, Numbers()
        need(isinstance(sizes, dict) and sizes.keys() == st.sizes.keys(), "the sizes are not those of the statement")
        need(isinstance(data, dict) and data.keys() == st.given.keys(), "the data are not those of the statement")
        self.env: Env = {}
        for n, least in st.sizes.items():
            need(natural(sizes[n], 100_001) and least <= sizes[n], f"size {n} is out of range")
            self.env[n] = sizes[n]
        for name, sort in st.given.items():
            self.env[name] = self.datum(name, data[name], sort[0], [sizes[n] for n in sort[1:]])

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

    def call(self, x: Core, env: Env) -> tuple[Core, Env]:
        _, name, sizes, args = x
        made = self.st.define[name]
        inner = {n: env[m] for n, m in sizes}
        for (param, _), arg in zip(made.params, args, strict=True):
            inner[param] = self.closure(arg, env)
        return made.body, inner

    def closure(self, arg: Core, env: Env) -> Any:
        if head_of(arg) in ("index", "array"):
            return env[arg[1]]
        if head_of(arg) != "lam":
            return self.term(arg, env)
        _, names, _, body = arg
        memo: dict[tuple[int, ...], Num] = {}

        def value(*at: int) -> Num:
            key = (bool(self.num.smooth), *at)  # below a derivative more is asked
            if key not in memo:
                memo[key] = self.term(body, env | dict(zip(names, at, strict=True)))
            return memo[key]

        return value

    def term(self, x: Core, env: Env) -> Num:
        """Value, or Undefined, or Undecided."""
        num, head = self.num, head_of(x)
        num.charge()
        if head is None:
            return num.const(x)
        if head in ("+", "*", "/", "max", "min"):
            return self.fold(head, [self.term(t, env) for t in x[1:]])
        if head == "^":
            return num.power(self.term(x[1], env), x[2])
        if head in FUNCTIONS:
            return num.apply(head, self.term(x[1], env))
        if head == "real":
            return env[x[1]]  # type: ignore[no-any-return]
        if head == "card":
            return num.const(env[x[1]])
        if head == "at":
            return env[x[1]](*[env[i] for i in x[2:]])  # type: ignore[no-any-return]
        if head in ("sum", "maxover", "minover"):
            where = x[3] if head == "sum" else None
            at = [i for i in range(env[x[2]]) if where is None or self.holds(where, {**env, x[1]: i})]
            return self.fold("+" if head == "sum" else head[:3], [self.term(x[-1], {**env, x[1]: i}) for i in at])
        return self.deriv(x[1], x[2], env) if head == "deriv" else self.term(*self.call(x, env))

    def fold(self, head: str, values: list[Num]) -> Num:
        num = self.num
        if head == "+":
            return num.add(values)
        result, *rest = [num.scale(-1, v) for v in values] if head == "min" else values
        for v in rest:
            if head in ("max", "min"):
                result = num.larger(result, v)
            else:
                result = num.mul(result, v if head == "*" else num.apply("inv", v))
        return num.scale(-1, result) if head == "min" else result

    def holds(self, f: Core, env: Env) -> bool:
        """The condition of a summand."""
        found = self.formula(f, env)
        if found == {"U"}:
            raise Undefined
        if len(found) > 1:
            raise Undecided("the condition of a sum")
        return "T" in found

    def deriv(self, body: Core, wrt: Core, env: Env) -> Num:
        """The body as a function of a variable, differentiated at its present value."""
        num, old = self.num, env[wrt[1]]
        v = num.variable(old if wrt[0] == "real" else old(env[wrt[2]]))
        new: Any = v if wrt[0] == "real" else lambda at: v if at == env[wrt[2]] else old(at)
        num.smooth += 1
        try:
            return num.present(num.slope(self.term(body, {**env, wrt[1]: new}), v), v)
        finally:
            num.smooth -= 1

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
            each = [self.formula(body, {**env, name: i}) for i in range(env[sort[1]])]
            found = {"U"} if any(["U" in o for o in each]) else set()
            if all([o != {"U"} for o in each]):
                stop, go = ("F", "T") if head == "forall" else ("T", "F")
                found |= {stop} if any([stop in o for o in each]) else set()
                found |= {go} if all([go in o for o in each]) else set()
            return frozenset(found)
        return self.formula(*self.call(x, env))

    def claim(self, x: Core) -> Outcomes:
        """Outcomes of a formula, or of ("defined", x): true or undefined."""
        if x[0] != "defined":
            return self.formula(x, self.env)
        if self.st.read.is_formula(x[1]):
            return frozenset([o if o == "U" else "T" for o in self.formula(x[1], self.env)])
        return self.guarded(lambda: (self.term(x[1], self.env), truth(True))[1])


def truth(x: bool) -> Outcomes:
    return frozenset("T" if x else "F")
