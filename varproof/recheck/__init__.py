"""Independent checker of certificates (standard library only, shares no code with the rest of varproof).

A certificate is hostile input.  Four kinds are read:

* ``kernel``: a proof, replayed rule by rule; every conclusion is recomputed, and the listed goals must be all goals
  of this package's own translation of the statement text.
* ``witness``: exact data at which every assumption is true and a claim is false or undefined, decided by exact
  arithmetic or by outward-rounded decimal intervals (strict separation only).
* ``ill-typed``: the statement itself, in which a shape does not fit; so it has no meaning and is not true.
* ``box``: an ad hoc claim over a box, proved by a tree of boxes with outward-rounded decimal intervals and exact
  points, or refuted at a rational point or at a root between two ends.

Order of reading: reading, terms, rules, replay, statement, walk, translate, cited, rounding, integral, numbers,
witness, instance, work, claims, forms, enclose, state, scaling, nodes, leaves, tree, box, certificate.
"""

from varproof.recheck.certificate import (
    Report,
    certificates,
    check,
    check_file,
    check_files,
    check_instance,
    check_text,
    load,
    locks,
    main,
    told,
)
from varproof.recheck.reading import BadInput, Rejected

__all__ = [
    "BadInput",
    "Rejected",
    "Report",
    "certificates",
    "check",
    "check_file",
    "check_files",
    "check_instance",
    "check_text",
    "load",
    "locks",
    "main",
    "told",
]
