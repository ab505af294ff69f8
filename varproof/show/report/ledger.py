"""The slack ledger: what each result on the way to the main theorem costs, as far as its constants tell."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from varproof.arith.decimals import Bracket
from varproof.decide.constants import occurring, values
from varproof.lang.errors import StatementError
from varproof.lang.nodes import Exists
from varproof.lang.statement import Constant, Entry, Variant
from varproof.show import graph, mathml
from varproof.show.report.html import Html, element, join, table
from varproof.show.report.site import Site, badge, frame, to


def main_entry(site: Site) -> Entry:
    """The entry that rests on most others; of several, one that is printed, and the last of these in the catalog."""
    uses = {i: e.uses for i, e in site.entries.items()}
    order = {i: k for k, i in enumerate(site.entries)}
    return max(
        site.entries.values(), key=lambda e: (len(graph.closure(e.id, uses)), "printed" in e.variants, order[e.id])
    )


def ledger_page(site: Site) -> Html:
    top = main_entry(site)
    chain = graph.closure(top.id, {i: e.uses for i, e in site.entries.items()})
    rows: list[list[Any]] = []
    silent: list[str] = []
    for entry in (e for e in site.entries.values() if e.id in chain):
        lines = [line for v in entry.variants.values() for line in _lines(site, v)]
        rows += lines
        silent += [entry.id] if not lines else []
    existence = [row for e in site.entries.values() if e.id in chain for row in _existence(e)]
    parts: list[Any] = [
        element("h1", "The slack ledger"),
        element("p", "What each result costs on the way to ", to(top.id, "", top.title), ", which rests on ",
                f"{len(chain) - 1} others; no result rests on more.", class_="lead"),
    ]  # fmt: skip
    if rows:
        says = (
            "The slack of a constant is the ratio of the bound to the quantity at the instance where it is tightest, "
            "certified. No constant that is better by a larger factor can be true, so this is the most it costs."
        )
        head = ["Result", "Form", "Constant", "Slack", "Costs at most"]
        parts += [element("p", says), table(head, rows, "Costs along the chain", right=(3,))]
    if existence:
        says = (
            "A constant of a claim of existence, or of a condition, bounds no one quantity that can be measured. Its "
            "forms can be compared with one another where they are given at the same instance."
        )
        head = ["Result", "Instance", "Form", "Value, about", "Against the form before"]
        parts += [
            element("h2", "Constants that bound no one quantity"),
            element("p", says),
            table(head, existence, "Values of these constants at the instances", right=(3,)),
        ]
    if silent:
        parts += [
            element("h2", "No constant"),
            element("p", "These results on the chain have no constant, so nothing is said about what they cost: ",
                    [join(", " if k else "", to(i, "")) for k, i in enumerate(silent)], "."),
        ]  # fmt: skip
    return frame(site, "slack.html", "The slack ledger", *parts, wide=True)


def _lines(site: Site, variant: Variant) -> list[list[Any]]:
    result = site.results[variant.id][variant.name]
    lines = []
    for constant in variant.constants.values():
        formula = element("span", Html(mathml.formula(constant.sympy)), class_="formula")
        if constant.bounds is None:
            what = "a constant of existence" if _exists(variant) else "no one quantity"
            slack, costs = "–", f"not measurable: {what}"
        else:
            found = result.constants.get(constant.name)
            slack, costs = (found, cost(found)) if found else ("–", "not measured")
        named = join(variant.name, " ", badge(result.verdict))
        lines.append([to(variant.id, ""), named, formula, slack, costs])
    return lines


def _exists(variant: Variant) -> bool:
    """Does a claim say that something exists?"""
    return any(clause.sympy.has(Exists) for clause in variant.view.claims)


def cost(slack: str) -> Html:
    """A slack, which is rounded down in its fourth digit, as a power of ten that is rounded up."""
    ratio = Fraction(slack)
    if ratio <= 1:
        return Html("nothing: attained at an instance")
    tenths = math.ceil(math.log10(ratio * Fraction(1001, 1000)) * 10) / 10
    return join("a factor of ", power(f"{tenths:g}"))


def power(exponent: str) -> Html:
    """10 to a decimal exponent."""
    return Html(mathml.assemble(mathml.element("msup", mathml.number("10"), mathml.number(exponent.replace("-", "−")))))


def _existence(entry: Entry) -> list[list[Any]]:
    """A row for each instance and form; forms of one constant are compared in their order at each instance."""
    rows: list[list[Any]] = []
    found = [(v, c) for v in entry.variants.values() for c in v.constants.values() if c.bounds is None]
    for constant, instance in dict.fromkeys((c.name, name) for v, c in found for name in v.instances):
        before: float | None = None
        for variant, one in found:
            value = _at(variant, one, instance) if one.name == constant and instance in variant.instances else None
            if value is None:
                continue
            size = _log10(value.low)
            against: Html | str = "–"
            if before is not None and abs(size - before) >= 0.1:
                change = size - before
                exponent = f"{abs(change):.0f}" if abs(change) >= 10 else f"{abs(change):.1f}"
                against = join("larger" if change > 0 else "smaller", " by a factor of about ", power(exponent))
            before = size
            rows.append([to(entry.id, ""), instance, variant.name, _decimal(value.low), against])
    return rows


def _at(variant: Variant, constant: Constant, instance: str) -> Bracket | None:
    """The value at an instance; None where the constant needs more than sizes and reals, is undefined or 0."""
    data = variant.instances[instance]
    try:
        sizes, reals = occurring(constant.formula, variant.core)
        settings = {**{n: Fraction(data.sizes[n]) for n in sizes}, **{x: data.values[x] for x in reals}}
        found = values(variant, constant, settings)
    except StatementError:
        return None
    return found if found.low not in ("0", "-0") and not found.low.startswith("-") else None


def _decimal(text: str) -> Html:
    """A positive decimal to three digits."""
    mantissa, _, exponent = text.partition("e")
    shift = math.floor(math.log10(float(mantissa)))
    figures, place = f"{float(mantissa) / 10**shift:.2f}", int(exponent or 0) + shift
    if figures == "10.00":
        figures, place = "1.00", place + 1
    if -3 <= place <= 4:
        return Html(mathml.assemble(mathml.number(f"{float(figures) * 10**place:.6g}")))
    raised = mathml.element("msup", mathml.number("10"), mathml.number(str(place).replace("-", "−")))
    return Html(mathml.assemble(mathml.number(figures) + mathml.infix("·") + raised))


def _log10(text: str) -> float:
    mantissa, _, exponent = text.partition("e")
    return math.log10(float(mantissa)) + int(exponent or 0)
