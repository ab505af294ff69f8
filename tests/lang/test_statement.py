"""Building entries: what a variant holds, and one clear line for every mistake."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
import sympy

from varproof.lang import (
    Array,
    Entry,
    Eq,
    Exists,
    ForAll,
    Index,
    Lam,
    MaxOver,
    Ne,
    Q,
    Size,
    Source,
    Sum,
    core,
    exp,
    log,
)
from varproof.lang.errors import ShapeError, StatementError


def lemma(build, **keywords):
    entry = Entry("lem:test", "A test", **keywords)
    with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
        build(s)
    return entry.variants["stated"]


def definition(build):
    entry = Entry("def:test", "A test")
    with entry.definition("printed") as s:
        build(s)
    return entry.variants["printed"]


def simple(s):
    n = s.size("n")
    a, r = s.vec("a", n), s.real("r")
    i = Index("i", n)
    s.assume("bound", ForAll(i, a[i] <= r))
    s.claim("top", MaxOver(a[i], i) <= r)
    s.constant("top", r, bounds=MaxOver(a[i], i), side="upper")
    s.instance("one", a=[Q(1, 2)], r=1)
    s.false("strict", claims={"top": MaxOver(a[i], i) < r}, at=dict(a=[1], r=1))
    s.false("free", drop=["bound"], at=dict(a=[2, 0], r=1))
    s.false("other bound", assume={"bound": ForAll(i, a[i] <= r + 1)}, at=dict(a=[2], r=1))


def test_a_variant_holds_everything():
    v = lemma(simple)
    assert (v.id, v.name, v.expect, v.evidence) == ("lem:test", "stated", "PROVED", ("kernel",))
    assert v.parts.sizes == (("n", 1),)
    assert v.parts.given == (("a", ("array", "n")), ("r", ("real",)))
    assert [label for label, _ in v.parts.assume] == ["bound"]
    assert v.hash == core.digest(core.parse(v.text))
    assert v.instances["one"].sizes == {"n": 1}
    assert v.instances["one"].values == {"a": (Fraction(1, 2),), "r": Fraction(1)}
    assert v.constants["top"].formula == ("real", "r")
    strict, free, other = v.falses
    assert core.parts(strict.core).claim[0][1][0] == "<"
    assert core.parts(strict.core).assume == v.parts.assume
    assert core.parts(free.core).assume == () and core.parts(free.core).claim == v.parts.claim
    assert core.parts(other.core).assume != v.parts.assume
    assert core.parts(free.core).variant == "stated~free"
    assert [str(clause.sympy) for clause in v.view.claims] == ["MaxOver(a[i], i) <= r"]
    assert v.proof is None and v.ill_typed is None and v.consequence is None


def test_a_variant_is_frozen():
    v = lemma(simple)
    with pytest.raises(FrozenInstanceError):
        v.expect = "REFUTED"
    entry = Entry("lem:late", "Late")
    with entry.variant("stated", expect="PROVED") as s:
        simple(s)
    with pytest.raises(StatementError, match="the block has ended"):
        s.real("x")


def test_a_block_that_fails_leaves_no_variant_and_restores_sympy():
    entry = Entry("lem:test", "A test")
    with pytest.raises(ZeroDivisionError), entry.variant("stated", expect="PROVED"):
        raise ZeroDivisionError
    assert entry.variants == {}
    x = sympy.Symbol("x")
    assert x - x == 0


def test_proofs_are_registered_by_variant():
    v = lemma(simple)

    @v.entry.proof("stated")
    def script(p):
        return p

    assert v.proof is script
    with pytest.raises(StatementError, match="already a proof"):
        v.entry.proof("stated")
    with pytest.raises(StatementError, match="variants are stated"):
        v.entry.proof("printed")


def test_a_definition_claims_that_it_is_defined():
    def build(s):
        n = s.size("n")
        z = s.vec("z", n)
        i, j = Index("i", n), Index("j", n)
        f = s.define("f", (z,), (i,), exp(z[i]) / Sum(exp(z[j]), j))
        assert str(f(z)[i]) == "f(z)[i]"
        s.false("no exp", claims={"value": z[i] / Sum(z[j], j)}, at=dict(z=[0], i=0))

    v = definition(build)
    assert v.parts.kind == "definition"
    assert v.parts.given == (("z", ("array", "n")), ("i", ("index", "n")))
    ((label, claim),) = v.parts.claim
    assert label == "value" and claim[0] == "defined"
    assert core.parts(v.falses[0].core).claim[0][1][0] == "defined"


def test_calls_bring_their_definitions_in_order():
    home = Entry("def:test", "A test")
    with home.definition("printed") as s:
        n = s.size("n")
        z = s.vec("z", n)
        i = Index("i", n)
        f = s.define("f", (z,), (i,), exp(z[i]))
        k = Index("k", n)
        g = s.define("g", (z,), (), Sum(f(z)[k], k))

    def build(s):
        m = s.size("m")
        b = s.vec("b", m)
        j = Index("j", m)
        s.claim("c", g(Lam(j, -b[j])) > 0)

    v = lemma(build)
    assert v.entry.uses == ("def:test",)
    assert [name for name, *_ in v.parts.define] == ["f", "g"]
    ((_, claim),) = v.parts.claim
    assert claim[2][:2] == ("call", "g")
    assert claim[2][2][:3] == ("lam", ("j",), ("m",))


def test_hypotheses_can_be_taken_away():
    def build(s):
        n = s.size("n", least=2, needed_at=dict(a=[1]))
        a = s.vec("a", n)
        i, j = Index("i", n), Index("j", n)
        s.claim("two", Exists(i, j, Ne(i, j)))
        s.assume("sure", ForAll(i, a[i] >= 0))

    v = lemma(build)
    assert v.parts.sizes == (("n", 2),)
    assert core.parts(v.without("n>=2")).sizes == (("n", 1),)
    assert core.parts(v.without("sure")).assume == ()
    assert v.needed["n>=2"].sizes == {"n": 1}
    with pytest.raises(StatementError, match=r"no hypothesis 'x'; there are sure, n>=2"):
        v.without("x")


def test_ill_typed_variants_keep_their_misfit():
    entry = Entry("lem:test", "A test")
    with entry.variant("printed", expect="REFUTED", evidence=["ill-typed"]) as s:
        n, d = s.size("n"), s.size("d")
        a = s.vec("a", n)
        i = Index("i", d)
        s.claim("c", ForAll(i, a[i] >= 0))
    v = entry.variants["printed"]
    assert v.ill_typed == "lem:test printed, claim c: a[i]: a has shape (n,), i ranges over d"
    with (
        pytest.raises(StatementError, match="every shape fits"),
        entry.variant("stated", expect="REFUTED", evidence=["ill-typed"]) as s,
    ):
        s.claim("c", s.real("x") > 0)


BAD_STATEMENTS = {
    "index of another size": (
        lambda s, n, a: s.claim("c", ForAll(i := Index("i", s.size("d")), a[i] >= 0)),
        "lem:test stated, claim c: a[i]: a has shape (n,), i ranges over d",
    ),
    "too many indices": (
        lambda s, n, a: s.claim("c", ForAll(i := Index("i", n), a[i, i] >= 0)),
        "lem:test stated, claim c: a[i, i]: a has shape (n,), got 2 indices",
    ),
    "unbound index": (
        lambda s, n, a: s.claim("c", a[Index("i", n)] >= 0),
        "lem:test stated, claim c: i is not declared; declare it as a given or bind it with a quantifier or a sum",
    ),
    "unknown size": (
        lambda s, n, a: s.claim("c", log(Size("m")) > 0),
        "lem:test stated, claim c: a term: m is not a declared size; declare it with s.size('m')",
    ),
    "bound twice": (
        lambda s, n, a: s.claim("c", ForAll(i := Index("i", n), Sum(a[i], i) >= 0)),
        "lem:test stated, claim c: i is bound here and already means something else; rename one of them",
    ),
    "bound like a given": (
        lambda s, n, a: s.claim("c", ForAll(i := Index("a", n), Sum(1, i) >= 0)),
        "lem:test stated, claim c: a is bound here and already means something else; rename one of them",
    ),
    "two indices of different sizes": (
        lambda s, n, a: s.claim("c", ForAll(i := Index("i", n), j := Index("j", s.size("d")), Eq(i, j))),
        "lem:test stated, claim c: i = j: i ranges over n, j over d",
    ),
    "reserved name": (
        lambda s, n, a: s.claim("c", s.real("sum") > 0),
        "lem:test stated: 'sum' cannot be a name: letters, digits and _, and not a word of the core form",
    ),
    "size twice": (
        lambda s, n, a: (s.size("n"), s.claim("c", n > 0)),
        "lem:test stated: size n is declared twice",
    ),
    "given twice": (
        lambda s, n, a: (s.real("a"), s.claim("c", n > 0)),
        "lem:test stated: a is bound here and already means something else; rename one of them",
    ),
    "least below one": (
        lambda s, n, a: (s.size("m", least=0), s.claim("c", n > 0)),
        "lem:test stated: size m: least is 0; an index set has at least one element",
    ),
    "no claim": (lambda s, n, a: None, "lem:test stated: no claim; add s.claim(label, formula)"),
    "label twice": (
        lambda s, n, a: (s.assume("c", n > 0), s.claim("c", n > 0)),
        "lem:test stated: label 'c' is there already; give it another name",
    ),
    "label with a space": (
        lambda s, n, a: s.claim("the claim", n > 0),
        "lem:test stated: label 'the claim'; use letters, digits, hyphens and no spaces",
    ),
    "python equality": (
        lambda s, n, a: s.claim("c", n == 1),
        "lem:test stated, claim c: a formula collapsed to False: build it inside the statement,"
        " and write Eq(s, t) for s == t",
    ),
    "false that changes nothing": (
        lambda s, n, a: (s.claim("c", n > 0), s.false("x")),
        "lem:test stated, false 'x': change something with claims=, drop= or assume=",
    ),
    "false without such a hypothesis": (
        lambda s, n, a: (s.claim("c", n > 0), s.false("x", drop=["h"])),
        "lem:test stated: no hypothesis 'h'; there are none",
    ),
    "replaced hypothesis": (
        lambda s, n, a: (s.claim("c", n > 0), s.false("x", assume={"h": n > 0})),
        "lem:test stated, false 'x': no assumption 'h' to replace",
    ),
    "side": (
        lambda s, n, a: s.constant("k", n, bounds=n, side="above"),
        "lem:test stated, constant k: side='above'; expected 'upper' or 'lower'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_STATEMENTS)
def test_a_bad_statement_is_one_clear_line(name):
    build, expected = BAD_STATEMENTS[name]

    def whole(s):
        n = s.size("n")
        build(s, n, s.vec("a", n))

    with pytest.raises(StatementError) as caught:
        lemma(whole)
    assert str(caught.value) == expected


BAD_DATA = {
    "short": (dict(n=3, a=[1, 2], r=0), "a: expected an array of shape (n,) = (3,), got shape (2,)"),
    "nested": (dict(n=1, a=[[1]], r=0), "a: expected an array of shape (n,) = (1,), got shape (1, 1)"),
    "ragged": (dict(n=2, a=[1, [2]], r=0), "a: expected an array of shape (n,) = (2,), got entries of unequal length"),
    "scalar": (dict(n=1, a=3, r=0), "a: expected an array of shape (n,) = (1,), got shape ()"),
    "empty": (dict(a=[], r=0), "a: expected an array of shape (n,), got []"),
    "below least": (dict(n=0, a=[], r=0), "size n is 0, but must be at least 1"),
    "float": (dict(a=[0.5], r=0), "a: 0.5 is not an exact rational; write an int, Q(p, q) or Fraction(p, q)"),
    "bool": (dict(a=[True], r=0), "a: True is not an exact rational; write an int, Q(p, q) or Fraction(p, q)"),
    "irrational": (
        dict(a=[sympy.sqrt(2)], r=0),
        "a: sqrt(2) is not an exact rational; write an int, Q(p, q) or Fraction(p, q)",
    ),
    "missing": (dict(a=[1]), "no value for r, a real"),
    "unknown": (dict(a=[1], r=0, b=1), "b is neither a size nor a given; there are a, n, r"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_DATA)
def test_bad_data_is_one_clear_line(name):
    values, expected = BAD_DATA[name]

    def build(s):
        n = s.size("n")
        a, r = s.vec("a", n), s.real("r")
        i = Index("i", n)
        s.claim("c", MaxOver(a[i], i) >= r)
        s.instance("bad", **values)

    with pytest.raises(StatementError) as caught:
        lemma(build)
    assert str(caught.value) == f"lem:test stated, instance 'bad': {expected}"


def test_index_data_is_counted_from_zero():
    def build(s, value):
        n = s.size("n")
        a, i = s.vec("a", n), s.index("i", n)
        s.claim("c", a[i] >= 0)
        s.instance("x", a=[1, 2], i=value)

    assert lemma(lambda s: build(s, 1)).instances["x"].values["i"] == 1
    for bad in (2, -1, Q(1), "0"):
        with pytest.raises(StatementError, match="expected an index from 0 to 1"):
            lemma(lambda s, bad=bad: build(s, bad))


def test_exact_arithmetic_in_data_is_evaluated():
    def build(s):
        s.claim("c", s.real("x") > 0)
        s.instance("x", x=Q(1, 2) + 3)

    assert lemma(build).instances["x"].values["x"] == Fraction(7, 2)


@pytest.mark.parametrize(
    ("make", "hint"),
    [
        (lambda: Entry("boltz", "x"), "expected prefix:words"),
        (lambda: Entry("lemma:boltz", "x"), "expected prefix:words"),
        (lambda: Entry("lem:a", "x", uses="def:b"), r"write uses=\['def:b'\]"),
        (lambda: Source(text="guessed"), "expected one of read, reconstructed, ours"),
        (lambda: Entry("lem:a", "x").variant("improved", expect="PROVED"), "a variant is one of printed"),
        (lambda: Entry("lem:a", "x").variant("stated", expect="TRUE"), "not one of PROVED"),
        (lambda: Entry("lem:a", "x").variant("stated", expect="PROVED", evidence=["floats"]), "not one of kernel"),
        (lambda: Entry("lem:a", "x").definition("stated"), "ids that begin with def:"),
        (lambda: Index("i", 3), "the second argument is a size"),
        (lambda: Array("a"), "at least one dimension"),
    ],
)  # fmt: skip
def test_bad_entries_say_how_to_mend_them(make, hint):
    with pytest.raises(StatementError, match=hint):
        make()


def test_calls_check_arity_and_shapes():
    home = Entry("lem:test", "A test")
    with home.variant("stated", expect="PROVED") as s:
        n, d = s.size("n"), s.size("d")
        M, a = s.mat("M", n, d), s.vec("a", n)
        f = s.define("f", (M, a), (), Sum(a[Index("i", n)], Index("i", n)))
        with pytest.raises(StatementError, match="f takes 2 arguments, got 1"):
            f(M)
        s.claim("c", f(M, a) > 0)

    def bad(s, argument):
        n, d = s.size("n"), s.size("d")
        M, b, i = s.mat("M", n, d), s.vec("b", d), Index("i", n)
        s.claim("c", ForAll(i, f(M, argument(b, i)) > 0))

    with pytest.raises(ShapeError) as caught:
        lemma(lambda s: bad(s, lambda b, i: b), uses=["lem:test"])
    assert str(caught.value).endswith(
        "f(..., b, ...): a must be an array of shape (n,) here, got an array of shape (d,)"
    )
    with pytest.raises(ShapeError, match="a is an array of shape \\(n,\\), got an index over n"):
        lemma(lambda s: bad(s, lambda b, i: i), uses=["lem:test"])
    with pytest.raises(ShapeError, match="a is an array of shape \\(n,\\), got a real"):
        lemma(lambda s: bad(s, lambda b, i: Q(1)), uses=["lem:test"])


@pytest.mark.parametrize("name", "E I S N Q O Max Min Sum beta gamma zeta lambda Abs Real".split())
def test_a_name_of_sympy_is_a_name(name):
    """Nothing is read from the text of an expression: the symbol called E is not Euler's number."""

    def build(s):
        x = s.real(name)
        s.claim("c", x >= sympy.E + sympy.pi)
        s.instance("ten", **{name: 10})

    claim = lemma(build).parts.claim[0][1]
    assert claim == ("<=", ("+", ("exp", Fraction(1)), ("pi",)), ("real", name))


def test_a_word_of_the_core_form_is_no_name():
    with pytest.raises(ShapeError, match="'pi' cannot be a name"):
        lemma(lambda s: s.claim("c", s.real("pi") >= 3))


@pytest.mark.parametrize(
    "build",
    [
        lambda n, d, a: Sum(a[Index("i", d)], Index("i", n)),
        lambda n, d, a: Sum(a[Index("i", n)], Index("i", n)) + MaxOver(a[Index("i", d)], Index("i", d)),
        lambda n, d, a: Sum(Array("a", d)[Index("i", n)], Index("i", n)),
    ],
)
def test_two_things_of_one_name_are_refused(build):
    """The first used to be read as the sum of a_i over [n], though its index ranges over [d]."""

    def statement(s):
        n, d = s.size("n"), s.size("d")
        s.claim("c", build(n, d, s.vec("a", n)) >= 0)

    with pytest.raises(StatementError, match=r"lem:test stated, claim c: [ia] is two different things"):
        lemma(statement)


def test_symbols_and_floats_of_sympy_are_no_terms():
    x = sympy.Symbol("x", positive=True)
    with pytest.raises(StatementError, match=r"s\.real"):
        lemma(lambda s: s.claim("c", x >= -1 * s.real("y")))
    with pytest.raises(StatementError, match="not exact"):
        lemma(lambda s: s.claim("c", s.real("y") >= sympy.Float("0.1")))
    with pytest.raises(StatementError, match="not an exact rational"):

        def build(s):
            s.claim("c", s.real("y") >= 0)
            s.instance("tenth", y=sympy.Float("0.1"))

        lemma(build)
