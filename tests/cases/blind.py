"""The three blind lists, read: what each claim is, and what became of it in the first run."""

from __future__ import annotations

from pathlib import Path

from varproof.claims.prove import BUDGET, Proof, judge
from varproof.lang import typed

LISTS = ("blind", "blind-second", "blind-third")
WANTED = {"T": "PROVED", "F": "REFUTED"}


def _rows(name: str) -> list[tuple[str, ...]]:
    text = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if not line.startswith("#")]


CLAIMS = {name: _rows(name) for name in LISTS}
FIRST = {name: _rows(f"{name}-first-run") for name in LISTS}
EVERY = [row for name in LISTS for row in CLAIMS[name]]
UNREAD = {row[1] for row in EVERY if row[1].startswith("integral")}
MENDED = {  # since the first run
    "implies(x*y >= 1, x+y >= 2)",
    "x <= 1 or x**2 > x",
    "abs(h*floor(x/h+0.5)-x) <= h/2",
    "asinh(x) == log(x+sqrt(1+x**2))",
    "p*exp(t*(1-p))+(1-p)*exp(-t*p) <= exp(t**2/8)",
    "p*log(p/q)+(1-p)*log((1-p)/(1-q)) >= 2-2*sqrt(p*q)-2*sqrt((1-p)*(1-q))",
    "exp(x)/(exp(x)+exp(y)+exp(z)) >= 1/(1+2*exp(-d))",
    "(1-b)*abs(g)/sqrt((1-c)*g**2+0.0001) <= (1-b)/sqrt(1-c)",
    "g**n <= d",
    "1/(1+a+b)+1/(1+b+c)+1/(1+c+a) <= 1",
    "1/(1+a**2)+1/(1+b**2)+1/(1+c**2) >= 3/2",
    "a**2+b**2+c**2+3*cbrt(a**2*b**2*c**2) >= 2*(a*b+b*c+c*a)",
    "(1+a)*(1+b)*(1+c) >= (1+cbrt(a*b*c))**3",
    "min(a/c,b/d) <= (a+b)/(c+d) <= max(a/c,b/d)",
    "a*c+b*d <= cbrt(a**3+b**3)*(c**1.5+d**1.5)**(2/3)",
    "sqrt(x*y)*(2-x-y) <= (x+y)*sqrt((1-x)*(1-y))",
    "a*x**2+2*b*x*y+c*y**2 >= 0",
    "x*log(x/y)+(1-x)*log((1-x)/(1-y)) >= (x-y)**2/(2*y)",
    "x*log(x/y)+(1-x)*log((1-x)/(1-y)) <= log(x**2/y+(1-x)**2/(1-y))",
    "x*log(x/y)+(1-x)*log((1-x)/(1-y)) >= log((1+abs(x-y))/(1-abs(x-y))) - 2*abs(x-y)/(1+abs(x-y))",
    "y*log(1+x)+(1-y)*log(1-x) <= log(2)+y*log(y)+(1-y)*log(1-y)",
}
UNDECIDED = {row[2] for name in LISTS[1:] for row in FIRST[name] if row[0] == "open"}
OPEN = {"log(x)/(x-1) <= 1/sqrt(x)", *UNDECIDED} - MENDED
KINDS = _rows("kinds")
OPEN_KINDS = {"x*y <= exp(x-1) + y*log(y)"}


def judged(claim: str, box: str, assume: str, budget: int = BUDGET) -> Proof:
    parts = ([part.strip() for part in text.split(";") if part.strip()] for text in (box, assume))
    said = typed.problem(claim, *parts)
    return judge(said.claim, said.sides, said.given, budget)
