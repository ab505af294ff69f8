"""The command latex."""

from __future__ import annotations

import difflib
import re
import shlex
from argparse import Namespace
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from varproof.cli import BadInput
from varproof.commands.constants import settings
from varproof.commands.shared import Answer, chosen_catalog, chosen_variants, judge_all, text_of

if TYPE_CHECKING:
    from varproof.decide.result import Result

EVERY = "(every entry of the catalog)"  # in the first line of a file, in place of ids


def latex(options: Namespace) -> Answer:
    if options.check is not None:
        return _check(options)
    from varproof.decide.result import exit_code
    from varproof.show.terminal import count
    from varproof.store.cache import write

    text, results = _made(options)
    code = exit_code(results)
    if options.output is None:
        return code, text, {"latex": text}
    try:
        write(Path(options.output), text)
    except OSError as error:
        raise BadInput(f"-o {options.output}: cannot be written: {error.strerror}") from None
    from varproof.show.latex.document import read

    macros = [name for name in read(text) if name.startswith("\\")]
    said = f"{options.output}: {count(len(results), 'statement')}, {count(len(macros), 'macro')}"
    return code, text_of(said), {"file": options.output, "statements": len(results), "macros": macros}


def _made(options: Namespace) -> tuple[str, list[Result]]:
    """The file that the options ask for, and the results that it shows."""
    from varproof.lang.errors import StatementError
    from varproof.show.latex import constants, document
    from varproof.show.latex.names import Unprintable, symbols

    entries = chosen_catalog(options)
    given = settings(options.set)
    variants = chosen_variants(options, entries)
    known = {name for v in variants for name in (*dict(v.parts.sizes), *dict(v.parts.given))}
    for name in given:
        if name not in known:
            raise BadInput(f"--set {name}: no chosen statement has a size or real of this name")
    chosen = _symbols(options.symbol)
    constants.check_macros(entries.variants())
    for v in variants:  # before the long judgement
        for constant in v.constants.values():
            constants.value(v, constant, given)
    judged = judge_all(options, variants)
    parts = [document.Part(v, j.result) for v, j in zip(variants, judged, strict=True)]
    words = [*options.ids, *(["--variant", options.variant] if options.variant else [])]
    words += [word for item in options.set for word in ("--set", item)]
    words += [word for item in options.symbol for word in ("--symbol", item)]
    words += ["--standalone"] if options.standalone else []
    try:
        with symbols(chosen) as known_symbols:
            text = document.fragment(parts, given, shlex.join(words) if options.ids else f"{EVERY} {shlex.join(words)}")
    except Unprintable as error:
        raise StatementError(f"latex: {error}") from None
    _apart(chosen, known_symbols.printed)
    return document.standalone(text) if options.standalone else text, [p.result for p in parts]


def _symbols(given: Sequence[str]) -> dict[str, str]:
    r"""What --symbol says: gamma_min=\underline\gamma, a name and what stands for it in the paper."""
    found: dict[str, str] = {}
    for item in given:
        name, sign, tex = item.partition("=")
        what = f"--symbol {item}"
        if not (sign and re.fullmatch(r"\w+", name) and tex.strip()):
            raise BadInput(f"{what}: expected NAME=TEX, such as gamma_min='\\underline\\gamma'")
        if not tex.isascii() or not tex.isprintable() or set(tex) & set("%$#&"):
            raise BadInput(f"{what}: what stands for a name is mathematics of LaTeX without any of % $ # &")
        depth = 0
        for sign in re.findall(r"(?<!\\)[{}]", tex):
            depth += 1 if sign == "{" else -1
            if depth < 0:
                break
        if depth or tex.endswith("\\"):
            raise BadInput(f"{what}: its braces are not in pairs")
        if found.setdefault(name, tex) != tex:
            raise BadInput(f"{what}: {name} has a symbol already")
    return found


def _apart(chosen: Mapping[str, str], printed: Collection[str]) -> None:
    """BadInput for a name that is not printed, and for a symbol that would stand for two names."""
    from varproof.show import names
    from varproof.show.latex.names import name as plain

    shown = {names.name(name): name for name in chosen}
    stand = {plain(one).strip(): one for one in printed if one not in shown}
    for one, name in shown.items():
        if one not in printed:
            near = difflib.get_close_matches(one, printed, n=3, cutoff=0.4)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise BadInput(f"--symbol {name}: no chosen statement has this name{hint}")
        tex = chosen[name].strip()
        other = stand.setdefault(tex, one)
        if other != one:
            raise BadInput(f"--symbol {name}={tex}: {other} is printed so too; choose another")


def _check(options: Namespace) -> Answer:
    """Make the file again, by the options in its first line, and compare what it prints."""
    from varproof.show.latex.document import SIGNATURE, stale

    path = Path(options.check)
    try:
        old = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        old = ""
    signed = [line for line in old.splitlines() if line.startswith(f"{SIGNATURE}: ") or line == f"{SIGNATURE}:"]
    if len(signed) != 1:
        raise BadInput(f"{path}: not a file that `varproof latex` has written: it has no line `{SIGNATURE}: ...`")
    new, _ = _made(_again(options, signed[0].removeprefix(f"{SIGNATURE}:"), path))
    found = stale(old, new)
    lines = [f"{path}: {s.name} is stale: {s.why}" for s in found]
    lines.append(f"{path}: {len(found)} stale." if found else f"{path}: everything is as the catalog says.")
    data = {"file": str(path), "stale": [{"name": s.name, "why": s.why} for s in found]}
    return int(bool(found)), text_of(*lines), data


def _again(options: Namespace, line: str, path: Path) -> Namespace:
    """The options by which the file was made."""
    try:
        words = shlex.split(line.replace(EVERY, "", 1))
    except ValueError:
        words = ["--"]
    made = Namespace(**{**vars(options), "ids": [], "variant": None, "set": [], "symbol": [], "standalone": False})
    while words:
        word = words.pop(0)
        if word == "--standalone":
            made.standalone = True
        elif word in ("--set", "--symbol") and words:
            setattr(made, word[2:], [*getattr(made, word[2:]), words.pop(0)])
        elif word == "--variant" and words:
            made.variant = words.pop(0)
        elif word.startswith("-"):
            raise BadInput(f"{path}: its first line is damaged: {word}")
        else:
            made.ids.append(word)
    return made
