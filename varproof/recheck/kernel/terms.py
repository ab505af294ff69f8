"""Kernel terms in normal form (polynomials over Q in atoms), sets and formulas; interned, capture-free substitution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from varproof.recheck.reading import BITS, DEPTH, EXPONENT, WORK, Rational, Rejected, bits, lean, need, steps


class Node:
    """Interned node: two nodes of one table are equal exactly when they are the same object.

    free: names (str) and loose indices (int) that occur, each with its sort.  top: 1 + largest loose index, or 0.
    """

    __slots__ = ("args", "depth", "free", "tag", "top", "uid", "weight")

    def __init__(self, tag: str, args: tuple[Any, ...], free: frozenset[tuple[Any, str]], depth: int, uid: int) -> None:
        self.tag, self.args, self.free, self.depth, self.uid = tag, args, free, depth, uid
        self.top = max([1 + k for k, _ in free if type(k) is int], default=0)
        self.weight = 1


# The arguments of each kind of node: t term, s set, f formula (upper case: below the node's binder), p product of
# powers, n name, o sort, k number, x anything else.
SHAPE = {
    "poly": "x", "var": "n", "bound": "k", "app": "xx", "inv": "t", "fn": "nt", "exp": "p", "sum": "sT", "max": "sT",
    "deriv": "Tt", "set": "n", "setb": "k", "filter": "sF", "ge": "t", "gt": "t", "eq": "t", "in": "ts", "imp": "ff",
    "all": "oF", "lam": "xx",
}  # fmt: skip
SETS = ("set", "setb", "filter")
ATOMS = ("var", "bound", "app", "inv", "fn", "exp", "sum", "max", "deriv")
FUNCTIONS = ("log", "sqrt", "lambertw", "pi")
FORMULAS = ("ge", "gt", "eq", "in", "imp", "all")


def nothing(name: str, digest: str, number: int) -> Node:
    """What may be cited when nothing may."""
    raise Rejected(f"{name[:100]} is cited, and no accepted certificate of it is at hand")


def maker(tag: str) -> Callable[..., Node]:
    """The constructor of one kind, as a method of Terms."""
    return lambda terms, *args: terms.make(tag, *args)


def function(kinds: Sequence[int]) -> str:
    """Sort of a function whose j-th argument is a real (0) or a function of kinds[j] reals."""
    return f"fn({','.join(map(str, kinds))})" if any(kinds) else f"fn{len(kinds)}"


def kinds_of(args: Iterable[Node]) -> list[int]:
    """What a function is applied to: reals and lambdas of reals."""
    need(all([a.tag == "poly" or (a.tag == "lam" and not any(a.args[0])) for a in args]), "not an argument")
    return [len(a.args[0]) if a.tag == "lam" else 0 for a in args]


class Terms:
    """A table of nodes; all constructors normalise."""

    def __init__(self) -> None:
        self.table: dict[tuple[str, tuple[Any, ...]], Node] = {}
        self.products: dict[tuple[Node, Node], Node] = {}
        self.cited: Callable[[str, str, int], Node] = nothing
        self.work = 0
        self.unit = self.mono({})
        self.zero = self.poly({})
        self.one = self.const(1)
        self.false = self.relation("gt", self.zero)

    def charge(self, amount: int) -> None:
        self.work += amount
        need(self.work <= WORK, "budget of elementary steps spent")

    def node(
        self, tag: str, args: tuple[Any, ...], plain: Iterable[Node] = (), under: Node | None = None,
        sort: str = "real", own: Iterable[tuple[Any, str]] = (), depth: int = 0,
    ) -> Node:  # fmt: skip
        """Intern; `plain` children stand outside, `under` below a new binder of the sort, `own` are new free names."""
        found = self.table.get((tag, args))
        if found is not None:
            return found
        children, free = list(plain), set(own)
        for child in children:
            free |= child.free
        self.charge(1 + 4 * len(free))  # each node keeps its own names
        if under is not None:
            children.append(under)
            need(
                all([s == sort for n, s in under.free if n == 0]),
                "a bound index is used at another sort than its binder's",
            )
            free |= {(n - 1 if type(n) is int else n, s) for n, s in under.free if n != 0}
        depth = max([child.depth for child in children], default=depth)
        need(depth < DEPTH, "nested too deeply")
        made = self.table[tag, args] = Node(tag, args, frozenset(free), depth + 1, len(self.table))
        return made

    def make(self, tag: str, *args: Any) -> Node:
        """The node of a kind from its arguments as in SHAPE."""
        if tag in ("inv", "exp"):
            return (self.inv if tag == "inv" else self.exp)(args[0])
        if tag == "sum":
            return self.sum(*args)
        if tag == "fn":
            need(args[0] in FUNCTIONS, "unknown function")
            need(args[0] != "pi" or args[1] is self.zero, "the argument of pi is not 0")
        parts = list(zip(SHAPE[tag], args, strict=True))
        under = next((x for kind, x in parts if kind in "TF"), None)
        made = self.node(
            tag, args, [x for kind, x in parts if kind in "tsf"], under, args[0] if tag == "all" else "real"
        )
        return self.atom(made) if tag in ATOMS else made

    # polynomials

    def mono(self, powers: Mapping[Node, Rational]) -> Node:
        items = tuple(sorted(((a, e) for a, e in powers.items() if e), key=lambda item: item[0].uid))
        for _, e in items:
            need(bits(e) <= EXPONENT, "an exponent is too large")
        return self.node("mono", items, [a for a, _ in items])

    def poly(self, terms: Mapping[Node, Rational]) -> Node:
        items = tuple(sorted(((m, lean(c)) for m, c in terms.items() if c), key=lambda item: item[0].uid))
        made = self.node("poly", items, [m for m, _ in items])
        if made.weight == 1 and items:
            size = max([bits(c) for _, c in items])
            need(size <= BITS, "a coefficient is too large")
            made.weight = 1 + steps(size)
            self.charge(len(items) * made.weight)
        return made

    def const(self, c: Rational) -> Node:
        return self.poly({self.unit: c})

    def value(self, p: Node) -> Rational | None:
        """The rational that p is, or None."""
        if not p.args:
            return 0
        return p.args[0][1] if len(p.args) == 1 and p.args[0][0] is self.unit else None

    def atom(self, a: Node) -> Node:
        return self.poly({self.mono({a: 1}): 1})

    def add(self, p: Node, q: Node, c: Rational = 1) -> Node:
        """p + c q."""
        self.charge(len(p.args) + len(q.args) * q.weight + 1)
        total = dict(p.args)
        for m, d in q.args:
            total[m] = total.get(m, 0) + c * d
        return self.poly(total)

    def sub(self, p: Node, q: Node) -> Node:
        return self.add(p, q, -1)

    def scale(self, c: Rational, p: Node) -> Node:
        return self.add(self.zero, p, c)

    def times(self, m: Node, n: Node) -> Node:
        """Product of monomials: exponents add (for atoms exp also rational ones, since exp > 0)."""
        if m is self.unit or n is self.unit:
            return n if m is self.unit else m
        found = self.products.get((m, n))
        if found is None:
            self.charge(len(m.args) + len(n.args))
            powers = dict(m.args)
            for a, e in n.args:
                powers[a] = lean(powers.get(a, 0) + e)
            found = self.products[m, n] = self.mono(powers)
        return found

    def mul(self, p: Node, q: Node) -> Node:
        self.charge(len(p.args) * len(q.args) * (p.weight + q.weight))
        total: dict[Node, Rational] = {}
        for m, c in p.args:
            for n, d in q.args:
                mn = self.times(m, n)
                total[mn] = total.get(mn, 0) + c * d
        return self.poly(total)

    def power(self, p: Node, e: Rational) -> Node:
        """p^e: e a positive integer, or any nonzero rational if p is a product of exponentials."""
        m, c = p.args[0] if len(p.args) == 1 else (self.unit, 0)
        if type(e) is not int or e < 0:
            need(c == 1 and all([a.tag == "exp" for a, _ in m.args]), "exponents off exp must be positive integers")
        else:
            need(e > 0 and e.bit_length() <= EXPONENT, "an exponent is zero or too large")
            need(abs(c) <= 1 == c.denominator or bits(c) * e <= BITS, "a coefficient is too large")
        if c:
            return self.poly({self.mono({a: lean(f * e) for a, f in m.args}): 1 if c == 1 else Fraction(c) ** int(e)})
        result = self.one
        while e:
            result = self.mul(result, p) if e & 1 else result  # type: ignore[operator]
            e >>= 1  # type: ignore[operator]
            p = self.mul(p, p) if e else p
        return result

    # atoms

    def index(self, k: int, sort: str = "real") -> Node:
        """Bound index k as a real or as a set."""
        return self.bound(k) if sort == "real" else self.node("setb", (k,), own=[(k, sort)])

    def var(self, name: str) -> Node:
        return self.atom(self.node("var", (name,), own=[(name, "real")]))

    def bound(self, k: int) -> Node:
        return self.atom(self.node("bound", (k,), own=[(k, "real")]))

    def app(self, head: str | int, args: Sequence[Node]) -> Node:
        return self.atom(self.node("app", (head, *args), args, own=[(head, function(kinds_of(args)))]))

    def inv(self, t: Node) -> Node:
        """1/c for a nonzero rational, else opaque (in particular inv(0))."""
        c = self.value(t)
        return self.const(Fraction(1) / c) if c else self.atom(self.node("inv", (t,), (t,)))

    def exp(self, t: Node) -> Node:
        """exp(sum c m) = prod exp(m)^c."""
        return self.poly({self.mono({self.node("exp", (m,), (m,)): c for m, c in t.args}): 1})

    def sum(self, s: Node, t: Node) -> Node:
        """Sum over s of t (t below the binder): linear, factors without the index go outside."""
        total = self.zero
        for m, c in t.args:
            inner = {a: e for a, e in m.args if any([n == 0 for n, _ in a.free])}
            outer = self.poly({self.mono({a: e for a, e in m.args if a not in inner}): c})
            body = self.mono(inner)
            core = self.atom(self.node("sum", (s, body), (s,), body))
            total = self.add(total, self.mul(self.shift(outer, -1), core))
        return total

    # sets, formulas, lambdas

    def set(self, name: str) -> Node:
        return self.node("set", (name,), own=[(name, "set")])

    relation = make
    fn = maker("fn")
    max = maker("max")
    deriv = maker("deriv")
    filter = maker("filter")
    member = maker("in")
    imp = maker("imp")
    all = maker("all")

    def equal(self, s: Node, t: Node) -> Node:
        return self.make("eq", self.sub(s, t))

    def neg(self, f: Node) -> Node:
        return self.make("imp", f, self.false)

    def every(self, s: Node, f: Node) -> Node:
        """all x. x in s -> f   (f below the binder, s outside)."""
        return self.all("real", self.imp(self.member(self.bound(0), self.shift(s, 1)), f))

    def same(self, e: Node) -> Node:
        """Filter formula  x = e."""
        return self.equal(self.bound(0), self.shift(e, 1))

    def lam(self, kinds: Sequence[int], t: Node) -> Node:
        """Function of reals (kind 0) and functions of kinds[j] reals, argument j the index j of t."""
        n = len(kinds)
        for k, sort in t.free:
            bound = type(k) is int and k < n
            need(not bound or sort == (f"fn{kinds[k]}" if kinds[k] else "real"), "malformed lambda")
        own = [(k - n if type(k) is int else k, sort) for k, sort in t.free if type(k) is not int or k >= n]
        return self.node("lam", (tuple(kinds), t), own=own, depth=t.depth)

    # substitution

    def replace(self, x: Node, names: Mapping[tuple[Any, str], Node], values: Sequence[Node], up: int) -> Node:
        """Replace free names and the loose indices 0, 1, .. of x by values; move the other loose indices by `up`.

        Capture is impossible: a value is shifted by the number of binders it is moved under.
        """
        memo: dict[tuple[Node, int], Node] = {}

        def moved(k: int, d: int) -> Node | int:
            """What the index k becomes below d binders: a value, or another index."""
            if k < d:
                return k
            if k - d < len(values):
                return self.shift(values[k - d], d)
            need(k + up >= d, "loose index")
            return k + up

        def untouched(x: Node, d: int) -> bool:
            return (x.top <= d or not (values or up)) and names.keys().isdisjoint(x.free)

        def go(x: Node, d: int) -> Node:
            if untouched(x, d):
                return self.atom(x) if x.tag in ATOMS else x
            found = memo.get((x, d))
            if found is None:
                self.charge(1)
                found = memo[x, d] = product(x, d) if x.tag == "mono" else fresh(x, d)
            return found

        def product(m: Node, d: int) -> Node:
            result = self.one
            for atom, e in m.args:
                result = self.mul(result, self.power(go(atom, d), e))
            return result

        def fresh(x: Node, d: int) -> Node:
            tag, a = x.tag, x.args
            new: Node | int | None
            if tag == "poly":
                terms: dict[Node, Rational] = {}
                for m, c in a:
                    for n, e in ((m, 1),) if untouched(m, d) else go(m, d).args:
                        terms[n] = terms.get(n, 0) + c * e
                return self.poly(terms)
            if tag in ("var", "set"):
                return self.shift(names[a[0], "real" if tag == "var" else "set"], d)
            if tag in ("bound", "setb"):
                new = moved(a[0], d)
                return new if isinstance(new, Node) else self.index(new, "real" if tag == "bound" else "set")
            if tag == "app":
                args = [go(t, d) for t in a[1:]]
                kinds = kinds_of(args)
                new = moved(a[0], d) if type(a[0]) is int else names.get((a[0], function(kinds)), a[0])
                if isinstance(new, Node) and new.tag != "hole":
                    need(new.tag == "lam" and list(new.args[0]) == kinds, "applied to arguments of another sort")
                    return self.replace(new.args[1], {}, args, -len(args))
                return self.app(d if isinstance(new, Node) else new, args)
            if tag == "lam":
                return self.lam(a[0], go(a[1], d + len(a[0])))
            return self.make(tag, *[part(kind, y, d) for kind, y in zip(SHAPE[tag], a, strict=True)])

        def part(kind: str, y: Any, d: int) -> Any:
            """An argument of a node; an untouched monomial becomes a term, as constructors want it."""
            if kind in "no":
                return y
            made = go(y, d + kind.isupper())
            return self.poly({made: 1}) if made.tag == "mono" else made

        return go(x, 0)

    def shift(self, x: Node, by: int) -> Node:
        return self.replace(x, {}, (), by) if x.top and by else x

    def open(self, body: Node, value: Node) -> Node:
        """The body of a binder at a value."""
        return self.replace(body, {}, (value,), -1)

    def put(self, x: Node, name: str, value: Node) -> Node:
        """x with the free variable `name` (real, or set if the value is a set) replaced by a closed value."""
        return self.replace(x, {(name, "set" if value.tag in SETS else "real"): value}, (), 0)

    def close(self, x: Node, name: str, sort: str = "real") -> Node:
        """The body of a binder: the free variable becomes index 0."""
        hole = self.index(0, sort) if sort in ("real", "set") else self.node("hole", ())
        return self.replace(x, {(name, sort): hole}, (), 1)
