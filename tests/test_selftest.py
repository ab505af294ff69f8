"""Every known trap is handled, and a check that fails or breaks is reported as such."""

import pytest

from varproof import selftest

RESULTS = selftest.run()


@pytest.mark.parametrize("result", RESULTS, ids=[name for name, _, _ in RESULTS])
def test_trap(result):
    _, ok, detail = result
    assert ok, detail
    assert detail


def test_names_are_distinct_and_many():
    assert len({name for name, _, _ in RESULTS}) == len(RESULTS) >= 20


def test_failures_and_errors_are_reported(monkeypatch):
    def fails():
        raise selftest.Failed("not handled")

    def breaks():
        return 1 // 0

    monkeypatch.setattr(selftest, "CHECKS", [("fails", fails), ("breaks", breaks), ("works", lambda: "fine")])
    assert selftest.run() == [
        ("fails", False, "Failed: not handled"),
        ("breaks", False, "ZeroDivisionError: integer division or modulo by zero"),
        ("works", True, "fine"),
    ]


def test_a_broken_layer_is_noticed(monkeypatch):
    monkeypatch.setattr(selftest.Ball, "sign", lambda self: 1)
    assert not all(ok for _, ok, _ in selftest.run())
