"""The proof of one variant of a statement: a script that starts from its hypotheses and ends in its goals."""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from varproof.lang.data import Data
from varproof.proof.citing import Citing
from varproof.proof.environment import TranslationError
from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.log import record
from varproof.proof.kernel.rules import RuleError, Session, Theorem
from varproof.proof.kernel.terms import Node, TermError
from varproof.proof.kernel.text import text
from varproof.proof.library import Library
from varproof.proof.lines import Fact
from varproof.proof.maps import as_python
from varproof.proof.names import symbols
from varproof.proof.problem import Goal, Problem, at_data, consequence, problem
from varproof.proof.script import ProofError

LONG = 200  # characters of a formula
MESSAGE = 2000  # characters of an error
_PACKAGE = Path(__file__).resolve().parents[1]
_PYTHON = Path(traceback.__file__).parent


class ScriptError(ProofError):
    """A proof script broke down."""


class Proof(Citing):
    """A script for the goals of one statement.

    `p["n"]` is what a name of the statement stands for (a set for a size, a function for an array or map, else a real),
    `p.given("label")` a hypothesis, `p.prove("label", theorem)` settles a goal.
    """

    def __init__(self, question: Problem, session: Session | None = None, library: Library | None = None) -> None:
        super().__init__(library)
        self.k = session or self.k
        self.problem = question
        self._done: dict[Goal, Theorem] = {}
        self.symbols |= symbols(question, self.context)
        for label, formula in question.hypotheses.items():
            self.labels[label] = self.note(self.k.assume(formula))
            name, sign, _ = label.partition(">=")
            if sign and name in question.environment.sizes:
                with self.silent():
                    size = question.environment.sizes[name]
                    self.nonempty[size] = self.have(t.gt(build.card(size)), self.k.assume(formula))

    def __getitem__(self, name: str) -> Any:
        environment = self.problem.environment
        if name in environment.sizes:
            return environment.sizes[name]
        if name not in environment.values:
            known = ", ".join([*environment.sizes, *environment.values])
            raise ProofError(f"the statement has no {name}; it has {known}")
        value = environment.values[name]
        return value if isinstance(value, Node) else as_python(value, environment)

    def given(self, label: str) -> Theorem:
        """A hypothesis of the statement, by its label; a size n has `n>=1`, an index i has `i in [n]`."""
        if label not in self.problem.hypotheses:
            raise ProofError(f"no hypothesis {label!r}; there are " + ", ".join(map(repr, self.problem.hypotheses)))
        return self.k.assume(self.problem.hypotheses[label])

    def _said(self, formula: Node) -> str:
        """A hypothesis or claim that is long to write out is called by its label."""
        said = super()._said(formula)
        if len(said) > LONG:
            labels = {f: label for label, f in self.problem.hypotheses.items()}
            labels |= {g.formula: g.label for g in self.problem.goals}
            said = f"({labels[formula]}) holds" if formula in labels else said
        return said

    def goals(self, label: str) -> list[Node]:
        """The formulas of the goals with this label (`LABEL is defined` for domain conditions)."""
        return [g.formula for g in self.problem.goals if g.label == label]

    def goal(self, label: str) -> Node:
        """The formula of the claim with this label."""
        found = self.goals(label)
        if len(found) != 1:
            labels = ", ".join(dict.fromkeys(repr(g.label) for g in self.problem.goals))
            raise ProofError(f"{len(found) or 'no'} goals have the label {label!r}; the labels are {labels}")
        return found[0]

    def claim(self, label: str, *facts: Fact, why: str = "", by: str = "") -> Theorem:
        """The line that a claim of the statement holds, by the facts and the context; `by` as in `have`."""
        theorem = self.shown(self.goal(label), [self.fact(fact) for fact in facts], by)
        self.written(theorem, f"({label}) holds", why, facts)
        return self.ended(theorem)

    def ended(self, theorem: Theorem) -> Theorem:
        """A line that stands outside all blocks settles the goals that it says."""
        super().ended(theorem)
        if len(self.open) == 1 and any(g.formula is theorem.concl and self.is_open(g) for g in self.problem.goals):
            self.prove(self.closed(self.open[0], theorem))
        return theorem

    def prove(self, theorem: Theorem) -> None:
        """Settle every goal that the theorem proves; ProofError when there is none."""
        if not isinstance(theorem, Theorem):
            raise ProofError(f"prove: {_no_theorem(theorem)}")
        settled = False
        for goal in self.problem.goals:
            if goal.formula is theorem.concl:
                extra = theorem.hyps - set(goal.allowed)
                if extra:
                    raise ProofError(
                        f"{goal.label}: rests on more than its hypotheses: "
                        + "; ".join(text(h, self.names) for h in extra)
                    )
                self._done[goal] = theorem
                settled = True
        if not settled:
            raise ProofError(f"no open goal reads {text(theorem.concl, self.names)}; open are: " + self._open())

    def is_open(self, goal: Goal) -> bool:
        """Is this goal still to be proved?"""
        return goal not in self._done

    def settle(self, *facts: Theorem) -> None:
        """Settle every open goal that is one of the facts, or an instance of one, below quantifiers and conditions."""
        for goal in self.problem.goals:
            if goal not in self._done:
                theorem = self._below(goal.formula, facts, [], {})
                if theorem is not None:
                    self.prove(theorem)

    def settle_definedness(self, *facts: Theorem) -> None:
        """Settle every open domain condition: by the facts, or because the shape of the term shows its sign."""
        with self.silent():
            self.settle(*facts)
            for goal in self.problem.goals:
                if goal not in self._done and goal.label.endswith(" is defined"):
                    theorem = self._shaped(goal.formula)
                    if theorem is not None:
                        self.prove(theorem)

    def _shaped(self, formula: Node) -> Theorem | None:
        if formula.op == "gt":
            return self.positive_term(formula.args[0])  # type: ignore[arg-type]
        if formula.op == "ge":
            return self.nonnegative_term(formula.args[0])  # type: ignore[arg-type]
        if formula.op == "imp":
            condition, rest = formula.args
            assert isinstance(condition, Node) and isinstance(rest, Node)
            if rest is t.FALSE and condition.op == "eq":
                x: Node = condition.args[0]  # type: ignore[assignment]
                sign = self.positive_term(x)
                return sign and self.not_zero(sign, x)
            below = self._shaped(rest)
            return below and self.k.discharge(below, condition)
        if formula.op == "all":
            opened, kind, name = self.open_any(formula)
            below = self._shaped(opened)
            return below and self.k.generalise(below, kind, name)
        return None

    def _below(
        self, formula: Node, facts: Sequence[Theorem], variables: list[Node], given: dict[Node, Theorem]
    ) -> Theorem | None:
        """The formula from a fact, stripping its quantifiers and conditions one by one."""
        for fact in facts:
            found = self._instance(fact, formula, variables, given)
            if found is not None:
                return found
        if formula.op == "imp":
            condition, rest = formula.args
            assert isinstance(condition, Node) and isinstance(rest, Node)
            below = self._below(rest, facts, variables, {**given, condition: self.k.assume(condition)})
            return below and self.k.discharge(below, condition)
        if formula.op == "all":
            opened, sort, name = self.open_any(formula)
            inner = [*variables, t.var(name)] if sort == "real" else variables
            below = self._below(opened, facts, inner, given)
            return below and self.k.generalise(below, sort, name)
        return None

    def _instance(
        self, fact: Theorem, formula: Node, variables: Sequence[Node], given: dict[Node, Theorem]
    ) -> Theorem | None:
        if fact.concl is formula:
            return fact
        if fact.concl.op == "imp" and fact.concl.args[0] in given:
            return self._instance(self.k.mp(fact, given[fact.concl.args[0]]), formula, variables, given)
        if fact.concl.op == "all" and fact.concl.args[0] == "real":
            for x in variables:
                found = self._instance(self.k.specialise(fact, x), formula, variables, given)
                if found is not None:
                    return found
        return None

    def _by_default(self, goal: Goal) -> None:
        """Settle a goal by what the context shows of it, if it does."""
        outer = self.context
        self.context = [th for th in outer if th.hyps <= set(goal.allowed)]
        try:
            theorem = self.proved(goal.formula, [])
        except ProofError:
            return
        finally:
            self.context = outer
        self._done[goal] = self.closed(self.open[0], theorem)

    def _open(self) -> str:
        goals = [g for g in self.problem.goals if g not in self._done]
        said = "; ".join(f"[{g.label}] {text(g.formula, self.names)}" for g in goals) or "none"
        conditions = any(g.label.endswith(" is defined") for g in goals)
        return said + ("; p.settle_definedness(FACTS) settles that terms are defined" if conditions else "")

    def finish(self) -> list[Theorem]:
        """The theorems of all goals, in order; what is open is left to the context, ProofError names what stays so."""
        for goal in filter(self.is_open, self.problem.goals):
            self._by_default(goal)
        if len(self._done) < len(self.problem.goals):
            done = f"{len(self._done)} of {len(self.problem.goals)} goals are proved; "
            raise ProofError(f"{done}not proved: {self._open()}")
        return [self._done[g] for g in self.problem.goals]


@dataclass(frozen=True)
class Record:
    """A finished proof: the certificate's part, the hypotheses it used, and its text.

    One that is `stored` has only been read, and is a proof if the checker says so.
    """

    steps: dict[str, Any]
    used: frozenset[str]
    lines: tuple[tuple[int, str], ...]
    stored: bool = False


def by_default(_: Proof) -> None:
    """The proof of a statement without a script: every goal is left to its shape and the context."""


def _place(error: BaseException) -> tuple[str, str]:
    """Where the script was, as `file:line: `, and what it called there; empty when it was not inside one."""
    frames = traceback.extract_tb(error.__traceback__)
    of_script = [_of_script(Path(f.filename)) for f in frames]
    if True not in of_script:
        return "", ""
    last = max(k for k, own in enumerate(of_script) if own)
    called = frames[last + 1].name if last + 1 < len(frames) else ""
    return f"{Path(frames[last].filename).name}:{frames[last].lineno}: ", called


def _of_script(file: Path) -> bool:
    """Whether a frame is neither this package's nor Python's own; a catalog may be installed below Python's library."""
    return not (_PACKAGE in file.parents or (_PYTHON in file.parents and "site-packages" not in file.parts))


def _no_theorem(given: object) -> str:
    """What stands in the place of a theorem."""
    what = "a formula" if isinstance(given, Node) else "nothing" if given is None else f"a {type(given).__name__}"
    return f"{what} stands where a theorem is expected; p.given, p.have and p.claim give theorems, p.goal a formula"


def _fault(error: Exception, called: str) -> str:
    """What is wrong with a script, for who wrote it."""
    if isinstance(error, AttributeError) and isinstance(error.obj, Proof) and error.name:
        near = difflib.get_close_matches(error.name, [name for name in dir(Proof) if name[0] != "_"], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`varproof guide` tells what there is"
        return f"a proof has no {error.name}; {hint}"
    if isinstance(error, AttributeError) and error.name in ("concl", "hyps"):
        return f"{called}: {_no_theorem(error.obj)}" if called else _no_theorem(error.obj)
    if isinstance(error, TypeError) and re.search(r"<lambda>\(\)|<locals>", str(error)):
        return f"{called} calls a function of the script with other arguments than it has: {error}"
    return f"{called + ': ' if called else ''}{type(error).__name__}: {error}"


def _shortened(message: str) -> str:
    return message if len(message) <= MESSAGE else f"{message[:MESSAGE]} ... ({len(message)} characters)"


def run(
    core: Any,
    script: Callable[[Proof], None],
    implied: tuple[str, Any] | None = None,
    library: Library | None = None,
) -> Record:
    """Run a proof script on a statement in core form; with `implied` = (claim, formula), on `claim implies formula`.

    What it cites comes from the library.

    Raises ProofError with the reason when it does not go through, ScriptError when the script itself is at fault.
    """
    return _run(lambda: problem(core) if implied is None else consequence(core, *implied), script, library)


def run_at(core: Any, data: Data, labels: Sequence[str], script: Callable[[Proof], None]) -> Record:
    """Run a script that proves these hypotheses at data; raises as `run`."""
    return _run(lambda: at_data(core, data, labels), script)


def _run(question: Callable[[], Problem], script: Callable[[Proof], None], library: Library | None = None) -> Record:
    try:
        proof = Proof(question(), library=library)
        script(proof)
        theorems = proof.finish()
    except (ProofError, TermError, RuleError, TranslationError) as error:
        raise ProofError(_shortened(f"{_place(error)[0]}{error}")) from error
    except MemoryError:
        raise
    except Exception as error:  # a script is code from outside; whatever stops it, it has proved nothing
        place, called = _place(error)
        raise ScriptError(_shortened(f"{place}{_fault(error, called)}")) from error
    labels = {f: label for label, f in proof.problem.hypotheses.items()}
    used = frozenset(labels[h] for th in theorems for h in th.hyps)
    return Record(record(proof.k, theorems), used, tuple(proof.lines))
