"""Verdicts and everything that reaches one."""
