"""What the commands of the command line do. Each gives its exit code, its text, and the data of --json."""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from varproof.cli import BadInput
from varproof.lang.errors import StatementError

if TYPE_CHECKING:
    from varproof.catalog import Catalog
    from varproof.decide.verify import Judged
    from varproof.lang.statement import Entry, Variant
    from varproof.show.terminal import Paint

Answer = tuple[int, str, dict[str, Any]]


def run(options: Namespace) -> tuple[int, str]:
    """The exit code and the output of the command that was asked for."""
    try:
        code, text, data = _COMMANDS[options.command](options)
    except StatementError as error:  # a catalog, a statement or data that cannot be read
        raise BadInput(str(error)) from error
    if options.json:
        text = json.dumps({"schema": 1, **data}, ensure_ascii=False, indent=1) + "\n"
    return code, text


# ---- what the commands share


def load_variant(source: str | None, entry_id: str, name: str) -> Variant:
    """A variant, found again in another process."""
    from varproof.catalog import catalog

    return catalog(source)[entry_id].variants[name]


def _catalog(options: Namespace) -> Catalog:
    from varproof.catalog import catalog

    return catalog(options.catalog)


def _entry(entries: Catalog, wanted: str) -> Entry:
    if wanted in entries:
        return entries[wanted]
    import difflib

    near = difflib.get_close_matches(wanted, list(entries), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`varproof list` shows what there is"
    raise BadInput(f"no entry {wanted!r} in the catalog {entries.name}; {hint}")


def _variants(options: Namespace, entries: Catalog) -> list[Variant]:
    """The variants that the ids and --variant select, in catalog order."""
    ids = getattr(options, "ids", None) or ([options.id] if hasattr(options, "id") else [])
    wanted = {_entry(entries, name).id for name in ids} or set(entries)
    chosen = [v for v in entries.variants() if v.id in wanted]
    found = [v for v in chosen if options.variant in (None, v.name)]
    if not found:
        there = ", ".join(sorted({v.name for v in chosen}))
        raise BadInput(f"no variant {options.variant!r} among the chosen entries; there are {there}")
    return found


def _judge(options: Namespace, entries: Catalog, variants: list[Variant]) -> list[Judged]:
    """What the referee says about the variants, from the cache where it has them."""
    from varproof import doctor
    from varproof.catalog import imported
    from varproof.decide import verify

    doctor.require()
    beside = imported(entries.folder)
    tasks = [
        verify.Task(
            v,
            verify.sources(v.entry, entries, entries.folder, beside),
            partial(load_variant, options.catalog, v.id, v.name),
        )
        for v in variants
    ]
    return verify.run(
        tasks,
        jobs=getattr(options, "jobs", None),
        fresh=getattr(options, "fresh", False),
        progress=_progress if sys.stderr.isatty() else None,
    )


def _progress(done: int, total: int, name: str) -> None:
    columns = shutil.get_terminal_size().columns
    sys.stderr.write("\r\x1b[2K" + (f"{done}/{total} {name}"[: columns - 1] if done < total else ""))
    sys.stderr.flush()


def _painter() -> Paint:
    from varproof.show.terminal import painter

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return painter(sys.stdout.isatty() and not plain)


def _width() -> int:
    return max(60, min(110, shutil.get_terminal_size((100, 24)).columns))


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"


# ---- browsing


def _list(options: Namespace) -> Answer:
    from varproof.show.terminal import table

    entries = _catalog(options)
    rows = [("id", "title", "variants and expected verdicts")]
    data = []
    for e in entries.values():
        rows.append((e.id, e.title, ", ".join(f"{v.name} {v.expect}" for v in e.variants.values())))
        variants = [{"variant": v.name, "expected": v.expect, "hash": v.hash} for v in e.variants.values()]
        about = {"id": e.id, "kind": e.kind, "title": e.title, "source": str(e.source), "uses": list(e.uses)}
        data.append({**about, "variants": variants})
    return 0, _lines(*table(rows)), {"catalog": entries.name, "entries": data}


def _show(options: Namespace) -> Answer:
    from varproof.show import graph
    from varproof.show.page import data, page

    entries = _catalog(options)
    entry = _entry(entries, options.id)
    judged = _judge(options, entries, list(entry.variants.values()))
    results = {j.result.variant: j.result for j in judged}
    used_by = graph.used_by(entries)[entry.id]
    return 0, page(entry, results, used_by, _painter(), _width()), data(entry, results, used_by)


def _graph(options: Namespace) -> Answer:
    from varproof.show import graph

    entries = _catalog(options)
    focus = None if options.focus is None else _entry(entries, options.focus).id
    nodes = graph.select(entries, focus)
    if not options.json:
        return 0, graph.mermaid(nodes) if options.mermaid else graph.tree(nodes, focus), {}
    from varproof.show.findings import by_name, standings

    needed = set().union(*(graph.closure(e.id, {i: e.uses for i, e in entries.items()}) for e in nodes))
    judged = _judge(options, entries, [v for v in entries.variants() if v.id in needed])
    found = standings(entries, by_name([j.result for j in judged]))
    return 0, "", graph.data(nodes, {i: s.data for i, s in found.items()})


def _findings(options: Namespace) -> Answer:
    from varproof.decide.result import exit_code
    from varproof.show import findings

    entries = _catalog(options)
    results = [j.result for j in _judge(options, entries, list(entries.variants()))]
    named = findings.by_name(results)
    found = findings.findings(entries, named)
    data = findings.data(found, findings.standings(entries, named).__getitem__)
    return exit_code(results), findings.text(found, len(entries), _painter(), _width()), data


def _trust(options: Namespace) -> Answer:
    from varproof.show import trust

    entries = _catalog(options)
    judged = _judge(options, entries, _variants(options, entries))
    components = trust.components()
    results = [j.result for j in judged]
    return 0, trust.text(results, components, _painter(), _width()), trust.data(results, components)


# ---- judging


def _verify(options: Namespace) -> Answer:
    from varproof.decide.result import exit_code
    from varproof.lang import lock
    from varproof.show import terminal

    entries = _catalog(options)
    variants = _variants(options, entries)
    judged = _judge(options, entries, variants)
    drifts = lock.compare(lock.read(entries.lock), entries.variants()) if entries.lock.exists() else None
    results = [j.result for j in judged]
    if drifts is None:
        sentence = f"there is no lock {entries.lock}; `varproof lock` writes it"
        results = [r.with_problem("drift", sentence) for r in results]
    else:
        changed = {d.key: str(d) for d in drifts}
        keys = [f"{r.id} {r.variant}" for r in results]
        results = [
            r.with_problem("drift", changed[key]) if key in changed else r for r, key in zip(results, keys, strict=True)
        ]
    whole = len(variants) == sum(1 for _ in entries.variants())
    gone = [str(d) for d in drifts or () if d.change == "gone" and whole]
    if options.certificates is not None:
        _write_certificates(Path(options.certificates), judged)
    text = terminal.verify(results, _painter()) + "".join(f"drift: {sentence}\n" for sentence in gone)
    summary = {**terminal.counts(results), "gone": gone}
    data = {"entries": [terminal.row(r) for r in results], "summary": summary}
    return 1 if gone else exit_code(results), text, data


def _write_certificates(folder: Path, judged: list[Judged]) -> None:
    from varproof.decide.cache import write
    from varproof.show.findings import file_name

    for j in judged:
        if j.certificate is not None:
            write(folder / file_name(j.result.id, j.result.variant), j.certificate + "\n")


def _prove(options: Namespace) -> Answer:
    from varproof.decide.cache import write
    from varproof.decide.prove import canonical, judge
    from varproof.lang import claims

    try:
        found = judge(options.claim.strip(), claims.box(options.box), options.assume, options.budget)
    except claims.ClaimError as error:
        raise BadInput(str(error)) from None
    path = options.certificate if found.certificate is not None else None
    if path is not None:
        try:
            write(Path(path), canonical(found.certificate) + "\n")
        except OSError as error:
            raise BadInput(f"--certificate {path}: cannot be written: {error.strerror}") from None
    code = {"PROVED": 0, "REFUTED": 1}.get(found.verdict.name, 4)
    return code, _lines(found.text()), {**found.data(), "certificate": path}


def _falsify(options: Namespace) -> Answer:
    from varproof.decide.referee import attack
    from varproof.show.terminal import point

    found: list[dict[str, Any]] = []
    lines = []
    for v in _variants(options, _catalog(options)):
        if v.ill_typed is not None:
            lines.append(f"{v.id} {v.name}: does not type-check: {v.ill_typed}")
            continue
        hit = attack(v, options.budget, scratch=True)
        if hit is None:
            lines.append(f"{v.id} {v.name}: no counterexample in {options.budget} evaluations")
        else:
            lines.append(f"{v.id} {v.name}: {hit.fails} fails at {point(hit.values())}")
            found.append({"id": v.id, "variant": v.name, "fails": hit.fails, "counterexample": hit.values()})
    return (1 if found else 0), _lines(*lines), {"budget": options.budget, "counterexamples": found}


def _check(options: Namespace) -> Answer:
    from varproof import recheck

    lock_path = Path(options.lock) if options.lock is not None else _catalog(options).lock
    try:
        lock = recheck.load(lock_path)
    except recheck.BadInput as error:
        raise BadInput(f"{lock_path}: {error}; `varproof lock` writes the catalog's lock") from error
    lines, data, code = [], [], 0
    for path in [file for name in options.paths for file in _certificates(Path(name))]:
        report = recheck.check_file(path, lock)
        about = {"id": report.id, "variant": report.variant, "verdict": report.verdict, "message": report.message}
        data.append({"file": str(path), "ok": report.ok, **about})
        if report.verdict == "BAD INPUT":
            print(f"varproof: {path}: {report.message}", file=sys.stderr)
            code = 2
        else:
            lines.append(f"{path}: {report.verdict} {report.id} {report.variant}: {report.message}")
            code = code or int(not report.ok)
    accepted = sum(bool(item["ok"]) for item in data)
    lines.append(f"{len(data)} certificates, {accepted} accepted.")
    return code, _lines(*lines), {"certificates": data, "accepted": accepted}


def _certificates(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.rglob("*.json"))
        if not found:
            raise BadInput(f"{path}: the folder holds no certificate (*.json)")
        return found
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder; `varproof verify --certificates DIR` writes certificates")
    return [path]


def _selftest(options: Namespace) -> Answer:
    from varproof import selftest
    from varproof.show.terminal import table

    checks = selftest.run()
    failed = sum(not ok for _, ok, _ in checks)
    lines = table([("ok" if ok else "FAILED", name, detail) for name, ok, detail in checks])
    data = [{"name": name, "ok": ok, "detail": detail} for name, ok, detail in checks]
    return (
        int(failed > 0),
        _lines(*lines, f"{len(checks)} checks, {failed} failed."),
        {"checks": data, "failed": failed},
    )


# ---- the catalog's files


def _lock(options: Namespace) -> Answer:
    from varproof.lang import lock

    entries = _catalog(options)
    old = lock.read(entries.lock) if entries.lock.exists() else {}
    drifts = lock.compare(old, entries.variants())
    lines = [str(d) if options.check else f"{d.key}: {d.change}" for d in drifts]
    data = {"lock": str(entries.lock), "drift": [d._asdict() for d in drifts]}
    if options.check:
        return (1 if drifts else 0), _lines(*lines, f"{entries.lock}: {len(drifts)} differences."), data
    if drifts or not entries.lock.exists():
        lock.write(entries.lock, entries.variants())
    return 0, _lines(*lines, f"{entries.lock}: {len(lock.entries(entries.variants()))} statements locked."), data


def _constants(options: Namespace) -> Answer:
    from varproof.decide.constants import values
    from varproof.show import maths

    lines, data = [], []
    settings = _settings(options.set)
    for v in _variants(options, _catalog(options)):
        for c in v.constants.values():
            value = values(v, c, settings)
            at = ", ".join(f"{name} = {setting}" for name, setting in settings.items())
            lines.append(
                f"{v.id} {v.name}: {c.name} = {maths.line(c.sympy)} = {value.text}" + (f" at {at}" if at else "")
            )
            data.append({"id": v.id, "variant": v.name, "constant": c.name, "low": value.low, "high": value.high})
    if not data:
        raise BadInput(f"{options.id} has no constants; `varproof show {options.id}` shows what it has")
    return 0, _lines(*lines), {"set": {k: str(v) for k, v in settings.items()}, "constants": data}


def _settings(given: list[str]) -> dict[str, Any]:
    from varproof.decide.constants import setting

    found = {}
    for item in given:
        name, sign, text = item.partition("=")
        if not sign or not name.isidentifier():
            raise BadInput(f"--set {item}: write a name, =, and an exact number, such as n=3 or r=7/2")
        found[name] = setting(name, text)
    return found


def _contextual(options: Namespace) -> Answer:
    from varproof import contextual_commands

    return contextual_commands.run(options)


def _new(options: Namespace) -> Answer:
    from varproof.template import write

    path = write(options.id, _folder(options), options.folder)
    steps = f"fill it in, then run `varproof verify {options.id}` and `varproof lock`"
    return 0, _lines(f"{path}: written; {steps}"), {"path": str(path)}


def _folder(options: Namespace) -> Path:
    source = options.catalog
    if source is not None and Path(source).is_dir():
        return Path(source)  # also a folder that holds no entry yet
    return _catalog(options).folder


def _doctor(options: Namespace) -> Answer:
    from varproof import doctor

    return doctor.report(options.catalog)


_COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "list": _list,
    "show": _show,
    "graph": _graph,
    "findings": _findings,
    "verify": _verify,
    "prove": _prove,
    "falsify": _falsify,
    "check": _check,
    "lock": _lock,
    "constants": _constants,
    "contextual": _contextual,
    "new": _new,
    "doctor": _doctor,
    "selftest": _selftest,
    "trust": _trust,
}
