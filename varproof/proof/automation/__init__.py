"""Proofs that a reader would not want to see: `prove` finds a formula from facts by the rules of the kernel."""

from varproof.proof.automation.prover import prove

__all__ = ["prove"]
