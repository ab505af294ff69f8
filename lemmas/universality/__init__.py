"""Perturbation and the main theorem: how errors pass through a composition."""
