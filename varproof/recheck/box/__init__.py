"""Proofs over boxes: a tree of cases with a decision at every leaf."""
