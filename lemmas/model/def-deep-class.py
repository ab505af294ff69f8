"""def:deep-class. One attention layer between two stacks of feed-forward layers, after a positional embedding E: with
layers of four neurons the class A of the cited theorem, and a stack before the attention as well.

    Y_1 = FFN_1(X + E), Y_j = FFN_j(Y_{j-1}),   A = Attn(Y_r1),   Z_1 = FFN'_1(A), Z_j = FFN'_j(Z_{j-1}),

r1 layers before and r2 layers after the attention, of c neurons each, all with skip connections; the output is Z_r2. As
a property of the weights and of what stands after each layer. As printed, T_A has no layer before the attention
(`class_a` of def:var-class), but its construction quantises before it attends; with one layer in each stack this is
def:construction-class.
"""

from varproof_lemmas.model import attention_skip, feed_forward

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Lam, Pos, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:deep-class",
    "A stack of feed-forward layers, attention, and a stack of feed-forward layers",
    source=Source(text="ours"),
    uses=["def:attention", "def:feed-forward", "def:softmax"],
    note="The class A of the cited theorem, with feed-forward layers before the attention, as its construction has it.",
)

with entry.definition("stated") as s:
    n, d, h, c, r1, r2 = (s.size(name) for name in ("n", "d", "s", "c", "r1", "r2"))
    X, E, A = (s.mat(name, n, d) for name in "XEA")
    heads = s.mat("W_O", d, h), s.mat("W_V", h, d), s.mat("W_K", h, d), s.mat("W_Q", h, d)
    k, f, x, y, u, v, o, t = (Index(*pair) for pair in zip("kfxyuvot", (n, d, n, d, n, d, c, c), strict=True))

    def stack(number, r, start):
        """The weights of a stack, what stands after its layers, and that it starts with these rows."""
        layers = (s.array(f"U{number}", r, c, d), s.mat(f"T{number}", r, c), s.array(f"V{number}", r, d, c),
                  s.mat(f"b{number}", r, d))  # fmt: skip
        out = s.array("YZ"[number - 1], r, n, d)
        i, j = Index(f"i{number}", r), Index(f"j{number}", r)
        ffn = Lam((o, y), layers[0][j, o, y]), Lam(t, layers[1][j, t]), Lam((y, o), layers[2][j, y, o])
        bias = Lam(y, layers[3][j, y])

        def after(rows):
            return ForAll(k, f, Eq(out[j, k, f], feed_forward(rows, *ffn, bias)[k, f]))

        first = ForAll(j, Implies(Eq(Pos(j), 1), after(start)))
        later = ForAll(i, j, Implies(Eq(Pos(j), Pos(i) + 1), after(Lam((u, v), out[i, u, v]))))
        return layers, out, And(first, later)

    before, Y, quantised = stack(1, r1, Lam((x, y), X[x, y] + E[x, y]))
    after, Z, recalled = stack(2, r2, A)
    last = Index("l", r1)
    attended = ForAll(k, f, Eq(A[k, f], attention_skip(Lam((u, v), Y[last, u, v]), *heads)[k, f]))
    run = And(quantised, And(ForAll(last, Implies(Eq(Pos(last), r1), attended)), recalled))
    deep = s.define("deep", (X, E, *before, *heads, *after, Y, A, Z), (), run)

    one = dict(U1=[[[1]]], T1=[[0]], V1=[[[1]]], b1=[[0]], W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]],
               U2=[[[1]]], T2=[[0]], V2=[[[1]]], b2=[[0]])  # fmt: skip
    s.instance("one token", X=[[1]], E=[[0]], Y=[[[2]]], A=[[4]], Z=[[[8]]], **one)
    s.instance("moved by the embedding", X=[[0]], E=[[3]], Y=[[[6]]], A=[[12]], Z=[[[24]]], **one)
    two = dict(one, U1=[[[1]]] * 2, T1=[[0]] * 2, V1=[[[1]]] * 2, b1=[[0]] * 2)
    s.instance("two layers first", X=[[1]], E=[[0]], Y=[[[2]], [[4]]], A=[[8]], Z=[[[16]]], **two)
    s.false(
        "normalised tokens",
        claims={"value": ForAll(k, Eq(1 / Sum(X[k, y], y), 1))},
        at=dict(one, X=[[0]], E=[[3]], Y=[[[6]]], A=[[12]], Z=[[[24]]]),
    )
    s.false(
        "normalised embedding",
        claims={"value": ForAll(k, Eq(1 / Sum(E[k, y], y), 1))},
        at=dict(one, X=[[1]], E=[[0]], Y=[[[2]]], A=[[4]], Z=[[[8]]]),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
