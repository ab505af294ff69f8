"""FlowAR and HOFAR: definitions and corollaries."""

from importlib import import_module

layer_norm = import_module("varproof_lemmas.flowar.def-layer-norm").layer_norm

_flow = import_module("varproof_lemmas.flowar.def-flow")
flow, velocity = _flow.flow, _flow.velocity

__all__ = ["flow", "layer_norm", "velocity"]
