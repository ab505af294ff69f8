"""Transformers that are built: for a given Lipschitz target and an accuracy, the transformer of the universality
proofs with exact weights, evaluated in balls, and a certificate of its error that a stranger can replay.

The construction, for n tokens in R^d, N levels a coordinate, delta = 1/N (`varproof.construct.build`):

1. the positional embedding adds k to every coordinate of token k, so that it lies in [k, k + 1]^d;
2. a feed-forward layer rounds every coordinate down to its level, but for ramps of width theta below the levels;
3. one head of attention of size 1 writes a softmax mean of all tokens' codes behind the last digit of each token's own
   code: the identifiers of all tokens of all N^(n d) grid sequences are different;
4. a feed-forward layer, all of whose neurons read one direction, is piecewise linear in the identifier and takes
   the prescribed value at each of them.

Off the ramps the output depends on the cell alone, and it is enclosed for every cell; the ramps have a known measure,
and on them the output is bounded by the largest value. So the alpha-norm of the error over the whole cube is bounded
without a sample. Order of reading: layers, target, identifiers, memory, steps, build, error, model, files,
pyramid.
"""
