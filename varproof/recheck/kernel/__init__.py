"""Proofs of statements: replayed rule by rule against the locked text."""
