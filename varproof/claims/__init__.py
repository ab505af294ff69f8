"""Claims of the claim language over boxes: the search of proofs and refutations by `prove`."""
