"""What is printed on a terminal: columns, lines and numbers of things fit what is said."""

from __future__ import annotations

from varproof.catalog import catalog
from varproof.show import maths
from varproof.show.breaking import wrap
from varproof.show.terminal import count, steps, table

ROWS = [("id", "title", "of"), ("lem:one", "a title of several words", "stated"), ("lem:two", "short", "printed")]


def test_a_table_that_fits_stays_on_its_lines() -> None:
    assert table(ROWS, width=60) == table(ROWS)
    assert [len(table(ROWS, width=w)) for w in (42, 41)] == [3, 9]  # narrower columns than 24 stand below one another


def test_the_widest_column_is_broken_at_blanks() -> None:
    wide = [("a", "one two three four five six seven", "b"), ("c", "eight", "d")]
    assert table(wide, width=32) == [
        "a  one two three four five     b",
        "   six seven",
        "c  eight                       d",
    ]
    assert table([*wide, ("e", " ", "f")], width=32)[-1] == "e                              f"


def test_a_line_with_no_blank_breaks_between_words_that_belong_together() -> None:
    joined = "\u00a0".join(["word"] * 12)
    assert max(map(len, wrap(joined, 30, "  "))) <= 30
    kept = "\u00a0".join(["word"] * 3)
    assert wrap(f"some text {kept}", 20, "", "  ") == ["some text", "  word word word"]


def test_one_thing_and_two() -> None:
    assert (count(1, "box", "boxes"), count(2, "box", "boxes")) == ("1 box", "2 boxes")
    assert (steps({"mp": 1}), steps({"mp": 2, "refl": 1})) == ("1 kernel step by 1 rule", "3 kernel steps by 2 rules")


def test_no_statement_has_two_names_for_one_letter() -> None:
    for v in catalog().variants():
        names = {given.name for given in (*v.view.sizes, *v.view.givens)}
        assert len({maths.name(n) for n in names}) == len(names), v.id
