"""Text with formulas in it, as proofs, notes and findings are written, with the formulas as MathML.

Such text is Unicode or plain ASCII (``<=``, ``gamma_max``, ``x^2``). A word that has a sign of mathematics in it, a
single letter or the name of a function is part of a formula; words that follow one another make one formula.
"""

from __future__ import annotations

import re
from html import escape

from varproof.show import mathml
from varproof.show.names import ABOVE, BELOW, name, parts
from varproof.show.prooflines import closing
from varproof.show.report.html import Html, element, join

_ASCII = [(" <- ", " ← "), ("<=>", "⟺"), ("=>", "⟹"), ("->", "→"), ("<=", "≤"), (">=", "≥"), ("!=", "≠"), ("+-", "±")]
_FUNCTIONS = {"exp", "log", "max", "min", "sqrt", "sin", "cos", "tanh"}
_COMMA = '<mo separator="true">,</mo>'
_HYPHEN = "\u2010"  # joins a word to a formula
_INFIX = "=≤≥<>≠+−·/∈∉×⟹⇒⟺→←↦∪∩⊂⊆±≪≫≈:∘∧∨"
_RELATIONS = "=≤≥<>≠⟹⇒⟺→←≈"
_OPEN, _CLOSE = _INFIX + "-,([{⟨", _INFIX + "-,)]}⟩"  # no space after, before
_SIGNS = set(_INFIX) | set("∑∏∀∃√‖⟨⟩|^∞∂{}[]_∫") | set(BELOW.values()) | set(ABOVE.values())
_GREEK = r"\u0391-\u03c9"
_LOWER = {sign: letter for letter, sign in BELOW.items()}
_UPPER = {sign: letter for letter, sign in ABOVE.items()}
_SCRIPTS = "".join([*BELOW.values(), *ABOVE.values()])
_TOKEN = re.compile(
    rf"(?P<below>[{''.join(BELOW.values())}]+)|(?P<above>[{''.join(ABOVE.values())}]+)|(?P<number>\d+(?:\.\d+)?)"
    rf"|(?P<word>(?:(?![{_SCRIPTS}])[^\W\d_])+\d*(?:_(?:\w+|\{{[^}}]*\}}))?)|(?P<primes>[′']+)|(?P<sum>[∑∏∫]|∂(?=\[))|(?P<blank>\s+)|(?P<sign>.)"
)
_SCRIPT = re.compile(r"(?P<sign>[\^_])(?:\{(?P<braces>[^{}]*)\}|\((?P<group>[^()]*)\)|(?P<plain>[-−]?\w+))")


def formula(line: str) -> Html:
    """One line of mathematics."""
    return Html(mathml.assemble(_line(_unicode(line))))


def prose(text: str) -> Html:
    """A paragraph, with what is mathematics in it as such, and what stands between backquotes as code."""
    out: list[Html | str] = []
    for k, part in enumerate(re.split(r"`+([^`]+)`+", text)):
        out.append(element("code", part) if k % 2 else _mixed(_unicode(part)))
    return join(*out)


def _mixed(text: str) -> Html:
    tokens = text.split()
    lead = " " if text[:1].isspace() else ""
    out: list[Html | str] = [lead]
    run: list[str] = []
    kinds = [_is_formula(tokens, k) for k in range(len(tokens))]
    for k, token in enumerate(tokens):
        core = token.rstrip(",.;:") if kinds[k] else ""
        if core:
            run.append(core)
            if core != token or k + 1 == len(tokens) or not kinds[k + 1]:
                out.append(_inline(" ".join(run), token[len(core) :]))
                run = []
        elif match := re.fullmatch(r"(\(?)([a-z]\w*:[a-z0-9]+(?:-[a-z0-9]+)*)([,.;:)]*)", token):
            out += [match[1], element("code", match[2]), match[3]]
        else:
            out.append(token)
        if not run and k + 1 < len(tokens) and tokens[k + 1][0] != _HYPHEN:
            out.append(" ")
    return join(*out, " " if tokens and text[-1:].isspace() else "")


def _is_formula(tokens: list[str], k: int) -> bool:
    """Whether a word is part of a formula; what can be both is told by its neighbours."""
    token = tokens[k]
    before = tokens[k - 1] if k else ""
    after = tokens[k + 1] if k + 1 < len(tokens) else ""
    if token.strip(",.;:") in ("a", "A", "I"):
        return token != token.rstrip(",.;:") or before in _FUNCTIONS or any(t and t in _INFIX for t in (before, after))
    if before == "Case":
        return False
    if token in _INFIX:
        if token in _RELATIONS and token not in "=<>":
            return True
        return _mathy(before) or _mathy(after)
    if token in _FUNCTIONS:
        return _mathy(after) or after in ("a", "A")
    return _mathy(token)


def _inline(run: str, sign: str) -> Html:
    """A formula in a line of text and the punctuation after it; unbalanced brackets are left outside."""
    before = ""
    while run.count("(") > run.count(")") and run.startswith("("):
        before, run = before + "(", run[1:]
    while run.count(")") > run.count("(") and run.endswith(")"):
        run, sign = run[:-1], ")" + sign
    if not run or run in "()[].":
        return join(before + run + sign)
    shown = mathml.assemble(_line(run)).replace(' displaystyle="true"', "")
    return join(before, Html(mathml.ended(shown, sign) if sign else shown))


def _mathy(word: str) -> bool:
    core = word.strip(",.;:()")
    if not core:
        return False
    if core in _FUNCTIONS:
        return True
    if re.fullmatch(r"[A-Za-z]{2,}(-[A-Za-z]+)*('s)?", core) or re.fullmatch(r"[a-z0-9]+:[a-z-]+", core):
        return False
    if re.fullmatch(r"\(\d+\)[,.;]?", word):
        return False  # the number of a step
    if re.fullmatch(r"[a-zA-Z0-9]-[a-zA-Z0-9]", core):
        return True
    if re.fullmatch(r"[b-zB-HJ-Z]", core) or re.search(rf"[{_GREEK}]", core):
        return True
    if any(c in _SIGNS for c in core) and not re.fullmatch(r"[a-z]{2,}(/[a-z]{2,})+|[A-Za-z]+\[[0-9]+\]", core):
        return True
    return bool(re.fullmatch(r"\d+([./]\d+)?|[A-Za-z]\d?[′']*(\(.*)?|[a-z]+\(.*|[−-]?[\d.]+[a-zA-Z]?(\(.*)?", core))


def _unicode(text: str) -> str:
    for ascii_, sign in _ASCII:
        text = text.replace(ascii_, sign)
    text = re.sub(r"(?<=\S) o (?=\S)", " ∘ ", text)
    text = re.sub(r"\bsum_(?=[a-z{]\b|\{)", "∑_", text)
    text = re.sub(r"\{[^{}]*\}|\^\([^()]*\)", lambda m: m[0].replace(" x ", "×").replace(" ", ""), text)
    text = re.sub(r"(\)|\}|(?<![\w-])[A-Za-z0-9](?:_\w+)?)-(?=[A-Za-z]{3})", rf"\1 {_HYPHEN}", text)
    text = re.sub(r"(?<=[\s(\[{^,|])-(?=[\w(|∑])|(?<=\s)-(?=\s)|^-(?=[\w(])", "−", text)
    return re.sub(
        r"\b(alpha|beta|gamma|delta|epsilon|eps|kappa|lambda|mu|rho|sigma|tau|theta|eta|phi|Phi|Gamma|Delta)(?=\b|_)",
        _greek,
        text,
    )


def _greek(match: re.Match[str]) -> str:
    return name({"lambda": "lam"}.get(match[1], match[1]))


def _line(text: str) -> str:
    """The tokens of a line as siblings, in their order; scripts go to the sibling before them."""
    out: list[str] = []
    bars = 0
    at = 0

    def raise_(inner: str, tag: str = "msup") -> None:
        base = out.pop() if out else "<mrow></mrow>"
        if tag == "msup" and base.startswith("<msub>") and base.endswith("</msub>"):
            out.append(f"<msubsup>{base[6:-7]}{mathml.row(inner)}</msubsup>")
        else:
            out.append(mathml.element(tag, base, inner))

    while at < len(text):
        script = _SCRIPT.match(text, at)
        if script:
            inner = _line(script["braces"] or script["group"] or script["plain"].replace("-", "−"))
            raise_(inner, "msup" if script["sign"] == "^" else "munder" if out and out[-1] == "<mo>∑</mo>" else "msub")
            at = script.end()
            continue
        token = _TOKEN.match(text, at)
        assert token is not None
        at = token.end()
        kind, word = token.lastgroup, token[0]
        if kind == "below":
            lowered = "".join(_LOWER[c] for c in word)
            letters = [lowered] if lowered in _FUNCTIONS else lowered
            raise_("".join(mathml.identifier(p) if p.isalpha() else mathml.number(p) for p in letters), "msub")
        elif kind == "above":
            raise_(mathml.number("".join(_UPPER[c] for c in word).replace("-", "−")))
        elif kind == "primes":
            out.append(f'<mo lspace="0" rspace="0">{"′" * len(word)}</mo>')
        elif kind == "number":
            out.append(mathml.number(word))
        elif word in ("sqrt", "√") and text[at : at + 1] == "(" and (end := closing(text, at)) is not None:
            out.append(mathml.element("msqrt", _line(text[at + 1 : end])))
            at = end + 1
        elif kind == "word":
            out.append(_word(word, out))
        elif kind == "sum":
            end = closing(text, at) if text[at : at + 1] == "[" else None
            if end is not None:
                out.append(mathml.element("munder", f"<mo>{word}</mo>", _line(text[at + 1 : end])))
                at = end + 1
            elif word == "∑" and (found := _TOKEN.match(text, at)) and found.lastgroup == "below":
                out.append(
                    mathml.element("munder", "<mo>∑</mo>", "".join(mathml.identifier(_LOWER[c]) for c in found[0]))
                )
                at = found.end()
            else:
                out.append(f"<mo>{word}</mo>")
        elif kind == "blank":
            if out and at < len(text) and text[at] not in _CLOSE and text[at - len(word) - 1] not in _OPEN:
                out.append(mathml.thin())
        elif word == "|" or word == "‖":
            bars += 1
            out.append(mathml.fence(word, "prefix" if bars % 2 else "postfix"))
        elif word in "([{⟨":
            out.append(mathml.fence(word, "prefix"))
        elif word in ")]}⟩":
            out.append(mathml.fence(word, "postfix"))
        elif word == ",":
            out.append(_COMMA + mathml.WEAK)
        elif word == "-" or word in _INFIX:
            sign = "−" if word == "-" else word
            first = not out or re.search(
                r"form=\"(prefix|infix)\"[^>]*>[^<]*</mo>$|separator=\"true\">,</mo>[\x1e\x1f]?$", out[-1]
            )
            if first and sign in "−±+":
                out.append(f'<mo form="prefix">{sign}</mo>')
            else:
                broken = mathml.BREAK if sign in _RELATIONS else mathml.WEAK if sign in "+−" else ""
                out.append(broken + mathml.infix(sign))
        elif word in "∀∃√¬":
            out.append(f'<mo form="prefix" stretchy="false">{word}</mo>')
        else:
            out.append(f"<mi>{escape(word)}</mi>")
    return "".join(out)


def _word(word: str, before: list[str]) -> str:
    head, _, tail = word.partition("_")
    if tail:
        below = tail.strip("{}")
        lowered = mathml.identifier(below) if below.isalpha() else _line(below)
        stem, own = parts(head)
        if own:
            return mathml.element("msub", mathml.identifier(stem), mathml.number(own) + _COMMA + lowered)
        return mathml.element("msub", mathml.identifier(head), lowered)
    if word == "sqrt":
        return '<mo form="prefix" stretchy="false">√</mo>'
    if word in ("and", "or", "for", "not", "in", "if", "then", "where", "with", "holds", "else"):
        return (mathml.BREAK if before else "") + mathml.word(word)
    after = "<mo>&#x2061;</mo>" if word in _FUNCTIONS and len(word) > 1 else ""
    return mathml.identifier(word) + after
