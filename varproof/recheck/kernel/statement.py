"""The canonical text of a statement: parsed, and every name, arity, sort and shape in it checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.recheck.reading import DEPTH, Rejected, integer, need, rational

Core = Any  # nested tuples of str, int, Fraction, None
Sort = tuple[Any, ...]  # ("real",), ("index", n), ("array", n, ..), ("map", sorts of the arguments, (n, ..)), ("size",)
Env = dict[str, Sort]

TOKEN = re.compile(r'\s*(?:([()])|("(?:[^"\\]|\\.)*")|([^\s()"]+))')
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_:.'-]*")
FUNCTIONS = ("exp", "log", "sqrt", "abs", "lambertw")
LOGICAL = ("<=", "<", "=", "!=", "same", "and", "or", "not", "implies", "forall", "exists")
# Heads with plain arguments: t term, f formula, i index, r real, n size, k power; the last repeats before a +.
PLAIN = {
    "pi": "", "+": "tt+", "*": "tt+", "/": "tt", "max": "tt", "min": "tt", "^": "tk", "real": "r", "card": "n",
    "<=": "tt", "<": "tt", "=": "tt", "!=": "tt", "same": "ii", "and": "f+", "or": "f+", "not": "f", "implies": "ff",
} | dict.fromkeys(FUNCTIONS, "t")  # fmt: skip


class Quoted(str):
    """An atom that was written in quotes: a label, never a name or a number."""


def parse(text: str) -> Core:
    """One S-expression as nested tuples of strings."""
    stack: list[list[Any]] = [[]]
    at, text = 0, text.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise Rejected(f"statement text: unreadable at character {at}")
        at = found.end()
        bracket, quoted, atom = found.groups()
        if bracket == "(":
            stack.append([])
            need(len(stack) < DEPTH, "statement text: nested too deeply")
        elif bracket == ")":
            need(len(stack) > 1, "statement text: unbalanced brackets")
            done = tuple(stack.pop())
            stack[-1].append(done)
        elif quoted:
            try:
                stack[-1].append(Quoted(json.loads(quoted)))
            except ValueError:
                raise Rejected("statement text: malformed string") from None
        else:
            stack[-1].append(atom)
    need(len(stack) == 1 and len(stack[0]) == 1, "statement text: not one expression")
    return stack[0][0]


@dataclass
class Definition:
    params: tuple[tuple[str, Sort], ...]
    body: Core
    logical: bool


@dataclass
class Statement:
    id: str
    variant: str
    sizes: dict[str, int]
    given: Env
    define: dict[str, Definition]
    assume: list[tuple[str, Core]]
    claim: list[tuple[str, Core]]
    read: Reader


def head_of(x: Core) -> Any:
    """The head of an expression, None for anything else."""
    return x[0] if isinstance(x, tuple) and x and type(x[0]) is str else None


def sizes_in(sort: Sort) -> tuple[str, ...]:
    """The names of sizes in a sort, in order."""
    if sort[0] != "map":
        return sort[1:]
    return tuple([n for part in sort[1] for n in sizes_in(part)]) + tuple(sort[2])


def form(sort: Sort) -> Any:
    """A sort but for the names of its sizes."""
    return (sort[0], tuple(map(form, sort[1])), len(sort[2])) if sort[0] == "map" else (sort[0], len(sort))


def table(clause: tuple[Any, ...], width: int) -> Iterator[tuple[Any, ...]]:
    for row in clause:
        need(isinstance(row, tuple) and len(row) == width, f"malformed entry: {str(row)[:40]}")
        yield row


class Reader:
    """Turns numerals into rationals and resolves sizes: ("call", f, sizes, args) has the sizes bound by the shapes of
    the arguments, a position is ("pos", i, size), and a derivative in an entry is in ("at", a, i, size).

    A shape that does not fit is Rejected, or collected in `misfits` when a list is given for them."""

    def __init__(self, misfits: list[str] | None = None) -> None:
        self.define: dict[str, Definition] = {}
        self.misfits = misfits

    def fits(self, condition: bool, message: str) -> None:
        if not condition and self.misfits is not None:
            self.misfits.append(message)
        else:
            need(condition, message)

    def statement(self, text: str) -> Statement:
        top, heads = parse(text), ("sizes", "given", "define", "assume", "claim")
        need(isinstance(top, tuple) and len(top) == 9 and top[0] == "statement", "statement text: malformed")
        _, id, kind, variant, *clauses = top
        need(all([isinstance(x, str) for x in (id, kind, variant)]), "statement text: malformed heading")
        need(tuple(map(head_of, clauses)) == heads, "statement text: malformed clauses")
        parts = [clause[1:] for clause in clauses]
        env: Env = {}
        sizes = {}
        for n, least in table(parts[0], 2):
            self.fresh(n, env)
            need(type(least) is str, f"size {n}: malformed")
            sizes[n], env[n] = integer(least), ("size",)
            need(sizes[n] >= 1, f"size {n}: the least value must be at least 1")
        for name, sort in table(parts[1], 2):
            self.fresh(name, env)
            env[name] = self.sort(sort, env)
        for name, params, body in table(parts[2], 3):
            self.fresh(name, env)
            self.define[name] = self.definition(name, params, body)
        labelled = []
        for clause in parts[3:]:
            made = [(label, self.claim(f, env, clause is parts[4])) for label, f in table(clause, 2)]
            need(all([isinstance(label, str) for label, _ in made]), "a label must be a string")
            need(len(dict(made)) == len(made), "a label is repeated")
            labelled.append([(str(label), f) for label, f in made])
        need(bool(labelled[1]), "the statement claims nothing")
        given = {name: sort for name, sort in env.items() if name not in sizes}
        return Statement(str(id), str(variant), sizes, given, self.define, labelled[0], labelled[1], self)

    def fresh(self, name: Any, env: Env) -> None:
        need(type(name) is str and bool(NAME.fullmatch(name)), f"not a name: {str(name)[:40]}")
        need(name not in env and name not in self.define, f"the name {name} is used twice")

    def sort(self, s: Any, env: Env) -> Sort:
        shapes = {"real": (1, 1), "index": (2, 2), "array": (2, 99), "map": (3, 3)}
        need(head_of(s) in shapes, "unknown sort")
        least, most = shapes[s[0]]
        need(least <= len(s) <= most, f"malformed sort {s[0]}")
        if s[0] == "map":
            need(isinstance(s[1], tuple) and isinstance(s[2], tuple) and bool(s[1]), "malformed sort map")
            need(all([head_of(part) != "map" for part in s[1]]) and len(s[1]) + len(s[2]) < 99, "malformed sort map")
            taken = tuple([self.sort(part, env) for part in s[1]])
            return ("map", taken, tuple([self.known(n, "size", env) for n in s[2]]))
        return (s[0], *[self.known(n, "size", env) for n in s[1:]])

    def definition(self, name: str, params: Any, body: Core) -> Definition:
        """Free in the body: the parameters and the sizes in their sorts."""
        need(isinstance(params, tuple), "malformed definition")
        env: Env = {}
        for _, sort in table(params, 2):
            for n in self.mentioned(sort):
                if n not in env:
                    self.fresh(n, {})
                    env[n] = ("size",)
        for p, sort in params:
            self.fresh(p, env)
            env[p] = self.sort(sort, env)
        logical = self.is_formula(body)
        return Definition(tuple([(p, env[p]) for p, _ in params]), self.read(body, env, logical), logical)

    def mentioned(self, sort: Any) -> tuple[Any, ...]:
        """What stands for sizes in a sort as it is written."""
        if head_of(sort) == "map" and len(sort) == 3 and all([isinstance(part, tuple) for part in sort[1:]]):
            return (*[n for part in sort[1] for n in self.mentioned(part)], *sort[2])
        return sort[1:] if isinstance(sort, tuple) else ()

    def is_formula(self, x: Core) -> bool:
        head = head_of(x)
        if head == "call" and len(x) > 1 and type(x[1]) is str and x[1] in self.define:
            return self.define[x[1]].logical
        return head in LOGICAL

    def claim(self, x: Core, env: Env, claimed: bool) -> Core:
        """A formula, or among claims ("defined", x)."""
        if claimed and head_of(x) == "defined" and len(x) == 2:
            return ("defined", self.read(x[1], env, self.is_formula(x[1])))
        return self.read(x, env, True)

    def known(self, name: Any, sort: str, env: Env) -> str:
        need(type(name) is str and name in env and env[name][0] == sort, f"unknown {sort} {str(name)[:40]}")
        return str(name)

    def binder(self, name: Any, sort: Sort, env: Env) -> Env:
        """Bound names may hide each other, but no size and no definition."""
        self.fresh(name, env if type(name) is str and env.get(name) == ("size",) else {})
        return {**env, name: sort}

    def part(self, kind: str, x: Any, env: Env) -> Core:
        """One argument of the kind in PLAIN."""
        if kind in "tf":
            return self.read(x, env, kind == "f")
        if kind == "i":
            need(head_of(x) == "index" and len(x) == 2, "an index is expected")
            return self.known(x[1], "index", env)
        if kind == "k":
            need(type(x) is str and 2 <= integer(x) <= 1000, "a power must be between 2 and 1000")
            return integer(x)
        return self.known(x, {"r": "real", "n": "size"}[kind], env)

    def read(self, x: Core, env: Env, logical: bool) -> Core:
        """A term or a formula."""
        what, head = "formula" if logical else "term", head_of(x)
        if head is None:
            need(not logical and type(x) is str, f"a {what} is expected")
            return rational(x)
        args, n = x[1:], len(x) - 1
        need((head in LOGICAL) == logical or head == "call", f"malformed {what} {head[:20]} with {n} arguments")
        if head == "call":
            return self.call(x, env, logical)
        if head == "apply" and n >= 2:
            return self.apply(x, env)
        shape = PLAIN.get(head, "")
        shape = shape[:-1] + shape[-2] * (n - len(shape) + 1) if shape.endswith("+") else shape
        if head in PLAIN and len(shape) == n:
            made = tuple([self.part(kind, y, env) for kind, y in zip(shape, args, strict=True)])
            self.fits(head != "same" or env[made[0]] == env[made[1]], "indices of different sizes are compared")
            return (head, *made)
        if head == "pos" and n == 1:
            i = self.part("i", args[0], env)
            return ("pos", i, env[i][1])
        if head == "at" and n >= 2:
            a, found = self.known(args[0], "array", env), [self.part("i", i, env) for i in args[1:]]
            shape, own = ["(" + ", ".join(dims) + ")" for dims in ([env[i][1] for i in found], env[a][1:])]
            message = f"{a}[{', '.join(found)}]: {a} is indexed with the wrong shape: {shape} instead of {own}"
            self.fits(shape == own, message)
            return ("at", a, *found)
        if (head == "sum" and n == 4) or (head in ("maxover", "minover") and n == 3):
            inner = self.binder(args[0], ("index", self.known(args[1], "size", env)), env)
            middle = [] if n == 3 else [None if args[2] == "-" else self.read(args[2], inner, True)]
            return (head, *args[:2], *middle, self.read(args[-1], inner, False))
        if head == "integral" and n == 5:
            sort, low, high = self.sort(args[1], env), Fraction(rational(args[2])), Fraction(rational(args[3]))
            need(sort[0] != "index" and low < high, "an integral is over a real or an array, between two numbers")
            return (head, args[0], sort, low, high, self.read(args[4], self.binder(args[0], sort, env), False))
        if head in ("forall", "exists") and n == 3:
            sort = self.sort(args[1], env)
            return (head, args[0], sort, self.read(args[2], self.binder(args[0], sort, env), True))
        need(head == "deriv" and n == 2, f"malformed {what} {head[:20]} with {n} arguments")
        need(head_of(args[1]) in ("real", "at"), "a derivative is in a real or in an entry of a vector")
        wrt = self.read(args[1], env, False)
        need(len(wrt) == (2 if wrt[0] == "real" else 3), "a derivative is in a real or in an entry of a vector")
        return ("deriv", self.read(args[0], env, False), (*wrt, *env[wrt[1]][1:]))

    def call(self, x: tuple[Any, ...], env: Env, logical: bool) -> Core:
        need(len(x) >= 2 and type(x[1]) is str and x[1] in self.define, f"unknown definition {str(x[1:2])[:40]}")
        made = self.define[x[1]]
        need(made.logical == logical, f"{x[1]} is used as the wrong kind")
        need(len(x) - 2 == len(made.params), f"{x[1]} has {len(made.params)} parameters")
        sizes: dict[str, str] = {}
        args: list[Core] = []
        for (_, sort), arg in zip(made.params, x[2:], strict=True):
            found, read = self.argument(sort[0], arg, env)
            args.append(read)
            self.fits(form(found) == form(sort), f"{x[1]}: an argument has the wrong number of dimensions")
            for n, m in zip(sizes_in(sort), sizes_in(found), strict=False):
                self.fits(sizes.setdefault(n, m) == m, f"{x[1]}: the shapes of the arguments do not agree: {m}")
        return ("call", x[1], tuple(sizes.items()), tuple(args))

    def apply(self, x: tuple[Any, ...], env: Env) -> Core:
        """("apply", F, args, sizes), with the sizes of each argument that is an array, and () for others."""
        sort = env[self.known(x[1], "map", env)]
        wanted = (*sort[1], *[("index", n) for n in sort[2]])
        need(len(x) - 2 == len(wanted), f"{x[1]} has {len(wanted)} arguments and indices")
        args = []
        for asked, arg in zip(wanted, x[2:], strict=True):
            found, read = self.argument(asked[0], arg, env)
            args.append(read)
            self.fits(found == asked, f"{x[1]}: an argument is {' '.join(found)}, not {' '.join(asked)}")
        return ("apply", x[1], tuple(args), tuple([s[1:] if s[0] == "array" else () for s in wanted]))

    def argument(self, kind: str, arg: Core, env: Env) -> tuple[Sort, Core]:
        """Its sort, and the argument: a term, ("index", i), ("array", a), ("lam", names, sizes, term), ("map", F) or
        ("fun", params, names, sizes, term)."""
        if kind == "real":
            return ("real",), self.read(arg, env, False)
        if kind == "map":
            return self.function(arg, env)
        if kind == "index" or (head_of(arg) == "array" and len(arg) == 2):
            name = self.part("i", arg, env) if kind == "index" else self.known(arg[1], "array", env)
            return env[name], (kind, name)
        need(head_of(arg) == "lam" and len(arg) == 4, "malformed array argument")
        shape, inner = self.indices(arg[1], arg[2], env)
        return ("array", *shape), ("lam", arg[1], shape, self.read(arg[3], inner, False))

    def indices(self, names: Any, sizes: Any, env: Env) -> tuple[Sort, Env]:
        need(isinstance(names, tuple) and isinstance(sizes, tuple), "malformed array argument")
        need(len(names) == len(sizes) == len(set(names)), "malformed array argument")
        shape = tuple([self.known(n, "size", env) for n in sizes])
        for i, n in zip(names, shape, strict=True):
            env = self.binder(i, ("index", n), env)
        return shape, env

    def function(self, arg: Core, env: Env) -> tuple[Sort, Core]:
        """A map by its name, or by a term in its arguments and indices."""
        if head_of(arg) == "map" and len(arg) == 2:
            name = self.known(arg[1], "map", env)
            return env[name], ("map", name)
        need(head_of(arg) == "fun" and len(arg) == 5 and isinstance(arg[1], tuple), "malformed map")
        params = [(name, self.sort(sort, env)) for name, sort in table(arg[1], 2)]
        inner = env
        for name, sort in params:
            inner = self.binder(name, sort, inner)
        shape, inner = self.indices(arg[2], arg[3], inner)
        names = [name for name, _ in params] + list(arg[2])
        need(len(set(names)) == len(names), "malformed map: a name is repeated")
        sort = self.sort(("map", tuple([sort for _, sort in params]), shape), env)
        return sort, ("fun", tuple(params), arg[2], shape, self.read(arg[4], inner, False))
