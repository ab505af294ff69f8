"""A statement as a person writes it in Coq: definitions and claims over natural sizes, in the names of the catalog.

Nothing here has to be right: Coq compares what is printed here with what it read from the locked text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from varproof.coq.certificate import Untranslated
from varproof.recheck.kernel.statement import Core, Definition, Sort, Statement, head_of

Env = dict[str, str]  # what stands for a name

RESERVED = frozenset(
    "sum max min card exp ln sqrt PI R In Derive Rmax Rmin Rabs lambertw position bigsum bigsum_if bigmax bigmin "
    "INR IZR upd nat O S forall exists exists2 fun fix cofix let in if then else match with end return as at for where "
    "using do by of is Set Prop Type SProp Definition Theorem Lemma ex_derive "
    "RInt integral everything_in_this_file".split()
)
FUNCTIONS = {"exp": "exp", "log": "ln", "sqrt": "sqrt", "abs": "Rabs", "lambertw": "Finite.lambertw"}
SUMS = {"sum": "sum", "maxover": "max", "minover": "min"}
# Levels of Coq's notations: what has a higher one stands in brackets.
ATOM, APPLIED, POWER, MINUS, TIMES, PLUS = 0, 10, 30, 35, 40, 50
RELATION, NOT, AND, OR, ARROW, BINDER = 70, 75, 80, 85, 99, 200


class Text(NamedTuple):
    """A piece of Coq and its level."""

    text: str
    level: int

    def within(self, level: int) -> str:
        return self.text if self.level <= level else f"({self.text})"


class Claim(NamedTuple):
    """A claim: its number among the claims, the name of its theorem, what it says, whether a sum in it is split."""

    number: int
    name: str
    text: str
    split: bool


def identifier(name: str) -> str:
    """A name of the catalog as a name of Coq."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return f"{plain}_" if plain in RESERVED or not plain[0].isalpha() else plain


class Reading:
    """What is printed of one statement."""

    def __init__(self, st: Statement) -> None:
        self.st = st
        self.split = False
        self.names: Env = {}
        for name in [*st.define, *st.sizes, *st.given]:
            self.names[name] = self.fresh(name, self.names.values())
        self.env = {name: self.names[name] for name in [*st.sizes, *st.given]}

    def fresh(self, name: str, used: Iterable[str]) -> str:
        taken = {*used, *(self.names[f] for f in self.st.define if f in self.names)}
        found, count = identifier(name.rstrip("'")), 0
        while found in taken:
            count += 1
            found = f"{identifier(name.rstrip(chr(39)))}{count}"
        return found

    def bound(self, env: Env, *names: str) -> tuple[list[str], Env]:
        """Fresh names for variables that are bound one after the other."""
        found = []
        for name in names:
            found.append(self.fresh(name, env.values()))
            env = {**env, name: found[-1]}
        return found, env

    # the parts of a file

    def binders(self) -> str:
        """Sizes and givens with their types."""
        sizes = [f"({self.env[n]} : nat)" for n in self.st.sizes]
        return " ".join(sizes + [f"({self.env[x]} : {kind(sort)})" for x, sort in self.st.given.items()])

    def definitions(self) -> list[str]:
        return [self.definition(name, made) for name, made in self.st.define.items()]

    def definition(self, name: str, made: Definition) -> str:
        env: Env = {}
        params = []
        for size in sizes_of(made):
            env[size] = self.fresh(size, env.values())
            params.append(f"({env[size]} : nat)")
        for param, sort in made.params:
            env[param] = self.fresh(param, env.values())
            params.append(f"({env[param]} : {kind(sort)})")
        body = self.formula(made.body, env) if made.logical else self.term(made.body, env)
        sort_of = "Prop" if made.logical else "R"
        return f"Definition {' '.join([self.names[name], *params])} : {sort_of} :=\n  {body.text}."

    def hypotheses(self) -> list[str]:
        sizes = [f"({least} <= {self.env[n]})%nat" for n, least in self.st.sizes.items()]
        indices = [f"({self.env[i]} < {self.env[s[1]]})%nat" for i, s in self.st.given.items() if s[0] == "index"]
        maps = [self.dependence(F, sort) for F, sort in self.st.given.items() if takes_arrays(sort)]
        assumed = [self.formula(f, self.env) for _, f in self.st.assume]
        return sizes + indices + [f.within(ARROW - 1) for f in maps + assumed]

    def dependence(self, name: str, sort: Sort) -> Text:
        """A map takes arrays that are equal below the sizes to the same value."""
        used, before = [*self.env.values()], ""
        sides: tuple[list[str], list[str]] = ([], [])

        def unused(letter: str) -> str:
            used.append(self.fresh(letter, used))
            return used[-1]

        for part in (*sort[1], *[("index", n) for n in sort[2]]):
            names = [unused(x) for x in {"array": "xy", "index": "i", "real": "t"}[part[0]]]
            sides[0].append(names[0])
            sides[1].append(names[-1])
            if part[0] == "array":
                at = [unused("j") for _ in part[1:]]
                below = "".join(f"forall {j}, ({j} < {self.env[n]})%nat -> " for j, n in zip(at, part[1:], strict=True))
                equal = " = ".join(" ".join([a, *at]) for a in names)
                before += f"forall {' '.join(names)} : {kind(part)}, ({below}{equal}) -> "
            elif part[0] == "index":
                before += f"forall {names[0]}, ({names[0]} < {self.env[part[1]]})%nat -> "
            else:
                before += f"forall {names[0]} : R, "
        return Text(before + " = ".join(" ".join([self.env[name], *side]) for side in sides), BINDER)

    def claims(self, prefix: str) -> list[Claim]:
        found: list[Claim] = []
        for number, (label, f) in enumerate(self.st.claim):
            if f[0] != "defined":
                self.split = False
                said = self.formula(f, self.env).within(ARROW)
                used = [*self.names.values(), *(c.name for c in found)]
                found.append(Claim(number, self.fresh(f"{prefix}_{label}", used), said, self.split))
        return found

    # terms

    def term(self, x: Core, env: Env) -> Text:
        head = head_of(x)
        if head is None:
            return numeral(Fraction(x))
        match head:
            case "real":
                return Text(env[x[1]], ATOM)
            case "card":
                return applied("INR", env[x[1]])
            case "pos":
                return applied("position", env[x[1]], env[x[2]])
            case "at":
                return applied(env[x[1]], *[env[i] for i in x[2:]])
            case "apply":
                return applied(env[x[1]], *[self.argument(a, env) for a in x[2]])
            case "^":
                return Text(f"{self.term(x[1], env).within(POWER - 1)} ^ {x[2]}", POWER)
            case "+":
                return self.sum(x[1:], env)
            case "*":
                return self.product(x[1:], env)
            case "/":
                over, under = self.term(x[1], env).within(TIMES), self.term(x[2], env).within(TIMES - 1)
                return Text(f"{over} / {under}", TIMES)
            case "max" | "min":
                return applied(f"R{head}", *[self.term(t, env).within(APPLIED - 1) for t in x[1:]])
            case "pi":
                return Text("PI", ATOM)
            case "sum" | "maxover" | "minover":
                return self.over(x, env)
            case "call":
                return self.call(x, env)
            case "deriv":
                return self.deriv(x, env)
            case "integral":
                return self.integral(x, env)
        if head in FUNCTIONS:
            return applied(FUNCTIONS[head], self.term(x[1], env).within(APPLIED - 1))
        raise Untranslated(f"{head} in a statement")

    def sum(self, parts: Sequence[Core], env: Env) -> Text:
        """What is subtracted comes last."""
        plus = [self.term(t, env) for t in parts if negative(t) is None]
        minus = [self.term(t, env) for t in map(negative, parts) if t is not None]
        if plus:
            out = plus.pop(0)
        else:
            out = Text(f"- {minus.pop(0).within(MINUS)}", MINUS)
        for sign, some in (("+", plus), ("-", minus)):
            for t in some:
                out = Text(f"{out.within(PLUS)} {sign} {t.within(PLUS - 1)}", PLUS)
        return out

    def product(self, parts: Sequence[Core], env: Env) -> Text:
        """Numerals come first."""
        ordered = [t for t in parts if head_of(t) is None] + [t for t in parts if head_of(t) is not None]
        out = self.term(ordered[0], env)
        for t in ordered[1:]:
            out = Text(f"{out.within(TIMES)} * {self.term(t, env).within(TIMES - 1)}", TIMES)
        return out

    def over(self, x: Core, env: Env) -> Text:
        head, name, size, *where, body = x
        (i,), inner = self.bound(env, name)
        said = self.term(body, inner).within(BINDER)
        if where and where[0] is not None:
            condition = self.formula(where[0], inner).within(BINDER)
            return applied("bigsum_if", env[size], f"(fun {i} => {condition})", f"(fun {i} => {said})")
        return Text(f"{SUMS[head]} {i} < {env[size]}, {said}", BINDER)

    def integral(self, x: Core, env: Env) -> Text:
        _, name, sort, low, high, body = x
        (v,), inner = self.bound(env, name)
        function = f"(fun {v} : {kind(sort)} => {self.term(body, inner).within(BINDER)})"
        limits = [numeral(q).within(APPLIED - 1) for q in (low, high)]
        if sort[0] == "real":
            return applied("RInt", function, *limits)
        return applied("integral", f"[{'; '.join(env[n] for n in sort[1:])}]", *limits, function)

    def call(self, x: Core, env: Env) -> Text:
        _, name, sizes, args = x
        wanted, found = sizes_of(self.st.define[name]), dict(sizes)
        return applied(self.names[name], *[env[found[n]] for n in wanted], *[self.argument(a, env) for a in args])

    def argument(self, arg: Core, env: Env) -> str:
        match head_of(arg):
            case "index" | "array" | "map":
                return env[arg[1]]
            case "lam":
                names, body = arg[1], arg[3]
            case "fun":
                names, body = [*[x for x, _ in arg[1]], *arg[2]], arg[4]
            case _:
                return self.term(arg, env).within(APPLIED - 1)
        found, inner = self.bound(env, *names)
        return f"(fun {' '.join(found)} => {self.term(body, inner).within(BINDER)})"

    def deriv(self, x: Core, env: Env, said: str = "Derive") -> Text:
        """The derivative, or what is said of it: "ex_derive", that there is one."""
        v, inner, point = self.varied(x, env)
        return applied(said, f"(fun {v} => {self.term(x[1], inner).within(BINDER)})", point)

    def varied(self, x: Core, env: Env) -> tuple[str, Env, str]:
        """The variable of a derivative, what stands for a name below it, and the point."""
        _, _, wrt = x
        if wrt[0] == "real":
            (v,), inner = self.bound(env, wrt[1])
            return v, inner, env[wrt[1]]
        self.split = True
        (v,), inner = self.bound(env, "v")
        a, i = env[wrt[1]], env[wrt[2]]
        return v, {**inner, wrt[1]: f"(upd {a} {i} {v})"}, f"({a} {i})"

    # formulas

    def formula(self, x: Core, env: Env) -> Text:
        head = x[0]
        match head:
            case "<=" | "<" | "=" | "!=":
                sign = "<>" if head == "!=" else head
                left, right = [self.term(t, env).within(RELATION - 1) for t in x[1:]]
                return Text(f"{left} {sign} {right}", RELATION)
            case "same":
                return Text(f"{env[x[1]]} = {env[x[2]]} :> nat", RELATION)
            case "not":
                return Text(f"~ {self.formula(x[1], env).within(NOT)}", NOT)
            case "and" | "or":
                sign, level = ("/\\", AND) if head == "and" else ("\\/", OR)
                *parts, last = [self.formula(f, env) for f in x[1:]]
                return Text(f" {sign} ".join([*[f.within(level - 1) for f in parts], last.within(level)]), level)
            case "implies":
                first, last = [self.formula(f, env) for f in x[1:]]
                return Text(f"{first.within(ARROW - 1)} -> {last.within(BINDER)}", ARROW)
            case "call":
                return self.call(x, env)
        _, name, sort, body = x
        if takes_arrays(sort):
            raise Untranslated("a map that takes arrays is quantified over")
        (v,), inner = self.bound(env, name)
        found = self.formula(body, inner)
        if sort[0] != "index":
            return Text(f"{head} {v} : {kind(sort)}, {found.text}", BINDER)
        sign, level = ("->", BINDER) if head == "forall" else ("/\\", AND)
        return Text(f"{head} {v}, ({v} < {env[sort[1]]})%nat {sign} {found.within(level)}", BINDER)


def applied(function: str, *args: str) -> Text:
    return Text(" ".join([function, *args]), APPLIED) if args else Text(function, ATOM)


def numeral(q: Fraction) -> Text:
    top = str(q.numerator) if q >= 0 else f"({q.numerator})"
    return Text(top, ATOM) if q.denominator == 1 else Text(f"{top} / {q.denominator}", TIMES)


def negative(x: Core) -> Core | None:
    """What is subtracted where x is added: of a negative numeral, and of a product with one factor -1."""
    if head_of(x) is None:
        return -x if x < 0 else None
    if x[0] != "*" or [t == -1 for t in x[1:]].count(True) != 1:
        return None
    rest = [t for t in x[1:] if t != -1]
    return rest[0] if len(rest) == 1 else ("*", *rest)


def sizes_of(made: Definition) -> list[str]:
    """The sizes that a definition is over, in the order of its parameters."""
    found: dict[str, None] = {}
    for _, sort in made.params:
        for n in [*sort[2]] if sort[0] == "map" else sort[1:]:
            found[n] = None
        if sort[0] == "map":
            found |= {n: None for part in sort[1] for n in part[1:]}
    return list(found)


def kind(sort: Sort) -> str:
    """The type of a given or a bound variable."""
    if sort[0] == "map":
        taken = [f"({kind(part)})" if part[0] == "array" else kind(part) for part in sort[1]]
        return " -> ".join([*taken, *["nat"] * len(sort[2]), "R"])
    return {"real": "R", "index": "nat"}.get(sort[0]) or " -> ".join([*["nat"] * (len(sort) - 1), "R"])


def parameters(sort: Sort) -> list[Any]:
    """What a function takes: an index, a real, an array; nothing for an index or a real itself."""
    if sort[0] == "map":
        kinds = {"real": "KR", "index": "KI"}
        return [kinds.get(part[0]) or f"KA {len(part) - 1}" for part in sort[1]] + ["KI"] * len(sort[2])
    return ["KI"] * (len(sort) - 1) if sort[0] == "array" else []


def takes_arrays(sort: Sort) -> bool:
    return sort[0] == "map" and any(part[0] == "array" for part in sort[1])
