"""The lines of proofs in the signs of statements: names with their indices, powers, norms."""

from __future__ import annotations

import re

from varproof.show.breaking import JOIN
from varproof.show.names import above, name

_NAME = re.compile(r"(?<![\w:-])[A-Za-zα-ωΑ-Ω]+_[A-Za-z0-9_]+(?![A-Za-z0-9_:])")
_REALS = re.compile(r"(?<=∈ )R(\^\([\w, ]+\)|\^\w+|(?![\w(\[^]))")
_WORDS = r"(?<!\band)(?<!\bor)(?<!\bnot)(?<!\bin)(?<!\bwith)(?<!\biff)(?<!\bif)"
_FACTORS = re.compile(rf"(?<=[\w)\]|‖]){_WORDS} (?=[\w(|‖∑∏√])(?!(?:and|or|not|holds|with|iff|if)\b)")


def shown(sentence: str) -> str:
    """A line for the terminal; the factors of a product are joined by no-break spaces."""
    number, formula, reasons = _parts(signs(sentence))
    formula, reasons = (_NAME.sub(lambda m: name(m[0]), _rooted(_raised(text))) for text in (formula, reasons))
    return number + (_FACTORS.sub(JOIN, formula) if number else formula) + reasons


def signs(sentence: str) -> str:
    """Norms and the sets of reals and arrays as in statements."""
    return _REALS.sub(lambda m: "ℝ" + (m[1] or "").replace(", ", "×"), _norms(sentence))


def _norms(sentence: str) -> str:
    """Norms as in statements: norm[c ∈ d] X[i, k, c] is ‖X[i, k, ·]‖, if c stands as an argument only."""
    at = 0
    while (start := sentence.find("norm[", at)) >= 0:
        at = start + len("norm[")
        over = closing(sentence, at - 1)
        if over is None:
            break
        begin = over + 1 + (sentence[over + 1 : over + 2] == " ")
        end = _atom(sentence, begin)
        names = [part.split()[0] for part in sentence[at:over].split(",") if part.strip()]
        body = sentence[begin:end]
        for bound in names:
            argument = rf"(?<=[\[(])\b{bound}\b(?=[,\])])|(?<=, )\b{bound}\b(?=[,\])])"
            if not (dotted := re.findall(argument, body)) or len(dotted) != len(re.findall(rf"\b{bound}\b", body)):
                break
            body = re.sub(argument, "·", body)
        else:
            body = re.sub(r"\(·(?:, ·)*\)|\[·(?:, ·)*\]", "", body)
            inner = body[1:-1] if body[:1] == "(" and closing(body, 0) == len(body) - 1 else body
            sentence = f"{sentence[:start]}‖{inner}‖{sentence[end:]}"
            at = start
    return sentence


def closing(text: str, at: int) -> int | None:
    """Where the bracket that opens at this place closes."""
    depth = 0
    for k in range(at, len(text)):
        depth += (text[k] in "([") - (text[k] in ")]")
        if depth == 0:
            return k
    return None


def _atom(text: str, at: int) -> int:
    """Where the operand that begins here ends: a name, and the brackets that follow it without a blank."""
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] in "_′" or text[end] in "(["):
        if text[end] not in "([":
            end += 1
            continue
        closes = closing(text, end)
        if closes is None:
            return at
        end = closes + 1
    return end


def _raised(text: str) -> str:
    return re.sub(r"\^(\d+)(?![\w.])", lambda m: above(m[1]), text)


def _rooted(text: str) -> str:
    return re.sub(r"\(sqrt (\w+)\)|\bsqrt(?: (?=\w+\b(?!\())|(?=\())", lambda m: f"√{m[1] or ''}", text)


def _parts(sentence: str) -> tuple[str, str, str]:
    """The number of a line, what it says, and why, with what stands between; a sentence has neither."""
    match = re.fullmatch(r"(\(\d+\) )(.*?)((?:   \[.*\])?)", sentence, re.DOTALL)
    return (match[1], match[2], match[3]) if match else ("", sentence, "")
