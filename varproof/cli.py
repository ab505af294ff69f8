"""The command line. Only argparse is imported here; each command imports what it needs when it runs.

Data go to standard output, errors and progress to standard error. Exit codes: 0 everything as expected, 1 refuted,
drifted or failed, 2 bad input, 3 something needed is not installed, 4 undecided, 130 interrupted.
"""

from __future__ import annotations

# PYTHON_ARGCOMPLETE_OK
import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class BadInput(Exception):
    """Something that cannot be done as asked; the message says what, where and how to mend it."""


class NotInstalled(Exception):
    """A program that is needed is not there; the message says how to install it."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{_mended(message)}; see `{self.prog} --help`")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What a command does not take is its own error, so that it names its own options."""
        words = sys.argv[1:] if args is None else list(args)
        if self.prog == "varproof" and words and words[0].startswith("-"):
            known = [flag for action in self._actions for flag in action.option_strings]
            if not any(flag.startswith(words[0].partition("=")[0]) for flag in known):
                self.error(f"there is no option {words[0]}{_meant(words[0], self)}")
        found, left = super().parse_known_args(args, namespace)
        if left and self.prog != "varproof":
            self.error(f"{self.prog.removeprefix('varproof ')} takes no {left[0]}{_meant(left[0], self)}")
        return found, left


def _meant(word: str, parser: argparse.ArgumentParser) -> str:
    import difflib

    flags = [flag for action in parser._actions for flag in action.option_strings]
    near = difflib.get_close_matches(word.partition("=")[0], flags, n=1, cutoff=0.6) if word[:1] == "-" else []
    return f"; did you mean {near[0]}?" if near else ""


def _mended(message: str) -> str:
    """What argparse complains of, with the command that is meant instead of all that there are."""
    import difflib

    wrong = re.match(r"argument COMMAND: invalid choice: '(.*?)' \(choose from", message, re.DOTALL)
    if wrong is not None:
        near = difflib.get_close_matches(wrong[1], COMMANDS, n=2, cutoff=0.5)
        return f"there is no command {wrong[1]!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")
    return message


def _flag(*flags: str, **settings: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, settings


def _whole(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {least}")
        return int(text)

    return read


_IDS = _flag("ids", nargs="*", metavar="ID", help="entries; without any, the whole catalog")
_ONE = _flag("id", metavar="ID", help="an entry, such as lem:boltz-range")
_VARIANT = _flag("--variant", metavar="V", help="only this variant: printed, corrected, sharpened or stated")
_JOBS = _flag("--jobs", type=_whole(1), metavar="N", help="worker processes (default: one for each processor)")
_SET = _flag("--set", action="append", default=[], metavar="NAME=VALUE", help="such as n=3 or r=7/2")
_FRESH = _flag("--fresh", action="store_true", help="ignore what is stored or shipped, run every proof")
_BOX = _flag("--box", action="append", default=[], metavar="x=LOW:HIGH", help="a side of the box, for each name")
_ASSUME = _flag("--assume", action="append", default=[], metavar="HYP", help="a hypothesis, such as 'x <= y'")

COMMANDS: dict[str, tuple[str, list[Any]]] = {
    "list": ("the entries of the catalog", []),
    "search": (
        "find theorems by words or by the shape of their claims, in the catalog and in all that its proofs may cite",
        [_flag("query", nargs="+", metavar="WORD", help="such as: triangle; sum at most max; 'exp >= 1'")],
    ),
    "show": ("one entry as a page: statement, verdicts, proof, constants, what it uses", [_ONE]),
    "graph": (
        "what rests on what",
        [
            _flag("--focus", metavar="ID", help="only what this entry rests on and what rests on it"),
            _flag("--mermaid", action="store_true", help="a Mermaid flowchart instead of a tree"),
        ],
    ),
    "findings": ("what a referee should know: what is not proved, why, its correction, what it affects", [_JOBS]),
    "verify": (
        "judge every variant: the main job",
        [
            _IDS,
            _VARIANT,
            _JOBS,
            _FRESH,
            _flag("--write-certificates", action="store_true", help="run every script, and ship what they prove"),
            _flag(
                "--compare-certificates",
                action="store_true",
                help="with --fresh: fail unless what the catalog ships is, byte for byte, what the scripts prove",
            ),
            _flag("--certificates", metavar="DIR", help="write the certificates into this folder"),
            _flag("--mutants", action="store_true", help="what becomes of small changes of each proved statement"),
            _flag("--coq", action="store_true", help="have Coq check what rests on kernel or witness: the tier coq"),
        ],
    ),
    "prove": (
        "judge an inequality over a box",
        [
            _flag("claim", metavar="CLAIM", help="such as 'exp(x) >= 1 + x'; also conjunctions with `and`"),
            _BOX,
            _ASSUME,
            _flag("--certificate", metavar="FILE", help="write the certificate of PROVED or REFUTED to this file"),
            _flag("--coq", action="store_true", help="have Coq prove what is PROVED once more, by its interval tactic"),
            _flag("--budget", type=_whole(1), default=200_000, metavar="N", help="boxes (default 200000)"),
        ],
    ),
    "falsify": (
        "search for a counterexample",
        [
            _flag("ids", nargs="+", metavar="ID_OR_CLAIM", help="entries, or one claim such as 'x*(1-x) < 1/4'"),
            _BOX,
            _ASSUME,
            _VARIANT,
            _flag("--budget", type=_whole(1), default=4000, metavar="N", help="evaluations (default 4000)"),
        ],
    ),
    "check": (
        "re-check certificates with the independent checker",
        [
            _flag("paths", nargs="+", metavar="FILE_OR_DIR", help="certificates, or folders of them"),
            _flag("--lock", metavar="FILE", help="the statement lock (default: the catalog's)"),
            _flag("--claim", metavar="CLAIM", help="refuse certificates of anything but this claim over --box"),
            _BOX,
            _ASSUME,
        ],
    ),
    "coq": (
        "the kernel's certificates as theorems of Coq: a project, checked there by a checker that is proved sound",
        [
            _IDS,
            _VARIANT,
            _flag("-o", "--output", metavar="DIR", help="the project's folder (default: one in the cache)"),
            _flag("--jobs", type=_whole(1), metavar="N", help="files that are compiled at once (default 2)"),
            _FRESH,
        ],
    ),
    "lock": (
        "write the lock of all statements",
        [_flag("--check", action="store_true", help="only compare; exit 1 on any difference")],
    ),
    "constants": (
        "certified values of an entry's constants, and what becomes of them and of all downstream if one were another",
        [
            _flag("id", nargs="?", metavar="ID", help="an entry; with --what-if, the only one to tell about"),
            _VARIANT,
            _SET,
            _flag(
                "--what-if",
                metavar="ID:CONSTANT=TERM",
                help="replace this very term by another in its statement and in those of the entries that use it: "
                "constants are evaluated again, claims decided at the stored instances, counterexamples searched; "
                "the rest is called unknown, and nothing is proved anew",
            ),
            _JOBS,
        ],
    ),
    "latex": (
        "constants, statements, verdicts and proofs as a LaTeX file for \\input",
        [
            _IDS,
            _VARIANT,
            _SET,
            _flag("-o", "--output", metavar="FILE", help="write to this file (default: standard output)"),
            _flag(
                "--symbol",
                action="append",
                default=[],
                metavar="NAME=TEX",
                help=r"what stands for a name in your paper, such as gamma_min='\underline\gamma'",
            ),
            _flag("--standalone", action="store_true", help="a document of its own instead of a fragment"),
            _flag("--check", metavar="FILE", help="only tell what in this file is stale; exit 1 if anything is"),
            _JOBS,
        ],
    ),
    "contextual": (
        "attention as a contextual mapping of a dataset: check weights, find weights, or the table of examples",
        [
            _flag("action", choices=("check", "weights", "table"), help="what to do"),
            _flag("data", nargs="?", metavar="DATA", help="sequences of tokens: .json, .csv or .npy"),
            _flag("--weights", metavar="FILE", help="check: W_O, W_V, W_K, W_Q in .json or .npz"),
            _flag("--gamma", metavar="G", help="check: every output is shorter (default: what the weights' file says)"),
            _flag("--delta", metavar="D", help="check: outputs are further apart (default: likewise)"),
            _flag("--rank", type=_whole(1), default=1, metavar="R", help="weights: the rank of all four matrices"),
            _flag("--hidden", type=_whole(1), metavar="S", help="weights: the hidden size (default: the rank)"),
            _flag("-o", "--output", metavar="FILE", help="weights: where to write them, .json"),
            _flag("--bits", type=_whole(64), default=16384, metavar="N", help="the highest precision to try"),
            _JOBS,
        ],
    ),
    "construct": (
        "build a transformer with exact weights for a target, and certify its error",
        [
            _flag(
                "entries",
                nargs="*",
                metavar="FORMULA",
                help="entries of the target, row by row, in x_1_1, x_1_2, ..., x_L_d; with --scales in x_1, ..., x_d",
            ),
            _flag("--tokens", type=_whole(1), default=1, metavar="L", help="rows of the image (default 1)"),
            _flag("--channels", type=_whole(1), default=1, metavar="D", help="columns of the image (default 1)"),
            _flag("--eps", default="1/4", metavar="E", help="the error that is allowed (default 1/4)"),
            _flag("--alpha", default="1", metavar="A", help="of the norm (default 1)"),
            _flag("--lipschitz", metavar="K", help="a constant to be refuted or kept (default: one is found)"),
            _flag("--attention", choices=("softmax", "mean"), default="softmax", help="the head (default softmax)"),
            _flag("--scales", metavar="H,H,...", help="a pyramid from a word: sides of its images, such as 1,2,4,8"),
            _flag("--flowar", action="store_true", help="with --scales: FlowAR's pyramid, which repeats entries"),
            _flag("--picture", metavar="NAME", help="with --scales: disc, bar, gradient or glyph"),
            _flag("--budget", type=_whole(1), default=400_000, metavar="N", help="neurons at most (default 400000)"),
            _flag("--frontier", metavar="E,E,...", help="size and precision at these errors instead of one model"),
            _flag("--figure", metavar="FILE", help="draw the model or the --frontier to FILE, .svg, .png or .pdf"),
            _flag("--report", metavar="FILE", help="write a page about the model to FILE, .html"),
            _flag("-o", "--output", metavar="FILE", help="write the model: .json exact, .npz rounded"),
        ],
    ),
    "perturb": (
        "measure the perturbation bounds of a catalog on built, moved and trained networks",
        [
            _flag("--tries", type=_whole(1), default=40, metavar="N", help="inputs tried for each row (default 40)"),
            _flag("--figure", metavar="FILE", help="also draw the slack of all bounds to FILE, .svg, .png or .pdf"),
        ],
    ),
    "sweep": (
        "what is known of a statement at each point of a grid of exact parameters; the same command resumes it",
        [
            _flag("id", metavar="ID", help="an entry, such as lem:boltz-range, or construct: models of --target"),
            _flag(
                "--target",
                action="append",
                default=[],
                metavar="FORMULA",
                help="construct: entries by token k and channel j, such as 'x_k_j*x_1_j'; axes eps, L, d, alpha, head",
            ),
            _VARIANT,
            _flag(
                "--grid",
                action="append",
                default=[],
                metavar="NAME=VALUES",
                help="such as n=2:64, delta=log4:8:1/4 or r=1/2,1,sqrt2: sizes, reals and what families of data take",
            ),
            _flag("--drop", action="append", default=[], metavar="LABEL", help="without this hypothesis"),
            _flag("-o", "--output", required=True, metavar="FILE", help="the table, an SQLite file"),
            _flag("--export", metavar="FILE", help="also write the table to FILE, .csv or .parquet"),
            _flag("--figure", metavar="FILE", help="also draw the map of verdicts to FILE, .svg, .png or .pdf"),
            _JOBS,
            _flag("--executor", choices=("processes", "dask"), default="processes", help="what does the work"),
            _flag("--scheduler", metavar="ADDRESS", help="of a running Dask scheduler (default: a local cluster)"),
        ],
    ),
    "new": (
        "write the file of a new entry, or a package for a catalog of one's own, to be filled in",
        [
            _flag("id", metavar="ID", help="an id such as lem:my-lemma; with --package the name of the catalog"),
            _flag("--package", action="store_true", help="a package that is a catalog of its own, in a new folder"),
            _flag("--folder", metavar="NAME", help="subfolder of the catalog (default: the catalog's own folder)"),
        ],
    ),
    "docs": (
        "open the documentation: user's guide, guide to proofs, commands, Python, glossary, changelog",
        [_flag("-o", "--output", metavar="DIR", help="write the site into this folder instead of opening it")],
    ),
    "guide": ("how proofs are written: the guide that ships with the package", []),
    "doctor": ("what is installed, what is missing, where things are", []),
    "selftest": ("that the known traps of the arithmetic libraries are handled", []),
    "trust": ("what each verdict rests on", [_IDS, _VARIANT, _JOBS]),
    "report": (
        "a report as a static site: summary, a page for each statement, graph, findings, slack, trust",
        [
            _flag("-o", "--output", metavar="DIR", required=True, help="the folder; an older report there is replaced"),
            _flag("--model", action="append", default=[], metavar="FILE", help="with a page for this built model"),
            _JOBS,
        ],
    ),
}


def _parser() -> argparse.ArgumentParser:
    from varproof import __version__

    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", help="print data instead of text")
    other: Any = shared.add_argument("--catalog", metavar="NAME_OR_FOLDER", help="another catalog, by name or folder")
    other.completer = _catalogs
    parser = _Parser(prog="varproof", parents=[shared], description="A machine referee for theory papers.")
    parser.add_argument("--version", action="version", version=f"varproof {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name, (about, arguments) in COMMANDS.items():
        one = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.", parents=[shared])
        for flags, settings in arguments:
            action: Any = one.add_argument(*flags, **settings)
            if flags[0] in ("id", "ids", "--focus") and name != "new":
                action.completer = _ids
    return parser


def _shielded(argv: Sequence[str] | None) -> list[str]:
    """The arguments; a claim that begins with a minus sign is set off by a blank, so that it is no option."""
    words = list(sys.argv[1:] if argv is None else argv)
    command = next((w for w in words if w in COMMANDS), None)
    if command not in ("prove", "falsify", "check"):
        return words
    known = {"--json", "--catalog", "--help", "-h", "--version", "--"}
    known.update(flag for flags, _ in COMMANDS[command][1] for flag in flags)

    def is_claim(word: str) -> bool:
        return word[:1] == "-" and word.partition("=")[0] not in known and any(sign in word for sign in "<>=!≤≥≠\\")

    return [f" {w}" if is_claim(w) else w for w in words]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    code = 0
    try:
        parser = _parser()
        if "_ARGCOMPLETE" in os.environ:
            _complete(parser)
        options = parser.parse_args(_shielded(argv), argparse.Namespace(json=False, catalog=None))
        from varproof import commands

        code, text = commands.run(options)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BadInput as error:
        return _complain(str(error), 2)
    except NotInstalled as error:
        return _complain(str(error), 3)
    except KeyboardInterrupt:
        return _complain("interrupted", 130)
    except BrokenPipeError:  # the reader has had enough; Python would complain again when it closes the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        return _complain(f"standard output cannot show {sign!r}: set PYTHONIOENCODING=utf-8", 2)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] in ("varproof", "varproof_lemmas"):
            raise
        name = "python-flint" if error.name == "flint" else error.name
        return _complain(f"the module {error.name} is not installed: pip install {name}", 3)
    except OSError as error:
        return _complain(f"{error.filename or 'input'}: {error.strerror or error}", 2)
    return code


def _complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell that asks for completions, by the library that argparse users use, if it is there."""
    try:
        import argcomplete
    except ImportError:
        return
    argcomplete.autocomplete(parser)


def _ids(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """The ids of the catalog and of the theory, for completion; of a name alone, the names."""
    from varproof.catalog import THEORY, names

    found = [*names(getattr(parsed_args, "catalog", None)), *names(THEORY)]
    return found if any(id.startswith(prefix) for id in found) else [id.partition(":")[2] for id in found]


def _catalogs(prefix: str, **_: Any) -> list[str]:
    """The names of catalogs, for completion; a folder is for the shell to complete."""
    from varproof.catalog import THEORY, available

    return [*available(), THEORY]


def _complain(message: str, code: int) -> int:
    print("varproof: " + " ".join(message.split()), file=sys.stderr)
    return code
