"""FlowAR and HOFAR: definitions and corollaries."""

from importlib import import_module

_norm = import_module("varproof_lemmas.flowar.def-layer-norm")
layer_norm, layer_norm_plain = _norm.layer_norm, _norm.layer_norm_plain

mlp = import_module("varproof_lemmas.flowar.def-mlp").mlp

_flow = import_module("varproof_lemmas.flowar.def-flow")
flow, velocity = _flow.flow, _flow.velocity

linear_down = import_module("varproof_lemmas.flowar.def-linear-down-sample").linear_down
linear_up = import_module("varproof_lemmas.flowar.def-linear-up-sample").linear_up

_down = import_module("varproof_lemmas.flowar.def-down-sample")
axis_area, axis_subsample = _down.axis_area, _down.axis_subsample
axis_repeat = import_module("varproof_lemmas.flowar.def-up-sample").axis_repeat
tokenizer = import_module("varproof_lemmas.flowar.def-tokenizer").tokenizer

_transformer = import_module("varproof_lemmas.flowar.def-ar-transformer")
append, ar_transformer = _transformer.append, _transformer.ar_transformer

_network = import_module("varproof_lemmas.flowar.def-flow-network")
gates, modulated_attention, modulated_mlp = _network.gates, _network.modulated_attention, _network.modulated_mlp

__all__ = [
    "append",
    "ar_transformer",
    "axis_area",
    "axis_repeat",
    "axis_subsample",
    "flow",
    "gates",
    "layer_norm",
    "layer_norm_plain",
    "linear_down",
    "linear_up",
    "mlp",
    "modulated_attention",
    "modulated_mlp",
    "tokenizer",
    "velocity",
]
