"""`pytest --varproof`: every variant of a catalog is a test, judged as `varproof verify` judges it.

    pytest --varproof                                   the paper's own catalog
    pytest --varproof --varproof-catalog convexity      another one, by name or folder; may be repeated

A test fails when the verdict or the evidence is not as pinned, when a check of the checkers fails, or when the
statement differs from the lock. UNDECIDED fails too, unless --varproof-allow-undecided makes it a skip. Nothing of
varproof is imported before --varproof asks for it, and `-p no:varproof` leaves the plugin out.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from varproof.catalog import Catalog
    from varproof.decide.result import Result
    from varproof.lang.statement import Variant

DEFAULT = "varproof"


class NotAsPinned(Exception):
    """What `verify` would say about a variant that is not as expected."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("varproof", "the statements of a varproof catalog as tests")
    group.addoption("--varproof", action="store_true", help="collect the variants of a catalog")
    group.addoption(
        "--varproof-catalog", action="append", metavar="NAME_OR_FOLDER", help="which catalog (default: the paper's own)"
    )
    group.addoption(
        "--varproof-allow-undecided", action="store_true", help="skip what is UNDECIDED instead of failing it"
    )
    group.addoption("--varproof-fresh", action="store_true", help="ignore stored results")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "varproof: a variant of a varproof catalog")
    if not config.getoption("varproof"):
        for option in ("varproof_catalog", "varproof_allow_undecided", "varproof_fresh"):
            if config.getoption(option):
                raise pytest.UsageError(f"--{option.replace('_', '-')} needs --varproof")


def _catalogs(config: pytest.Config) -> list[str]:
    return list(dict.fromkeys(config.getoption("varproof_catalog") or [DEFAULT]))


def pytest_report_header(config: pytest.Config) -> list[str]:
    if not config.getoption("varproof"):
        return []
    undecided = "UNDECIDED is skipped" if config.getoption("varproof_allow_undecided") else "UNDECIDED fails"
    return [f"varproof: {', '.join(_catalogs(config))}; {undecided}"]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The catalogs are collected after what the session finds by itself."""
    report = yield
    if isinstance(collector, pytest.Session) and collector.config.getoption("varproof"):
        report.result.extend(_statements(collector, name) for name in _catalogs(collector.config))
    return report


def _statements(session: pytest.Session, name: str) -> pytest.Collector:
    from varproof.catalog import catalog
    from varproof.lang.errors import StatementError

    try:
        entries = catalog(name)
    except StatementError as error:
        raise pytest.UsageError(f"--varproof-catalog {name}: {error}") from None
    return _Statements.from_parent(session, name=name, nodeid=name, entries=entries)


class _Statements(pytest.Collector):
    """The variants of one catalog, and its lock."""

    def __init__(self, *, entries: Catalog, **about: Any) -> None:
        super().__init__(**about)
        self.entries = entries

    def collect(self) -> Iterator[pytest.Item]:
        for variant in self.entries.variants():
            name = f"{variant.id}[{variant.name}]"
            yield _Judged.from_parent(self, name=name, entries=self.entries, variant=variant)
        yield _Lock.from_parent(self, name="statements.lock", entries=self.entries)


class _Item(pytest.Item):
    """A test of a catalog, shown in words instead of a traceback."""

    def __init__(self, *, entries: Catalog, **about: Any) -> None:
        super().__init__(**about)
        self.entries = entries
        self.add_marker("varproof")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotAsPinned):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class _Judged(_Item):
    """One variant."""

    def __init__(self, *, variant: Variant, **about: Any) -> None:
        super().__init__(**about)
        self.variant = variant

    def runtest(self) -> None:
        from varproof.commands.shared import task_of, with_drift
        from varproof.decide import verify

        assert self.parent is not None
        todo = task_of(self.variant)
        judged = verify.run([todo], task_of, jobs=1, fresh=self.config.getoption("varproof_fresh"))[todo.name]
        (result,), _ = with_drift(self.entries, [judged.result])
        if result.ok:
            return
        if result.code == 4 and self.config.getoption("varproof_allow_undecided"):
            pytest.skip(f"UNDECIDED: {result.reason}")
        raise NotAsPinned(_told(result, self.parent.name))

    def reportinfo(self) -> tuple[Any, int | None, str]:
        assert self.parent is not None
        return self.variant.entry.path or self.path, None, f"{self.parent.name}: {self.variant.id} {self.variant.name}"


class _Lock(_Item):
    """That the lock holds no statement that is gone; the others are compared with their variants."""

    def runtest(self) -> None:
        from varproof.commands.shared import with_drift

        _, gone = with_drift(self.entries, [])
        if gone:
            raise NotAsPinned("\n".join(gone))

    def reportinfo(self) -> tuple[Any, int | None, str]:
        assert self.parent is not None
        return self.entries.lock, None, f"{self.parent.name}: statements.lock"


def _told(result: Result, source: str) -> str:
    """The verdict, the reasons, and a counterexample to be pasted."""
    from varproof.show import paste, terminal

    expected = "as expected, but" if result.verdict == result.expected else f"expected {result.expected}"
    lines = [f"{result.id} {result.variant}: {result.verdict}, {expected}"]
    lines += [f"  {part}" for part in terminal.explain(result)]
    if result.counterexample is not None and result.expected != "REFUTED":
        case = paste.case(source, result.id, result.variant, result.fails, result.counterexample)
        lines += ["", "to keep the point in the lemma file:", paste.line(result.counterexample)]
        lines += ["", "to keep it as a test:", case.rstrip()]
    return "\n".join(lines)
