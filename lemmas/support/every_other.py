"""Every other member of a set, in the proof of lem:small-exponential-sums."""

from varproof.proof.context import Block
from varproof.proof.proof import Proof


def every_other(p: Proof) -> Block:
    """Of the members of S, by size of l, every other one from the second on: T with 2 |T| + 1 >= |S|."""
    p.let("part(C, S) iff for all k in C: k in S", "second(C, S, l) iff for all k in C: some m in S: l(m) < l(k)")
    p.let("spaced(C, S, l) iff for all k, m in C: l(k) < l(m) => some i in S: l(k) < l(i) and l(i) < l(m)")
    p.let("free(C, S, l) iff for all k in C: some m in S: l(k) < l(m)")
    p.let("chosen(C, S, l) iff part(C, S) and second(C, S, l) and spaced(C, S, l)")
    p.let("many(C, S, l) iff 2 |C| < |S| => 2 |C| + 1 >= |S| and free(C, S, l)")
    p.let("strict(S, l) iff for all k, m in S: k != m => l(k) != l(m)")
    with p.fix("l in R^K") as halves:
        claim = "strict(S, l) => some C in sets: chosen(C, S, l) and many(C, S, l)"
        with p.fix("S in sets with S is empty") as nothing, p.suppose("strict(S, l)"):
            p.have("chosen(S, S, l)", "S is empty")
            p.have("2 |S| >= |S|")
            p.have("many(S, S, l)", "2 |S| >= |S|")
            p.have("some C in sets: chosen(C, S, l) and many(C, S, l)", by="S")
        with p.induct("S in sets: " + claim, nothing, largest="l(e)", take="e") as step, p.suppose("strict(S, l)"):
            p.let("rest = {k in S | k != e}")
            p.have("strict(rest, l)")
            with p.fix("k in rest") as below:
                p.have("l(k) <= l(e)")
                p.have("l(k) != l(e)", p.at("strict(S, l)", "k", "e"))
                p.have("l(k) < l(e)", "l(k) <= l(e)", "l(k) != l(e)")
            p.have("|S| = |rest| + 1")
            p.get("C in sets", p.at(step.hypothesis))
            larger(p, below)
    return halves


def larger(p: Proof, below: Block) -> None:
    """With one more member e, which has the largest l: C stays, or gets e."""
    with p.case("2 |C| >= |rest|"):
        with p.fix("k in C") as inner:
            p.have("k in rest", p.at("part(C, rest)", "k"))
            p.have("l(k) < l(e)", p.at(below, "k"))
            p.have("some m in S: l(k) < l(m)", by="e")
        p.have("free(C, S, l)", inner)
        with p.fix("k in C"):
            p.have("k in rest", p.at("part(C, rest)", "k"))
            p.have("k in S", "k in rest")
        p.have("part(C, S)")
        with p.fix("k in C"):
            p.get("m in rest: l(m) < l(k)", p.at("second(C, rest, l)", "k"))
            p.have("some m in S: l(m) < l(k)", by="m")
        p.have("second(C, S, l)")
        with p.fix("k in C, m in C with l(k) < l(m)"):
            p.get("i in rest: l(k) < l(i) and l(i) < l(m)", p.at("spaced(C, rest, l)", "k", "m"))
            p.have("some i in S: l(k) < l(i) and l(i) < l(m)", by="i")
        p.have("spaced(C, S, l)")
        p.have("2 |C| + 1 >= |S|", "2 |C| >= |rest|", "|S| = |rest| + 1")
        p.have("chosen(C, S, l) and many(C, S, l)")
        p.have("some C in sets: chosen(C, S, l) and many(C, S, l)", by="C")
    with p.otherwise("2 |C| < |rest|"):
        more = p.have("2 |C| + 1 >= |rest| and free(C, rest, l)", "many(C, rest, l)", "2 |C| < |rest|")
        p.let("M = {k in S | k != e => k in C}")
        with p.fix("k in M with k != e") as old:
            p.have("k in C")
        p.have("|rest| > 0", "2 |C| < |rest|")
        p.get("o in rest")
        with p.fix("k in M"):
            with p.case("k = e"):
                p.have("l(o) < l(k)", p.at(below, "o"), "k = e")
                p.have("some m in S: l(m) < l(k)", by="o")
            with p.otherwise("k != e"):
                p.have("k in C", p.at(old, "k"))
                p.get("m in rest: l(m) < l(k)", p.at("second(C, rest, l)", "k"))
                p.have("some m in S: l(m) < l(k)", by="m")
        p.have("second(M, S, l)")
        with p.fix("k in M, m in M with l(k) < l(m)"):
            with p.suppose("k = e"):
                p.have("l(m) <= l(k)", "k = e")
                p.have("false", "l(m) <= l(k)", "l(k) < l(m)")
            p.have("k in C", p.at(old, "k"))
            with p.case("m = e"):
                p.get("i in rest: l(k) < l(i)", p.at(p.right(more), "k"))
                p.have("l(i) < l(m)", p.at(below, "i"), "m = e")
                p.have("some i in S: l(k) < l(i) and l(i) < l(m)", by="i")
            with p.otherwise("m != e"):
                p.have("m in C", p.at(old, "m"))
                p.get("i in rest: l(k) < l(i) and l(i) < l(m)", p.at("spaced(C, rest, l)", "k", "m"))
                p.have("some i in S: l(k) < l(i) and l(i) < l(m)", by="i")
        p.have("spaced(M, S, l)")
        p.have("part(M, S)")
        p.let("N1 = {k in M | k != e}")
        with p.fix("k in N1") as to:
            p.have("k in C", p.at(old, "k"))
        with p.fix("k in C") as back:
            p.have("k in rest", p.at("part(C, rest)", "k"))
            p.have("k in M", "k in C", "k in rest")
            p.have("k in N1", "k in M", "k in rest")
        same = p.same_size("N1", "C", to, back)
        p.have("e != e => e in C", "e = e")
        p.have("e in M", "e != e => e in C")
        p.have("|M| = 1 + |N1|", "e in M")
        p.have("2 |M| >= |S|", "|M| = 1 + |N1|", same, p.left(more), "|S| = |rest| + 1")
        p.have("many(M, S, l)", "2 |M| >= |S|")
        p.have("chosen(M, S, l) and many(M, S, l)")
        p.have("some C in sets: chosen(C, S, l) and many(C, S, l)", by="M")
