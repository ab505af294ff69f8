"""The commands on the catalog's files: lock, new; and on the installation: doctor, selftest."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from varproof.cli import BadInput
from varproof.commands.shared import Answer, chosen_catalog, text_of


def lock(options: Namespace) -> Answer:
    from varproof.lang import lock

    entries = chosen_catalog(options)
    old = lock.read(entries.lock) if entries.lock.exists() else {}
    drifts = lock.compare(old, entries.variants())
    lines = [str(d) if options.check else f"{d.key}: {d.change}" for d in drifts]
    data = {"lock": str(entries.lock), "drift": [d._asdict() for d in drifts]}
    if options.check:
        return (1 if drifts else 0), text_of(*lines, f"{entries.lock}: {len(drifts)} differences."), data
    if drifts or not entries.lock.exists():
        lock.write(entries.lock, entries.variants())
    return 0, text_of(*lines, f"{entries.lock}: {len(lock.entries(entries.variants()))} statements locked."), data


def new(options: Namespace) -> Answer:
    from varproof.template import package, write

    if options.package:
        if options.folder is not None or options.catalog is not None:
            raise BadInput("--package writes a folder into the present one; leave out --folder and --catalog")
        paths = package(options.id, Path())
        steps = f"then `pip install -e ./{options.id}` and `varproof --catalog {options.id} verify`"
        return 0, text_of(*(f"{path}: written" for path in paths), steps), {"paths": [str(path) for path in paths]}
    path = write(options.id, _folder(options), options.folder)
    steps = f"fill it in, then run `varproof verify {options.id}` and `varproof lock`"
    return 0, text_of(f"{path}: written; {steps}"), {"path": str(path)}


def _folder(options: Namespace) -> Path:
    source = options.catalog
    if source is not None and Path(source).is_dir():
        return Path(source)  # also a folder that holds no entry yet
    return chosen_catalog(options).folder


def doctor(options: Namespace) -> Answer:
    from varproof import doctor

    return doctor.report(options.catalog)


def selftest(options: Namespace) -> Answer:
    from varproof import selftest
    from varproof.show.terminal import table

    checks = selftest.run()
    failed = sum(not ok for _, ok, _ in checks)
    lines = table([("ok" if ok else "FAILED", name, detail) for name, ok, detail in checks])
    data = [{"name": name, "ok": ok, "detail": detail} for name, ok, detail in checks]
    return (
        int(failed > 0),
        text_of(*lines, f"{len(checks)} checks, {failed} failed."),
        {"checks": data, "failed": failed},
    )
