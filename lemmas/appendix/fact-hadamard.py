"""fact:hadamard. Diagonal matrices and the entrywise product: for u, v, w in R^n,

    u o v = v o u = diag(u) v = diag(v) u,
    u^T (v o w) = u^T diag(v) w = v^T (u o w) = w^T (u o v),
    u^T diag(v) w = v^T diag(u) w = u^T diag(w) v,
    diag(u) diag(v) 1 = diag(u) v,   diag(u o v) = diag(u) diag(v),   diag(u) + diag(v) = diag(u + v).

Here diag(u)_ij = u_i if i = j, else 0, written as the sum of the u_k with k = i and k = j, and products with a matrix
are written out as sums. Why: in row i of diag(u) only the entry in column i is left.
"""

from varproof.lang import And, Entry, Eq, ForAll, Index, Lam, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("fact:hadamard", "Diagonal matrices and the entrywise product", source=Source(icml="A.3", text="read"))

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    u, v, w = s.vec("u", n), s.vec("v", n), s.vec("w", n)
    i, j, k, l = Index("i", n), Index("j", n), Index("k", n), Index("l", n)
    diag = s.define("diag", (u, i, j), (), Sum(u[k], k, where=And(Eq(k, i), Eq(k, j))))

    def times(a, b, row):
        """(diag(a) b)_row."""
        return Sum(diag(a, row, l) * b[l], l)

    def form(a, b, c):
        """a^T diag(b) c."""
        return Sum(a[i] * Sum(diag(b, i, l) * c[l], l), i)

    product = ForAll(i, j, Eq(diag(Lam(k, u[k] * v[k]), i, j), Sum(diag(u, i, l) * diag(v, l, j), l)))
    s.claim("swap", ForAll(i, Eq(u[i] * v[i], v[i] * u[i])))
    s.claim("diag-u", ForAll(i, Eq(u[i] * v[i], times(u, v, i))))
    s.claim("diag-v", ForAll(i, Eq(u[i] * v[i], times(v, u, i))))
    s.claim("form-v", Eq(Sum(u[i] * (v[i] * w[i]), i), form(u, v, w)))
    s.claim("v-first", Eq(Sum(u[i] * (v[i] * w[i]), i), Sum(v[i] * (u[i] * w[i]), i)))
    s.claim("w-first", Eq(Sum(u[i] * (v[i] * w[i]), i), Sum(w[i] * (u[i] * v[i]), i)))
    s.claim("form-u", Eq(form(u, v, w), form(v, u, w)))
    s.claim("form-w", Eq(form(u, v, w), form(u, w, v)))
    s.claim("ones", ForAll(i, Eq(Sum(diag(u, i, j) * Sum(diag(v, j, l), l), j), times(u, v, i))))
    s.claim("product", product)
    s.claim("sum", ForAll(i, j, Eq(diag(u, i, j) + diag(v, i, j), diag(Lam(k, u[k] + v[k]), i, j))))

    s.instance("one entry", u=[2], v=[Q(-1, 3)], w=[5])
    s.instance("zeros and ties", u=[0, 1, 1], v=[1, 1, 0], w=[2, 2, 2])
    s.instance("far apart", u=[10**12, Q(1, 10**12)], v=[-1, 10**30], w=[0, 7])

    some = dict(u=[1, 2], v=[1, 3], w=[1, 0])
    s.false("no diagonal", claims={"diag-u": ForAll(i, Eq(u[i] * v[i], Sum(u[i] * v[l], l)))}, at=some)
    s.false(
        "sum for product",
        claims={"product": ForAll(i, j, Eq(diag(Lam(k, u[k] + v[k]), i, j), Sum(diag(u, i, l) * diag(v, l, j), l)))},
        at=some,
    )
    s.false(
        "product for sum",
        claims={"sum": ForAll(i, j, Eq(diag(u, i, j) + diag(v, i, j), diag(Lam(k, u[k] * v[k]), i, j)))},
        at=some,
    )
    s.false("a form in the sum", claims={"form-v": Eq(form(u, v, w), Sum(u[i], i) * Sum(v[i] * w[i], i))}, at=some)


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.let("D(a, i, l) = sum[k in n | k = i and k = l] a[k]")
    with p.fix("a in R^(n), i in n, l in n") as entries:
        p.let("S = {k in n | k = i and k = l}")
        with p.case("i = l"):
            with p.fix("k in S - {i}") as others:
                p.have("a[k] = 0", why="there is no such k")
            split = p.have("D(a, i, l) = a[i] + sum[k in S - {i}] a[k]")
            equal = p.have("D(a, i, l) = a[i]", split, p.summed(others))
            p.have("(i = l => D(a, i, l) = a[i]) and (i != l => D(a, i, l) = 0)", equal, "i = l")
        with p.otherwise("i != l"):
            p.have("S is empty")
            p.have("(i = l => D(a, i, l) = a[i]) and (i != l => D(a, i, l) = 0)")
    with p.fix("a in R^(n), b in R^(n), i in n") as row:
        with p.fix("l in {l in n | l != i}") as others:
            p.have("D(a, i, l) b[l] = 0", p.at(entries, "a", "i", "l"))
        p.have("D(a, i, i) = a[i]", p.at(entries, "a", "i", "i"))
        p.have("sum[l in n] D(a, i, l) b[l] = D(a, i, i) b[i] + sum[l in n | l != i] D(a, i, l) b[l]")
        p.have("sum[l in n] D(a, i, l) b[l] = a[i] b[i]", p.summed(others), "D(a, i, i) = a[i]")
    with p.fix("a in R^(n), b in R^(n), c in R^(n)") as forms:
        with p.fix("i in n") as each:
            p.have("a[i] sum[l in n] D(b, i, l) c[l] = a[i] b[i] c[i]", p.at(row, "b", "c", "i"))
        p.have("sum[i in n] a[i] sum[l in n] D(b, i, l) c[l] = sum[i in n] a[i] b[i] c[i]", p.summed(each))
    p.claim("swap")
    p.claim("diag-u", p.at(row, "u", "v"))
    p.claim("diag-v", p.at(row, "v", "u"))
    p.claim("form-v", p.at(forms, "u", "v", "w"))
    p.claim("v-first")
    p.claim("w-first")
    p.claim("form-u", p.at(forms, "u", "v", "w"), p.at(forms, "v", "u", "w"))
    p.claim("form-w", p.at(forms, "u", "v", "w"), p.at(forms, "u", "w", "v"))
    with p.fix("i in n"):
        with p.fix("j in n") as each:
            p.have(
                "D(u, i, j) sum[l in n] D(v, j, l) = D(u, i, j) v[j]",
                p.at(row, "v", "l -> 1", "j"),
            )
        p.have(
            "sum[j in n] D(u, i, j) sum[l in n] D(v, j, l) = sum[l in n] D(u, i, l) v[l]",
            p.summed(each),
        )
    p.claim("ones")
    with p.fix("i in n, j in n"):
        p.let("uv(k) = u[k] v[k]")
        p.have(
            "sum[l in n] D(u, i, l) D(v, l, j) = u[i] D(v, i, j)",
            p.at(row, "u", "l -> D(v, l, j)", "i"),
        )
        with p.case("i = j"):
            p.have("D(v, i, j) = v[i]", p.at(entries, "v", "i", "j"))
            p.have("D(uv, i, j) = u[i] v[i]", p.at(entries, "uv", "i", "j"))
            p.have("D(uv, i, j) = sum[l in n] D(u, i, l) D(v, l, j)")
        with p.otherwise("i != j"):
            p.have("D(v, i, j) = 0", p.at(entries, "v", "i", "j"))
            p.have("D(uv, i, j) = 0", p.at(entries, "uv", "i", "j"))
            p.have("D(uv, i, j) = sum[l in n] D(u, i, l) D(v, l, j)")
    p.claim("product")
    p.claim("sum")
