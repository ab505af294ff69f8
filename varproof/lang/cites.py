"""Which entries the proofs of an entry cite, read off the code of their scripts without running it.

The referee compares this with what the proof did cite, so a citation that is not written out is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

_ID = re.compile(r"[a-z][a-z0-9]*:[a-z0-9]+(-[a-z0-9]+)*")


def cited(scripts: Iterable[Callable[..., Any]], package: str) -> list[str]:
    """The ids in code that calls `cite`: of the scripts, and of what they name in modules of the package."""
    todo, seen, found = list(scripts), set(), {}  # type: list[Any], set[CodeType], dict[str, None]
    while todo:
        function = todo.pop()
        function = function.func if isinstance(function, partial) else getattr(function, "__wrapped__", function)
        if not isinstance(function, FunctionType) or function.__code__ in seen:
            continue
        todo += [cell.cell_contents for cell in function.__closure__ or () if cell != type(cell)()]
        for code in _within(function.__code__):
            seen.add(code)
            named = [function.__globals__[name] for name in code.co_names if name in function.__globals__]
            if "cite" in code.co_names:
                ids = [x for x in (*_constants(code.co_consts), *named) if isinstance(x, str) and _ID.fullmatch(x)]
                found |= dict.fromkeys(ids)
            for value in named:
                todo += _of(value, code.co_names, package)
    return sorted(found)


def _within(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _within(inner)


def _constants(values: Iterable[Any]) -> Iterator[Any]:
    """Constants, and those in tuples: so newer compilers keep the arguments of a call that also has `**names`."""
    for value in values:
        yield from _constants(value) if isinstance(value, tuple) else (value,)


def _of(value: Any, names: Iterable[str], package: str) -> list[Any]:
    """The functions that a value is or has (a class also those of the classes it extends), when it belongs to the
    package."""
    if isinstance(value, ModuleType):
        near = [getattr(value, name, None) for name in names]
        return [x for v in near if not isinstance(v, ModuleType) for x in _of(v, (), package)]
    if not f"{getattr(value, '__module__', '')}.".startswith(f"{package}."):
        return []
    if not isinstance(value, type):
        return [value]
    return [*vars(value).values(), *(x for base in value.__bases__ for x in _of(base, (), package))]
