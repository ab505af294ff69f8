"""The command line: `python -m varproof.recheck FILE_OR_DIR.. [--lock statements.lock]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from varproof.recheck.certificate import check_file, load, require_lock
from varproof.recheck.reading import BadInput


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 if all certificates are accepted, 1 if some are rejected, 2 on unreadable input."""
    parser = argparse.ArgumentParser(prog="varproof.recheck", description="Check certificates independently.")
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_DIR")
    parser.add_argument("--lock", metavar="FILE", help="statements.lock to compare the statements with")
    options = parser.parse_args(argv)
    lock = None
    if options.lock is not None:
        try:
            lock = load(Path(options.lock))
            require_lock(lock)
        except BadInput as error:
            print(f"{options.lock}: {error}", file=sys.stderr)
            return 2
    worst = 0
    for name in options.paths:
        files = sorted(Path(name).rglob("*.json")) if Path(name).is_dir() else [Path(name)]
        if not files:
            print(f"{name}: no certificates (*.json) in this directory", file=sys.stderr)
            worst = 2
        for path in files:
            report = check_file(path, lock)
            bad = report.verdict == "BAD INPUT"
            line = f"{path}: {report.verdict}" + ("" if bad else f" {report.id} {report.variant}")
            line = " ".join(f"{line}: {report.message}".split()).encode("ascii", "backslashreplace").decode()
            print("".join([c if c.isprintable() else "?" for c in line]), file=sys.stderr if bad else sys.stdout)
            worst = max(worst, 2 if bad else 0 if report.ok else 1)
    return worst
