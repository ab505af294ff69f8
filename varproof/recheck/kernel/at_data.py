"""Hypotheses that cannot be evaluated at data, such as those for all reals: what has to be proved there."""

from __future__ import annotations

from typing import Any

from varproof.recheck.kernel.statement import Statement, parse
from varproof.recheck.kernel.terms import Terms
from varproof.recheck.kernel.translate import Goal, Translate
from varproof.recheck.reading import rational


class AtData(Translate):
    """The goals that some hypotheses of a statement hold at data, from the others, which are true there.

    Maps, reals and arrays of one value everywhere are put in; other arrays and the index sets stay arbitrary, with as
    many elements as the data say.  So the goals say more than that the hypotheses hold at the data.
    """

    def __init__(self, k: Terms, st: Statement, sizes: dict[str, int], data: dict[str, Any], labels: list[str]) -> None:
        self.begin(k, st)
        known = self.bounds()
        known += [k.equal(k.sum(k.set(n), k.one), k.const(sizes[n])) for n in st.sizes]
        sets = {n: k.set(n) for n in st.sizes}
        for name, sort in st.given.items():
            if sort[0] == "map":
                _, fun = st.read.function(parse(data[name]), dict.fromkeys(sets, ("size",)))
                self.env[name] = self.map([x for x, _ in fun[1]] + list(fun[2]), fun[4], sets)
            elif sort[0] == "real":
                self.env[name] = k.const(rational(data[name]))
            elif sort[0] == "array" and len(set(entries(data[name]))) == 1:
                value = k.const(entries(data[name])[0])
                self.env[name] = lambda *at, value=value: value
        self.hyps = (*known, *[self.inner(f, self.env)[0] for label, f in st.assume if label not in labels])
        for label, f in st.assume:
            if label in labels:
                made = self.ask(label, f)
                self.goals.append(Goal(label, made, self.hyps))


def entries(x: Any) -> list[Any]:
    return [q for y in x for q in entries(y)] if isinstance(x, list) else [rational(x)]
