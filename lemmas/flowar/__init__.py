"""FlowAR and HOFAR: definitions and corollaries."""

from importlib import import_module

layer_norm = import_module("varproof_lemmas.flowar.def-layer-norm").layer_norm

linear_down = import_module("varproof_lemmas.flowar.def-linear-down-sample").linear_down

_flow = import_module("varproof_lemmas.flowar.def-flow")
flow, velocity = _flow.flow, _flow.velocity

__all__ = ["flow", "layer_norm", "linear_down", "velocity"]
