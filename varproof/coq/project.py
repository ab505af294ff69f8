"""A project of Coq: the library, a file of theorems for each proved variant, `_CoqProject` and a `Makefile`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from varproof.coq.certificate import Untranslated, compact
from varproof.coq.differentiable import derivatives
from varproof.coq.reading import ARROW, Reading, parameters
from varproof.recheck.kernel.cited import citations
from varproof.recheck.kernel.statement import Reader, Sort, Statement
from varproof.recheck.reading import rational
from varproof.store import cache

THEORIES = Path(__file__).parent / "theories"
CORE = "Finite Naturals Integral Term Substitution Derivative Rules Check Language Maps Compact Statement Text".split()
MORE = ["Entry", "Exact", "Enclosure", "Smooth"]  # what only some files of theorems need
ORDER = CORE + MORE  # each needs those before it
PIECE = 5000  # characters of one string
AXIOMS = {
    "ClassicalDedekindReals.sig_forall_dec": "an infinite sequence of decidable propositions is decided",
    "ClassicalDedekindReals.sig_not_dec": "a negated proposition is decided",
    "FunctionalExtensionality.functional_extensionality_dep": "functions with equal values are equal",
    "Classical_Prop.classic": "excluded middle",
}  # what the classical reals of Coq's standard library rest on, and nothing else


class File(NamedTuple):
    """A file of theorems: of which variant, what it cites by name, its theorems and what they say, its certificate.

    Of a refutation Coq may say that it does not decide it; a proof it accepts or refuses.
    """

    name: str
    text: str
    cites: tuple[str, ...]
    theorems: tuple[tuple[str, str], ...]
    certificate: str  # as canonical JSON
    refutes: bool = False


def module(name: str) -> str:
    """The file of the variant "id variant"."""
    return re.sub(r"[^A-Za-z0-9]", "_", name)


def theorem_file(cert: Mapping[str, Any]) -> File:
    """The theorems of a certificate of the kernel. Raises Untranslated."""
    st = Reader().statement(cert["statement"])
    string, cited = compact(cert, [*st.sizes, *st.given])
    reading = Reading(st)
    name = f"{st.id} {st.variant}"
    claims = reading.claims(module(st.id.partition(":")[2]))
    binders, variables = reading.binders(), " ".join(reading.env.values())
    before = [f"forall {binders}," if binders else "", *[f"{h} ->" for h in reading.hypotheses()]]
    theorems: list[tuple[str, str]] = []
    intro, at = f"intros {variables}. " if variables else "", f"Checked.env0 {variables}".strip()
    proofs = []
    smooth = False

    def prove(name: str, said: str, term: str, split: bool) -> None:
        theorems.append((name, "\n  ".join([f"{name} :", *filter(None, before), said])))
        steps = splitting(term, len(reading.hypotheses()), reading) if split else f"exact ({term})."
        proofs.append(f"Theorem {theorems[-1][1]}.\nProof.\n  {intro}{steps}\nQed.\n")

    for c in claims:
        proved = f"Checked.statement Checked.proved {c.number}"
        prove(c.name, c.text, f"claim_ok {proved} _ eq_refl ({at})", c.split)
        for k, also in enumerate(derivatives(reading, st.claim[c.number][1], reading.env)):
            if also is not None:
                smooth = True
                used = [*reading.names.values(), *(name for name, _ in theorems)]
                asked = f"{proved} _ {k} _ eq_refl eq_refl ltac:(vm_compute; reflexivity) ({at})"
                name_of = reading.fresh(f"{c.name}_differentiable", used)
                prove(name_of, also.within(ARROW), f"Smooth.differentiable {asked}", c.split)
    modules = [module(other) for other, _ in cited]
    parts = [
        f"(* {name}, by varproof coq.  SHA-256 of the statement: {cert['hash']} *)",
        "From Coq Require Import Reals List PArith.",
        "From Coquelicot Require Import Coquelicot.",
        "From Varproof Require Import Naturals Integral Term Language Compact Statement Text.",
        *(["From Varproof Require Import Entry."] if any(c.split for c in claims) else []),
        *(["From Varproof Require Import Smooth."] if smooth else []),
        *[f"From Varproof Require {other}." for other in modules],
        "Import ListNotations Naturals.Reading.",
        "Open Scope R_scope.",
        "",
        "(* ---- the locked text, what Coq reads there, and the certificate, which it checks *)",
        "Module Checked.",
        strings("text", cert["statement"]),
        *READ,
        strings("certificate", string),
        *library(modules),
        *ACCEPTED,
        environment(st, reading),
        "End Checked.",
        "",
        "(* ---- the statement as it is read *)",
        *[f"{d}\n" for d in reading.definitions()],
        *proofs,
        f"Definition everything_in_this_file := ({', '.join([*PROVED, *[t for t, _ in theorems]])}).",
        "Print Assumptions everything_in_this_file.",
        "",
    ]
    cites = tuple(other for other, _ in cited)
    return File(name, "\n".join(parts), cites, tuple(theorems), cache.canonical(cert))


def refutation_file(cert: Mapping[str, Any]) -> File:
    """The negation of a statement: at a point in rationals a claim fails, or a proved consequence of it.

    Raises Untranslated.
    """
    st = Reader().statement(cert["statement"])
    cited = list(citations(cert))
    modules = [module(other) for other, _ in cited]
    reading = Reading(st)
    name = f"{st.id} {st.variant}"
    values = {n: f"{cert['sizes'][n]}%nat" for n in st.sizes}
    values |= {x: value(cert["data"][x], sort) for x, sort in st.given.items()}
    claims = [c for c in reading.claims(module(st.id.partition(":")[2])) if st.claim[c.number][0] == cert["fails"]]
    binders = reading.binders()
    theorems, proofs = [], []
    for c in claims:
        if c.split:
            raise Untranslated("a derivative in an entry at a point")
        said = "\n  ".join([f"forall {binders},", *[f"{h} ->" for h in reading.hypotheses()], c.text])
        theorems.append((f"{c.name}_fails", f"{c.name}_fails :\n  ~ ({said})"))
        at = " ".join(argument(values[x], st.given.get(x, ("size",))) for x in [*st.sizes, *st.given])
        proofs.append(
            f"Theorem {theorems[-1][1]}.\nProof.\n  intros H. apply Checked.fails.\n  exact (H {at}).\nQed.\n"
        )
    numbers = {x: k for k, x in enumerate([*st.sizes, *st.given], 1)}
    data = "".join(f"| {numbers[x]} => {wrapped(values[x], sort)} " for x, sort in st.given.items())
    sizes = "".join(f"| {numbers[n]} => {values[n]} " for n in st.sizes)
    parts = [
        f"(* {name} is refuted, by varproof coq.  SHA-256 of the statement: {cert['hash']} *)",
        "From Coq Require Import Reals List PArith QArith Qreals.",
        "From Coquelicot Require Import Coquelicot.",
        "From Varproof Require Import Naturals Integral Term Language Compact Statement Text.",
        "From Varproof Require Import Exact.",
        "From Varproof Require Import Enclosure.",
        *[f"From Varproof Require {other}." for other in modules],
        "Import ListNotations Naturals.Reading.",
        "Close Scope Q_scope.",
        "Open Scope R_scope.",
        "",
        "(* ---- the locked text, what Coq reads there, and the point *)",
        "Module Checked.",
        strings("text", cert["statement"]),
        *READ,
        "Definition point : qenv := QEnv []",
        f"  (fun v__ => match v__ with {data}| _ => QI O end)%positive",
        f"  (fun v__ => match v__ with {sizes}| _ => O end)%positive.",
        *(because(cert, st, modules) if claims else COMPUTED_THERE),
        "End Checked.",
        "",
        "(* ---- the statement as it is read *)",
        *[f"{d}\n" for d in reading.definitions()],
        *proofs,
        f"Definition everything_in_this_file := ({', '.join([*REFUTED, *[t for t, _ in theorems]])}).",
        "Print Assumptions everything_in_this_file.",
        "",
    ]
    cites = tuple(other for other, _ in cited)
    return File(name, "\n".join(parts), cites, tuple(theorems), cache.canonical(cert), refutes=True)


def because(cert: Mapping[str, Any], st: Statement, modules: Sequence[str]) -> list[str]:
    """That the claim is false at the point, or a consequence of it, which is proved: read as the claim of a text that
    is else the same."""
    number = [label for label, _ in st.claim].index(cert["fails"])
    claim = (
        "Definition claim := Eval vm_compute in",
        f"  match nth_error (claimed statement) {number} with Some (Cholds f) => f | _ => Gsize 0 1 end.",
    )
    at = "statement (reals [] point)"
    refuted = f"Definition refuted : ~ says statement := claim_refuted {at} {number} claim eq_refl fails."
    if "consequence" not in cert:
        return [
            *claim,
            "Lemma computed : fails point (declared statement ++ assumed statement, claim) = true.",
            f"Proof. {COMPUTED}. Qed.",
            "Definition fails := claim_fails statement point claim computed.",
            refuted,
        ]
    part = cert["consequence"]
    before = cert["statement"].rpartition("\n (claim")[0]
    return [
        strings("other_text", f"{before}\n (claim (consequence {part['formula']})))"),
        *claim,
        "Definition consequence := Eval vm_compute in",
        "  match statement_of other_text with",
        "  | Some (Statement _ _ _ _ [Cholds f]) => f",
        "  | _ => Gsize 0 1",
        "  end.",
        strings("certificate", compact(part, [*st.sizes, *st.given])[0]),
        *library(modules),
        "Lemma accepted : entails library certificate statement claim consequence = true.",
        "Proof. vm_cast_no_check (eq_refl true). Qed.",
        "Lemma computed : fails point (declared statement ++ assumed statement, consequence) = true.",
        f"Proof. {COMPUTED}. Qed.",
        "Definition fails := consequence_fails statement point claim consequence",
        "  (entails_ok library certificate statement claim consequence library_ok accepted) computed.",
        refuted,
    ]


def value(x: Any, sort: Sort) -> str:
    """Data as Coq has them: a number, an index, or a table."""
    if sort[0] == "map":
        raise Untranslated("a map at a point")
    if sort[0] == "index":
        return f"{x}%nat"
    if isinstance(x, list):
        return f"(Row [{'; '.join(value(y, sort) for y in x)}])"
    q = Fraction(rational(x))
    number = f"(Qmake ({q.numerator}) {q.denominator})"
    return number if sort[0] == "real" else f"(Cell {number})"


def wrapped(value: str, sort: Sort) -> str:
    return f"{ {'real': 'QR', 'index': 'QI'}.get(sort[0], 'QF') } {value}"


def argument(value: str, sort: Sort) -> str:
    """The same as a number or a function of indices."""
    if sort[0] == "array":
        indices = [f"i{k}" for k in range(len(sort) - 1)]
        return f"(fun {' '.join(indices)} => Q2R (cell {value} [{'; '.join(indices)}]))"
    return f"(Q2R {value})" if sort[0] == "real" else value


READ = (
    "Definition statement := Eval vm_compute in",
    "  match statement_of text with Some s => s | None => Statement [] [] [] [] [] end.",
    "Lemma read : statement_of text = Some statement.",
    "Proof. vm_cast_no_check (eq_refl (Some statement)). Qed.",
)
ACCEPTED = (
    "Lemma accepted : proves library certificate statement = true.",
    "Proof. vm_cast_no_check (eq_refl true). Qed.",
    "Definition proved : says statement := proves_ok library certificate statement library_ok accepted.",
    "Definition citable := theorems_ok library certificate statement library_ok accepted.",
)
UNDECIDED = "it is not computed that this fails at the point"
COMPUTED = f'vm_compute; first [reflexivity | fail 1 "{UNDECIDED}"]'
COMPUTED_THERE = (
    "Lemma computed : existsb (fails point) (goals_of statement) = true.",
    f"Proof. {COMPUTED}. Qed.",
    "Definition refuted : ~ says statement := refuted statement point computed.",
)
# What a file rests on is asked of these and of its theorems.
PROVED = ("Checked.read", "Checked.proved", "Checked.citable")
REFUTED = ("Checked.read", "Checked.refuted")


def splitting(term: str, hypotheses: int, reading: Reading) -> str:
    """The proof of a claim about a derivative in an entry of an array, from that with the sums split."""
    names = " ".join(f"H{k}__" for k in range(hypotheses))
    unfolded = (
        "imps app declared assumed Checked.statement nF nT nA nref nhead nvidx nvreal nvfun nufn npush nstk nname "
        "nsize Checked.env0 nth_error nap Pos.to_nat Pos.iter_op Nat.add"
    )
    folded = " ".join(reading.names[f] for f in reading.st.define)
    return (
        f"pose proof ({term}) as H__.\n  intros {names}. cbv [{unfolded}] in H__. specialize (H__ {names}).\n"
        f"  cbv beta delta [{folded}]. by_splitting H__."
    )


def library(modules: Sequence[str]) -> list[str]:
    """What may be cited, and that it is true."""
    listed = "; ".join(f"theorems {other}.Checked.statement" for other in modules)
    steps = "".join(f"apply cite; [exact {other}.Checked.citable|]. " for other in modules)
    return [
        f"Definition library : list (list form) := [{listed}].",
        "Lemma library_ok : true_library library.",
        f"Proof. {steps}exact no_citation. Qed.",
    ]


def strings(name: str, text: str) -> str:
    """A long text as a list of strings."""
    pieces = [text[k : k + PIECE].replace('"', '""') for k in range(0, len(text), PIECE)]
    lines = [f'Definition {name}{k} : data := "{piece}"%data.' for k, piece in enumerate(pieces)]
    return "\n".join([*lines, f"Definition {name} := [{'; '.join(f'{name}{k}' for k in range(len(pieces)))}]."])


def environment(st: Statement, reading: Reading) -> str:
    """Sizes and givens under the numbers that they have where the text is read."""
    numbers = {name: k for k, name in enumerate([*st.sizes, *st.given], 1)}
    cases = []
    for name, sort in st.given.items():
        takes = parameters(sort)
        value = reading.env[name]
        if takes:
            made = f"NF (nap [{'; '.join(takes)}] {value})"
        else:
            made = f"N{'I' if sort[0] == 'index' else 'R'} {value}"
        cases.append(f"| {numbers[name]} => {made} ")
    sizes = "".join(f"| {numbers[n]} => {reading.env[n]} " for n in st.sizes)
    binders = reading.binders()
    return (
        f"Definition env0 {binders}{' ' * bool(binders)}: nenv := NEnv []\n"
        f"  (fun v__ => match v__ with {''.join(cases)}| _ => NR 0 end)%positive\n"
        f"  (fun v__ => match v__ with {sizes}| _ => O end)%positive."
    )


def write(folder: Path, files: Mapping[str, File]) -> None:
    """Write the project; files that are there with the same content are left alone."""
    for name in ORDER:
        put(folder / "theories" / f"{name}.v", (THEORIES / f"{name}.v").read_text(encoding="utf-8"))
    for name, file in files.items():
        put(folder / "statements" / f"{module(name)}.v", file.text)
    listed = [f"theories/{name}.v" for name in ORDER] + [f"statements/{module(name)}.v" for name in files]
    put(folder / "_CoqProject", "\n".join(["-R theories Varproof", "-R statements Varproof", "", *listed, ""]))
    put(folder / "Makefile", MAKEFILE)


MAKEFILE = """\
# Everything: make.  The kernel of Coq once more, alone: make validate.
all: Makefile.coq
\t$(MAKE) -f Makefile.coq
validate: all
\t$(MAKE) -f Makefile.coq validate
clean: Makefile.coq
\t$(MAKE) -f Makefile.coq cleanall
Makefile.coq: _CoqProject
\tcoq_makefile -f _CoqProject -o Makefile.coq
.PHONY: all validate clean
"""


def put(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        cache.write(path, text)
