"""The executable definitions of the model: one file each, their values under one roof."""

from importlib import import_module

softmax = import_module("varproof_lemmas.model.def-softmax").softmax
boltz = import_module("varproof_lemmas.model.def-boltzmann").boltz

__all__ = ["boltz", "softmax"]
