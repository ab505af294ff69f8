"""The tokens of typed claims: signs as the claim language has them, LaTeX's words, names of any letters."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from varproof.lang import claims
from varproof.lang.claims import ClaimError

_SIGNS = {
    "≤": "<=", "⩽": "<=", "≦": "<=", "≥": ">=", "⩾": ">=", "≧": ">=", "≠": "!=", "<>": "!=", "=": "==", "·": "*",
    "⋅": "*", "×": "*", "∗": "*", "−": "-", "–": "-", "∕": "/", "÷": "/", "^": "**", "∧": "and", "&": "and",
    "&&": "and", "∨": "or", "=>": "implies", "⇒": "implies",
    "⟹": "implies", "→": "implies", "¬": "not", "...": "..", "…": "..", "[": "(", "]": ")", "{": "(", "}": ")",
}  # fmt: skip
_LATEX = {
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "cdot": "*", "times": "*", "ast": "*", "div": "/", "land": "and", "wedge": "and", "lor": "or",
    "vee": "or", "implies": "implies", "Rightarrow": "implies", "neg": "not", "lnot": "not",
    "ldots": "..", "dots": "..", "lvert": "|", "rvert": "|", "vert": "|", "lbrace": "(", "rbrace": ")", "{": "(",
    "}": ")", "|": "|", "lbrack": "(", "rbrack": ")",
}  # fmt: skip
_SPACES = {",", ";", ":", "!", " ", "quad", "qquad", "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr",
           "displaystyle", "limits"}  # fmt: skip
CALLED = {
    "ln": "log", "Abs": "abs", "Max": "max", "Min": "min", "sgn": "sign", "ceiling": "ceil", "tg": "tan", "lg": "log10",
    "loggamma": "lgamma", "gammaln": "lgamma", "Γ": "gamma", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh",
}  # fmt: skip
ABOVE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_TOKEN = re.compile(
    r"(?P<number>(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|\\(?P<latex>[A-Za-z]+|.)|(?P<above>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)"
    r"|(?P<sign>\.\.\.?|…|\*\*|=>|⇒|⟹|→|¬|<=|>=|==|!=|<>|&&|[-+*/(),<>=^|_√≤⩽≦≥⩾≧≠·⋅×∗−–∕÷∧∨&:{}\[\]])",
    re.ASCII,
)


class Token(NamedTuple):
    """kind is number, name, sign, above or end; `at` is where it stands."""

    kind: str
    text: str
    at: int


def tokens(text: str, what: str) -> list[Token]:
    if len(text) > claims.LENGTH:
        raise ClaimError(f"{what}: {len(text)} characters; at most {claims.LENGTH} are read")
    found, at = [], 0
    while at < len(text):
        sign = text[at]
        if sign.isspace() or sign in "$\u2061\u2062":
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is not None:
            kind, at = str(match.lastgroup), match.end()
            if kind == "latex":
                found += _latex(match["latex"], match.start())
            else:
                said = match[kind]
                found.append(Token(kind, _SIGNS.get(said, said) if kind == "sign" else said, match.start(kind)))
        elif sign.isalpha() or unicodedata.category(sign) in ("Lm", "No", "Mn"):
            start = at
            while at < len(text) and (text[at].isalnum() or unicodedata.category(text[at]) in ("Lm", "Mn", "No")):
                if text[at] in "²³¹⁰⁴⁵⁶⁷⁸⁹⁻":
                    break
                at += 1
            word = text[start:at]
            half = unicodedata.normalize("NFKC", word) if unicodedata.category(word[0]) == "No" else ""
            if "⁄" in half:
                found += [Token("sign", "(", start), Token("number", half.split("⁄")[0], start)]
                found += [
                    Token("sign", "/", start),
                    Token("number", half.split("⁄")[1], start),
                    Token("sign", ")", start),
                ]
            else:
                found.append(Token("name", word, start))
        else:
            found.append(Token("unknown", sign, at))
            at += 1
    return [*found, Token("end", "", len(text))]


def _latex(word: str, at: int) -> list[Token]:
    if word in _SPACES:
        return []
    if word in _LATEX:
        return [Token("sign", _LATEX[word], at)]
    if word in ("operatorname", "mathrm", "text", "mathit"):
        return []
    return [Token("name", {"tfrac": "frac", "dfrac": "frac", "infty": "∞"}.get(word, word), at)]
