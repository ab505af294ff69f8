"""Contextual mappings on given data: weights found and checked, changes caught, degenerate input refused or judged."""

from __future__ import annotations

import json
from fractions import Fraction
from math import dist, exp
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

import varproof as vp
from varproof.cli import main
from varproof.contextual.check import is_contextual_mapping, separation
from varproof.contextual.construct import Construction, contextual_weights
from varproof.contextual.dataset import AllSets, Dataset, dataset
from varproof.contextual.distances import measure
from varproof.contextual.errors import InputError, TooCoarse
from varproof.contextual.layer import Layer
from varproof.contextual.weights import NAMES, Weights, weights

F = Fraction


def tokens(seed: int, m: int, d: int) -> list[tuple[Fraction, ...]]:
    source = np.random.default_rng(seed)
    return [tuple(F(int(x), 1000) for x in row) for row in source.integers(-1000, 1000, (m, d))]


@pytest.fixture(scope="module")
def data() -> Dataset:
    source, words = np.random.default_rng(5), tokens(5, 7, 3)
    return dataset([[words[j] for j in source.choice(7, 3, replace=False)] for _ in range(12)])


@pytest.fixture(scope="module")
def found(data: Dataset) -> Construction:
    return contextual_weights(data)


def outputs(head: Weights, data: Any) -> dict[tuple[int, tuple[int, ...]], Any]:
    """Every identifier, in mpmath, by the definition."""

    def mp(rows: Any) -> Any:
        return mpmath.matrix([[mpmath.mpf(x.numerator) / x.denominator for x in row] for row in rows])

    w_o, w_v, w_k, w_q = (mp(getattr(head, name)) for name in NAMES)
    x = [mp([v]).T for v in data.vocabulary]
    result = {}
    for c in range(len(x)):
        for context in data.contexts(c):
            powers = [mpmath.exp(((w_k * x[j]).T * (w_q * x[c]))[0]) for j in context]
            total, y = sum(powers), x[c]
            for e, j in zip(powers, context, strict=True):
                y = y + e / total * (w_o * (w_v * x[j]))
            result[c, context] = y
    return result


def least(head: Weights, data: Any) -> Any:
    ys = list(outputs(head, data).items())
    return min(
        mpmath.norm(y - z) for k, ((c, s), y) in enumerate(ys) for (b, t), z in ys[:k] if c != b or set(s) != set(t)
    )


def test_the_names_of_the_front_door() -> None:
    assert vp.contextual_weights is contextual_weights
    assert vp.is_contextual_mapping is is_contextual_mapping


def test_weights_certify_what_they_say(data: Dataset, found: Construction) -> None:
    p = found.parameters
    assert found.gamma == p.gamma_max + p.epsilon / 4
    assert found.weights.ranks == (1, 1, 1, 1)
    assert is_contextual_mapping(found.weights, data, found.gamma, found.delta).answer == "yes"
    with mpmath.workprec(200):
        assert found.measured.lower <= F(str(mpmath.nstr(least(found.weights, data), 40))) <= found.measured.upper


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_any_rank_and_hidden_size(data: Dataset, rank: int) -> None:
    made = contextual_weights(data, rank=rank, hidden=4, budget=0)
    assert made.weights.ranks == (rank,) * 4
    assert len(made.weights.W_K) == 4
    with mpmath.workprec(200):
        assert made.measured.lower <= F(str(mpmath.nstr(least(made.weights, data), 40))) <= made.measured.upper
    with pytest.raises(InputError, match="rank"):
        contextual_weights(data, rank=4, hidden=9)


@pytest.mark.parametrize("seed", range(6))
def test_any_weights_agree_with_mpmath(seed: int) -> None:
    """Random heads, without the size that keeps tokens apart: every pair of tokens has to be searched."""
    source = np.random.default_rng(seed)
    d, s = int(source.integers(1, 4)), int(source.integers(1, 3))
    shapes = [(d, s), (s, d), (s, d), (s, d)]
    head = Weights(*(tuple(tuple(F(int(x), 8) for x in row) for row in source.integers(-9, 9, a)) for a in shapes))
    sets = AllSets(tokens(seed, 6, d), 3)
    for bits in (64, 300):
        m = measure(head, sets, bits)
        with mpmath.workprec(200):
            assert m.lower <= F(str(mpmath.nstr(least(head, sets), 40))) <= m.upper
            norms = [mpmath.norm(y) for y in outputs(head, sets).values()]
            assert m.longest[0] <= F(str(mpmath.nstr(max(norms), 40))) <= m.longest[1] + F(1, 10**30)


def test_enclosures_contain_double_precision(data: Dataset, found: Construction) -> None:
    layer = Layer(found.weights, data)
    for c in range(len(data.vocabulary)):
        got = layer.enclose(c, 100)
        for context, x in zip(data.contexts(c), got.values, strict=True):
            scores = layer.scores(c)
            powers = [exp(float(F(scores[j], layer.unit))) for j in context]
            mean = sum(e * float(layer.along[j]) for e, j in zip(powers, context, strict=True)) / sum(powers)
            assert abs(float(int(x) * layer.size / 2**100) - mean) < 1e-13
        assert got.radius < 2**10


# ---- what must be caught


@pytest.mark.parametrize("name", NAMES)
def test_halving_a_weight_is_caught(data: Dataset, found: Construction, name: str) -> None:
    matrix = getattr(found.weights, name)
    for r, row in enumerate(matrix):
        for k in range(len(row)):
            rows = [list(x) for x in matrix]
            rows[r][k] /= 2
            head = weights({**{n: getattr(found.weights, n) for n in NAMES}, name: rows})
            m = separation(head, data)
            assert m.upper < found.measured.lower or m.lower > found.measured.upper, "the separation has changed"
            answer = is_contextual_mapping(head, data, found.gamma, found.delta).answer
            assert answer == ("no" if m.upper < found.measured.lower else "yes")
    whole = {n: getattr(found.weights, n) for n in NAMES}
    whole[name] = [[x / 2 for x in row] for row in matrix]
    assert is_contextual_mapping(whole, data, found.gamma, found.delta).answer == "no"


def swapped(data: Any, a: int, b: int) -> Dataset:
    words = list(data.vocabulary)
    words[a], words[b] = words[b], words[a]
    return dataset([[words[j] for j in s] for s in data.sequences])


def test_swapping_two_tokens_is_caught(data: Any, found: Construction, tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    found.write(path)
    refuted = 0
    for b in range(1, 7):
        other = swapped(data, 0, b)
        assert other.digest() != data.digest()
        refuted += is_contextual_mapping(found.weights, other, found.gamma, found.delta).answer == "no"
        words = [[[str(x) for x in other.vocabulary[j]] for j in s] for s in other.sequences]
        (tmp_path / "d.json").write_text(json.dumps(words))
        assert main(["contextual", "check", str(tmp_path / "d.json"), "--weights", str(path)]) == 1
    assert refuted > 0


def test_claims_beyond_the_achieved_are_refuted(data: Dataset, found: Construction) -> None:
    up = found.measured.upper
    assert is_contextual_mapping(found.weights, data, found.gamma, up).answer == "no"
    assert is_contextual_mapping(found.weights, data, found.gamma, up * F(10**9 + 1, 10**9)).answer == "no"
    result = is_contextual_mapping(found.weights, data, found.measured.longest[0], 0)
    assert result.answer == "no"
    assert "shorter" in result.reason


def test_equality_refutes_where_it_is_exact_and_is_undecided_otherwise() -> None:
    """Score weights zero: plain means. Sets {1, 2, 6} and {1, 3, 5} have equal means; {1, 2, 3} has another."""
    head = {"W_O": [["1/10"]], "W_V": [[1]], "W_K": [[0]], "W_Q": [[0]]}
    equal = [[[1], [2], [6]], [[1], [3], [5]]]
    assert is_contextual_mapping(head, equal, 100, 0).answer == "no"
    assert is_contextual_mapping(head, equal, 100, 0).evidence == "exact numbers"
    assert is_contextual_mapping(head, equal, 100, 0, max_bits=128).answer == "open"
    other = [[[1], [2], [3]], [[1], [2], [6]]]
    assert is_contextual_mapping(head, other, 100, "1/10").answer == "no"
    assert is_contextual_mapping(head, other, 100, "0.0999999999999999999999999999").answer == "yes"
    assert is_contextual_mapping(head, [[[3], [2], [1]]], "16/5", 0, max_bits=1024).answer == "open"
    with pytest.raises(TooCoarse):
        separation(head, equal, max_bits=512)


def test_a_close_claim_needs_more_bits(data: Dataset, found: Construction) -> None:
    exact = separation(found.weights, data)
    fine = measure(found.weights, data, 1024)
    assert fine.upper - fine.lower < exact.upper / 2**60
    middle = (fine.lower * 3 + fine.upper) / 4 - F(1, 2**200)
    low = is_contextual_mapping(found.weights, data, found.gamma, middle, max_bits=128).answer
    assert low in ("open", "yes")
    assert is_contextual_mapping(found.weights, data, found.gamma, middle).answer == "yes"


# ---- degenerate input


@pytest.mark.parametrize(
    "sequences",
    [
        [[[1, 0], [1, 0]], [[1, 0], [2, 1]]],  # a repeated token in a sequence
        [[[0, 0], [1, 1]], [[0, 0], [2, 1]]],  # a zero token
        [[[1, 2], [3, 4]]],  # one sequence
        [[[1]]],  # one token
        [[["1", "0"], ["1", "1e-300"]], [["1", "0"], ["2", "1"]]],  # equal up to 1e-300
        [[["1"], ["2"]], [["2"], ["1"]]],  # the same set twice
    ],
)
def test_degenerate_data_get_an_answer(sequences: Any) -> None:
    made = contextual_weights(sequences)
    assert is_contextual_mapping(made.weights, sequences, made.gamma, made.delta or 0).answer == "yes"


def test_multiplicities_of_one_set_need_not_differ() -> None:
    head = {"W_O": [["1/10"]], "W_V": [[1]], "W_K": [[0]], "W_Q": [[0]]}
    same = [[[1], [1], [2]], [[1], [2], [2]]]
    assert separation(head, same).lower > F(9, 10), "only the pairs of different tokens count"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.json", "[[[1, NaN]]]"),
        ("d.json", "[[[1, Infinity]]]"),
        ("d.json", "[[[1, 2], [3]]]"),
        ("d.json", "[[[1, 2]], [[1, 2], [3, 4]]]"),
        ("d.json", "[]"),
        ("d.json", "[[[1, null]]]"),
        ("d.json", '[[["1/0"]]]'),
        ("d.json", '[[["1e999999"]]]'),
        ("d.json", '[[["__import__"]]]'),
        ("d.json", "{"),
        ("d.json", '{"vocabulary": [[1], [1]], "sequences": [[0]]}'),
        ("d.json", '{"vocabulary": [[1], [2]], "sequences": [[0, 2]]}'),
        ("d.json", '{"vocabulary": [[1], [2]], "all_sets": 3}'),
        ("d.csv", "1,2\n3\n"),
        ("d.csv", "1,nan\n"),
        ("d.csv", "\n"),
        ("d.txt", "1"),
    ],
)
def test_bad_data_are_one_clear_line(name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert main(["contextual", "weights", str(path)]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("varproof: ")
    assert err.count("\n") == 1
    assert str(path) in err


def test_numpy_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "d.npy"
    np.save(path, np.array([[[0.1, 1.0], [0.2, 1.0]], [[0.1, 1.0], [0.3, 1.0]]]))
    assert dataset(path).vocabulary[0] == (F(0.1), F(1))
    assert F(0.1) != F(1, 10)
    for bad in (np.array([[[np.nan]]]), np.array([[["a"]]]), np.array([1.0]), np.array([[[1j]]])):
        np.save(path, bad)
        assert main(["contextual", "weights", str(path)]) == 2
    np.save(path, np.array([[[None]]], dtype=object), allow_pickle=True)
    assert main(["contextual", "weights", str(path)]) == 2
    path.write_bytes(b"\x93NUMPY")
    assert main(["contextual", "weights", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 6


def test_wrong_shapes_of_weights(data: Dataset, found: Construction) -> None:
    good = {n: getattr(found.weights, n) for n in NAMES}
    for bad in ({**good, "W_K": [[1]]}, {**good, "W_O": [[1, 1]]}, {"W_O": [[1]]}, [1], {**good, "W_V": [["nan"] * 3]}):
        with pytest.raises(InputError):
            is_contextual_mapping(bad, data, 1, 0)
    with pytest.raises(InputError, match=r"R\^3"):
        is_contextual_mapping(found.weights, [[[1]]], 1, 0)


def test_formats_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("0.1, 1/3  # first\n2,3\n\n0.1,1/3\n-1e-2,4\n")
    (tmp_path / "b.json").write_text('[[[0.1, "1/3"], [2, 3]], [[0.1, "1/3"], [-1e-2, 4]]]')
    (tmp_path / "c.json").write_text(
        '{"vocabulary": [[0.1, "1/3"], [2, 3], [-0.01, 4]], "sequences": [[0, 1], [0, 2]]}'
    )
    assert len({dataset(tmp_path / name).digest() for name in ("a.csv", "b.json", "c.json")}) == 1


# ---- the command


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.csv").write_text("1\n2\n3\n\n1\n2\n4\n\n1\n3\n4\n")
    d, w = str(tmp_path / "d.csv"), str(tmp_path / "w.json")
    assert main(["contextual", "weights", d, "-o", w, "--json"]) == 0
    delta = F(json.loads(capsys.readouterr().out)["certified"]["delta"])
    assert main(["contextual", "check", d, "--weights", w]) == 0
    assert "contextual mapping: yes, by balls, without a certificate" in capsys.readouterr().out
    assert main(["contextual", "check", d, "--weights", w, "--delta", str(delta * 2)]) == 1
    assert "nearest pair: token" in capsys.readouterr().out
    changed = json.loads(Path(w).read_text())
    changed["W_O"] = [[str(F(x) / 2) for x in row] for row in changed["W_O"]]
    Path(w).write_text(json.dumps(changed))
    assert main(["contextual", "check", d, "--weights", w]) == 1
    assert "drift" in capsys.readouterr().out
    assert main(["contextual", "check", d]) == 2
    assert main(["contextual", "check", d, "--weights", w, "--gamma", "nan", "--delta", "0"]) == 2
    assert main(["contextual", "check"]) == 2


def test_processes_give_the_same(data: Dataset, found: Construction) -> None:
    assert measure(found.weights, data, 128, jobs=2) == measure(found.weights, data, 128)


def test_sets_and_lists_of_sets_are_the_same() -> None:
    words = tokens(1, 6, 2)
    sets = AllSets(words, 3)
    listed = dataset([[words[j] for j in sorted(s)] for s in {s for c in range(6) for s in sets.contexts(c)}])
    made = contextual_weights(sets, budget=0)
    again = separation(made.weights, listed)
    assert (made.measured.lower, made.measured.upper) == (again.lower, again.upper)
    assert sets.count() == listed.count() == 60
    assert [sets.place(0, s)[0] for s in sets.contexts(0)] == list(range(10))
    first, second = made.measured.pair
    assert first[0] in first[1] and second[0] in second[1]
    assert dist([float(x) for x in sets.vocabulary[first[0]]], [0, 0]) > 0
