"""Universal Approximation of Visual Autoregressive Transformers: its definitions and lemmas, one result per file."""
