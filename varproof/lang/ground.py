"""From a statement and sizes to a program: sums and quantifiers over indices are written out.

What is undefined is kept apart from what is false. Every division, logarithm, root and Lambert W adds a domain
condition to the relation it stands in; the conditions of a sum's term count only where the sum's own condition
holds; those of a derivative count for all values of the variable. Calls and derivatives work by environments:
names are bound to values, nothing is substituted into the text of a definition. A call is defined where its real
arguments are, used or not, and its body is; of an array argument those entries count that are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import count, product

from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data, Value
from varproof.lang.derivative import derivative
from varproof.lang.program import Node, Program, ProgramError
from varproof.lang.scope import Array, Bound, Changed, Closure, Given, Map, Place, Real, Scope, Unknown
from varproof.lang.signs import ANY, NEGATIVE, POSITIVE, ZERO
from varproof.lang.substitute import substitute

LARGEST = 5_000_000  # steps of writing out one statement

_RELATIONS = {"<=": "ge", "<": "gt", "=": "eq", "!=": "eq"}
_FORMULAS = frozenset((*_RELATIONS, "same", "and", "or", "not", "implies", "forall", "exists", "defined"))


class Ground:
    """A statement at given sizes, indices and maps (`fixed`): one program, and a formula node for each label.

    `beside` is the ground of a statement with the same givens at the same place: then the program is shared, and what
    both statements have in common is written out once.
    """

    def __init__(
        self,
        statement: Core,
        sizes: Mapping[str, int],
        fixed: Mapping[str, Value],
        largest: int = LARGEST,
        beside: Ground | None = None,
    ) -> None:
        self.statement = statement
        self.parts = core.parts(statement)
        self.program: Program = Program() if beside is None else beside.program
        self.sizes = dict(sizes)
        self.fixed = dict(fixed)
        self._definitions = {name: (params, body) for name, params, body in self.parts.define}
        self._bodies: dict[int, Core] = {}
        self._memo: dict[tuple[int, Scope], tuple[Node, tuple[Node, ...]]] = {}
        self._free: dict[int, frozenset[str]] = {}
        self._kept: list[Core] = []
        self._holes: Iterator[int] = count() if beside is None else beside._holes
        if beside is not None and beside.parts.define == self.parts.define:
            self._bodies, self._memo = beside._bodies, beside._memo
            self._free, self._kept = beside._free, beside._kept
        self._largest = largest
        self.steps = 0
        names: dict[str, Bound] = {}
        for name, sort in self.parts.given:
            if sort[0] == "array":
                names[name] = Given(name, tuple(self.sizes[n] for n in sort[1:]))
            elif sort[0] == "index":
                names[name] = Place(self.fixed[name], self.sizes[sort[1]])
            elif sort[0] == "real":
                names[name] = Real(self.program.var(name))
        self.scope = Scope((), tuple(sorted(self.sizes.items())))
        for name, sort in self.parts.given:
            if sort[0] == "map":
                names[name] = self._map(self.fixed[name], self.scope, is_total=True)
        self.scope = Scope(tuple(sorted(names.items())), tuple(sorted(self.sizes.items())))
        self.assume = {label: self.formula(f) for label, f in self.parts.assume}
        self.claim = {label: self.formula(f) for label, f in self.parts.claim}

    def formula(self, f: Core) -> Node:
        """The node of a formula over the sizes and givens; its outcome may be true, false or undefined."""
        return self._formula(f, self.scope)

    def term(self, t: Core) -> tuple[Node, tuple[Node, ...]]:
        """The node of a term over the sizes and givens, and its domain conditions."""
        conditions: dict[Node, None] = {}
        return self._term(t, self.scope, conditions), tuple(conditions)

    def again(self) -> None:
        """Allow the steps that were taken once more, to write parts out in scopes of their own."""
        self._largest += self.steps

    def formula_in(self, f: Core, scope: Scope) -> Node:
        """The node of a formula over a scope of this ground with more names."""
        return self._formula(f, scope)

    def term_in(self, t: Core, scope: Scope) -> Node:
        """The node of a term over a scope of this ground with more names, whatever its domain conditions are."""
        return self._term(t, scope, {})

    def table(
        self, indices: Sequence[tuple[str, Core]], body: Core, is_formula: bool
    ) -> list[tuple[Node, tuple[Node, ...]]]:
        """The node of a term or formula, and its domain conditions, at all places of more indices, in order."""
        sizes = [self.scope.size(sort[1]) for _, sort in indices]
        found = []
        for where in product(*map(range, sizes)):
            places = ((name, Place(k, size)) for (name, _), k, size in zip(indices, where, sizes, strict=True))
            inner = self.scope.bind(*places)
            conditions: dict[Node, None] = {}
            node = self._formula(body, inner) if is_formula else self._term(body, inner, conditions)
            found.append((node, tuple(conditions)))
        return found

    def inputs(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Every real entry of the givens, in order."""
        for name, sort in self.parts.given:
            if sort[0] == "real":
                yield name, ()
            elif sort[0] == "array":
                for where in product(*(range(self.sizes[n]) for n in sort[1:])):
                    yield name, where

    def _count(self) -> None:
        self.steps += 1
        if self.steps > self._largest:
            raise ProgramError(f"more than {self._largest} steps to write it out at sizes {self.sizes}")

    # ---- scope

    def _free_names(self, node: Core) -> frozenset[str]:
        found = self._free.get(id(node))
        if found is None:
            self._kept.append(node)  # so that the id stays its own
            found = self._free[id(node)] = frozenset(core.free(node))
        return found

    def _entry(self, array: Array, where: tuple[int, ...], conditions: dict[Node, None]) -> Node:
        if isinstance(array, Given):
            return self.program.var(array.name, where)
        if isinstance(array, Changed):
            return array.entry if where == array.where else self._entry(array.base, where, conditions)
        places = ((i, Place(k, n)) for i, k, n in zip(array.names, where, array.dims, strict=True))
        return self._term(self._bodies[array.body], array.scope.bind(*places), conditions)

    def _argument(self, arg: Core, scope: Scope, conditions: dict[Node, None]) -> Bound:
        head = arg[0] if isinstance(arg, tuple) else None
        if head in ("index", "array", "map"):
            return scope[arg[1]]  # type: ignore[no-any-return]
        if head == "fun":
            return self._map(arg, scope, is_total=False)
        if head == "lam":
            self._bodies[id(arg[3])] = arg[3]
            inner = scope.only(self._free_names(arg))
            return Closure(id(arg[3]), arg[1], tuple(map(scope.size, arg[2])), inner)
        return Real(self._term(arg, scope, conditions))

    def _map(self, fun: Core, scope: Scope, *, is_total: bool) -> Map:
        _, params, indices, _, body = fun
        self._bodies[id(body)] = body
        names = (*(name for name, _ in params), *indices)
        dims = tuple(map(scope.size, core.dims(core.fun_sort(fun))))
        return Map(id(body), names, dims, scope.only(self._free_names(fun)), is_total)

    def _apply(self, t: Core, scope: Scope, conditions: dict[Node, None]) -> Node:
        """Every argument has to be defined, of an array every entry."""
        p, function = self.program, scope[t[1]]
        values = [self._argument(arg, scope, conditions) for arg in t[2:]]
        entries = [value.node for value in values if isinstance(value, Real)]
        for value in values:
            if isinstance(value, Given | Changed | Closure):
                entries += [self._entry(value, where, conditions) for where in product(*map(range, value.dims))]
        if isinstance(function, Unknown):  # a term without a value that depends on the arguments
            return p.when(p.open, p.add((p.var(f"@{next(self._holes)}"), *entries)))
        below: dict[Node, None] = {}
        inner = function.scope.bind(*zip(function.names, values, strict=True))
        node = self._term(self._bodies[function.body], inner, below)
        if function.is_total:
            return p.when(p.connect("all", below), node)
        conditions.update(below)
        return node

    def _call(self, node: Core, scope: Scope, conditions: dict[Node, None]) -> tuple[Core, Scope]:
        """The body of a definition and its scope; the conditions are those of the arguments."""
        params, body = self._definitions[node[1]]
        names: dict[str, Bound] = {}
        sizes: dict[str, int] = {}
        for (name, sort), arg in zip(params, node[2:], strict=True):
            value = names[name] = self._argument(arg, scope, conditions)
            if isinstance(value, Place):
                sizes[sort[1]] = value.size
            elif not isinstance(value, Real):
                sizes.update(zip(core.dims(sort), value.dims, strict=True))
        return body, Scope(tuple(sorted(names.items())), tuple(sorted(sizes.items())))

    # ---- terms

    def _term(self, t: Core, scope: Scope, conditions: dict[Node, None]) -> Node:
        p = self.program
        self._count()
        if isinstance(t, Fraction):
            return p.const(t)
        head = t[0]
        if head == "real":
            return scope[t[1]].node  # type: ignore[no-any-return]
        if head == "at":
            return self._entry(scope[t[1]], tuple(scope[i[1]].value for i in t[2:]), conditions)
        if head == "pi":
            return p.pi()
        if head == "card":
            return p.const(Fraction(scope.size(t[1])))
        if head == "pos":
            return p.const(Fraction(scope[t[1][1]].value + 1))
        if head in ("sum", "maxover", "minover", "deriv", "integral", "call", "apply"):
            key = (id(t), scope.only(self._free_names(t)))
            found = self._memo.get(key)
            if found is None:
                inner: dict[Node, None] = {}
                node = self._bound(t, scope, inner)
                found = self._memo[key] = node, tuple(inner)
            conditions.update(dict.fromkeys(found[1]))
            return found[0]
        if head == "^":
            return p.power(self._term(t[1], scope, conditions), t[2])
        parts = [self._term(part, scope, conditions) for part in t[1:]]
        if head == "+":
            return p.add(parts)
        if head == "*":
            return p.mul(parts)
        if head in ("max", "min"):
            return p.extreme(head, parts)
        if head == "/":
            self._require(p.negation(p.relation("eq", parts[1])), conditions)
            return p.div(*parts)
        if head == "log":
            self._require(p.relation("gt", parts[0]), conditions)
            return p.log(parts[0])
        if head in ("sqrt", "lambertw"):
            self._require(p.relation("ge", parts[0]), conditions)
            return p.sqrt(parts[0]) if head == "sqrt" else p.lambertw(parts[0])
        if head in ("exp", "abs"):
            return p.exp(parts[0]) if head == "exp" else p.abs(parts[0])
        raise ProgramError(f"{head} is not the head of a term")

    def _require(self, condition: Node, conditions: dict[Node, None]) -> None:
        if condition != self.program.true:
            conditions[condition] = None

    def _bound(self, t: Core, scope: Scope, conditions: dict[Node, None]) -> Node:
        p, head = self.program, t[0]
        if head == "call":
            body, inner = self._call(t, scope, conditions)
            return self._term(body, inner, conditions)
        if head == "apply":
            return self._apply(t, scope, conditions)
        if head == "deriv":
            return self._derivative(t, scope, conditions)
        if head == "integral":
            return self._integral(t, scope, conditions)
        size = scope.size(t[2])
        rounds = (scope.bind((t[1], Place(k, size))) for k in range(size))
        if head != "sum":
            terms = [self._term(t[3], inner, conditions) for inner in rounds]
            return p.extreme("max" if head == "maxover" else "min", terms)
        if t[3] is None:
            return p.add([self._term(t[4], inner, conditions) for inner in rounds])
        kept = []
        for inner in rounds:
            chosen = self._formula(t[3], inner)
            self._require(p.is_defined(chosen), conditions)
            if chosen == p.false:
                continue
            below: dict[Node, None] = {}
            kept.append(p.sel(chosen, self._term(t[4], inner, below)))
            for condition in below:
                self._require(p.connect("or", (p.negation(chosen), condition)), conditions)
        return p.add(kept)

    def _derivative(self, t: Core, scope: Scope, conditions: dict[Node, None]) -> Node:
        p, body, wrt = self.program, t[1], t[2]
        point = self._term(wrt, scope, conditions)
        below: dict[Node, None] = {}
        if self._is_only_route(body, wrt[1], scope):
            value = self._term(body, scope, below)
            variable, result = point, derivative(p, value, point)
        else:
            variable = p.var(f"@{next(self._holes)}")
            old = scope[wrt[1]]
            where = tuple(scope[i[1]].value for i in wrt[2:])
            new = Real(variable) if wrt[0] == "real" else Changed(old, where, variable, old.dims)
            value = self._term(body, scope.bind((wrt[1], new)), below)
            result = substitute(p, p, {variable: point})(derivative(p, value, variable))
        for condition in below:
            self._require(p.every(condition, (variable,)), conditions)
        return result

    def _integral(self, t: Core, scope: Scope, conditions: dict[Node, None]) -> Node:
        """A domain condition that depends on the variable and is not plain from its form is left open."""
        p = self.program
        _, name, sort, low, high, body = t
        hole = f"@{next(self._holes)}"
        dims = tuple(map(scope.size, sort[1:]))
        sign = POSITIVE if low > 0 else NEGATIVE if high < 0 else POSITIVE | ZERO if low == 0 else ANY
        variables = tuple(p.var(hole, where, sign) for where in product(*map(range, dims)))
        below: dict[Node, None] = {}
        value = Real(variables[0]) if sort[0] == "real" else Given(hole, dims)
        node = self._term(body, scope.bind((name, value)), below)
        for condition in below:
            self._require(p.open if any(p.depends(condition, v) for v in variables) else condition, conditions)
        return p.integral(node, variables, low, high)

    def _is_only_route(self, body: Core, name: str, scope: Scope) -> bool:
        """Does this name stand for variables that the term can reach by no other name?"""
        target = self._root(scope[name])
        others = {self._root(scope[other]) for other in self._free_names(body) - {name}}
        return target is not None and target != "" and None not in others and target not in others

    def _root(self, value: Bound) -> str | None:
        """The given that a value is (an entry of); "" for what depends on none; None for anything else."""
        if isinstance(value, Given):
            return value.name
        if isinstance(value, Real):
            op = self.program.ops[value.node]
            return str(op[1]) if op[0] == "var" else "" if op[0] in ("const", "pi") else None
        if isinstance(value, Map):
            return None if value.scope.names else ""
        return "" if isinstance(value, Place | Unknown) else None

    # ---- formulas

    def _formula(self, f: Core, scope: Scope) -> Node:
        p, head = self.program, f[0]
        conditions: dict[Node, None] = {}
        self._count()
        if head in _RELATIONS:
            left, right = (self._term(t, scope, conditions) for t in f[1:])
            relation = p.relation(_RELATIONS[head], p.sub(right, left))
            return p.defined(p.negation(relation) if head == "!=" else relation, conditions)
        if head == "same":
            return p.true if scope[f[1][1]].value == scope[f[2][1]].value else p.false
        if head in ("and", "or"):
            return p.connect(head, [self._formula(part, scope) for part in f[1:]])
        if head == "not":
            return p.negation(self._formula(f[1], scope))
        if head == "implies":
            return p.connect("or", (p.negation(self._formula(f[1], scope)), self._formula(f[2], scope)))
        if head in ("forall", "exists"):
            if f[2][0] != "index":
                return self._over_reals(f, scope)
            key = (id(f), scope.only(self._free_names(f)))
            found = self._memo.get(key)
            if found is None:
                size = scope.size(f[2][1])
                parts = [self._formula(f[3], scope.bind((f[1], Place(k, size)))) for k in range(size)]
                found = self._memo[key] = p.connect("all" if head == "forall" else "any", parts), ()
            return found[0]
        if head == "defined":
            return self._defined(f[1], scope)
        if head == "call":
            body, inner = self._call(f, scope, conditions)
            return p.defined(self._formula(body, inner), conditions)
        raise ProgramError(f"{head} is not the head of a formula")

    def _over_reals(self, f: Core, scope: Scope) -> Node:
        """A quantifier over reals, arrays or maps: decided only where the written-out formula does not depend on it."""
        p = self.program
        hole, dims = f"@{next(self._holes)}", tuple(map(scope.size, core.dims(f[2])))
        value = Real(p.var(hole)) if f[2][0] == "real" else Given(hole, dims) if f[2][0] == "array" else Unknown(dims)
        inner = self._formula(f[3], scope.bind((f[1], value)))
        return inner if inner in (p.true, p.false, p.undef) else p.open

    def _defined(self, node: Core, scope: Scope) -> Node:
        p, conditions = self.program, dict[Node, None]()
        while isinstance(node, tuple) and node[0] == "call":
            node, scope = self._call(node, scope, conditions)
        if isinstance(node, tuple) and node[0] in _FORMULAS:
            self._require(p.is_defined(self._formula(node, scope)), conditions)
        else:
            self._term(node, scope, conditions)
        return p.connect("all", conditions)


def at(ground: Ground, data: Data) -> tuple[Program, Callable[[Node], Node]]:
    """The program with the data written in, and the map of nodes into it."""
    numbers = Ground(_NOTHING, {}, {})
    target = numbers.program
    mapping: dict[Node, Node] = {}
    for name, where in ground.inputs():
        mapping[ground.program.var(name, where)] = numbers.term(entry(data.values[name], where))[0]
    return target, substitute(ground.program, target, mapping)


_NOTHING = core.Parts("", "", "", (), (), (), (), ()).core()


def entry(value: Value, where: tuple[int, ...]) -> Value:
    """One entry of a nested tuple: a number of `Data`."""
    for k in where:
        value = value[k]
    return value
