"""Theorems: the kernel, the scripts that are written for it, and what reads and translates for them."""
