"""Attention layers as contextual mappings, on given data: weights found, enclosed and checked with exact numbers.

A layer of its own because it is about numbers, not statements: it takes verdicts from `decide` and balls from
`arith`, and nothing below needs it. It knows attention and contextual mappings, and no paper: bounds to compare with
are given by a catalog.

For sequences of n tokens in R^d, one head of attention with skip connection adds to token c of a sequence

    inc = sum_j softmax_j(<W_K x_j, W_Q x_c>) W_O W_V x_j,        W_O in R^{d x s}, W_V, W_K, W_Q in R^{s x d}.

It is a (gamma, delta)-contextual mapping when every output is shorter than gamma, and the outputs of two tokens are
further apart than delta whenever the tokens, or the sets of tokens of their sequences, differ.
"""
