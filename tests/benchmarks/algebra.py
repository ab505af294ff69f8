"""Algebraic claims decided by varproof and by z3, side by side; seconds of processor time, loading excluded.

The set: the claims of the corpora (`tests/cases`, `tests/claims`) in which there is nothing but arithmetic, powers,
roots, abs, max and min, at most 200, every k-th of them in order.

    python -m tests.benchmarks.algebra PYTHON_WITH_Z3 [SECONDS]

Both have the same time for each claim (ten seconds), each in a process of its own. To z3 (pip install z3-solver, in an
environment of its own) a claim is the question whether the hypotheses hold at a point of the box where some goal fails;
roots are new reals with their powers. Where z3 and varproof disagree, or an answer is not the known one, it is said.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import signal
import statistics
import subprocess
import sys
import time
from typing import Any

from tests.cases.blind import EVERY, KINDS, UNREAD, WANTED, judged
from tests.claims import corpus, second_corpus
from varproof.lang import claims, typed
from varproof.lang.claims import ClaimError
from varproof.lang.expressions import Graph, goals

COUNT, SECONDS = 200, 10
HEADS = {"const", "var", "neg", "+", "-", "*", "/", "^", "sqrt", "cbrt", "abs", "max", "min"}
Row = tuple[str, str, str, str]  # T or F, claim, box, hypotheses
Z3 = """
import json, resource, sys
import z3
problem = json.loads(sys.stdin.read())
resource.setrlimit(resource.RLIMIT_CPU, (int(problem["seconds"]) + 1,) * 2)
start = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
s, made = z3.Solver(), []
def value(head, *a):
    if head in ("const", "var"):
        return z3.Q(*a) if head == "const" else z3.Real(a[0])
    if head == "^":
        return made[a[0]] ** a[1]
    u, v = made[a[0]], made[a[-1]]
    if head in ("sqrt", "cbrt"):
        r = z3.Real(f"root {len(made)}")
        s.add(z3.Implies(u >= 0, z3.And(r >= 0, r * r == u)) if head == "sqrt" else r * r * r == u)
        return r
    return {"neg": lambda: -u, "+": lambda: u + v, "-": lambda: u - v, "*": lambda: u * v, "/": lambda: u / v,
            "abs": lambda: z3.If(u >= 0, u, -u), "max": lambda: z3.If(u >= v, u, v),
            "min": lambda: z3.If(u <= v, u, v)}[head]()
for op in problem["ops"]:
    made.append(value(*op))
sign = {"ge": lambda t: t >= 0, "gt": lambda t: t > 0, "ne": lambda t: t != 0}
for x, low, high in problem["sides"]:
    s.add(z3.Real(x) >= z3.Q(*low), z3.Real(x) <= z3.Q(*high))
for kind, n in problem["given"]:
    s.add(sign[kind](made[n]))
s.add(z3.Or([z3.Not(sign[kind](made[n])) for kind, n in problem["goals"]]))
found = {"unsat": "PROVED", "sat": "REFUTED"}.get(str(s.check()), "UNDECIDED")
print(json.dumps([found, sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - start]))
"""


def problem(row: Row) -> dict[str, Any] | None:
    """The nodes, goals and sides of a claim; None where there is more than algebra."""
    _, claim, box, assume = row
    try:
        said = typed.problem(claim, _parts(box), _parts(assume))
        relations = claims.parse(said.claim)
        hypotheses = [claims.parse(h, "assumption") for h in said.given]
    except ClaimError:
        return None
    sides = dict(sorted(said.sides.items()))
    graph = Graph(list(sides))
    given = [g for h in hypotheses for g in goals(graph, h)]
    wanted = goals(graph, relations)
    if not {op[0] for op in graph.ops} <= HEADS or said.infinite or said.stands:
        return None
    names = list(sides)
    ops = [
        ["const", *map(str, op[1].as_integer_ratio())]
        if op[0] == "const"
        else ["var", names[op[1]]]
        if op[0] == "var"
        else op
        for op in graph.ops
    ]
    ends = [(x, *(tuple(map(str, q.as_integer_ratio())) for q in side)) for x, side in sides.items()]
    return {"ops": ops, "given": given, "goals": wanted, "sides": ends}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def rows() -> list[Row]:
    """Every algebraic claim of the corpora, once."""
    found: dict[tuple[str, ...], Row] = {}
    listed: list[Row] = [(row[0], row[1], row[2], row[3]) for row in (*EVERY, *KINDS) if row[1] not in UNREAD]
    for kind, cases in (("T", corpus.TRUE), ("F", corpus.FALSE)):
        listed += [(kind, c, ";".join(box), ";".join(given)) for some in cases.values() for c, box, given in some]
    for kind, more in (("T", second_corpus.TRUE), ("F", second_corpus.FALSE)):
        listed += [(kind, c[0], c[1].replace(" ", ";"), ";".join(c[2:])) for some in more.values() for c in some]
    for row in listed:
        if problem(row) is not None:
            found.setdefault(row[1:], row)
    every = list(found.values())
    return every[:: max(1, len(every) // COUNT)][:COUNT]


def z3(python: str, row: Row, seconds: int) -> tuple[str, float]:
    asked = json.dumps({**(problem(row) or {}), "seconds": seconds})
    done = subprocess.run([python, "-c", Z3], input=asked, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        verdict, took = json.loads(done.stdout)
        return verdict, took
    if done.returncode != -signal.SIGXCPU and done.returncode != -signal.SIGKILL:
        raise RuntimeError(f"{row[1]}: {done.stderr[-400:]}")
    return "UNDECIDED", float(seconds)


class _Late(Exception):
    """The time is over."""


def _late(*_: object) -> None:
    raise _Late


def _ours(row: Row, seconds: int, answer: Any) -> None:
    start = time.process_time()
    signal.signal(signal.SIGXCPU, _late)
    resource.setrlimit(resource.RLIMIT_CPU, (int(start + seconds) + 1, int(start + seconds) + 60))
    try:
        verdict = judged(*row[1:]).verdict.name
    except _Late:
        verdict = "UNDECIDED"
    answer.send((verdict, time.process_time() - start))


def ours(row: Row, seconds: int) -> tuple[str, float]:
    theirs, mine = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_ours, args=(row, seconds, mine))
    child.start()
    mine.close()
    found: tuple[str, float] = theirs.recv()
    child.join()
    return found


def main(argv: list[str]) -> None:
    python, seconds = argv[0], int((argv[1:] or [str(SECONDS)])[0])
    judged("x <= 2", "x=0:1", "")
    answers = []
    for row in rows():
        pair = ours(row, seconds), z3(python, row, seconds)
        answers.append(pair)
        wrong = "".join(
            f"  {who} IS WRONG"
            for who, (verdict, _) in zip(("varproof", "z3"), pair, strict=True)
            if verdict not in ("UNDECIDED", WANTED[row[0]])
        )
        cells = "  ".join(f"{verdict:10}{took:7.2f}" for verdict, took in pair)
        print(f"{cells}  {row[1]}  [{row[2]}; {row[3]}]{wrong}", flush=True)
    decided = [[verdict != "UNDECIDED" for verdict, _ in pair] for pair in answers]
    both = [pair for pair, (a, b) in zip(answers, decided, strict=True) if a and b]
    lines = [
        f"{len(answers)} claims, {seconds} s of processor time each",
        *(f"{who} decides {sum(d[k] for d in decided)}, median {statistics.median(p[k][1] for p in answers):.2f} s"
          for k, who in enumerate(("varproof", "z3"))),
        f"z3 alone {sum(b and not a for a, b in decided)}, varproof alone {sum(a and not b for a, b in decided)}",
        f"where both decide: medians {statistics.median(p[0][1] for p in both):.2f} s and "
        f"{statistics.median(p[1][1] for p in both):.2f} s",
    ]  # fmt: skip
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
