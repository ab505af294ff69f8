"""Ten bounds proved by varproof, by Coq's interval tactic and by LeanCert, side by side; seconds, loading excluded.

    python tests/benchmarks/provers.py [PYTHON_WITH_LEANCERT]

varproof: search, certificate and its replay by the independent checker, processor time. Coq: processor time of coqc
with the goal less that with the imports alone (Debian: coq libcoq-interval libcoq-coquelicot); differences below 0.01 s
are lost in the loading time and stand as 0.01. LeanCert 0.3.2 decides one enclosure a call, so boxes are halved outside
it, widest side first, for at most 60 s a claim; its own process is timed by the clock. A missing tool is said to
be; `-` stands for a claim that a tool does not prove.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from varproof.decide.prove import judge
from varproof.lang import claims

# f <= bound on the box
TEN = [
    ("exp(x)", 3, {"x": (0, 1)}),
    ("x*exp(-x)", "0.3679", {"x": (0, 9)}),
    ("x/(1 + x**2)", "0.5001", {"x": (-3, 3)}),
    ("sin(x) + cos(x)", "1.4143", {"x": (-3, 3)}),
    ("x**5 - x", 31, {"x": (-2, 2)}),
    ("x*exp(-x)/(1 + exp(-x))", "0.279", {"x": (0, 16)}),
    ("x*y*(1 - x - y)", "0.0371", {"x": (0, 1), "y": (0, 1)}),
    ("(x*exp(-x) + y*exp(-y))/(1 + exp(-x) + exp(-y))", "1.0986", {"x": (0, 16), "y": (0, 16)}),
    ("(x*exp(-x) + y*exp(-y))/(1 + exp(-x) + exp(-y))", "0.4641", {"x": (0, 16), "y": (0, 16)}),
    ("2*x*y*z - x**2 - y**2 - z**2", "0.01", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}),
]
HEAD = "From Coq Require Import Reals.\nFrom Interval Require Import Tactic.\nOpen Scope R_scope.\n"
LEAN = """
import json, sys, time
import leancert as lc
names = {n: getattr(lc, n) for n in ("exp", "sin", "cos")}
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
        ok = proved(f, {v: (Fraction(a), Fraction(b)) for v, (a, b) in sides.items()}, float(bound), start + 60)
        print(json.dumps(time.perf_counter() - start if ok else None), flush=True)
    except Exception as error:  # the other tool may fail as it likes: it is told on stderr, and the cell stays empty
        print(json.dumps(None), type(error).__name__, error, file=sys.stderr)
        print("null", flush=True)
"""


def ours(text: str, bound: object, sides: dict[str, tuple[int, int]]) -> float | None:
    times = []
    for _ in range(3):
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


def coq(text: str, bound: object, sides: dict[str, tuple[int, int]], empty: float) -> float | None:
    whole, _, part = str(bound).partition(".")
    given = " -> ".join(f"{a} <= {x} <= {b}" for x, (a, b) in sides.items())
    number = f"{whole}{part}/1{'0' * len(part)}" if part else whole
    body = re.sub(r"\*\*", "^", text)
    bisect = ", ".join(f"i_bisect {x}" for x in sides)
    goal = f"Goal forall {' '.join(sides)} : R, {given} -> {body} <= {number}.\n"
    took = coqc(f"{goal}intros. interval with ({bisect}, i_depth 40). Qed.\n")
    return None if took is None else max(took - empty, 0.01)


def main(argv: list[str]) -> None:
    judge("exp(x) <= 3", claims.box(["x=0:1"]))
    rows: list[list[float | None]] = [[ours(*claim)] for claim in TEN]
    heads = ["varproof"]
    if shutil.which("coqc") is not None and (empty := min(filter(None, (coqc("") for _ in range(3))), default=None)):
        heads.append("Coq interval")
        for row, claim in zip(rows, TEN, strict=True):
            row.append(coq(*claim, empty))
    else:
        print("skipped: Coq with Interval is not here (apt-get install coq libcoq-interval libcoq-coquelicot)")
    python = argv[0] if argv else sys.executable
    if subprocess.run([python, "-c", "import leancert"], capture_output=True, check=False).returncode == 0:
        heads.append("LeanCert")
        done = subprocess.run([python, "-c", LEAN], input=json.dumps(TEN), capture_output=True, text=True, check=False)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        for row, took in zip(rows, [*found, *[None] * (len(rows) - len(found))], strict=True):
            row.append(took)
        sys.stderr.write(done.stderr[-400:])
    else:
        print("skipped: LeanCert is not here (pip install leancert==0.3.2, in an environment of its own)")
    print(f"{'claim':62}" + "".join(f"{head:>14}" for head in heads))
    for (text, bound, _), row in zip(TEN, rows, strict=True):
        print(
            f"{text + ' <= ' + str(bound):62}" + "".join(f"{'-' if t is None else format(t, '.4f'):>14}" for t in row)
        )
    for j, head in enumerate(heads[1:], 1):
        ratios = [row[j] / row[0] for row in rows if row[j] and row[0]]  # type: ignore[operator]
        if ratios:
            print(f"{head} / varproof: median {statistics.median(ratios):.1f} over {len(ratios)} claims both prove")


if __name__ == "__main__":
    main(sys.argv[1:])
