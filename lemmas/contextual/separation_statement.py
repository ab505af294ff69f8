"""The hypotheses of the separation of the Boltzmann operator, as its statements say them."""

from varproof.lang import Abs, And, Exists, ForAll, Implies, Ne, Or


def apart(v, i, j, delta):
    """The entries of v are delta apart."""
    return ForAll(i, j, Implies(Ne(i, j), Abs(v[i] - v[j]) >= delta))


def across(a, b, i, j, delta):
    """An entry of a that differs from one of b differs by delta at least."""
    return ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= delta))


def within(a, b, i, r):
    """The entries of a and b lie in [-r, r]."""
    return ForAll(i, And(-r <= a[i], a[i] <= r, -r <= b[i], b[i] <= r))


def different(a, b, i, j):
    """a and b differ as sets of entries."""
    return Or(Exists(i, ForAll(j, Ne(a[i], b[j]))), Exists(j, ForAll(i, Ne(a[i], b[j]))))
