"""A certificate against its statement and the lock: one report, whatever the input."""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from varproof.recheck.box import replay as box
from varproof.recheck.instance import established, fits, satisfied, words
from varproof.recheck.kernel.cited import Citation, Library, citations, digest_of
from varproof.recheck.kernel.replay import Replay
from varproof.recheck.kernel.statement import Reader, Statement, parse
from varproof.recheck.kernel.terms import Terms
from varproof.recheck.kernel.translate import Goal, Translate
from varproof.recheck.model import npz
from varproof.recheck.model import replay as model
from varproof.recheck.numbers.closed import Undecided
from varproof.recheck.numbers.witness import Evaluate
from varproof.recheck.reading import BadInput, Rejected, need, read_json


@dataclass(frozen=True)
class Report:
    """ok: accepted.  verdict: PROVED or REFUTED (accepted), REJECTED, or BAD INPUT (not a certificate at all).

    `problem`, of what is accepted: the claim, box, hypotheses and whether these are vacuous of a claim over a box, else
    the statement and whether it is the locked one. Without a lock an id is only what a certificate calls itself.
    cites: the statements that it rests on, by name and SHA-256.
    """

    ok: bool
    id: str
    variant: str
    verdict: str
    message: str
    problem: dict[str, Any] | None = None
    cites: tuple[Citation, ...] = ()


COMMON = {"schema", "kind", "id", "variant", "statement", "hash"}
FIELDS = {
    "kernel": COMMON | {"nodes", "steps", "goals"},
    "witness": COMMON | {"sizes", "data", "fails"},
    "ill-typed": COMMON,
}
OPTIONAL = {"kernel": {"instance"}, "witness": {"consequence", "proofs"}}


def check_kernel(cert: dict[str, Any], st: Statement, library: Library) -> str:
    k = library.k
    wanted = Translate(k, st).goals
    replay = Replay(k, cert["nodes"], cert["steps"])
    established(replay, cert["goals"], wanted)
    cited = ", ".join(name for name, _ in library.used)
    done = f"{len(replay.thms)} steps, {len(wanted)} goals" + (f"; cites {cited}" if cited else "")
    if "instance" not in cert:
        return done
    fits(cert["instance"], st)
    return f"{done}, hypotheses proved to hold at an instance"


def check_witness(cert: dict[str, Any], st: Statement, library: Library) -> str:
    """Every assumption is true, and the claim or its proved consequence is false (the claim also: undefined).

    A proof asks the conditions of a derivative for all values of its variable; decided at the point only, they leave
    an assumption or a consequence undecided (a failing claim fails all the same: it is undefined if not false).
    """
    claims, fails = dict(st.claim), cert["fails"]
    need(isinstance(fails, str) and fails in claims, "the failing claim is not one of the statement")
    ev = Evaluate(st, cert["sizes"], cert["data"])
    satisfied(ev, st, cert)
    if "consequence" not in cert:
        found = ev.claim(claims[fails])
        need(found <= {"F", "U"}, f"claim {fails}: {'true' if found == {'T'} else 'undecided'} at the witness")
        return f"claim {fails} is {'false or undefined' if len(found) > 1 else words(found)} at the witness"
    part = cert["consequence"]
    need(isinstance(part, dict) and part.keys() == {"formula", "nodes", "steps", "goals"}, "malformed consequence")
    need(isinstance(part["formula"], str), "malformed consequence")
    need(claims[fails][0] != "defined", "a definition has no consequence")
    formula = st.read.read(parse(part["formula"]), {n: ("size",) for n in st.sizes} | st.given, True)
    k = library.k
    translate = Translate(k, st)
    both = [translate.formula(f, translate.env) for f in (claims[fails], formula)]
    goal = Goal("consequence", k.imp(*both), translate.hyps)
    established(Replay(k, part["nodes"], part["steps"]), part["goals"], [goal])
    found = ev.formula(formula, ev.env)
    need(not ev.num.local, "the consequence is undecided at the witness: conditions of a derivative")
    need(found == {"F"}, f"the consequence is {words(found)} at the witness")
    return f"a consequence of claim {fails} is false at the witness"


def check_ill_typed(misfits: list[str]) -> str:
    """A statement that is well-formed but for shapes that do not fit has no meaning, hence is not true."""
    need(bool(misfits), "every shape of the statement fits")
    return f"does not type-check: {misfits[0]}"


def require_lock(lock: Any) -> dict[str, Any]:
    """The statements of a lock."""
    if not isinstance(lock, dict) or lock.get("schema") != 1 or not isinstance(lock.get("statements"), dict):
        raise BadInput("not a statements.lock of schema 1")
    return lock["statements"]  # type: ignore[no-any-return]


def locks(paths: Sequence[Path]) -> dict[str, Any]:
    """Locks in files as one: the first that has a name says what it is.  Raises BadInput."""
    statements: dict[str, Any] = {}
    for path in reversed(paths):
        try:
            statements |= require_lock(load(path))
        except BadInput as error:
            raise BadInput(f"{path}: {error}") from None
    return {"schema": 1, "statements": statements}


def locked(cert: dict[str, Any], lock: Any) -> str:
    """Check text and hash, against the lock when there is one."""
    text, digest = cert["statement"], cert["hash"]
    need(digest_of(text) == digest, "the hash is not that of the statement")
    if lock is None:
        return "ad hoc: the statement was not compared with a lock"
    compare(f"{cert['id']} {cert['variant']}", text, digest, lock, "the statement")
    return "locked statement"


def refusal(error: Exception, id: str = "?", variant: str = "?") -> Report:
    """What to say of a certificate that was not checked to its end; an error of the checker itself is no acceptance."""
    if isinstance(error, BadInput):
        return Report(False, id, variant, "BAD INPUT", str(error))
    if isinstance(error, Rejected | Undecided):
        return Report(False, id, variant, "REJECTED", str(error))
    if isinstance(error, RecursionError | MemoryError | OverflowError):
        return Report(False, id, variant, "REJECTED", f"too large or too deep to check ({type(error).__name__})")
    message = f"the checker failed on it: {type(error).__name__}: {str(error)[:200]}"
    return Report(False, id, variant, "REJECTED", message)


def compare(name: str, text: str, digest: str, lock: Any, what: str) -> None:
    """The statement must be the one that the lock has under this name."""
    entry = require_lock(lock).get(name)
    if not isinstance(entry, dict):
        raise Rejected(f"{what} is not in the lock")
    need(entry.get("sha256") == digest, f"{what} is not the locked one (hash)")
    need(entry.get("text") == text, f"{what} is not the locked one (text)")


@contextmanager
def deep() -> Iterator[None]:
    """More calls inside calls than Python allows by itself."""
    old = sys.getrecursionlimit()
    sys.setrecursionlimit(max(old, 12_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(old)


@deep()
def check(
    cert: Any,
    lock: dict[str, Any] | None = None,
    asked: dict[str, Any] | None = None,
    proved: Mapping[str, str] | None = None,
    progress: model.Progress = model.quiet,
) -> Report:
    """Check one certificate (parsed JSON) against a lock (parsed JSON) or, without one, its own statement text.

    With a problem that is asked (claim, box and assume, as in a certificate of kind box), it must be of that problem.
    It may cite what is in `proved`: the texts, by SHA-256, of statements whose certificates were accepted before.
    Never raises.
    """
    id = variant = "?"
    try:
        if not isinstance(cert, dict) or cert.get("schema") != 1 or cert.get("kind") not in (*FIELDS, "box", "model"):
            raise BadInput("not a certificate of schema 1")
        kind = cert["kind"]
        if kind == "box":
            found = box.replay(cert, asked)
            problem = {
                **{"claim": cert["claim"], "box": cert["box"], "assume": cert["assume"], "vacuous": found.vacuous},
                "at": found.at or None,
            }
            message = found.text() if asked is None else f"{found.text()}; the claim that is asked"
            return Report(True, " ".join(found.claim.split()), "claim", found.verdict, message, problem)
        need(asked is None, "this is a certificate of another problem")
        if kind == "model":
            return Report(True, "a model", str(cert.get("sha256"))[:12], "PROVED", model.replay(cert, progress))
        wrong = FIELDS[kind] ^ (cert.keys() - OPTIONAL.get(kind, set()))
        need(not wrong, f"missing or unknown fields: {', '.join(sorted(map(str, wrong)))[:100]}")
        for field in ("id", "variant", "statement", "hash"):
            need(isinstance(cert[field], str), f"{field} must be a string")
        id, variant = cert["id"], cert["variant"]
        origin = locked(cert, lock)
        misfits: list[str] | None = [] if kind == "ill-typed" else None
        st = Reader(misfits).statement(cert["statement"])
        need((st.id, st.variant) == (id, variant), "id or variant is not that of the statement")
        library = Library(Terms(), proved or {})
        done = (
            check_ill_typed(misfits)
            if misfits is not None
            else (check_kernel if kind == "kernel" else check_witness)(cert, st, library)
        )
        if lock is not None:
            for name, digest in library.used:
                compare(name, library.proved[digest], digest, lock, f"{name}, which is cited,")
        problem = {"statement": cert["statement"], "hash": cert["hash"], "locked": lock is not None}
        verdict = "PROVED" if kind == "kernel" else "REFUTED"
        return Report(True, id, variant, verdict, f"{done}; {origin}", problem, tuple(library.used))
    except Exception as error:
        return refusal(error, id, variant)


def load(path: Path) -> Any:
    """The JSON in a file, which is an array of an .npz; raises BadInput."""
    try:
        return npz.certificate(path) if path.suffix == ".npz" else read_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # also bytes that are no text, and what is no path
        raise BadInput(f"cannot be read: {error}") from None


def joined(cert: Any, folder: Path) -> Any:
    """The certificate with the proofs that stand in parts beside it, each of which must have its SHA-256."""
    if not isinstance(cert, dict) or cert.get("kind") != "box" or not isinstance(cert.get("proofs"), list):
        return cert
    proofs = []
    for proof in cert["proofs"]:
        pieces = []
        for part in proof if isinstance(proof, list) else ():
            need(isinstance(part, dict) and part.keys() == {"file", "sha256"}, "a part is a file and its sha256")
            name = part["file"]
            plain = isinstance(name, str) and name not in (".", "..") and not set(name) & set("/\\:\0")
            need(plain, "a part is a file beside the certificate")
            unread = f"part {name[:100]!r} cannot be read"
            try:
                need((folder / name).is_file(), unread)
                content = (folder / name).read_bytes()
            except OSError:
                raise Rejected(unread) from None
            need(hashlib.sha256(content).hexdigest() == part["sha256"], f"part {name} is not the one that was written")
            pieces.append(content.decode("ascii", "replace"))
        proofs.append("".join(pieces) if isinstance(proof, list) else proof)
    return {**cert, "proofs": proofs}


def check_text(
    text: str,
    lock: dict[str, Any] | None = None,
    asked: dict[str, Any] | None = None,
    proved: Mapping[str, str] | None = None,
) -> Report:
    """Check the certificate in a text, as it would be read from a file; see `check`. Never raises."""
    try:
        cert = read_json(text)
    except Exception as error:
        return refusal(error)
    return check(cert, lock, asked, proved)


@deep()
def check_instance(statement: str, text: str) -> str:
    """What is wrong with the instance in a text, as a certificate of this statement has it; "" if all hypotheses hold.

    With it a kernel certificate is accepted when it is without. Never raises.
    """
    try:
        fits(read_json(text), Reader().statement(statement))
    except Exception as error:
        return refusal(error).message
    return ""


def check_file(path: str | Path, lock: dict[str, Any] | None = None, asked: dict[str, Any] | None = None) -> Report:
    """Check the certificate in one file, and before it those in its folder that it cites. Never raises."""
    return check_files([Path(path)], lock, asked)[0]


def check_files(
    paths: Sequence[Path], lock: dict[str, Any] | None = None, asked: dict[str, Any] | None = None
) -> list[Report]:
    """Check certificates in files, each after those that it cites: these are among them, or in the same folder under
    the name that `file_name` gives.  What cites a statement without an accepted certificate is rejected; so is what
    rests on itself, as no order puts its own certificate before it."""
    cites: dict[Path, dict[Citation, None]] = {}
    where: dict[str, set[Path]] = {}  # the files with a certificate of a statement, by its SHA-256
    todo = list(paths)
    while todo:
        path = todo.pop(0)
        if path not in cites:
            cites[path], digest = glance(path)
            where.setdefault(digest, set()).add(path)
            beside = {path.parent / file_name(name) for name, _ in cites[path]}
            todo += [other for other in sorted(beside) if other.is_file()]
    needs = {path: set().union(*[where.get(digest, set()) for _, digest in cites[path]]) for path in cites}
    reports: dict[Path, Report] = {}
    proved: dict[str, str] = {}
    while len(reports) < len(needs):
        left = [path for path in needs if path not in reports]
        for path in [path for path in left if needs[path].isdisjoint(left)] or left:
            try:
                cert = joined(load(path), path.parent)
            except Exception as error:
                reports[path] = refusal(error)
                continue
            reports[path] = check(cert, lock, asked if path in paths else None, proved)
            if reports[path].verdict == "PROVED" and cert["kind"] == "kernel":
                proved[cert["hash"]] = cert["statement"]
    return [reports[path] for path in paths]


def glance(path: Path) -> tuple[dict[Citation, None], str]:
    """What the certificate in a file cites, and the SHA-256 that it gives for its statement."""
    try:
        cert = load(path)
    except Exception:  # it will be said when the file is checked
        return {}, ""
    return citations(cert), str(cert.get("hash", "")) if isinstance(cert, dict) else ""


def file_name(name: str) -> str:
    """The file of the certificate of "id variant"."""
    plain = re.fullmatch(r"([a-z0-9]+):([a-z0-9-]+) ([a-z]+)", name)
    return f"{plain[1]}-{plain[2]}.{plain[3]}.json" if plain else ""


def certificates(folder: Path) -> list[Path]:
    """The files *.json in a folder and below; not what only looks like one, such as a pipe."""
    return [path for path in sorted(folder.rglob("*.json")) if path.is_file()]


def told(path: Path, report: Report) -> str:
    """One line, whatever a certificate calls itself: it shall not look like another line, or steer a terminal.

    A name stands without quotation marks only where it is one of the lock; a verdict only with what it is about.
    """
    names = f'"{report.id}" "{report.variant}"'
    problem = report.problem
    if problem is None:
        head = report.verdict if report.id == "?" else f"{report.verdict} {names}"
    elif "claim" in problem:
        head = f"{report.verdict} {report.id}"
    elif problem["locked"]:
        head = f"{report.verdict} {report.id} {report.variant}"
    else:
        what = "proof" if report.verdict == "PROVED" else "refutation"
        head = f"ACCEPTED: a {what} of the statement {problem['hash']}, which calls itself {names}"
    line = " ".join(f"{path}: {head}: {report.message}".split())
    return "".join([c if c.isprintable() else "?" for c in line.encode("ascii", "backslashreplace").decode()])


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; exit code 0 if all certificates are accepted, 1 if some are rejected, 2 on unreadable input."""
    parser = argparse.ArgumentParser(prog="varproof.recheck", description="Check certificates independently.")
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_DIR")
    parser.add_argument(
        "--lock", metavar="FILE", action="append", type=Path,
        help="statements.lock to compare the statements with; repeatable, the first that has a name counts",
    )  # fmt: skip
    options = parser.parse_args(argv)
    try:
        lock = None if options.lock is None else locks(options.lock)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    worst, paths = 0, []  # type: int, list[Path]
    for name in options.paths:
        files = certificates(Path(name)) if Path(name).is_dir() else [Path(name)]
        if not files:
            print(f"{name}: no certificates (*.json) in this directory", file=sys.stderr)
            worst = 2
        paths += files
    for path, report in zip(paths, check_files(paths, lock), strict=True):
        bad = report.verdict == "BAD INPUT"
        print(told(path, report), file=sys.stderr if bad else sys.stdout)
        worst = max(worst, 2 if bad else 0 if report.ok else 1)
    return worst
