"""The statement lock: written whole, read with suspicion, compared by key."""

import hashlib
import json
from types import SimpleNamespace

import pytest

import varproof
from varproof.lang import lock
from varproof.lang.errors import StatementError


def variant(name, text="(statement ...)"):
    return SimpleNamespace(id="lem:x", name=name, text=text, hash=hashlib.sha256(text.encode()).hexdigest())


def test_round_trip_and_format(tmp_path):
    path = tmp_path / "statements.lock"
    variants = list(varproof.catalog().variants())
    lock.write(path, variants)
    assert lock.read(path) == lock.entries(variants)
    assert lock.compare(lock.read(path), variants) == []
    raw = json.loads(path.read_text())
    assert raw["schema"] == 1
    assert set(raw["statements"]["lem:boltz-range stated"]) == {"sha256", "text"}
    assert [p.name for p in tmp_path.iterdir()] == ["statements.lock"]


def test_writing_is_reproducible(tmp_path):
    lock.write(tmp_path / "a", [variant("stated"), variant("printed")])
    lock.write(tmp_path / "b", [variant("printed"), variant("stated")])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_drifts_are_named():
    locked = lock.entries([variant("printed"), variant("stated")])
    drifts = lock.compare(locked, [variant("stated", "other"), variant("sharpened")])
    assert [(d.key, d.change) for d in drifts] == [
        ("lem:x printed", "gone"),
        ("lem:x sharpened", "new"),
        ("lem:x stated", "changed"),
    ]
    assert all("varproof lock" in str(d) and "\n" not in str(d) for d in drifts)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"schema": 2, "statements": {}}', '{"schema": 1, "statements": {"a b": {"text": "x"}}}',
     '{"schema": 1, "statements": {"a b": {"text": "x", "sha256": "00"}}}'],
)  # fmt: skip
def test_a_bad_lock_is_refused(tmp_path, content):
    path = tmp_path / "statements.lock"
    path.write_text(content)
    with pytest.raises(StatementError, match=r"statements\.lock"):
        lock.read(path)


def test_a_missing_lock_is_refused(tmp_path):
    with pytest.raises(StatementError, match="no such lock; run varproof lock"):
        lock.read(tmp_path / "statements.lock")


def test_a_failed_write_leaves_the_old_lock(tmp_path, monkeypatch):
    path = tmp_path / "statements.lock"
    lock.write(path, [variant("stated")])
    before = path.read_bytes()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(lock.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        lock.write(path, [variant("printed")])
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["statements.lock"]
