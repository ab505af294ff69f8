"""The executable definitions of the model: one file each, their values under one roof."""

from importlib import import_module

softmax = import_module("varproof_lemmas.model.def-softmax").softmax
boltz = import_module("varproof_lemmas.model.def-boltzmann").boltz
attention_matrix = import_module("varproof_lemmas.model.def-attention-matrix").attention_matrix

_attention = import_module("varproof_lemmas.model.def-attention")
attention, attention_skip = _attention.attention, _attention.attention_skip

feed_forward = import_module("varproof_lemmas.model.def-feed-forward").feed_forward

_vocabulary = import_module("varproof_lemmas.model.def-vocabulary")
same_vocabulary, vocabulary_size = _vocabulary.same_vocabulary, _vocabulary.vocabulary_size

hardmax_skip = import_module("varproof_lemmas.model.def-hardmax-attention").hardmax_skip

lists_vocabulary = import_module("varproof_lemmas.model.def-vocabulary-list").lists_vocabulary

_separated = import_module("varproof_lemmas.model.def-tokenwise-separated")
tokenwise_apart = _separated.tokenwise_apart
tokenwise_bounded = _separated.tokenwise_bounded
tokenwise_separated = _separated.tokenwise_separated

contextual_mapping = import_module("varproof_lemmas.model.def-contextual-mapping").contextual_mapping

var_attention = import_module("varproof_lemmas.model.def-var-attention").var_attention
var_layer = import_module("varproof_lemmas.model.def-var-layer").var_layer

_kernel = import_module("varproof_lemmas.model.def-bicubic-spline-kernel")
bicubic_kernel, piecewise_cubic = _kernel.bicubic_kernel, _kernel.piecewise_cubic

_up = import_module("varproof_lemmas.model.def-up-interpolation")
axes, up = _up.axes, _up.up

_pyramid = import_module("varproof_lemmas.model.def-pyramid")
pyramid_chain, pyramid_figure = _pyramid.pyramid_chain, _pyramid.pyramid_figure

_transformer = import_module("varproof_lemmas.model.def-var-transformer")
stacked_layer, var_transformer = _transformer.stacked_layer, _transformer.var_transformer

_class = import_module("varproof_lemmas.model.def-var-class")
class_a, class_b = _class.class_a, _class.class_b

embedded_transformer = import_module("varproof_lemmas.model.def-embedded-transformer").embedded_transformer

construction = import_module("varproof_lemmas.model.def-construction-class").construction

__all__ = [
    "attention",
    "attention_matrix",
    "attention_skip",
    "axes",
    "bicubic_kernel",
    "boltz",
    "class_a",
    "class_b",
    "construction",
    "contextual_mapping",
    "embedded_transformer",
    "feed_forward",
    "hardmax_skip",
    "lists_vocabulary",
    "piecewise_cubic",
    "pyramid_chain",
    "pyramid_figure",
    "same_vocabulary",
    "softmax",
    "stacked_layer",
    "tokenwise_apart",
    "tokenwise_bounded",
    "tokenwise_separated",
    "up",
    "var_attention",
    "var_layer",
    "var_transformer",
    "vocabulary_size",
]
