"""The graph of `uses`: what rests on what, as a text tree, as Mermaid and as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Node(Protocol):
    """What is read of an entry."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def uses(self) -> Iterable[str]: ...


def used_by(entries: Mapping[str, Node]) -> dict[str, list[str]]:
    """For each id, the ids that use it directly, in catalog order."""
    back: dict[str, list[str]] = {i: [] for i in entries}
    for entry in entries.values():
        for other in entry.uses:
            if other in back:  # else it is an entry of another catalog
                back[other].append(entry.id)
    return back


def closure(start: str, step: Mapping[str, Iterable[str]]) -> set[str]:
    """All that can be reached from `start`, which is included."""
    seen, todo = {start}, [start]
    while todo:
        for other in step.get(todo.pop(), ()):  # nothing is known of what an entry of another catalog uses
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def select(entries: Mapping[str, Node], focus: str | None) -> list[Node]:
    """All entries, or what the entry `focus` rests on, itself, and what rests on it."""
    if focus is None:
        return list(entries.values())
    keep = closure(focus, {i: e.uses for i, e in entries.items()}) | closure(focus, used_by(entries))
    return [e for e in entries.values() if e.id in keep]


def data(nodes: list[Node], standing: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Nodes, each with how it stands, and edges; an edge goes from an entry to one that it uses."""
    kept = {e.id for e in nodes}
    return {
        "schema": 1,
        "nodes": [{"id": e.id, "kind": e.kind, "title": e.title, **standing[e.id]} for e in nodes],
        "edges": [{"from": e.id, "to": u} for e in nodes for u in e.uses if u in kept],
    }


def mermaid(nodes: list[Node]) -> str:
    """A Mermaid flowchart; arrows go from what is used to what uses it."""
    kept = {e.id: f"n{k}" for k, e in enumerate(nodes)}
    lines = ["flowchart TD"]
    for e in nodes:
        shape = ('(["', '"])') if e.kind == "definition" else ('["', '"]')
        lines.append(f"  {kept[e.id]}{shape[0]}{e.id}{shape[1]}")
    lines += [f"  {kept[u]} --> {kept[e.id]}" for e in nodes for u in e.uses if u in kept]
    return "\n".join(lines) + "\n"


def tree(nodes: list[Node], focus: str | None = None) -> str:
    """Each entry that nothing uses (or the one in focus), with what it rests on indented below.

    A subtree is written out once; later it is marked with an ellipsis.
    """
    kept = {e.id: e for e in nodes}
    back = {i: [e.id for e in nodes if i in e.uses] for i in kept}
    lines: list[str] = []
    written: set[str] = set()

    def below(entry: Node, lead: str) -> None:
        children = [u for u in entry.uses if u in kept]
        for k, child in enumerate(children):
            last = k == len(children) - 1
            again = child in written and any(u in kept for u in kept[child].uses)
            lines.append(f"{lead}{'└─ ' if last else '├─ '}{child}{' …' if again else ''}")
            if child not in written:
                written.add(child)
                below(kept[child], lead + ("   " if last else "│  "))

    for top in [focus] if focus else [i for i in kept if not back[i]]:
        lines.append(top)
        written.add(top)
        below(kept[top], "")
    if focus and back[focus]:
        lines += ["", f"used by: {', '.join(back[focus])}"]
    return "\n".join(lines) + "\n"
