"""lem:softmax-lipschitz. A weight moves by at most two fifths of the largest move of an entry.

False: two entries near a tie that move apart: the best factor is one half. Mutation: constant.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Abs, Entry, Index, MaxOver, Q, Source

from .attempt import attempt

entry = Entry(
    "lem:softmax-lipschitz",
    "A weight moves by at most two fifths of the largest move of an entry",
    source=Source(text="ours"),
    uses=["def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    j = Index("j", n)
    i = s.index("i", n)
    move = MaxOver(Abs(a[j] - b[j]), j)
    s.claim("lipschitz", Abs(softmax(a)[i] - softmax(b)[i]) <= Q(2, 5) * move)
    s.instance("three entries", a=[0, 1, 2], b=[0, 1, 3], i=0)

entry.proof("stated")(attempt)
