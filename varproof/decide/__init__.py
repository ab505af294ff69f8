"""Verdicts and what reaches them: the referee, the falsifier, mutants, what-if, the cache."""
