"""The core form of a statement: nested tuples, and nothing else.

Everything but printing reads this form. A node is a rational literal (``Fraction``) or a tuple whose first
member is its head:

=========  ==========================================================================================
terms      ``Fraction``, ``("pi",)``, ``("real", x)``, ``("card", n)``, ``("pos", ("index", i))``,
           ``("at", a, ("index", i), ...)``,
           ``("+", t, ...)``, ``("*", t, ...)``, ``("/", s, t)``, ``("^", t, k)``, ``("exp", t)``,
           ``("log", t)``, ``("sqrt", t)``, ``("abs", t)``, ``("lambertw", t)``, ``("max", s, t)``,
           ``("min", s, t)``, ``("sum", i, n, cond or None, t)``, ``("maxover", i, n, t)``,
           ``("minover", i, n, t)``, ``("deriv", t, wrt)``, ``("integral", x, sort, low, high, t)``,
           ``("call", name, arg, ...)``, ``("apply", F, arg, ..., ("index", i), ...)``
arguments  a term, ``("index", i)``, ``("array", a)``, ``("lam", (i, ...), (n, ...), t)``, ``("map", F)``,
           ``("fun", ((x, sort), ...), (i, ...), (n, ...), t)``
formulas   ``("<=", s, t)``, ``("<", s, t)``, ``("=", s, t)``, ``("!=", s, t)``, ``("same", idx, idx)``,
           ``("and", f, ...)``, ``("or", f, ...)``, ``("not", f)``, ``("implies", f, g)``,
           ``("forall", x, sort, f)``, ``("exists", x, sort, f)``, ``("call", name, arg, ...)``,
           ``("defined", t)``
sorts      ``("index", n)``, ``("real",)``, ``("array", n, ...)``, ``("map", (sort, ...), (n, ...))``
statement  ``("statement", id, kind, variant, ("sizes", (n, least), ...), ("given", (x, sort), ...),
           ("define", (name, ((param, sort), ...), body), ...), ("assume", (label, f), ...),
           ("claim", (label, f), ...))``
=========  ==========================================================================================

An index i in [n] is one of the n elements of a finite set of reals; ``pos`` is its position 1..n in their order, the
number of elements y <= i. So index arithmetic is written by conditions: a sum over k where pos(k) = 2 pos(i) - 1.

A map F takes reals, indices and arrays; its value is an array over (n, ...), a real when there are none. It is defined
for all arguments, and equal arrays have equal values: so ``apply`` is defined where all its arguments are, every entry
of an array included. ``fun`` is the map of a term.

A call is undefined where one of its real arguments is, whether the definition uses it or not; of an array argument
``lam`` those entries count that are used.

``integral`` is the Riemann integral of t over all x whose entries lie in [low, high], rationals. The term t must be
defined there, and no choice of summands in it may depend on x: so it is continuous, and the integral exists.

The canonical text is the S-expression of these tuples; its SHA-256 is the statement's hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

Core: TypeAlias = Any  # Fraction | tuple[...]: recursive, and told apart by the head

RELATIONS = ("<=", "<", "=", "!=")
BINDERS = ("sum", "maxover", "minover", "integral", "forall", "exists", "lam", "fun")

_TOKEN = re.compile(r"[()]|[^\s()]+")
_NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_.:~+<>=-]*")


class CoreError(ValueError):
    """A text or a tuple that is not core."""


class Parts(NamedTuple):
    """The parts of a statement, by name."""

    id: str
    kind: str
    variant: str
    sizes: tuple[tuple[str, int], ...]
    given: tuple[tuple[str, Core], ...]
    define: tuple[tuple[str, tuple[tuple[str, Core], ...], Core], ...]
    assume: tuple[tuple[str, Core], ...]
    claim: tuple[tuple[str, Core], ...]

    def core(self) -> Core:
        """The statement tuple again."""
        return (
            "statement", self.id, self.kind, self.variant,
            ("sizes", *self.sizes), ("given", *self.given), ("define", *self.define),
            ("assume", *self.assume), ("claim", *self.claim),
        )  # fmt: skip


def parts(statement: Core) -> Parts:
    """Name the parts of a statement tuple; CoreError if it is not one."""
    heads = ("sizes", "given", "define", "assume", "claim")
    if not (isinstance(statement, tuple) and len(statement) == 9 and statement[0] == "statement"):
        raise CoreError("not a statement: expected (statement id kind variant sizes given define assume claim)")
    for head, part in zip(heads, statement[4:], strict=True):
        if not (isinstance(part, tuple) and part and part[0] == head):
            raise CoreError(f"statement {statement[1]}: expected a ({head} ...) part")
    return Parts(*statement[1:4], *(part[1:] for part in statement[4:]))


def atom(value: str | int | Fraction | None) -> str:
    """The text of a leaf: None is ``-``, a rational is ``p`` or ``p/q``, a name is itself."""
    if value is None:
        return "-"
    if isinstance(value, bool) or not isinstance(value, str | int | Fraction):
        raise CoreError(f"core may not contain {value!r} of type {type(value).__name__}")
    return str(value)


def line(core: Core) -> str:
    """The canonical text of a node on one line."""
    if isinstance(core, tuple):
        return "(" + " ".join(map(line, core)) + ")"
    return atom(core)


def text(core: Core) -> str:
    """The canonical text: a node on one line, a statement with one clause a line."""
    if not (isinstance(core, tuple) and core and core[0] == "statement"):
        return line(core)
    rows = [" ".join(("(statement", *core[1:4]))]
    for head, *clauses in core[4:]:
        rows.append(f" ({head}")
        rows.extend("  " + line(clause) for clause in clauses)
        rows[-1] += ")"
    return "\n".join(rows) + ")\n"


def digest(core: Core) -> str:
    """SHA-256 (hex) of the canonical text."""
    return hashlib.sha256(text(core).encode("ascii")).hexdigest()


def parse(source: str) -> Core:
    """The inverse of `text`; CoreError with a reason on anything that is not the text of a node."""
    tokens = _TOKEN.findall(source)
    stack: list[list[Any]] = [[]]
    for token in tokens:
        if token == "(":
            stack.append([])
        elif token == ")":
            if len(stack) == 1:
                raise CoreError("unexpected )")
            done = tuple(stack.pop())
            stack[-1].append(done)
        else:
            stack[-1].append(token)
    if len(stack) != 1 or len(stack[0]) != 1:
        raise CoreError("expected exactly one node with balanced parentheses")
    return _typed(stack[0][0])


def _typed(raw: Any) -> Core:
    if isinstance(raw, str):
        if raw == "-":
            return None
        return Fraction(raw) if _NUMBER.fullmatch(raw) else raw
    if raw and raw[0] == "^":
        if len(raw) != 3 or not str(raw[2]).isdigit():
            raise CoreError("a power is (^ term k) with an integer k >= 2")
        return ("^", _typed(raw[1]), int(raw[2]))
    if raw and raw[0] == "statement":
        try:
            sizes = ("sizes", *((name, int(least)) for name, least in raw[4][1:]))
        except (IndexError, ValueError, TypeError):
            raise CoreError("a statement's sizes are (sizes (name least) ...)") from None
        return (*raw[:4], sizes, *map(_typed, raw[5:]))
    return tuple(map(_typed, raw))


def walk(core: Core) -> Iterator[Core]:
    """Every node with a head, and every literal, parents first."""
    if isinstance(core, Fraction):
        yield core
    elif isinstance(core, tuple):
        if core and isinstance(core[0], str):
            yield core
        for child in core:
            yield from walk(child)


def calls(core: Core) -> list[str]:
    """The names of the definitions called in a node, in order of first use."""
    found = (node[1] for node in walk(core) if isinstance(node, tuple) and node[0] == "call")
    return list(dict.fromkeys(found))


def bound(node: Core) -> tuple[tuple[str, Core], ...]:
    """The names (with their sorts) that a node binds; empty for a node that binds nothing."""
    head = node[0] if isinstance(node, tuple) else None
    if head in ("sum", "maxover", "minover"):
        return ((node[1], ("index", node[2])),)
    if head in ("forall", "exists", "integral"):
        return ((node[1], node[2]),)
    if head == "lam":
        return tuple((i, ("index", n)) for i, n in zip(node[1], node[2], strict=True))
    if head == "fun":
        return (*node[1], *((i, ("index", n)) for i, n in zip(node[2], node[3], strict=True)))
    return ()


def dims(sort: Core) -> tuple[str, ...]:
    """The sizes in a sort, in order, with repetitions."""
    if sort[0] == "map":
        return (*(n for part in sort[1] for n in dims(part)), *sort[2])
    return tuple(sort[1:])


def fun_sort(node: Core) -> Core:
    """The sort of the map that a ``fun`` is."""
    return ("map", tuple(sort for _, sort in node[1]), node[3])


def renamed(sort: Core, sizes: Mapping[str, str]) -> Core:
    """A sort with other names for its sizes."""
    if sort[0] == "map":
        return ("map", tuple(renamed(part, sizes) for part in sort[1]), tuple(sizes.get(n, n) for n in sort[2]))
    return (sort[0], *(sizes.get(n, n) for n in sort[1:]))


def scoped(node: Core) -> tuple[Core, ...]:
    """The children of a node, those in the scope of what it binds included; names and sorts are left out."""
    if not isinstance(node, tuple):
        return ()
    head = node[0]
    if head in ("pi", "real", "card", "index", "array", "map"):
        return ()
    if head in ("at", "call", "apply"):
        return tuple(node[2:])
    if head == "^":
        return (node[1],)
    if head == "sum":
        return (node[4],) if node[3] is None else (node[3], node[4])
    if head in ("maxover", "minover", "forall", "exists", "lam"):
        return (node[3],)
    if head == "integral":
        return (node[5],)
    if head == "fun":
        return (node[4],)
    return tuple(node[1:])


def free(node: Core) -> set[str]:
    """Names of reals, arrays and indices that are free in a node (sizes and definitions are not counted)."""
    if not isinstance(node, tuple):
        return set()
    if node[0] in ("real", "index", "array", "map"):
        return {node[1]}
    names = set().union(*map(free, scoped(node))) - {name for name, _ in bound(node)}
    return names | {node[1]} if node[0] in ("at", "apply") else names
