"""The commands that browse: list, show, graph, findings, trust."""

from __future__ import annotations

from argparse import Namespace

from varproof.cli import BadInput
from varproof.commands.shared import (
    Answer,
    chosen_catalog,
    chosen_variants,
    find_entry,
    judge_all,
    table_width,
    terminal_painter,
    text_of,
    theory,
    width,
)


def list_(options: Namespace) -> Answer:
    from varproof.show.terminal import table

    entries = chosen_catalog(options)
    rows = [("id", "title", "variants and expected verdicts")]
    data = []
    hidden = 0
    for e in entries.values():
        if e.kind == "auxiliary":
            hidden += 1
        else:
            rows.append((e.id, e.title, ", ".join(f"{v.name} {v.expect}" for v in e.variants.values())))
        variants = [{"variant": v.name, "expected": v.expect, "hash": v.hash} for v in e.variants.values()]
        about = {"id": e.id, "kind": e.kind, "title": e.title, "source": str(e.source), "uses": list(e.uses)}
        data.append({**about, "variants": variants})
    more = ["", f"Besides, {hidden} that only proofs cite, with ids that begin with aux:."] if hidden else []
    return 0, text_of(*table(rows, width=table_width()), *more), {"catalog": entries.name, "entries": data}


def search(options: Namespace) -> Answer:
    from varproof.catalog import DEFAULT, OPEN, THEORY, located, partial
    from varproof.show.breaking import wrap
    from varproof.show.search import search as find

    query = " ".join(options.query)
    lines, data = [], []
    sources = {located(source)[1]: source for source in (*OPEN, options.catalog or DEFAULT, THEORY)}  # each once
    for source in reversed(sources.values()):
        entries = partial(source)
        name = source.split(".")[-1]
        try:
            found = find(list(entries.values()), query)
        except ValueError as error:
            raise BadInput(f"search {query!r}: {error}") from None
        for one in found:
            lines += wrap(f"{one.entry.id}  {one.entry.title} ({name})", width(), "", "    ")
            lines += [line for claim in one.claims for line in wrap(claim, width(), "    ", "      ")]
            about = {"catalog": name, "id": one.entry.id, "title": one.entry.title}
            data.append({**about, "claims": list(one.claims)})
    return 0, text_of(*(lines or [f"nothing is found for {query!r}"])), {"query": query, "found": data}


def show(options: Namespace) -> Answer:
    from varproof.show import graph
    from varproof.show.page import data, page

    entries = chosen_catalog(options)
    entry = find_entry(entries, options.id)
    every = entries if entry.id in entries else {**theory(), **entries}
    judged = judge_all(options, list(entry.variants.values()))
    results = {j.result.variant: j.result for j in judged}
    used_by = graph.used_by(every)[entry.id]
    return 0, page(entry, results, used_by, terminal_painter(), width()), data(entry, results, used_by)


def graph(options: Namespace) -> Answer:
    from varproof.show import graph

    entries = chosen_catalog(options)
    focus = None if options.focus is None else find_entry(entries, options.focus).id
    nodes = graph.select(entries, focus)
    if not options.json:
        return 0, graph.mermaid(nodes) if options.mermaid else graph.tree(nodes, focus), {}
    from varproof.show.findings import by_name, standings

    needed = set().union(*(graph.closure(e.id, {i: e.uses for i, e in entries.items()}) for e in nodes))
    judged = judge_all(options, [v for v in entries.variants() if v.id in needed])
    found = standings(entries, by_name([j.result for j in judged]))
    return 0, "", graph.data(nodes, {i: s.data for i, s in found.items()})


def findings(options: Namespace) -> Answer:
    from varproof.decide.result import exit_code
    from varproof.show import findings

    entries = chosen_catalog(options)
    results = [j.result for j in judge_all(options, list(entries.variants()))]
    named = findings.by_name(results)
    found = findings.findings(entries, named)
    data = findings.data(found, findings.standings(entries, named).__getitem__)
    return exit_code(results), findings.text(found, len(entries), terminal_painter(), width()), data


def trust(options: Namespace) -> Answer:
    from varproof.show import trust

    entries = chosen_catalog(options)
    judged = judge_all(options, chosen_variants(options, entries))
    components = trust.components()
    results, grounds = [j.result for j in judged], [trust.ground(j.certificate) for j in judged]
    text = trust.text(results, grounds, components, terminal_painter(), width())
    return 0, text, trust.data(results, grounds, components)
