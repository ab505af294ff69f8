"""fact:spectral-norm. The spectral norm is submultiplicative: |A u| <= a |u| for all u and |B w| <= b |w| for all w
imply |A B v| <= a b |v|."""

from varproof.lang import Array, Entry, ForAll, Index, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("fact:spectral-norm", "The spectral norm is submultiplicative", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    l, m, n = s.size("l"), s.size("m"), s.size("n")
    A, B, v = s.mat("A", l, m), s.mat("B", m, n), s.vec("v", n)
    a, b = s.real("a"), s.real("b")
    i, j, k = Index("i", l), Index("j", m), Index("k", n)
    u, w = Array("u", m), Array("w", n)
    s.assume("A", ForAll(u, Sum(Sum(A[i, j] * u[j], j) ** 2, i) <= a**2 * Sum(u[j] ** 2, j)))
    s.assume("B", ForAll(w, Sum(Sum(B[j, k] * w[k], k) ** 2, j) <= b**2 * Sum(w[k] ** 2, k)))
    image = Sum(Sum(A[i, j] * Sum(B[j, k] * v[k], k), j) ** 2, i)
    s.claim("product", image <= (a * b) ** 2 * Sum(v[k] ** 2, k))

    s.instance("zero", A=[[0]], B=[[0]], v=[1], a=1, b=1)
    s.instance("one", A=[[2]], B=[[3]], v=[1], a=2, b=3)
    half = image <= (a * b) ** 2 / 2 * Sum(v[k] ** 2, k)
    s.false("half", claims={"product": half}, at=dict(A=[[2]], B=[[3]], v=[1], a=2, b=3))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("Bv(j) = sum[k in n] B[j, k] v[k]", "ABv(i) = sum[j in m] A[i, j] Bv(j)")
    p.have("sum[i in l] ABv(i)^2 <= a^2 sum[j in m] Bv(j)^2", p.at("A", "Bv"))
    p.have("a^2 sum[j in m] Bv(j)^2 <= a^2 b^2 sum[k in n] v[k]^2", p.at("B", "v"))
    p.claim("product")


@entry.shows("stated", "one")
@entry.shows("stated", "half")
def one_entry(p: Proof) -> None:
    """Vectors have one entry: the square of a sum is at most |m| times the sum of squares."""
    for label, size, rows, c in (("A", "m", "l", 4), ("B", "n", "m", 9)):
        with p.fix(f"u in R^{size}"):
            with p.fix(f"j in {size}, k in {size}") as pairs:
                p.have("(u[j] - u[k])^2 >= 0")
            p.have(f"(sum[j in {size}] u[j])^2 <= sum[j in {size}] u[j]^2", p.summed(pairs))
            p.have(f"sum[i in {rows}] {c} (sum[j in {size}] u[j])^2 <= {c} sum[j in {size}] u[j]^2")
        p.claim(label)
