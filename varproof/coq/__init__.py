"""Certificates as theorems of Coq: a checker that is proved sound there, and statements read there."""
