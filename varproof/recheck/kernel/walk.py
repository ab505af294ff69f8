"""One walk over the terms of a statement, for kernel terms (translate) and for numbers (witness).

An environment maps a size to what stands for it, an index and a real to its value, an array to a function of indices, a
map to a function of such values and indices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from varproof.recheck.kernel.statement import PLAIN, Core, Statement, head_of

Env = dict[str, Any]


class Walker:
    """Values of terms; a subclass gives the operations."""

    st: Statement
    charge: Callable[[int], None]

    def operate(self, head: str, *values: Any) -> Any:
        """A rational constant ("const"), pi, an arithmetic operation or a function, the value of a size ("card"), or
        the position of an index in its size ("pos")."""
        raise NotImplementedError

    def over(self, x: Core, env: Env) -> Any:
        """sum, maxover or minover."""
        raise NotImplementedError

    def deriv(self, x: Core, env: Env) -> Any:
        raise NotImplementedError

    def integral(self, x: Core, env: Env) -> Any:
        raise NotImplementedError

    def term(self, x: Core, env: Env) -> Any:
        self.charge(1)
        head = head_of(x)
        if head is None:
            return self.operate("const", x)
        if head in ("real", "card"):
            return env[x[1]] if head == "real" else self.operate("card", env[x[1]])
        if head == "pos":
            return self.operate("pos", env[x[1]], env[x[2]])
        if head == "at":
            return env[x[1]](*[env[i] for i in x[2:]])
        if head == "^":
            return self.operate("^", self.term(x[1], env), x[2])
        if head in PLAIN:
            return self.operate(head, *[self.term(t, env) for t in x[1:]])
        if head == "call":
            return self.term(*self.call(x, env))
        if head == "apply":
            return self.apply(x, env)
        return {"deriv": self.deriv, "integral": self.integral}.get(head, self.over)(x, env)

    def call(self, x: Core, env: Env) -> tuple[Core, Env]:
        """The body of a definition in an environment of its own; a real argument is computed once, used or not."""
        _, name, sizes, args = x
        made = self.st.define[name]
        inner = {n: env[m] for n, m in sizes}
        for (param, _), arg in zip(made.params, args, strict=True):
            inner[param] = self.argument(arg, env)
        return made.body, inner

    def argument(self, arg: Core, env: Env) -> Any:
        head = head_of(arg)
        if head in ("index", "array", "map"):
            return env[arg[1]]
        if head == "fun":
            return self.map([x for x, _ in arg[1]] + list(arg[2]), arg[4], env)
        return self.array(arg[1], arg[3], env) if head == "lam" else self.term(arg, env)

    def apply(self, x: Core, env: Env) -> Any:
        """The value of a map, at arguments that are defined, arrays in every entry."""
        _, name, args, shapes = x
        values = [self.argument(arg, env) for arg in args]
        for value, shape in zip(values, shapes, strict=True):
            if shape:
                self.entries(value, [env[n] for n in shape])
        return env[name](*values)

    def entries(self, array: Callable[..., Any], sizes: list[Any]) -> None:
        """Ask for the conditions of all entries."""
        raise NotImplementedError

    def map(self, names: list[str], body: Core, env: Env) -> Callable[..., Any]:
        return lambda *at: self.term(body, env | dict(zip(names, at, strict=True)))

    def array(self, names: tuple[str, ...], body: Core, env: Env) -> Callable[..., Any]:
        return lambda *at: self.term(body, env | dict(zip(names, at, strict=True)))
