"""Catalogs written for the tests of the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]


def entry(name: str, claim: str, *, expect: str = "PROVED", proof: str = "", body: str = "") -> str:
    """A lemma file about a vector of nonnegative numbers."""
    lines = [
        f'"""lem:{name}. For the tests."""',
        "import os",
        "from varproof.lang import *",
        f'entry = Entry("lem:{name}", "For the tests", source=Source(text="ours"))',
        f'with entry.variant("stated", expect="{expect}") as s:',
        '    n = s.size("n")',
        '    a = s.vec("a", n)',
        '    x = Real("x")',
        '    i = Index("i", n)',
        '    s.assume("nonnegative", ForAll(i, a[i] >= 0))',
        f'    s.claim("claim", {claim})',
        *(f"    {line}" for line in (body or 's.instance("one", a=[1])').splitlines()),
    ]
    if proof:
        lines += ['@entry.proof("stated")', "def proof(p):", f"    {proof}"]
    return "\n".join(lines) + "\n"


SUM = "Sum(a[i], i) >= 0"
SUM_PROOF = 'p.prove(p.sum_at_least(p["n"], lambda i, h: p.use(p.given("nonnegative"), i, h)))'

MEAN = "Sum(exp(a[i]), i) >= n * exp(Sum(a[i], i) / n)"  # true by convexity; no line of a script, no proof


def one_line(err: str) -> str:
    assert err.startswith("varproof: ") and err.count("\n") == 1, err
    return err


def main_in_new_process(*argv: object, seed: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "varproof", *map(str, argv)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
