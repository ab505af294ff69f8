"""What the functions in a goal obey: defining facts, signs, tangents, and comparisons of two values of one function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from varproof.proof.automation.facts import Facts, single
from varproof.proof.automation.signs import nonnegative, positive, sign
from varproof.proof.automation.sums import sum_laws, triangle
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.tactics import square_root

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover


def laws(p: Prover, terms: Sequence[Node], facts: Facts) -> list[Theorem]:
    """Relations that hold for the atoms of these terms."""
    found: dict[Node, Theorem] = {}
    todo = list(terms)
    seen: set[Node] = set()
    atoms: list[Node] = []
    while todo:
        for mono, _ in t.terms(todo.pop(0)):
            for atom, _ in t.factors(mono):
                if atom not in seen:
                    seen.add(atom)
                    atoms.append(atom)
                    if atom.op in ("inv", "fn"):
                        todo.append(atom.args[-1])  # type: ignore[arg-type]
                    elif atom.op == "exp":
                        todo.append(t.monomial(atom.args[0]))  # type: ignore[arg-type]
    for atom in atoms:
        for law in _laws(p, atom, facts):
            found.setdefault(law.concl, law)
    for law in (
        *sum_laws(p, atoms, facts),
        *_exponentials(p, terms, facts),
        *_pairs(p, atoms, facts),
        *_sums(p, terms[0], facts),
        *_values(p, terms[0], facts),
    ):
        found.setdefault(law.concl, law)
    return list(found.values())


def _laws(p: Prover, atom: Node, facts: Facts) -> Iterator[Theorem]:
    a: tuple[Node, ...] = atom.args  # type: ignore[assignment]
    low = sign(p, single(atom), facts) if atom.op != "exp" else None
    if low is not None:
        yield low
    if atom.op == "inv":
        unit = p.unit(a[0], facts)
        if unit is not None:
            yield unit
            yield from _inverse_of_square(p, a[0], unit, facts)
    elif atom.op == "fn":
        yield from _FUNCTIONS[str(a[0])](p, a[1], facts)
    elif atom.op == "max":
        for inside in facts.members_of(a[0]):
            yield p.k.max_bound(inside, a[0], inside.concl.args[0], a[1])  # type: ignore[arg-type]
    elif atom.op == "sum":
        yield from _summands(p, a[0], a[1], facts)


def _inverse_of_square(p: Prover, x: Node, unit: Theorem, facts: Facts) -> Iterator[Theorem]:
    """1/y^2 = (1/y)^2."""
    y = square_root(x)
    other = None if y is None else p.unit(y, facts)
    if y is not None and other is not None:
        i, j = t.inv(x), t.inv(y)
        # i - j^2 = j^2 (x i - 1) - i (y j + 1) (y j - 1)
        yield p.k.arith([unit, other], t.eq(i, j * j), [], [(j * j, 0), (-i * (y * j + 1), 1)])


# ---- functions


def _log(p: Prover, x: Node, facts: Facts) -> Iterator[Theorem]:
    above = positive(p, x, facts)
    if above is None:
        return
    log = t.log(x)
    equal = p.script.log_exp(above, x)
    yield equal
    tangent = p.k.arith([p.k.exp(log), equal], t.ge(x - 1 - log), [(Fraction(1), t.ONE, (0,))], [(-t.ONE, 1)])
    yield tangent
    if sign(p, x - 1, facts) is None:
        below = nonnegative(p, 1 - x, facts)
        if below is not None:  # log x <= x - 1 <= 0
            yield p.total(t.ge(-log), [tangent, below])
    unit = p.inverse(above, x)[0]
    # exp(-log x) = 1/x, and exp(-log x) >= 1 - log x
    same = p.k.arith([unit, equal], t.eq(t.exp(-log), t.inv(x)), [], [(-t.exp(-log), 0), (-t.exp(-log) * t.inv(x), 1)])
    yield p.k.arith([p.k.exp(-log), same], t.ge(log - 1 + t.inv(x)), [(Fraction(1), t.ONE, (0,))], [(-t.ONE, 1)])
    yield unit
    ((mono, c), *more) = t.terms(x)
    if not more and mono is not t.ONE_MONO and (c != 1 or len(t.factors(mono)) > 1 or _compound(mono)):
        yield from _log_of_product(p, x, c, mono, facts, equal)


def _compound(mono: Node) -> bool:
    """Whether a monomial with one factor is a power, an exponential or a reciprocal."""
    ((atom, e),) = t.factors(mono)
    return e != 1 or atom.op in ("exp", "inv")


def _log_of_product(p: Prover, x: Node, c: Fraction, mono: Node, facts: Facts, equal: Theorem) -> Iterator[Theorem]:
    """log(c u^k v ...) = log c + k log u + log v + ..."""
    total, known = t.ZERO, []
    if c != 1:
        total = total + t.log(c)
        known.append(p.script.log_exp(p.script.positive(c), t.lift(c)))
    for b, e in t.factors(mono):
        if b.op == "exp":
            total = total + t.monomial(b.args[0]) * e  # type: ignore[arg-type]
            continue
        one = single(b)
        if b.op == "inv":
            base = positive(p, b.args[0], facts)  # type: ignore[arg-type]
            if base is None:
                return
            u: Node = b.args[0]  # type: ignore[assignment]
            above, unit = p.script.log_exp(base, u), p.inverse(base, u)[0]
            value = t.exp(-t.log(u))
            known.append(p.k.arith([above, unit], t.eq(value, one), [], [(-value * one, 0), (-value, 1)]))
            total = total - t.log(u) * e
        else:
            base = positive(p, one, facts)
            if base is None:
                return
            known.append(p.script.log_exp(base, one))
            total = total + t.log(one) * e
        known += [known[-1]] * (int(e) - 1)
    value = t.exp(total)
    # exp(total) - x, replaced factor by factor
    current, equalities = value, []
    for theorem in known:
        from_, to = _sides(theorem)
        before = current * t.exp(-_exponent(from_))
        equalities.append((before, theorem))
        current = before * to
    if current is not x:
        return
    same = p.k.arith(
        [e for _, e in equalities] + [equal],
        t.eq(t.exp(t.log(x)), value),
        [],
        [*[(-r, i) for i, (r, _) in enumerate(equalities)], (t.ONE, len(equalities))],
    )
    yield p.script.exp_injective(same, t.log(x), total)


def _sides(theorem: Theorem) -> tuple[Node, Node]:
    """(exp(...), u) of the theorem exp(...) - u = 0, where u has no exponential of a logarithm."""
    e: Node = theorem.concl.args[0]  # type: ignore[assignment]
    for mono, c in t.terms(e):
        if c == 1 and t.factors(mono) and all(a.op == "exp" for a, _ in t.factors(mono)):
            power = t.monomial(mono)
            return power, power - e
    raise ValueError("no equation for an exponential")


def _exponent(x: Node) -> Node:
    """u of the term exp(u)."""
    ((mono, _),) = t.terms(x)
    total = t.ZERO
    for atom, e in t.factors(mono):
        total = total + t.monomial(atom.args[0]) * e  # type: ignore[arg-type]
    return total


def _sqrt(p: Prover, x: Node, facts: Facts) -> Iterator[Theorem]:
    inside = nonnegative(p, x, facts)
    if inside is None:
        return
    yield p.k.special(inside, "sqrt", 0, x)
    y = square_root(x)
    if y is None:
        return
    if (up := nonnegative(p, y, facts)) is not None:
        yield size_of_nonnegative(p, y, up)
    elif (down := nonnegative(p, -y, facts)) is not None:
        yield p.lemma("abs-", y, lambda: p.script.abs_of_nonpositive(down, y), down)
    else:
        yield p.lemma("abs>", y, lambda: p.script.abs_at_least(y))
        yield p.lemma("abs<", y, lambda: p.script.abs_at_least(-y))
    if len(t.terms(y)) == 1:
        yield from _size_of_product(p, y)
        if any(a.op == "sum" for a, _ in t.factors(t.terms(y)[0][0])):
            below = triangle(p, y)
            if below is not None:
                yield below


def size_of_nonnegative(p: Prover, y: Node, up: Theorem) -> Theorem:
    """|y| = y from y >= 0."""
    root, square, _ = p.script.root(y)

    def prove() -> Theorem:
        wide = p.k.arith([square], t.ge(y * y - root * root), [], [(-t.ONE, 0)])
        return p.k.antisym(p.script.abs_at_least(y), p.at_most(root, y, wide, up))

    return p.lemma("abs+", y, prove, up)


def _size_of_product(p: Prover, y: Node) -> Iterator[Theorem]:
    """|c u v ...| = |c| |u| |v| ...."""
    ((mono, c),) = t.terms(y)
    atoms: list[tuple[Node, int]] = []
    for a, e in t.factors(mono):
        power = a.op == "exp"
        atoms.append((t.exp(t.monomial(a.args[0]) * e), 1) if power else (single(a), int(e)))  # type: ignore[arg-type]
    if len(atoms) == 1 and abs(c) == 1 and atoms[0][1] == 1:
        return

    def prove() -> Theorem:
        size, squares, uses = t.lift(abs(c)), [p.script.root(y)[1]], [(t.ONE, 0)]
        done, left = t.lift(c * c), [u for u, e in atoms for _ in range(e)]
        signs = []
        rest = y * y * (1 / (c * c))
        for u in left:
            root, square, low = p.script.root(u)
            uses.append((-done * _over(rest, u * u), len(squares)))
            squares.append(square)
            signs.append(low)
            rest = _over(rest, u * u)
            done, size = done * root * root, size * root
        whole = p.script.root(y)
        equal = p.k.arith(squares, t.eq(whole[0] * whole[0], size * size), [], uses)
        up = p.k.arith([equal], t.ge(size * size - whole[0] * whole[0]), [], [(-t.ONE, 0)])
        down = p.k.arith([equal], t.ge(whole[0] * whole[0] - size * size), [], [(t.ONE, 0)])
        low = p.k.arith(signs, t.ge(size), [(abs(c), t.ONE, tuple(range(len(signs))))])
        return p.k.antisym(p.at_most(whole[0], size, up, low), p.at_most(size, whole[0], down, whole[2]))

    law = p.lemma("|uv|", y, prove)
    yield law


def _over(x: Node, u: Node) -> Node:
    """x/u of two monomials, where u divides x."""
    ((big, c),), ((small, d),) = t.terms(x), t.terms(u)
    left = dict(t.factors(big))
    for a, e in t.factors(small):
        left[a] = left.get(a, Fraction(0)) - e
    return t.monomial(t.product({a: e for a, e in left.items() if e}), c / d)


def _lambertw(p: Prover, x: Node, facts: Facts) -> Iterator[Theorem]:
    inside = nonnegative(p, x, facts)
    if inside is not None:
        yield p.k.special(inside, "lambertw", 0, x)


def _pi(p: Prover, _: Node, __: Facts) -> Iterator[Theorem]:
    yield from p.script.pi_bounds()


_FUNCTIONS: dict[str, Callable[[Prover, Node, Facts], Iterable[Theorem]]] = {
    "log": _log, "sqrt": _sqrt, "lambertw": _lambertw, "pi": _pi
}  # fmt: skip


def _summands(p: Prover, s: Node, body: Node, facts: Facts) -> Iterator[Theorem]:
    """A sum of nonnegative terms is at least each of them."""

    def each(x_in: Theorem) -> Theorem | None:
        x: Node = x_in.concl.args[0]  # type: ignore[assignment]
        return nonnegative(p, t.instantiate(body, (x,)), facts.with_(x_in))

    for inside in facts.members_of(s)[: 1 if body is t.ONE else 4]:
        found = p.at_least_term(inside, body, each)
        if found is None:
            return
        yield found


# ---- exponentials and comparisons


def _exponentials(p: Prover, terms: Sequence[Node], facts: Facts) -> Iterator[Theorem]:
    """exp u >= 1 + u, exp u > 0, and exp u >= or <= 1 by the sign of u; u <= v gives exp u <= exp v."""
    powers: dict[Node, Node] = {}
    for x in terms:
        for mono, _ in t.terms(x):
            part = t.product({a: e for a, e in t.factors(mono) if a.op == "exp"})
            if part is not t.ONE_MONO:
                powers.setdefault(_exponent(t.monomial(part)), t.monomial(part))
    for u in powers:
        yield p.exp_positive(u)
        yield p.k.exp(u)
        if not any(a.op == "fn" and a.args[0] == "log" for m, _ in t.terms(u) for a, _ in t.factors(m)):
            down = sign(p, -u, facts)
            if down is not None:
                yield p.lemma("exp<", u, partial(p.script.exp_monotone, down, u, t.ZERO), down)
    for u, v in combinations(list(powers)[:6], 2):
        for x, y in ((u, v), (v, u)):
            le = sign(p, y - x, facts)
            if le is not None:
                yield p.lemma("exp<=", y - x, partial(p.script.exp_monotone, le, x, y), le, x)
                if le.concl.op == "gt":
                    break


def _pairs(p: Prover, atoms: Sequence[Node], facts: Facts) -> Iterator[Theorem]:
    """Logarithms and roots grow."""
    for name, monotone, least in (("log", p.log_monotone, positive), ("sqrt", p.sqrt_monotone, nonnegative)):
        inner: list[Node] = [a.args[1] for a in atoms if a.op == "fn" and a.args[0] == name][:6]  # type: ignore[assignment]
        for u, v in combinations(inner, 2):
            for x, y in ((u, v), (v, u)):
                le = sign(p, y - x, facts)
                low = le and least(p, x, facts)
                if le is not None and low is not None:
                    yield monotone(le, low, x, y)
                    if le.concl.op == "gt":
                        break


def _values(p: Prover, goal: Node, facts: Facts) -> Iterator[Theorem]:
    """f(u) = f(v) where u = v by the facts, for values of a function in the goal."""
    applied = sorted({a for m, _ in t.terms(goal) for a, _ in t.factors(m) if a.op == "app"}, key=lambda a: a.id)
    for a, b in combinations(applied[:6], 2):
        xs: tuple[Node, ...] = a.args[1]  # type: ignore[assignment]
        ys: tuple[Node, ...] = b.args[1]  # type: ignore[assignment]
        if a.args[0] != b.args[0] or len(xs) != len(ys):
            continue
        apart = [(j, x, y) for j, (x, y) in enumerate(zip(xs, ys, strict=True)) if x is not y]
        if len(apart) != 1:
            continue
        ((j, x, y),) = apart
        equal = p.linear(t.eq(x, y), facts) if x.op == y.op == "poly" else None
        if equal is not None:
            yield p.script.congruence(equal, x, y, partial(_with_argument, single(a), x, j))


def _with_argument(value: Node, old: Node, j: int, new: Node) -> Node:
    """The value f(..., old, ...) with another argument number j."""
    ((mono, _),) = t.terms(value)
    ((atom, _),) = t.factors(mono)
    head, args = atom.args
    return t.app(head, (*args[:j], new, *args[j + 1 :]))  # type: ignore[arg-type, index]


def _sums(p: Prover, goal: Node, facts: Facts) -> Iterator[Theorem]:
    """Of two sums in the goal over one set, the one with the larger terms is larger."""
    atoms = sorted({a for m, _ in t.terms(goal) for a, _ in t.factors(m)}, key=lambda a: a.id)
    for a, b in combinations([a for a in atoms if a.op == "sum" and a.args[1] is not t.ONE][:6], 2):
        if a.args[0] is b.args[0]:
            for x, y in ((single(a), single(b)), (single(b), single(a))):
                found = nonnegative(p, y - x, facts)
                if found is not None:
                    yield found
