"""def:construction-class. The class that the proof of lem:transformer-construction uses, FFN(Attn(FFN(X + E))): a
positional embedding E, a feed-forward layer (the quantiser), one head of attention, a feed-forward layer. As a property
of its weights and of what stands after each layer: Y = FFN(X + E), A = Attn(Y), Z = FFN(A).

All three layers have skip connections. As printed, T_B is one attention layer followed by one feed-forward layer
(`class_b` of def:var-class), but the construction quantises before it attends.
"""

from varproof_lemmas.model import attention_skip, feed_forward

from varproof.lang import And, Entry, Eq, ForAll, Index, Lam, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:construction-class",
    "Feed-forward, attention, feed-forward, after a positional embedding",
    source=Source(text="ours"),
    uses=["def:attention", "def:feed-forward", "def:softmax"],
    note="The class of the paper's own construction; printed nowhere.",
)

with entry.definition("stated") as s:
    n, d, h, c1, c2 = (s.size(name) for name in ("n", "d", "s", "c1", "c2"))
    X, E, Y, A, Z = (s.mat(name, n, d) for name in ("X", "E", "Y", "A", "Z"))
    first = s.mat("W1", c1, d), s.vec("T1", c1), s.mat("V1", d, c1), s.vec("b1", d)
    heads = s.mat("W_O", d, h), s.mat("W_V", h, d), s.mat("W_K", h, d), s.mat("W_Q", h, d)
    second = s.mat("W2", c2, d), s.vec("T2", c2), s.mat("V2", d, c2), s.vec("b2", d)
    k, f, x, y = (Index(name, size) for name, size in zip("kfxy", (n, d) * 2, strict=True))
    embedded = Lam((x, y), X[x, y] + E[x, y])
    quantised = ForAll(k, f, Eq(Y[k, f], feed_forward(embedded, *first)[k, f]))
    attended = ForAll(k, f, Eq(A[k, f], attention_skip(Y, *heads)[k, f]))
    recalled = ForAll(k, f, Eq(Z[k, f], feed_forward(A, *second)[k, f]))
    run = And(quantised, And(attended, recalled))
    construction = s.define("construction", (X, E, *first, *heads, *second, Y, A, Z), (), run)

    one = dict(
        W1=[[1]], T1=[0], V1=[[1]], b1=[0], W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]], W2=[[1]], T2=[0], V2=[[1]],
        b2=[0],
    )  # fmt: skip
    s.instance("one token", X=[[1]], E=[[0]], Y=[[2]], A=[[4]], Z=[[8]], **one)
    s.instance("moved by the embedding", X=[[0]], E=[[3]], Y=[[6]], A=[[12]], Z=[[24]], **one)
    s.instance("dead neurons", X=[[-1]], E=[[0]], Y=[[-1]], A=[[-2]], Z=[[-2]], **one)
    s.false(
        "normalised tokens",
        claims={"value": ForAll(k, Eq(1 / Sum(X[k, y], y), 1))},
        at=dict(one, X=[[0]], E=[[3]], Y=[[6]], A=[[12]], Z=[[24]]),
    )
    s.false(
        "normalised embedding",
        claims={"value": ForAll(k, Eq(1 / Sum(E[k, y], y), 1))},
        at=dict(one, X=[[1]], E=[[0]], Y=[[2]], A=[[4]], Z=[[8]]),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
