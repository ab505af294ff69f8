"""The commands that judge: verify, prove, falsify, check."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from varproof.catalog import Catalog
    from varproof.claims.prove import Proof
    from varproof.coq.interval import Handed
    from varproof.decide.verify import Judged
    from varproof.lang.statement import Variant
    from varproof.lang.typed import Problem

from varproof.cli import BadInput, NotInstalled
from varproof.commands.shared import (
    Answer,
    chosen_catalog,
    chosen_variants,
    judge_closure,
    task_of,
    terminal_painter,
    text_of,
    width,
    with_drift,
)


def verify(options: Namespace) -> Answer:
    if options.mutants:
        from varproof.commands.mutants import mutants

        return mutants(options)
    from varproof.catalog import partial
    from varproof.decide.result import exit_code, ill_formed
    from varproof.show import terminal

    entries = partial(options.catalog)
    if not entries:
        raise entries.broken[0].error
    broken = [b for b in entries.broken if b.id in (options.ids or [b.id])]
    rest = [name for name in options.ids if name not in {b.id for b in broken}]
    there = rest or not options.ids
    variants = chosen_variants(Namespace(**{**vars(options), "ids": rest}), entries) if there else []
    paint = terminal_painter()
    rows = terminal.Rows(variants, paint, width() if sys.stdout.isatty() else 1000)

    def print_row(k: int, one: Judged) -> None:
        (result,), _ = with_drift(entries, [one.result])
        sys.stdout.write((rows.head() if k == 0 else "") + rows.row(result))
        sys.stdout.flush()

    if options.write_certificates:
        options.fresh = True
    late = options.coq and not options.json  # rows wait for Coq
    closure = judge_closure(options, variants, None if options.json or late else print_row)
    theorems: list[str] = []
    if options.coq:
        from varproof.commands.coq import tier

        closure, theorems = tier(closure, options)
    for k, v in enumerate(variants if late else []):
        print_row(k, closure[f"{v.id} {v.name}"])
    judged = [closure[f"{v.id} {v.name}"] for v in variants]
    results, gone = with_drift(entries, [j.result for j in judged])
    ill = [ill_formed(b) for b in broken]
    results += ill
    if len(variants) < sum(1 for _ in entries.variants()):
        gone = []  # only the whole catalog misses what is gone
    if options.certificates is not None:
        _write_certificates(Path(options.certificates), closure.values())
    said, differing = _shipped(options, entries, variants, judged)
    last = "".join(([] if variants else [rows.head()]) + [rows.row(r) for r in ill])
    text = "".join(f"drift: {sentence}\n" for sentence in gone) + terminal.summary(results, paint) + "\n" + said
    text += "".join(f"{line}\n" for line in theorems)
    summary = {**terminal.counts(results), "gone": gone}
    data = {"entries": [terminal.row(r) for r in results], "summary": summary}
    return 1 if gone or differing else exit_code(results), f"{last}\n{text}", data


def _shipped(
    options: Namespace, entries: Catalog, variants: list[Variant], judged: list[Judged]
) -> tuple[str, list[str]]:
    """Write or compare what the catalog ships, where this is asked for: what is said, and what differs.

    What has not the verdict that is expected takes no certificate away.
    """
    if not options.write_certificates and not options.compare_certificates:
        return "", []
    from varproof.decide.verify import item
    from varproof.show import terminal
    from varproof.store import shipped

    made: dict[str, dict[str, Any]] = {}
    kept = []
    for task, one in zip(map(task_of, variants), judged, strict=True):
        of = made.setdefault(task.place.stem, {})
        found = item(task, one)
        failed = one.result.verdict != one.result.expected
        old = shipped.read(entries.folder, task.place.stem).get(task.variant.name)
        if options.write_certificates and failed and old is not None:
            kept.append(f"{task.name}: it is {one.result.verdict} now; the certificate that was shipped is kept")
            found = old
        if found is not None:
            of[task.variant.name] = found
    changed = []
    for stem, found in made.items():
        others = {} if options.variant is None else shipped.read(entries.folder, stem)
        whole = {**others, **found}
        if options.write_certificates:
            changed += [f"{path}: written" for path in [shipped.write(entries.folder, stem, whole)] if path]
        elif shipped.read(entries.folder, stem) != whole:
            changed.append(f"{shipped.path(entries.folder, stem)}: not what the scripts prove now")
    if options.write_certificates:
        lines = [*kept, *changed, f"{terminal.count(len(changed), 'file')} of certificates written."]
        return "".join(f"{line}\n" for line in lines), []
    lines = changed or ["The certificates that are shipped are, byte for byte, what the scripts prove."]
    return "".join(f"{line}\n" for line in lines), changed


def _write_certificates(folder: Path, judged: Iterable[Judged]) -> None:
    """The certificates of the variants and of all that they cite: the folder can be checked by itself."""
    from varproof.show.findings import file_name
    from varproof.store.cache import write

    for j in judged:
        if j.certificate is not None:
            write(folder / file_name(j.result.id, j.result.variant), j.certificate + "\n")


def prove(options: Namespace) -> Answer:
    from varproof.claims.prove import judge
    from varproof.claims.retold import retold
    from varproof.lang import claims
    from varproof.store import parts

    try:
        said = _typed(options, options.claim)
        found = judge(said.claim, said.sides, said.given, options.budget)
    except claims.ClaimError as error:
        raise BadInput(str(error)) from None
    path = options.certificate if found.certificate is not None else None
    if path is not None and found.certificate is not None:
        try:
            parts.write(Path(path), found.certificate)
        except OSError as error:
            raise BadInput(f"--certificate {path}: cannot be written: {error.strerror}") from None
    code = {"PROVED": 0, "REFUTED": 1}.get(found.verdict.name, 4)
    lines = [retold(found, said).text(), _read(found, said)]
    data = {**found.data(), "certificate": path}
    if options.coq and code == 0:
        told = _in_coq(said)
        lines.append(told.text())
        data["coq"] = {"theorem": told.theorem, "axioms": list(told.axioms), "message": told.message}
    return code, text_of(*lines), data


def _in_coq(said: Problem) -> Handed:
    """What Coq's interval tactic makes of a claim; exit 3 where it is not installed."""
    from varproof.coq import build, interval

    try:
        return interval.handed(said.claim, said.sides, said.given)
    except build.Missing as error:
        raise NotInstalled(str(error)) from None


def _typed(options: Namespace, claim: str) -> Problem:
    """The claim, the box and the hypotheses that were typed, in the claim language; ClaimError."""
    from varproof.lang import typed

    return typed.problem(claim, options.box, options.assume)


def _read(found: Proof, said: Problem) -> str:
    """How a claim was read, and what its certificate is about where that has other variables."""
    from varproof.claims.retold import retold, substitution

    instead = f"; judged, and certified, with {substitution(said)}" if said.infinite else ""
    return f"read as: {retold(found, said).problem()}{instead}"


def falsify(options: Namespace) -> Answer:
    from varproof.catalog import DEFAULT
    from varproof.decide.counterexamples import attack
    from varproof.decide.sides import at
    from varproof.lang.typed import looks_like_claim
    from varproof.show import paste
    from varproof.show.terminal import point

    if options.box or any(map(looks_like_claim, options.ids)):
        return _falsify_claim(options)
    if options.assume:
        raise BadInput("--assume belongs to a claim over a box; write the claim and add --box")
    found: list[dict[str, Any]] = []
    lines = []
    for v in chosen_variants(options, chosen_catalog(options)):
        if v.ill_typed is not None:
            lines.append(f"{v.id} {v.name}: does not type-check: {v.ill_typed}")
            continue
        hit = attack(v, options.budget, scratch=True)
        if hit is None:
            lines.append(f"{v.id} {v.name}: no counterexample in {options.budget} evaluations")
        else:
            case = paste.case(options.catalog or DEFAULT, v.id, v.name, hit.fails, hit.values())
            seen = at(v, hit.data, hit.fails)
            lines += [f"{v.id} {v.name}: {hit.fails} fails at {point(hit.values(), seen)}", "", case]
            about = {"id": v.id, "variant": v.name, "fails": hit.fails, "counterexample": hit.values()}
            found.append({**about, "sides": None if seen is None else seen._asdict(), "pytest": case})
    return (1 if found else 0), text_of(*lines), {"budget": options.budget, "counterexamples": found}


def _falsify_claim(options: Namespace) -> Answer:
    """A counterexample of an ad-hoc claim, confirmed by the independent checker."""
    from varproof.claims.prove import judge
    from varproof.claims.retold import retold
    from varproof.lang import claims
    from varproof.show import paste, terminal

    if len(options.ids) != 1:
        raise BadInput("one claim at a time; put it in quotes, such as 'x*(1-x) < 1/4'")
    (claim,) = options.ids
    if re.fullmatch(r"[a-z0-9]+:[a-z0-9-]+", claim):
        raise BadInput(f"{claim} is an entry, and has no box: leave out --box, or write a claim, such as 'x <= 1'")
    try:
        said = _typed(options, claim)
        found = judge(said.claim, said.sides, said.given, options.budget)
    except claims.ClaimError as error:
        raise BadInput(str(error)) from None
    read = _read(found, said)
    data = {"claim": found.claim, "box": found.box, "verdict": found.verdict.name, "budget": options.budget}
    if found.counterexample is None:
        text = f"no counterexample; the claim is {found.verdict.name} ({terminal.count(found.boxes, 'box', 'boxes')})"
        return 0, text_of(text, read), {**data, "counterexample": None, "undefined": None, "sides": None}
    case = paste.claim_case(found.claim, found.box, found.assume)
    shown = retold(found, said)
    fails = shown.fails()
    text = text_of(f"the claim fails{shown.at()}" + (f": {fails}" if fails else ""), read, "", case)
    told = {name: found.data()[name] for name in ("counterexample", "undefined", "sides")}
    return 1, text, {**data, **told, "pytest": case}


def check(options: Namespace) -> Answer:
    from varproof import recheck
    from varproof.catalog import locks
    from varproof.show.terminal import count

    asked = _problem(options)
    own = Path(options.lock) if options.lock is not None else chosen_catalog(options).lock
    try:
        lock = recheck.locks(locks(own))
    except recheck.BadInput as error:
        raise BadInput(f"{error}; `varproof lock` writes the catalog's lock") from error
    lines, data, code = [], [], 0
    paths = [file for name in options.paths for file in _certificates(Path(name))]
    for path, report in zip(paths, recheck.check_files(paths, lock, asked), strict=True):
        about = {"id": report.id, "variant": report.variant, "verdict": report.verdict, "message": report.message}
        data.append({"file": str(path), "ok": report.ok, **about, "problem": report.problem})
        if report.verdict == "BAD INPUT":
            print(f"varproof: {recheck.told(path, report)}", file=sys.stderr)
            code = 2
        else:
            lines.append(recheck.told(path, report))
            code = code or int(not report.ok)
    accepted = sum(bool(item["ok"]) for item in data)
    read = sum(item["verdict"] != "BAD INPUT" for item in data)
    lines.append(f"{count(read, 'certificate')}, {accepted} accepted.")
    return code, text_of(*lines), {"certificates": data, "accepted": accepted}


def _problem(options: Namespace) -> dict[str, Any] | None:
    """The problem that the options of `prove` and `check` state, as a certificate says it; None without a claim."""
    from varproof.lang import claims

    if options.claim is None:
        if options.box or options.assume:
            raise BadInput("--box and --assume belong to a claim; add --claim CLAIM")
        return None
    try:
        claim, sides, given, *_ = _typed(options, options.claim)
        claims.check_names(claims.parse(claim), [claims.parse(h, "assumption") for h in given], sides)
    except claims.ClaimError as error:
        raise BadInput(str(error)) from None
    box = {name: [str(low), str(high)] for name, (low, high) in sides.items()}
    return {"claim": claim, "box": box, "assume": given}


def _certificates(path: Path) -> list[Path]:
    from varproof import recheck

    if path.is_dir():
        found = recheck.certificates(path)
        if not found:
            raise BadInput(f"{path}: the folder holds no certificate (*.json)")
        return found
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder; `varproof verify --certificates DIR` writes certificates")
    return [path]
