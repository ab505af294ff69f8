r"""The LaTeX file: macros, a table of constants, statements in theorem environments with their verdicts and proofs.

The file is made of blocks. Each says which statement it prints and carries the statement's hash, so that `stale` can
tell what no longer agrees with the catalog:

    \providecommand{\vpName}{\ensuremath{...}}% ID VARIANT sha256:HASH      one line a macro
    %<vp ID VARIANT sha256:HASH> ... %</vp>                                  a statement, its verdict and its proof
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from varproof.decide import settings as setting
from varproof.decide.result import Result
from varproof.lang.data import Value as Setting
from varproof.lang.statement import KINDS, Constant, Variant
from varproof.show.latex import constants, formulas, prose
from varproof.show.latex.names import escaped, identifier, name
from varproof.show.page import meaning
from varproof.show.prooflines import signs
from varproof.show.terminal import point, steps

SIGNATURE = "%% varproof latex"
_PRINTED = {"printed": "as printed", "corrected": "as corrected", "sharpened": "sharpened", "stated": ""}
_STATUS = {
    "needed": "needed (without it, a stored point violates the claim)",
    "used": "used (by the proof; whether it is needed is not known)",
    "not used": "not used (by the proof)",
}
_LONG = 1500  # signs of a line of a proof that is still printed

_SETUP = r"""% Needs amsmath, amssymb and amsthm. After \def\vpmacrosonly{}, \input reads the macros alone.
% A macro \vp... is a constant's formula, \vp...Value its value: upper bounds are rounded up, lower bounds down.
"""
_LAYOUT = r"""\ifdefined\vpmacrosonly\expandafter\endinput\fi
\ifcsname c@vpstatement\endcsname\else\newcounter{vpstatement}\fi
\begingroup\theoremstyle{definition}
%s\endgroup
\providecommand{\vpclause}[2]{\par\noindent\hangindent=7em\hangafter=1\setbox0\hbox{\hspace*{1em}\small(#1)\quad}%%
  \ifdim\wd0<7em\hbox to 7em{\unhbox0\hfil}\else\box0\fi#2}
\providecommand{\vpwhere}[1]{\par\noindent\hangindent=3em\hangafter=1\hspace*{1em}#1}
\providecommand{\vpverdict}[1]{\par\smallskip\noindent\hangindent=1em\hangafter=1 #1}
\providecommand{\vpline}[3]{\par\noindent\hangindent=\dimexpr #1em+2.2em\relax\hangafter=1
  \hspace*{#1em}\makebox[2.2em][l]{#2}#3}
\providecommand{\vpsaid}[2]{\par\noindent\hangindent=\dimexpr #1em+1em\relax\hangafter=1\hspace*{#1em}#2}
\providecommand{\vpreason}[1]{\quad{\small[#1]}}
\providecommand{\vpcontents}[1]{}
\providecommand{\vprow}[3]{\par\addvspace{3pt}\hbox to\linewidth{\small\vpcell{.24}{#1}\hfil\vpcell{.56}{#2}\hfil
  \vpcell{.17}{#3}}}
\providecommand{\vpcell}[2]{\parbox[t]{#1\linewidth}{\raggedright #2}}
\providecommand{\vptext}{\raggedright\setlength{\parskip}{1pt plus 1pt}\setlength{\emergencystretch}{2em}}
"""
_STANDALONE = (
    r"""\documentclass{article}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage{amsmath,amssymb,amsthm}
\newcommand{\vpcontents}[1]{\addcontentsline{toc}{subsection}{#1}}
\title{Statements, verdicts and proofs}
\author{checked by varproof}
\date{}
\begin{document}
\maketitle
\tableofcontents
\bigskip
""",
    "\\end{document}\n",
)


@dataclass(frozen=True)
class Part:
    """A variant that is printed, with what the referee says about it."""

    variant: Variant
    result: Result


class Known:
    """Where the file states what is referred to: the label of each entry, and of each definition."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.entries: dict[str, str] = {}  # of several variants the first that is proved
        for p in sorted(parts, key=lambda p: p.result.verdict != "PROVED"):
            self.entries.setdefault(p.variant.id, label(p.variant))
        self.definitions = {made: label(p.variant) for p in parts for made in p.variant.view.defines}


def fragment(parts: Sequence[Part], settings: Mapping[str, Setting], made_by: str) -> str:
    """The file for `\\input`; `made_by` is the command that makes it again, kept in its first line."""
    known = Known(parts)
    lines = [f"{SIGNATURE}: {made_by.strip()}\n", _SETUP]
    lines += [line for p in parts for line in macros(p.variant, settings)]
    kinds = dict.fromkeys(p.variant.entry.kind for p in parts)
    theorems = [
        rf"\ifcsname vp{kind}\endcsname\else\newtheorem{{vp{kind}}}[vpstatement]{{{kind.capitalize()}}}\fi" + "\n"
        for kind in kinds
    ]
    lines.append(_LAYOUT % "".join(theorems))
    lines.append(table(parts, settings))
    lines += [block(p, known) for p in parts]
    return "".join(lines)


def standalone(text: str) -> str:
    """A document of its own; the first line stays first."""
    first, _, rest = text.partition("\n")
    before, after = _STANDALONE
    return f"{first}\n{before}{rest}{after}"


# ---- constants


def macros(variant: Variant, settings: Mapping[str, Setting]) -> list[str]:
    """The macros of a variant's constants, a line each."""
    out = []
    for constant in variant.constants.values():
        called = constants.macro(variant, constant.name)
        only = "" if constant.case is None else f" for {constant.case_text} only"
        out.append(_macro(called, formulas.formula(constant.sympy), variant, only))
        found = constants.value(variant, constant, settings)
        if found is not None:
            at = ", ".join(f"{n}={setting.text(q)}" for n, q in found.at)
            how = {"up": "rounded up", "down": "rounded down", "exact": "exact", "bracket": "bracket"}[found.rounded]
            out.append(_macro(called + "Value", found.tex, variant, f"{only} {how}{f' at {at}' if at else ''}"))
    return out


def _macro(called: str, tex: str, variant: Variant, comment: str) -> str:
    says = f"{variant.id} {variant.name}{comment} sha256:{variant.hash}"
    return rf"\providecommand{{\{called}}}{{\ensuremath{{{tex}}}}}% {says}" + "\n"


def table(parts: Sequence[Part], settings: Mapping[str, Setting]) -> str:
    """The constants: formula, value where it has one, and where it is proved."""
    rows = [_row(p, c, settings) for p in parts for c in p.variant.constants.values()]
    if not rows:
        return ""
    head = "\\begingroup\\parindent=0pt\\lineskip=2pt\\medskip\\hrule\n"
    names = "\\vprow{Constant}{Formula}{Value}\\smallskip\\hrule\n"
    return "".join([head, names, *rows, "\\par\\addvspace{4pt}\\hrule\\bigskip\\endgroup\n"])


def _row(part: Part, constant: Constant, settings: Mapping[str, Setting]) -> str:
    v = part.variant
    called = constants.macro(v, constant.name)
    found = constants.value(v, constant, settings)
    names = ", ".join(f"${name(n)}$" for n in constants.depends(v, constant))
    shown = rf"\{called}Value" if found is not None else f"for all {names}"
    role = {"upper": "upper bound", "lower": "lower bound", None: "constant"}[constant.side]
    if constant.case is not None:
        role += f", for ${formulas.formula(constant.sympy_case)}$ only"
    where = rf"{_kind(v)}~\ref{{{label(v)}}}: {part.result.verdict.lower().replace('_', ' ')}"
    return rf"\vprow{{{escaped(constant.name)}, {role} ({where})}}{{${{}}\displaystyle\{called}$}}{{{shown}}}" + "\n"


# ---- statements


def label(variant: Variant) -> str:
    """The label of a statement."""
    return f"{variant.id}:{variant.name}"


def _kind(variant: Variant) -> str:
    return variant.entry.kind.capitalize()


def block(part: Part, known: Known) -> str:
    """A statement, its verdict and its proof."""
    v, result = part.variant, part.result
    named = rf"{_kind(v)} {identifier(v.id)}, {escaped(v.name)}"
    entered = rf"\vpcontents{{{named}: {prose.sentence(v.entry.title)}}}"
    body = [entered, *statement(v, result, known), *verdict(v, result, known), *proof(v, result)]
    text = "\n".join(line.rstrip() for line in body)
    return f"%<vp {v.id} {v.name} sha256:{v.hash}>\n{text}\n%</vp>\n"


def statement(variant: Variant, result: Result, known: Known) -> list[str]:
    """Let ... Suppose ... Then ..., in a theorem environment."""
    view, kind = variant.view, variant.entry.kind
    how = _PRINTED[variant.name]
    title = prose.sentence(variant.entry.title) + (f", {how}" if how else "")
    out = [rf"\begin{{vp{kind}}}[{{{title}}}]\label{{{label(variant)}}}\vptext"]
    least = dict(variant.parts.sizes)
    sizes = [rf"${name(s.name)} \ge {least[s.name]}$" for s in view.sizes]
    givens = sizes if variant.entry.is_model else sizes + [f"${scope}$" for scope in formulas.scopes(view.givens)]
    out.append(f"Let {', '.join(givens)}." if givens else "")
    larger = [(n, k) for n, k in variant.parts.sizes if k > 1]
    if larger or view.assumptions:
        out.append("Suppose")
        for n, k in larger:
            out.append(_clause("size", rf"${name(n)} \ge {k}$", result.hypotheses.get(f"{n}>={k}", "")))
        for c in view.assumptions:
            status = result.hypotheses.get(c.label, "")
            out.append(_clause(c.label, f"${{}}\\displaystyle {formulas.formula(c.sympy)}$", status))
    if variant.entry.is_model:
        out += [rf"\vpwhere{{${{}}\displaystyle {formulas.definition(made)}${_for(made)}}}" for made in view.defines]
    else:
        out.append(r"\par\noindent Then")
        out += [_clause(c.label, f"${{}}\\displaystyle {formulas.formula(c.sympy)}$") for c in view.claims]
    if view.consequence is not None:
        out.append(r"\par\noindent and so")
        out.append(_clause(view.consequence.label, f"${{}}\\displaystyle {formulas.formula(view.consequence.sympy)}$"))
    out += _where(variant, known)
    out.append(rf"\end{{vp{kind}}}")
    return out


def _clause(called: str, tex: str, status: str = "") -> str:
    tag = rf"\quad{{\small\itshape {status}}}" if status in _STATUS else ""
    return rf"\vpclause{{{escaped(called)}}}{{{tex}{tag}}}"


def _for(made: object) -> str:
    args, indices, _ = made.view  # type: ignore[attr-defined]
    scopes = formulas.scopes((*args, *indices))
    return f" for {', '.join(f'${scope}$' for scope in scopes)}" if scopes else ""


def _where(variant: Variant, known: Known) -> list[str]:
    """What the names of definitions mean: in place, or where they are defined in this file."""
    out, elsewhere = list[str](), dict[str, list[str]]()
    for made in variant.view.definitions:
        home = known.definitions.get(made)
        if home is not None and made.home != variant.id:
            elsewhere.setdefault(home, []).append(f"${name(made.name)}$")
        else:
            word = "and" if out else "where"
            out.append(rf"\vpwhere{{{word} ${{}}\displaystyle {formulas.definition(made)}${_for(made)}}}")
    if elsewhere:
        said = "; ".join(rf"{', '.join(names)}: Definition~\ref{{{where}}}" for where, names in elsewhere.items())
        out.append(rf"\vpwhere{{Defined elsewhere: {said}.}}")
    return out


def verdict(variant: Variant, result: Result, known: Known) -> list[str]:
    """Verdict and evidence, the counterexample, what is wrong, where it comes from and what it uses."""
    said = meaning(variant, result).capitalize()
    rests = f", resting on {', '.join(result.evidence)}" if result.evidence and result.verdict == "PROVED" else ""
    out = [rf"\vpverdict{{\textbf{{{said}}}{rests}."]
    if variant.ill_typed is not None:
        misfit = variant.ill_typed.removeprefix(f"{variant.id} {variant.name}, ")
        out.append(f"In {prose.sentence(misfit)}.")
    if result.counterexample is not None:
        at = prose.statement(point(result.counterexample, result.sides))
        out.append(f"Counterexample, at which ({escaped(result.fails)}) fails: {at}.")
    if variant.finding:
        out.append(prose.sentence(variant.finding))
    if variant.note:
        out.append(prose.sentence(variant.note))
    if result.verdict != "PROVED" and result.reason and variant.ill_typed is None:
        out.append(f"{prose.sentence(result.reason)}.")
    statuses = [s for s in _STATUS if s in result.hypotheses.values()]
    if statuses:
        out.append(f"Hypotheses: {'; '.join(_STATUS[s] for s in statuses)}.")
    out.append(f"Source: {escaped(str(variant.entry.source))}.")
    if variant.entry.uses:
        out.append(f"Uses {', '.join(_use(used, known) for used in variant.entry.uses)}.")
    return [*out, "}"]


def _use(used: str, known: Known) -> str:
    if used not in known.entries:
        return identifier(used)
    return rf"{KINDS[used.split(':')[0]].capitalize()}~\ref{{{known.entries[used]}}}"


def proof(variant: Variant, result: Result) -> list[str]:
    """The proof by the kernel, line by line as it was written down."""
    if not result.rules:
        return []
    of = "" if variant.consequence is None else f" that the claim implies ({escaped(variant.consequence[0])})"
    head = f"Proof{of} ({steps(result.rules)})"
    out = [rf"\begin{{proof}}[{head}]\vptext"]
    for depth, text in result.proof or ((0, "Each condition follows from its form."),):
        if len(text) > _LONG:
            number, said = text.partition(" ")[0], f"(a formula of {len(text)} signs; the certificate holds it)"
        else:
            number, said = prose.step(signs(text))
        indent = 1.5 * depth
        out.append(rf"\vpline{{{indent:g}}}{{{number}}}{{{said}}}" if number else rf"\vpsaid{{{indent:g}}}{{{said}}}")
    return [*out, r"\end{proof}"]


# ---- staleness


@dataclass(frozen=True)
class Stale:
    """A macro or a statement that is not what the catalog says now."""

    name: str
    why: str


_MACRO = re.compile(r"\\providecommand\{\\(vp[A-Z][A-Za-z]*)\}\{(.*)\}% (.*) sha256:([0-9a-f]{64})")
_BLOCK = re.compile(r"%<vp (\S+ \S+) sha256:([0-9a-f]{64})>\n(.*?)%</vp>", re.DOTALL)


def read(text: str) -> dict[str, tuple[str, str]]:
    """What a file prints: the hash and the text of each macro and of each statement."""
    found = {rf"\{m[1]}": (m[4], f"{m[2]} {m[3]}") for m in _MACRO.finditer(text)}
    return {**found, **{m[1]: (m[2], m[3]) for m in _BLOCK.finditer(text)}}


def stale(old: str, new: str) -> list[Stale]:
    """What in the old file differs from the new one; what was taken out of it is not missed."""
    before, now = read(old), read(new)
    out = []
    for what, (digest, said) in before.items():
        if what not in now:
            out.append(Stale(what, "there is no such constant or statement any more"))
        elif now[what][0] != digest:
            out.append(Stale(what, f"its statement has changed: the hash is {now[what][0][:12]}, not {digest[:12]}"))
        elif now[what][1] != said:
            is_value = what.startswith("\\") and what.endswith("Value")
            out.append(Stale(what, "its value is another" if is_value else "its text is another"))
    return out
