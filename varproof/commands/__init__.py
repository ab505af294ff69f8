"""What the commands of the command line do: one module for each group of them, imported when it is asked for.

A command takes the parsed options and gives its exit code, its text, and the data of --json.
"""

from __future__ import annotations

import json
from argparse import Namespace
from importlib import import_module

from varproof.cli import BadInput
from varproof.commands import ids, shared
from varproof.lang.errors import StatementError

COMMANDS = {
    "list": "browse:list_",
    "search": "browse:search",
    "show": "browse:show",
    "graph": "browse:graph",
    "findings": "browse:findings",
    "trust": "browse:trust",
    "report": "report:report",
    "verify": "judge:verify",
    "prove": "judge:prove",
    "falsify": "judge:falsify",
    "check": "judge:check",
    "constants": "constants:constants",
    "latex": "latex:latex",
    "contextual": "contextual:contextual",
    "construct": "construct:construct",
    "perturb": "perturb:perturb",
    "sweep": "sweep:sweep",
    "coq": "coq:coq",
    "lock": "files:lock",
    "new": "files:new",
    "docs": "docs:docs",
    "guide": "docs:guide",
    "doctor": "files:doctor",
    "selftest": "files:selftest",
}

PROSE = ("constants", "prove", "falsify", "check", "coq", "construct", "sweep", "trust")  # lines of any length
JUDGE = ("show", "verify", "findings", "trust", "report")  # in processes, which get ready while the catalog is read


def run(options: Namespace) -> tuple[int, str]:
    """The exit code and the output of the command that was asked for."""
    module, _, function = COMMANDS[options.command].partition(":")
    try:
        ids.settle(options)
        if options.command in JUDGE:
            from varproof.decide import processes

            processes.begin()
        code, text, data = getattr(import_module(f"varproof.commands.{module}"), function)(options)
    except StatementError as error:  # a catalog, a statement or data that cannot be read
        raise BadInput(str(error)) from error
    if options.command in PROSE:
        text = shared.folded(text)
    if options.json:
        text = json.dumps({"schema": 1, **data}, ensure_ascii=False, indent=1) + "\n"
    return code, text
