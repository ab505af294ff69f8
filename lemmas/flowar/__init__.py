"""FlowAR and HOFAR: definitions and corollaries."""

from importlib import import_module

layer_norm = import_module("varproof_lemmas.flowar.def-layer-norm").layer_norm

__all__ = ["layer_norm"]
