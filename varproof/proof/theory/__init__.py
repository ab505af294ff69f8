"""Theory: facts that any paper needs, proved once. Their ids begin with thy:, and every catalog may cite them."""
