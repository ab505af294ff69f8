"""Definitions run on data: exact, in balls and in floats, over the whole catalog; and what bad data is told."""

from fractions import Fraction

import numpy as np
import pytest

import varproof
from varproof.arith import exact
from varproof.arith.balls import Ball, precision
from varproof.arith.exact import Number
from varproof.lang import run, vector
from varproof.lang.errors import StatementError

CATALOG = varproof.catalog()
MODELS = [(e, name) for e in CATALOG.values() for name, (v, _) in run.runnable(e).items() if v.expect == "PROVED"]
# exp overflows in float64
OVERFLOW = {("attention_matrix", "large scores"), ("attention", "large scores"), ("softmax", "far apart")}
OVER_REALS = {"bicubic_kernel"}  # quantified over all reals: not decided by evaluation


def arguments(entry, name):
    """The instances of a definition, without its index parameters."""
    variant, definition = run.runnable(entry)[name]
    sizes = {name for name, _ in variant.parts.sizes}
    wanted = sizes | dict(run.statement(variant, definition).given).keys()
    for instance, data in variant.instances.items():
        yield instance, {key: value for key, value in data.keywords().items() if key in wanted}


def flat(values):
    return [x for value in values for x in flat(value)] if isinstance(values, list) else [values]


def disagreements(entry, name, data, instance):
    """What the three arithmetics say differently."""
    try:
        exactly = flat(entry.run(name, **data))
    except StatementError as error:
        assert "no value was found in this arithmetic" in str(error)
        exactly = None
    balls = flat(entry.run(name, arithmetic="balls", **data))
    floats = np.ravel(entry.run(name, arithmetic="floats", **data))
    found = []
    for k, ball in enumerate(balls):
        if isinstance(ball, bool):
            found += [k] * (not ball == exactly[k] == floats[k])
            continue
        if exactly is not None and not inside(exactly[k], ball):
            found.append((k, "exact"))
        if not np.isfinite(floats[k]):
            assert (name, instance) in OVERFLOW
        elif not near(float(floats[k]), ball):
            found.append((k, "floats"))
    return found


def inside(value, ball):
    """A number, or a much finer enclosure of it, in the ball."""
    if isinstance(value, Number):
        with precision(512):
            return all(ball.contains(end) for end in value.ball().bounds())
    return ball.contains(value)


def near(value, ball):
    """For exploration: in the ball, made 2^-30 larger."""
    low, high = ball.bounds()
    slack = (max(abs(low), abs(high)) + 1) / 2**30
    return low - slack <= Fraction(value) <= high + slack


@pytest.mark.parametrize("entry, name", MODELS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_arithmetics_agree(entry, name):
    instances = list(arguments(entry, name))
    assert instances
    for instance, data in instances:
        if name in OVER_REALS:
            with pytest.raises(StatementError, match="the formula is not decided"):
                entry.run(name, **data)
            continue
        assert not disagreements(entry, name, data, instance), instance


def test_every_definition_of_the_catalog_can_be_run():
    assert len(MODELS) >= 60
    assert {e.id for e, _ in MODELS} == {e.id for e in CATALOG.values() if e.is_model}


@pytest.mark.parametrize("arithmetic", ["exact", "balls", "floats"])
def test_a_wrong_arithmetic_is_caught(arithmetic, monkeypatch):
    """The same instances, with an exponential that is off by a millionth."""
    entry, name = CATALOG["def:softmax"], "softmax"
    data = dict(z=[Fraction(1, 3), Fraction(-5, 2)], n=2)
    assert not disagreements(entry, name, data, "two entries")
    if arithmetic == "exact":
        true = exact.Number.exp
        monkeypatch.setattr(Number, "exp", lambda x: true(x) * Number.of(Fraction(10**6 + 1, 10**6)) + Number.of(1))
    elif arithmetic == "balls":
        true = Ball.exp
        monkeypatch.setattr(Ball, "exp", lambda x: true(x) + Fraction(1, 10**6))
    else:
        monkeypatch.setitem(vector._NUMPY, "exp", "1e-6 + np.exp")
    assert disagreements(entry, name, data, "two entries")


def test_a_wrong_model_is_caught():
    """Attention that forgets the division does not agree with the definition."""
    data = dict(X=[[1], [3]], W_Q=[[0]], W_K=[[0]])
    weights = CATALOG["def:attention-matrix"].run(**data)
    right = CATALOG["def:attention"].run(**data, W_V=[[1]])
    wrong = [[sum(a * Fraction(x[0]) for a, x in zip(row, data["X"], strict=True))] for row in weights]
    assert right == [[2], [2]] and wrong == [[4], [4]]


def test_values():
    attention = CATALOG["def:attention"]
    data = dict(X=[[1], [2]], W_Q=[[0]], W_K=[[1]], W_V=[[1]])
    assert attention.run(**data) == [[Fraction(3, 2)], [Fraction(3, 2)]]
    assert attention.run(**data, arithmetic="floats").shape == (2, 1)
    assert CATALOG["def:flow"].run("velocity", Y=[[1]], F0=[[5]]) == [[-4]]
    assert CATALOG["def:vocabulary"].run("same_vocabulary", X=[[[0]], [[0]], [[1]]], i=0, j=1) is True
    half = CATALOG["def:mlp"].run(X=np.array([[0.5]]), W=[[1]], b=[0.25], arithmetic="floats")
    assert half.tolist() == [[0.75]]
    with precision(64):
        ball = CATALOG["def:softmax"].run(z=[0, 1], arithmetic="balls", bits=200)[0]
        low, high = ball.bounds()
        assert 0 < high - low < Fraction(1, 2**190)


BAD = {
    "shape": (dict(X=[[1, 2]], W_Q=[[1]]), r"W_Q: expected an array of shape \(d, d\) = \(2, 2\), got shape \(1, 1\)"),
    "missing": (dict(X=[[1]], W_Q=[[1]]), "no value for W_K"),
    "no size": (dict(), r"no value for X, an array of shape \(n, d\)"),
    "a number": (dict(X=3), r"X: expected an array of shape \(n, d\), got 3"),
    "unknown": (dict(X=[[1]], Q=[[1]]), "Q is neither a size nor a given"),
    "float": (dict(X=[[0.5]], W_Q=[[1]], W_K=[[1]], W_V=[[1]]), "0.5 is not an exact rational"),
    "NaN": (dict(X=[[float("nan")]], W_Q=[[1]], W_K=[[1]], W_V=[[1]], arithmetic="floats"), "nan is not an exact"),
    "arithmetic": (dict(arithmetic="decimal"), "arithmetic='decimal' is not one of exact, balls, floats"),
    "name": (dict(name="attentoin"), "no definition 'attentoin'; there are attention, attention_skip"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_data_is_told_in_one_line(case):
    data, message = BAD[case]
    with pytest.raises(StatementError, match=message) as caught:
        CATALOG["def:attention"].run(**data)
    assert "\n" not in str(caught.value)


def test_what_is_undefined_is_an_error():
    norm = CATALOG["def:layer-norm"]
    with pytest.raises(StatementError, match="hypothesis regulariser is false"):
        norm.run(X=[[1, 1]], eta=0)
    for arithmetic in run.ARITHMETICS:
        with pytest.raises(StatementError, match="at j=1, c=0: its domain condition is false"):
            norm.run("layer_norm_plain", X=[[0, 1], [1, 1]], arithmetic=arithmetic)
    with pytest.raises(StatementError, match="hypothesis small-map is false"):
        CATALOG["def:linear-up-sample"].run(Phi=[[1]], X=[[1]], h=2, w=1, r=1)
    with pytest.raises(StatementError, match="there is no definition to run"):
        CATALOG["lem:boltz-range"].run()
