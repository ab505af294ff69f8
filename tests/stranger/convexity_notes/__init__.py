"""Notes on convexity: one inequality a file."""
