"""Bounds proved by varproof, by Coq's interval tactic and by LeanCert, side by side; seconds, loading excluded.

Ten bounds of the Boltzmann operator over tokens 0, x, y, ... (its values, its slopes, its variance, the entropy), which
need to cut boxes, and five small bounds, most of which Coq proves in less time than its loading time varies.

    python tests/benchmarks/provers.py [PYTHON_WITH_LEANCERT]

varproof: search, certificate and its replay by the independent checker, processor time. Coq: processor time of coqc
with the goal less that with the imports alone, the least of five each (Debian: coq libcoq-interval libcoq-coquelicot);
differences below 0.01 s are lost in the loading time and stand as 0.01. LeanCert 0.3.2 decides one enclosure a call, so
boxes are halved outside it, widest side first, for at most 20 s a claim; its own process is timed by the clock. A
missing tool is said to be; `-` stands for a claim that a tool does not prove.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from varproof.arith import intervals
from varproof.claims.prove import judge
from varproof.lang import claims
from varproof.recheck.numbers import rounding

# f <= bound on the box
Claim = tuple[str, str, dict[str, tuple[int, int]]]
SUMS = [f"(1 + {' + '.join(f'exp(-{x})' for x in names)})" for names in ("x", "xy", "xyz")]
ONE, TWO, THREE = (
    f"({' + '.join(f'{x}*exp(-{x})' for x in names)})/{total}"
    for names, total in zip(("x", "xy", "xyz"), SUMS, strict=True)
)
SLOPE = f"exp(-x)*(1 - x + {TWO})/{SUMS[1]}"
SHIFTED = "((x - y)*exp(y - x) + (x - z)*exp(z - x))/(1 + exp(y - x) + exp(z - x))"


def on(low: int, high: int, names: str) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(names, (low, high))


TEN: list[Claim] = [
    (TWO, "1.0986", on(0, 16, "xy")),
    (TWO, "0.47", on(0, 16, "xy")),
    (TWO, "0.4641", on(0, 16, "xy")),
    (SHIFTED, "1.0986", on(-8, 8, "xyz")),
    (THREE, "1.3863", on(0, 16, "xyz")),
    (THREE, "0.62", on(0, 16, "xyz")),
    (SLOPE, "0.53", on(0, 16, "xy")),
    (f"-{SLOPE}", "0.1", on(0, 16, "xy")),
    (f"(x**2*exp(-x) + y**2*exp(-y))/{SUMS[1]} - ({TWO})**2", "0.77", on(0, 16, "xy")),
    (f"log{SUMS[1]} + {TWO}", "1.1", on(0, 16, "xy")),
]
SMALL: list[Claim] = [
    ("exp(x)", "3", on(0, 1, "x")),
    (ONE, "0.279", on(0, 16, "x")),
    ("x**5 - x", "31", on(-2, 2, "x")),
    ("sin(x) + cos(x)", "1.4143", on(-3, 3, "x")),
    ("2*x*y*z - x**2 - y**2 - z**2", "0.01", on(0, 1, "xyz")),
]
HEAD = "From Coq Require Import Reals.\nFrom Interval Require Import Tactic.\nOpen Scope R_scope.\n"
LEAN = """
import json, sys, time
import leancert as lc
names = {n: getattr(lc, n) for n in ("exp", "log", "sin", "cos")}
from fractions import Fraction
solver = lc.Solver()
def proved(f, sides, bound, stop):
    todo = [sides]
    while todo:
        box = todo.pop()
        if time.perf_counter() > stop:
            return False
        found = solver.verify_bound(f, {x: (float(a), float(b)) for x, (a, b) in box.items()}, upper=bound)
        if found is True or type(found).__name__ == "Verified" or getattr(found, "verified", False) is True:
            continue
        x = max(box, key=lambda k: box[k][1] - box[k][0])
        a, b = box[x]
        todo += [{**box, x: (a, (a + b) / 2)}, {**box, x: ((a + b) / 2, b)}]
    return True
x = lc.var("x")
solver.verify_bound(lc.exp(x), {"x": (0.0, 1.0)}, upper=3.0)
for text, bound, sides in json.loads(sys.stdin.read()):
    f = eval(text, {**names, **{v: lc.var(v) for v in sides}})
    start = time.perf_counter()
    try:
        ok = proved(f, {v: (Fraction(a), Fraction(b)) for v, (a, b) in sides.items()}, float(bound), start + 20)
        print(json.dumps(time.perf_counter() - start if ok else None), flush=True)
    except lc.LeanCertError as error:  # it gives no answer: told on stderr, and the cell stays empty
        print(json.dumps(None), type(error).__name__, error, file=sys.stderr)
        print("null", flush=True)
"""


def ours(text: str, bound: str, sides: dict[str, tuple[int, int]]) -> float | None:
    times = []
    for _ in range(3):
        for cached in (intervals.const, intervals._exp, rounding._exp_or_log):
            cached.cache_clear()
        start = time.process_time()
        found = judge(f"{text} <= {bound}", claims.box([f"{x}={a}:{b}" for x, (a, b) in sides.items()]))
        times.append(time.process_time() - start)
        if found.verdict.name != "PROVED":
            return None
    return statistics.median(times)


def coqc(text: str) -> float | None:
    """Processor time of coqc on a file; None when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goal.v"
        path.write_text(HEAD + text)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            done = subprocess.run(["coqc", str(path)], capture_output=True, timeout=100, check=False).returncode == 0
        except subprocess.TimeoutExpired:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime if done else None


def coq(text: str, bound: str, sides: dict[str, tuple[int, int]], empty: float) -> float | None:
    whole, _, part = bound.partition(".")
    given = " -> ".join(f"{a} <= {x} <= {b}" for x, (a, b) in sides.items())
    number = f"{whole}{part}/1{'0' * len(part)}" if part else whole
    body = text.replace("**", "^").replace("log(", "ln(")
    bisect = ", ".join(f"i_bisect {x}" for x in sides)
    goal = f"Goal forall {' '.join(sides)} : R, {given} -> {body} <= {number}.\n"
    took = [coqc(f"{goal}intros. interval with ({bisect}, i_depth 40). Qed.\n")]
    took += [coqc(f"{goal}intros. interval with ({bisect}, i_depth 40). Qed.\n") for _ in range(4) if took[0]]
    return None if took[0] is None else max(min(filter(None, took)) - empty, 0.01)


def main(argv: list[str]) -> None:
    judge("exp(x) <= 3", claims.box(["x=0:1"]))
    both = [*TEN, *SMALL]
    rows: list[list[float | None]] = [[ours(*claim)] for claim in both]
    heads = ["varproof"]
    if shutil.which("coqc") is not None and (empty := min(filter(None, (coqc("") for _ in range(5))), default=None)):
        heads.append("Coq interval")
        for row, claim in zip(rows, both, strict=True):
            row.append(coq(*claim, empty))
    else:
        print("skipped: Coq with Interval is not here (apt-get install coq libcoq-interval libcoq-coquelicot)")
    python = argv[0] if argv else sys.executable
    if subprocess.run([python, "-c", "import leancert"], capture_output=True, check=False).returncode == 0:
        heads.append("LeanCert")
        done = subprocess.run([python, "-c", LEAN], input=json.dumps(both), capture_output=True, text=True, check=False)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        for row, took in zip(rows, [*found, *[None] * (len(rows) - len(found))], strict=True):
            row.append(took)
        sys.stderr.write(done.stderr[-400:])
    else:
        print("skipped: LeanCert is not here (pip install leancert==0.3.2, in an environment of its own)")
    for title, claims_, found_ in (("ten", TEN, rows[: len(TEN)]), ("small", SMALL, rows[len(TEN) :])):
        print(f"{title:92}" + "".join(f"{head:>14}" for head in heads))
        for (text, bound, _), row in zip(claims_, found_, strict=True):
            cells = "".join(f"{'-' if t is None else format(t, '.4f'):>14}" for t in row)
            print(f"{text + ' <= ' + bound:92}{cells}")
        for j, head in enumerate(heads[1:], 1):
            ratios = [theirs / own for own, theirs in ((row[0], row[j]) for row in found_) if own and theirs]
            if ratios:
                print(f"{head} / varproof: median {statistics.median(ratios):.1f} over {len(ratios)} both prove")


if __name__ == "__main__":
    main(sys.argv[1:])
