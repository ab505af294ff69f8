"""The first paper: its definitions and lemmas, one result per file."""
