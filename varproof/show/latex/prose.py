r"""Sentences and kernel formulas, which are Unicode with the mathematics in the running text, as LaTeX.

Words stay words; a stretch between them that holds a mathematical sign becomes `$...$`. Names of one letter are
mathematics, but not the article; in a formula, longer names are too. Nothing is reordered, and lines may break at the
signs of every `$...$`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from varproof.lang import letters
from varproof.show import names
from varproof.show.latex.names import GREEK, Unprintable, below, escaped, name, symbol

_SIGNS = {
    "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "∈": r"\in ", "∉": r"\notin ", "∀": r"\forall ", "∃": r"\exists ",
    "⇒": r"\Rightarrow ", "⟹": r"\implies ", "↦": r"\mapsto ", "∑": r"\sum ", "∂": r"\partial ", "√": r"\surd ",
    "×": r"\times ", "·": r"\cdot ", "⟨": r"\langle ", "⟩": r"\rangle ", "‖": r"\|", "−": "-", "±": r"\pm ",
    "→": r"\to ", "ℝ": r"\mathbb{R}", "=": "=", "<": "<", ">": ">", "+": "+", "/": "/", "*": r"\cdot ",
}  # fmt: skip
_NEUTRAL = {"(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": "|", ",": ",", "…": r"\dots ",
            "-": "-", "^": "^", "_": "_"}  # fmt: skip
_BELOW = {sign: letter for letter, sign in names.BELOW.items()}
_ABOVE = {**{sign: digit for digit, sign in names.ABOVE.items()}, "ᵀ": r"\top ", "ⁿ": "n"}
_FUNCTIONS = ("exp", "log", "max", "min")
_CONNECTIVES = ("or", "and", "not", "contradiction", "holds")
_PAIRS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
_LONG = 40

_TOKEN = re.compile(
    rf"(?P<name>[A-Za-zα-ωΑ-Ω][A-Za-z0-9_α-ω]*(?:'s)?)|(?P<number>\d+(?:\.\d+)?)(?P<letters>[A-Za-z]+)?"
    rf"|(?P<low>[{''.join(_BELOW)}]+)|(?P<high>[{''.join(_ABOVE)}]+)|(?P<prime>′+)|(?P<space>\s+)|(?P<sign>.)",
    re.DOTALL,
)


class _Token(NamedTuple):
    kind: str  # name, number, low, high, prime, space, sign; text for a word that is no mathematics
    text: str

    @property
    def mathematical(self) -> bool:
        """Whether the token makes a stretch mathematics; brackets, commas, numbers and blanks go either way."""
        return self.kind in ("name", "low", "high", "prime") or (self.kind == "sign" and self.text in _SIGNS)


def sentence(text: str) -> str:
    """A sentence, with `$...$` around its mathematics; Unprintable names a sign that has no LaTeX form."""
    return _line(text, False)


def statement(text: str) -> str:
    """A formula of the kernel's printer, with `$...$` around its mathematics."""
    return _line(text, True)


def step(text: str) -> tuple[str, str]:
    """A line of a printed proof: its number (or nothing), and its formula with the reason, or its sentence."""
    match = re.fullmatch(r"(\(\d+\)) (.*?)(?:   \[(.*)\])?", text, re.DOTALL)
    if match is None:
        return "", sentence(text)
    labelled = re.fullmatch(r"\([A-Za-z][A-Za-z0-9_.:~+<>=-]*\) holds", match[2])
    reason = rf" \vpreason{{{sentence(match[3])}}}" if match[3] else ""
    return match[1], (escaped(match[2]) if labelled else statement(match[2])) + reason


def _line(text: str, formula: bool) -> str:
    for written, sign in (("<=", "≤"), (">=", "≥"), ("!=", "≠")):
        text = text.replace(written, sign)
    out, run = "", list[_Token]()
    for token in _tokens(text, formula):
        if token.kind == "text" or (token.kind == "sign" and token.text not in {**_SIGNS, **_NEUTRAL}):
            out += _stretch(run) + escaped(token.text)
            run = []
        elif token.text == "," and not _depth(run):
            out += _stretch(run) + ","
            run = []
        else:
            run.append(token)
    return out + _stretch(run)


def _tokens(text: str, formula: bool) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind, shown, after = str(match.lastgroup), match[0], text[match.end() :]
        before = next((t for t in reversed(found) if t.kind != "space"), _Token("text", ""))
        if kind == "letters" and len(match["letters"]) == 1 and before.text.lower() not in ("case", "cases"):
            found += [_Token("number", match["number"]), _Token("name", match["letters"])]  # 2f; but case 1a
        elif kind == "letters" or (kind == "name" and not _is_name(shown, before, after, formula)):
            found.append(_Token("text", shown))
        else:
            found.append(_Token(kind, shown))
    return found


def _is_name(shown: str, before: _Token, after: str, formula: bool) -> bool:
    if shown in _FUNCTIONS or not shown.isascii() or "_" in shown or before.text in ("^", "_"):
        return True
    if formula:
        return shown not in _CONNECTIVES
    if shown in ("a", "A"):  # the article is followed by a word or a name, and no sign stands before it
        follows = re.match(r" \(?[A-Za-zα-ω]", after) and not re.match(r" (and|or|is|in|exp|log)\b", after)
        begins = shown == "A" and not before.text and after.startswith(" ") and after[1:2] not in _SIGNS
        return before.text in (*_SIGNS, "-") or not (follows or begins)
    return len(shown) == 1 or shown in letters.GREEK or shown[1:].isdigit() or after.startswith("(")


def _depth(run: list[_Token]) -> int:
    texts = [token.text for token in run]
    return sum(map(texts.count, _PAIRS)) - sum(map(texts.count, _PAIRS.values()))


def _stretch(run: list[_Token]) -> str:
    """What lies between two words: mathematics in dollars, the rest as text."""
    if not any(token.mathematical for token in run):
        return escaped("".join(token.text for token in run))
    start, end = 0, len(run)
    while not run[start].mathematical and (run[start].kind == "space" or _unpaired(run, start)):
        start += 1
    while not run[end - 1].mathematical and (
        run[end - 1].kind == "space" or run[end - 1].text in (",", "-", "^", "_") or _unpaired(run, end - 1)
    ):
        end -= 1
    reference = re.match(r"(\(\d+\)\s+)+", "".join(token.text for token in run[start:end]))
    while reference is not None and sum(len(token.text) for token in run[:start]) < reference.end():
        start += 1
    before, after = ("".join(t.text for t in part) for part in (run[:start], run[end:]))
    return f"{escaped(before)}${_mathematics(run[start:end])}${escaped(after)}"


def _unpaired(run: list[_Token], at: int) -> bool:
    """Whether the bracket here is closed (or opened) outside the run."""
    text = run[at].text
    if text in _PAIRS:
        return _partner(run, at) is None
    if text in _PAIRS.values():
        return all(_partner(run, k) != at for k in range(at) if run[k].text in _PAIRS)
    return False


def _partner(run: list[_Token], at: int) -> int | None:
    """Where the bracket that opens here is closed."""
    left, right, level = run[at].text, _PAIRS[run[at].text], 0
    for k in range(at, len(run)):
        level += (run[k].text == left) - (run[k].text == right)
        if level == 0:
            return k
    return None


def _mathematics(run: list[_Token]) -> str:
    out, at = "", 0
    while at < len(run):
        token = run[at]
        following = run[at + 1].text if at + 1 < len(run) else ""
        close = _partner(run, at + 1) if following in _PAIRS else None
        lowered = token.text + following if [t.kind for t in run[at : at + 2]] == ["name", "low"] else ""
        chosen = symbol(lowered) if lowered else None
        if chosen is not None:
            out += f"{chosen} "
            at += 2
        elif token.text in ("∑", "∂", "max", "min") and following == "[" and close is not None:
            out += f"{_sign(token).strip()}_{{{_mathematics(run[at + 2 : close])}}} "
            at = close + 1 + (run[close + 1 : close + 2] != [] and run[close + 1].kind == "space")
        elif token.text in ("sqrt", "√") and following == "(" and close is not None:
            inner = _mathematics(run[at + 2 : close])
            if sum(len(part.text) for part in run[at + 2 : close]) <= _LONG:
                out += rf"\sqrt{{{inner}}}"
            else:  # an exponent in place of the sign, so that a line may break inside
                powered = [part.kind == "high" or part.text == "^" for part in run[close + 1 : close + 2]] == [True]
                root = rf"\bigl({inner}\bigr)^{{1/2}}"
                out += rf"\bigl({root}\bigr)" if powered else root
            at = close + 1
        elif token.text in ("^", "_") and close is not None:
            out += f"{token.text}{{{_mathematics(run[at + 2 : close])}}}"
            at = close + 1
        elif token.text in ("^", "_") and following:
            out += f"{token.text}{{{_sign(run[at + 1]).strip()}}}"
            at += 2
        elif token.kind == "number" and following == "/" and [t.kind for t in run[at + 2 : at + 3]] == ["number"]:
            out += rf"\tfrac{{{token.text}}}{{{run[at + 2].text}}}"
            at += 3
        else:
            bar = token.text == "|" and [run[k].kind for k in (at - 1, at + 1) if 0 <= k < len(run)] == ["space"] * 2
            out += r"\mid " if bar else _space(run, at) if token.kind == "space" else _sign(token)
            at += 1
    return re.sub(r" +(?=[)\],_^'/}])", "", re.sub(" +", " ", out)).strip()


def _space(run: list[_Token], at: int) -> str:
    """Between two factors there is a thin space; between a set's members and its condition a bar."""
    before, after = (run[k] if 0 <= k < len(run) else _Token("sign", " ") for k in (at - 1, at + 1))
    if after.text == "|" and at + 2 < len(run) and run[at + 2].kind == "space":
        return " "
    if at > 1 and ((before.text == "|" and run[at - 2].kind == "space") or run[at - 2].text in ("∑", "max", "min")):
        return " "
    ends = before.kind in ("name", "number", "low", "high", "prime") or before.text in (")", "]", "|", "‖", "}", "⟩")
    starts = after.kind in ("name", "number") or after.text in ("(", "∑", "∂", "|", "‖", "⟨", "√", "[", "{")
    return r"\, " if ends and starts and before.text not in _FUNCTIONS else " "


def _sign(token: _Token) -> str:
    kind, text = token
    if kind in ("low", "high"):
        letters = "".join((_BELOW if kind == "low" else _ABOVE)[c] for c in text)
        return f"_{{{below(letters)}}}" if kind == "low" else f"^{{{letters}}}"
    if kind == "prime":
        return "'" * len(text)
    if kind == "number":
        return text
    if kind == "name":
        if text in _FUNCTIONS:
            return f"\\{text} "
        return symbol(text) or (f"{GREEK[text]} " if text in GREEK else name(text))
    found = _SIGNS.get(text) or _NEUTRAL.get(text)
    if found is None:
        raise Unprintable(f"the sign {text!r} has no LaTeX form")
    return found
