"""Searching theorems by words and by the shape of their claims."""

from __future__ import annotations

import json

import pytest

from tests.commands.catalogs import Run
from varproof.catalog import THEORY, Catalog, catalog
from varproof.show.search import search


@pytest.fixture(scope="module")
def theory() -> Catalog:
    return catalog(THEORY)


def ids(theory: Catalog, query: str) -> list[str]:
    return [found.entry.id for found in search(list(theory.values()), query)]


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("cauchy", "thy:cauchy-schwarz"),
        ("Triangles", "thy:triangle-inequality"),
        ("sum at most max", "thy:sum-at-most-max"),
        ("max >= sum", "thy:sum-at-most-max"),
        ("|x| <= norm", "thy:cauchy-schwarz"),
        ("exp ≤ exp", "thy:exp-convex"),
        ("0 = sum", "thy:prefix-sums"),
        ("log power", "thy:relative-entropy"),
    ],
)
def test_what_is_found(theory: Catalog, query: str, finds: str) -> None:
    assert finds in ids(theory, query)


@pytest.mark.parametrize(
    ("query", "not_found"),
    [
        ("cauchy bernoulli", "thy:cauchy-schwarz"),
        ("max at most sum", "thy:sum-at-most-max"),
        ("sum < max", "thy:sum-at-most-max"),
        ("pos < pos", "thy:prefix-sums"),  # only a condition of its sums
    ],
)
def test_what_is_not_found(theory: Catalog, query: str, not_found: str) -> None:
    assert not_found not in ids(theory, query)


@pytest.mark.parametrize("query", ["", "<=", "--", "a <= b <= c"])
def test_a_query_without_sense_is_refused(theory: Catalog, query: str) -> None:
    with pytest.raises(ValueError, match="a query"):
        search(list(theory.values()), query)


def test_the_command_shows_the_claims_and_where_they_stand(run: Run) -> None:
    code, out, err = run("--catalog", "gallery", "search", "log sum", "<=", "max")
    assert (code, err) == (0, "")
    assert "lem:log-sum-exp  Log-sum-exp is a smooth maximum (gallery)" in out
    assert "upper: log(∑ᵢ exp(xᵢ)) ≤ maxᵢ xᵢ + log n" in out
    data = json.loads(run("--json", "--catalog", "gallery", "search", "telescoping")[1])
    assert {"catalog": "theory", "id": "thy:telescoping", "title": "A telescoping sum", "claims": []} in data["found"]
    assert run("--catalog", "gallery", "search", "xyzzy")[1] == "nothing is found for 'xyzzy'\n"


def test_what_a_proof_cites_is_shown(run: Run) -> None:
    code, out, _ = run("show", "thy:sum-at-most-max")
    assert code == 0 and "∑ᵢ xᵢ ≤ n maxᵢ xᵢ" in out
