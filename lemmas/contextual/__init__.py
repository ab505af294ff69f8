"""Contextual mapping and the Boltzmann operator."""
