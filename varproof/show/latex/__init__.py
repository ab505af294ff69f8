"""Statements, constants and proofs as LaTeX."""
