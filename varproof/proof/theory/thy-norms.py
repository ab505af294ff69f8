"""thy:norms. The maximum norm, the Euclidean norm and the sum norm of a vector of n entries:

max |x| <= |x|_2 <= |x|_1 <= sqrt(n) |x|_2,   |x|_2 <= sqrt(n) max |x|
"""

from varproof.lang import Abs, Entry, Index, MaxOver, Source, Sum, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry("thy:norms", "Three norms of a vector", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, i = s.vec("x", n), Index("i", n)
    largest, euclidean, total = MaxOver(Abs(x[i]), i), norm(x[i], i), Sum(Abs(x[i]), i)
    s.claim("largest", largest <= euclidean)
    s.claim("sum", euclidean <= total)
    s.claim("root", total <= sqrt(n) * euclidean)
    s.claim("all", euclidean <= sqrt(n) * largest)

    s.instance("signs", x=[1, -1, 0])
    s.false("no root", claims={"root": total <= euclidean}, at=dict(x=[1, 1]))
    s.false("one entry", claims={"all": euclidean <= largest}, at=dict(x=[1, 1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("squares = sum[i in n] x[i]^2", "total = sum[i in n] |x[i]|", "r = norm[i in n] x[i]")
    p.have("r^2 = squares and r >= 0")
    top = p.largest("k in n: |x[k]|")
    p.have("x[k]^2 <= squares")
    p.have("|x[k]|^2 = x[k]^2")
    p.have("|x[k]|^2 <= r^2", "|x[k]|^2 = x[k]^2", "x[k]^2 <= squares", "r^2 = squares")
    p.claim("largest", top, "|x[k]|^2 <= r^2", "r >= 0")
    with p.fix("i in n") as each:
        p.have("|x[i]| <= total")
        p.have("x[i]^2 <= total |x[i]|", "|x[i]| <= total")
    p.have("r^2 <= total^2", p.summed(each), "r^2 = squares")
    p.claim("sum", "r^2 <= total^2", "r >= 0")
    with p.fix("i in n") as same:
        p.have("|x[i]|^2 = x[i]^2")
    p.have("total^2 <= n squares", p.cite("thy:mean-square", n="n", x="i -> |x[i]|"), p.summed(same))
    p.have("(sqrt n r)^2 = n squares", "r^2 = squares")
    p.claim("root", "total^2 <= n squares", "(sqrt n r)^2 = n squares", "r >= 0")
    with p.fix("i in n") as small:
        p.have("x[i]^2 <= |x[k]|^2", "|x[i]| <= |x[k]|")
    p.have("r^2 <= n |x[k]|^2", p.summed(small), "r^2 = squares")
    p.have("(sqrt n |x[k]|)^2 = n |x[k]|^2")
    p.claim("all", top, "r^2 <= n |x[k]|^2", "(sqrt n |x[k]|)^2 = n |x[k]|^2")
