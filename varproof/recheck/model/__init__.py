"""Certificates of kind model: a transformer with exact weights is within a bound of a target, in the alpha-norm over a
cube. Every cell of the grid is replayed; order of reading: weights, layers, replay."""
