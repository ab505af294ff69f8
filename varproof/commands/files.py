"""The commands on the catalog's files: lock, new; and on the installation: doctor, selftest."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from pathlib import Path

from varproof.catalog import DEFAULT, LOCK, available, catalog, folder_of, packaged
from varproof.cli import BadInput
from varproof.commands.shared import Answer, chosen_catalog, table_width, text_of


def lock(options: Namespace) -> Answer:
    from varproof.lang import lock
    from varproof.show.terminal import count

    entries = chosen_catalog(options)
    old = lock.read(entries.lock) if entries.lock.exists() else {}
    drifts = lock.compare(old, entries.variants())
    lines = [str(d) if options.check else f"{d.key}: {d.change}" for d in drifts]
    data = {"lock": str(entries.lock), "drift": [d._asdict() for d in drifts]}
    if options.check:
        return (1 if drifts else 0), text_of(*lines, f"{entries.lock}: {count(len(drifts), 'difference')}."), data
    if drifts or not entries.lock.exists():
        lock.write(entries.lock, entries.variants())
    locked = count(len(lock.entries(entries.variants())), "statement")
    return 0, text_of(*lines, f"{entries.lock}: {locked} locked."), data


def new(options: Namespace) -> Answer:
    from varproof.template import package, write

    if options.package:
        if options.folder is not None or options.catalog is not None:
            raise BadInput("--package writes a folder into the present one; leave out --folder and --catalog")
        paths = package(options.id, Path())
        paths.append(_locked(str(Path(options.id)), "lem:first"))
        place = shlex.quote(str(Path(options.id).resolve()))
        steps = [
            f"`varproof --catalog {place} verify` judges it where it is;",
            f"after `{shlex.quote(sys.executable)} -m pip install -e {place}`, `varproof --catalog {options.id} verify`"
            " does from every folder",
        ]
        return 0, text_of(*(f"{path}: written" for path in paths), *steps), {"paths": [str(path) for path in paths]}
    folder, name = _where(options)
    path = write(options.id, folder, options.folder)
    lock_path = _locked(name, options.id)
    call = "varproof" if name == DEFAULT else f"varproof --catalog {shlex.quote(name)}"
    steps = [
        f"{path}: written, and locked in {lock_path}",
        f"fill it in; `{call} verify {options.id}` judges it, `{call} lock` when the statement is as intended",
    ]
    return 0, text_of(*steps), {"path": str(path), "lock": str(lock_path)}


def _where(options: Namespace) -> tuple[Path, str]:
    """The folder of the catalog that is named, or that is at the present folder, and how it is named to commands."""
    source = options.catalog
    if source is not None:
        folder = Path(source)
        if source not in available() and folder.is_dir():
            return packaged(folder) or folder, source  # also a folder that holds no entry yet
        return folder_of(source), source
    installed = {folder_of(name).resolve(): name for name in available()}
    here = Path().resolve()
    for folder in (here, *here.parents):
        inside = sorted(path.parent for path in folder.glob(f"*/{LOCK}")) if folder == here else []
        for found in [folder] if (folder / LOCK).is_file() else inside if len(inside) == 1 else []:
            return found, installed.get(found.resolve(), str(found))
    raise BadInput(
        "the present folder is in no catalog (there is no statements.lock): name a folder or an installed catalog, such"
        f" as `varproof --catalog . new {options.id}`, or begin a catalog with `varproof new --package my-notes`"
    )


def _locked(source: str, entry_id: str) -> Path:
    """Put the statements of a new entry into its catalog's lock, and leave the others as they are."""
    from varproof.lang import lock

    entries = catalog(source)
    old = lock.read(entries.lock) if entries.lock.exists() else {}
    lock.save(entries.lock, {**old, **lock.entries(entries[entry_id].variants.values())})
    return entries.lock


def doctor(options: Namespace) -> Answer:
    from varproof import doctor

    return doctor.report(table_width())


def selftest(options: Namespace) -> Answer:
    from varproof import selftest
    from varproof.show.terminal import count, table

    checks = selftest.run()
    failed = sum(not ok for _, ok, _ in checks)
    lines = table([("ok" if ok else "FAILED", name, detail) for name, ok, detail in checks])
    data = [{"name": name, "ok": ok, "detail": detail} for name, ok, detail in checks]
    return (
        int(failed > 0),
        text_of(*lines, f"{count(len(checks), 'check')}, {failed} failed."),
        {"checks": data, "failed": failed},
    )
