"""lem:softmax-half. A weight that another one reaches is below one half.

False: a tie of the two largest entries, with no others. Mutation: strict.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Entry, Ne, Q, Source

from .attempt import attempt

entry = Entry(
    "lem:softmax-half",
    "A weight that another one reaches is below one half",
    source=Source(text="ours"),
    uses=["def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i, j = s.index("i", n), s.index("j", n)
    s.assume("others", Ne(i, j))
    s.assume("lower", a[i] <= a[j])
    s.claim("half", softmax(a)[i] < Q(1, 2))
    s.instance("three entries", a=[0, 1, 2], i=0, j=1)

entry.proof("stated")(attempt)
