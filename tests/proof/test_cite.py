"""Proofs that cite: what is said of them, and what cannot be forged, by `verify` or from outside by the checker."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from varproof import recheck
from varproof.catalog import CatalogError, catalog
from varproof.decide import referee, verify
from varproof.lang import lock
from varproof.lang.cites import cited
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.log import record
from varproof.proof.kernel.rules import RuleError, Session
from varproof.proof.library import Cited, Library
from varproof.proof.script import ProofError

HEAD = """
from varproof.lang import Entry, ForAll, Index, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import where

entry = Entry("{id}", "A bound", source=Source(text="ours"))

with entry.variant("stated", expect="{expect}") as s:
    m = s.size("m")
    a, c = s.vec("a", m), s.real("c")
    i = Index("i", m)
    s.assume("below", ForAll(i, a[i] <= c))
    s.claim("sum", {claim})
    s.instance("one", a=[1], c=1)

@entry.proof("stated")
def proof(p):
    {proof}
"""
BOUND = "Sum(a[i], i) <= m * c"
DIRECT = (
    'm, a, c, below = p["m"], p["a"], p["c"], p.given("below")\n'
    '    p.prove(p.have(p.goal("sum"), p.sum_at_least(m, lambda i, inside: p.use(below, i, inside))))'
)
CITE = 'p.claim("sum", p.cite("{id}", m="m", a="a", c="c"))'


def write(folder: Path, name: str, proof: str, claim: str = BOUND, expect: str = "PROVED") -> None:
    text = HEAD.format(id=f"lem:{name}", expect=expect, claim=claim, proof=proof)
    (folder / f"lem-{name}.py").write_text(text, encoding="utf-8")


def cite(name: str) -> str:
    return CITE.format(id=f"lem:{name}")


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """lem:base, and lem:user, which cites it."""
    folder = tmp_path / "notes"
    folder.mkdir()
    write(folder, "base", DIRECT)
    write(folder, "user", cite("base"))
    return folder


def judged(folder: Path) -> dict[str, verify.Judged]:
    return verify.here(list(catalog(folder).variants()))


def certificates(folder: Path, to: Path) -> Path:
    """The certificates of a catalog in a folder of their own; its lock beside them."""
    to.mkdir(exist_ok=True)
    for name, j in judged(folder).items():
        if j.certificate is not None:
            (to / recheck.certificate.file_name(name)).write_text(j.certificate)
    lock.write(to / "lock", catalog(folder).variants())
    return to


def reports(folder: Path, locked: bool = True) -> dict[str, recheck.Report]:
    paths = recheck.certificates(folder)
    found = recheck.check_files(paths, recheck.locks([folder / "lock"]) if locked else None)
    return {path.stem: report for path, report in zip(paths, found, strict=True)}


def edit(path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    certificate = json.loads(path.read_text())
    change(certificate)
    path.write_text(json.dumps(certificate))


# ---- what is right


def test_a_proof_cites_another(pair: Path, tmp_path: Path) -> None:
    found = judged(pair)
    user = found["lem:user stated"].result
    assert user.verdict == found["lem:base stated"].result.verdict == "PROVED" and not user.problems
    assert user.cites == (("lem:base stated", catalog(pair)["lem:base"].variants["stated"].hash),)
    assert user.rules["cite"] == 1 and any("[lem:base]" in line for _, line in user.proof)
    assert catalog(pair)["lem:user"].uses == catalog(pair)["lem:user"].cites == ("lem:base",)
    there = certificates(pair, tmp_path / "out")
    assert [r.verdict for r in reports(there).values()] == ["PROVED", "PROVED"]
    alone = recheck.check_file(there / "lem-user.stated.json")  # finds the other beside it
    assert alone.ok and alone.cites == user.cites and "cites lem:base stated" in alone.message
    assert recheck.main([str(there), "--lock", str(there / "lock")]) == 0


def test_certificates_are_checked_in_any_order_and_place(pair: Path, tmp_path: Path) -> None:
    there = certificates(pair, tmp_path / "out")
    other = tmp_path / "other"
    other.mkdir()
    moved = (there / "lem-base.stated.json").rename(other / "z.json")
    user = there / "lem-user.stated.json"
    assert [r.ok for r in recheck.check_files([user, moved])] == [True, True]
    assert [r.ok for r in recheck.check_files([user])] == [False]


def test_both_sides_close_every_statement_of_the_catalog_alike() -> None:
    entries, compared = catalog(), 0
    for variant in entries.variants():
        if variant.ill_typed is not None or "integral" in variant.text:
            continue
        cited = Cited(variant)
        session = Session(lambda name, digest, cited=cited: cited.goals)
        both = []
        for number, goal in enumerate(cited.goals):
            both += [session.assume(goal), session.cite(cited.name, cited.digest, number)]
        steps = record(session, both)
        k = recheck.kernel.terms.Terms()
        recheck.kernel.cited.Library(k, {variant.hash: variant.text})
        thms = recheck.kernel.replay.Replay(k, steps["nodes"], steps["steps"]).thms
        made = [thms[g] for g in steps["goals"]]
        assert all(a.concl is b.concl and not b.hyps for a, b in zip(made[::2], made[1::2], strict=True)), variant
        compared += 1
    assert compared > 80


# ---- by verify


@pytest.mark.parametrize(
    ("claim", "proof", "expect", "verdict"),
    [
        ("Sum(a[i], i) <= m * c - 1", DIRECT, "REFUTED", "REFUTED"),
        (BOUND, 'p.prove(p.given("below"))', "HOLDS_ON_INSTANCES", "HOLDS_ON_INSTANCES"),
        (BOUND, 'raise ValueError("oops")', "PROVED", "ERROR"),
    ],
)
def test_what_cites_a_statement_that_is_not_proved_is_not_proved(
    pair: Path, claim: str, proof: str, expect: str, verdict: str
) -> None:
    write(pair, "base", proof, claim, expect)
    user = cite("base").replace('"lem:base"', '"lem:base", variant="stated"')
    write(pair, "user", user, claim if verdict == "REFUTED" else BOUND)
    write(pair, "third", cite("user"), claim if verdict == "REFUTED" else BOUND)
    found = judged(pair)
    assert found["lem:base stated"].result.verdict == verdict
    user_, third = (found[f"lem:{name} stated"].result for name in ("user", "third"))
    assert "PROVED" not in (user_.verdict, third.verdict) and not (user_.ok or third.ok)
    if verdict != "REFUTED":
        assert f"it cites lem:base stated, which is {verdict}" in user_.reason
        assert "it cites lem:user stated, which rests on what is not proved" in third.reason


def test_a_kept_proof_counts_only_with_what_it_cites(pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user, base = (catalog(pair)[f"lem:{name}"].variants["stated"] for name in ("user", "base"))
    record = referee.proof.run(user.core, user.proof, library=Library(user))

    def breaks(*_: Any, **__: Any) -> None:
        raise ProofError("the script runs")

    monkeypatch.setattr(referee.proof, "run", breaks)
    assert referee.judge(user, [record])[0].verdict == "PROVED"
    denied = referee.judge(user, [record], {"lem:base stated": "is REFUTED"})[0]
    assert denied.verdict != "PROVED" and "the script runs" in denied.reason
    monkeypatch.setitem(base.__dict__, "hash", "0" * 64)  # as if it were another statement
    changed = referee.judge(user, [record])[0]
    assert changed.verdict != "PROVED" and "the script runs" in changed.reason


@pytest.mark.parametrize("names", [("base", "user"), ("base", "third", "user"), ("user",)])
def test_citations_in_a_circle(pair: Path, names: tuple[str, ...]) -> None:
    for by, other in zip(names, (*names[1:], names[0]), strict=True):
        write(pair, by, cite(other))
    if len(names) == 1:  # nothing to sort: the proof itself is refused
        assert "rests on itself" in judged(pair)["lem:user stated"].result.reason
    else:
        with pytest.raises(CatalogError, match="uses go in a circle"):
            catalog(pair)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('"lem:nowhere", m=p["m"]', "lem:nowhere"),
        ('"lem:base", m=p["m"], a=p["a"]', "c is missing; it has m, a, c"),
        ('"lem:base", m=p["m"], a=p["a"], c=1, d=2', "there is no d"),
        ('"lem:base", m=p["m"], a=lambda i, j: p["a"](i), c=p["c"]', "a is a function of 1 arguments"),
        ('"lem:base", m=p["c"], a=p["a"], c=p["c"]', "m is a finite set"),
        ('"lem:base", m=p["m"], a=p["a"], c=p["m"]', "c is a real"),
        ('"lem:base", m=p["m"], a=p["a"], c=0', "nothing at hand says (below)"),
        ('"lem:base", m=where(p["m"], lambda i: p["a"](i) > 0), a=p["a"], c=p["c"]', "nothing at hand says (m>=1)"),
        ('"lem:base", m=p["m"], a=p["a"], c=p["c"], claim="other"', "no claim 'other'; there are 'sum'"),
        ('"lem:base", m=p["m"], a=p["a"], c=p["c"], variant="printed"', "say which variant"),
    ],
)
def test_an_instance_that_does_not_fit(pair: Path, call: str, message: str) -> None:
    write(pair, "user", f"p.prove(p.cite({call}))")
    if "nowhere" in call:
        with pytest.raises(CatalogError, match="lem:nowhere"):
            catalog(pair)
        return
    user = judged(pair)["lem:user stated"].result
    assert user.verdict != "PROVED" and message in user.reason


def test_a_citation_that_is_not_written_out_is_a_problem(pair: Path) -> None:
    write(pair, "user", cite("base").replace('"lem:base"', '"".join(["lem", ":base"])'))
    user = judged(pair)["lem:user stated"].result
    assert catalog(pair)["lem:user"].uses == () and user.verdict == "PROVED"
    assert not user.ok and "does not name it" in user.why


def test_variables_are_not_captured(pair: Path) -> None:
    """Names of the cited statement may be those of the values, exchanged and inside binders."""
    swap = HEAD.replace('a, c = s.vec("a", m), s.real("c")', 'c, a = s.vec("c", m), s.real("a")')
    swap = swap.replace("a[i] <= c", "c[i] <= a").replace("a=[1], c=1", "c=[1], a=1")
    proof = 'p.prove(p.cite("lem:base", m=p["m"], a=p["c"], c=p["a"]))'
    text = swap.format(id="lem:user", expect="PROVED", claim="Sum(c[i], i) <= m * a", proof=proof)
    (pair / "lem-user.py").write_text(text)
    assert judged(pair)["lem:user stated"].result.verdict == "PROVED"
    wrong = text.replace('a=p["c"], c=p["a"]', 'a=lambda i: p["c"](i) + i, c=p["a"]')
    (pair.parent / "wrong").mkdir()
    for name, content in (("base", (pair / "lem-base.py").read_text()), ("user", wrong)):
        (pair.parent / "wrong" / f"lem-{name}.py").write_text(content)
    assert "nothing at hand says (below)" in judged(pair.parent / "wrong")["lem:user stated"].result.reason


# ---- from outside


def test_a_missing_or_rejected_certificate(pair: Path, tmp_path: Path) -> None:
    there = certificates(pair, tmp_path / "out")
    base, user = there / "lem-base.stated.json", there / "lem-user.stated.json"
    edit(base, lambda c: c["steps"].pop())
    found = reports(there)
    assert not found["lem-base.stated"].ok and not found["lem-user.stated"].ok
    assert "no accepted certificate of it is at hand" in found["lem-user.stated"].message
    base.unlink()
    assert not recheck.check_file(user).ok and not recheck.check(json.loads(user.read_text())).ok
    base.write_text(json.dumps({**json.loads(user.read_text()), "kind": "witness"}))
    assert not recheck.check_file(user).ok


def test_a_cited_statement_that_is_only_close(pair: Path, tmp_path: Path) -> None:
    """lem:base has another constant by now: its certificate is fine, but it is not what lem:user cites."""
    there = certificates(pair, tmp_path / "out")
    write(pair, "base", DIRECT.replace("p.goal", "p.goal"), "Sum(a[i], i) <= m * c + 0 * c")
    near = tmp_path / "near"
    near.mkdir()
    write(near, "base", DIRECT, "2 * Sum(a[i], i) <= 2 * m * c")  # for the kernel even the same formula
    made = certificates(near, tmp_path / "made")
    (there / "lem-base.stated.json").write_bytes((made / "lem-base.stated.json").read_bytes())
    assert {name: r.ok for name, r in reports(there, locked=False).items()} == {
        "lem-base.stated": True, "lem-user.stated": False,
    }  # fmt: skip
    assert not any(r.ok for r in reports(there).values())  # nor is it the locked one

    def redirect(certificate: dict[str, Any]) -> None:
        """The step asks for the other statement; then the lock is against it."""
        for step in certificate["steps"]:
            if step[0] == "cite":
                step[2][1] = json.loads((made / "lem-base.stated.json").read_text())["hash"]

    edit(there / "lem-user.stated.json", redirect)
    assert not any(r.ok for r in reports(there).values())


def test_the_same_id_in_another_catalog(pair: Path, tmp_path: Path) -> None:
    """Its lock may stand beside the own one, but says nothing of an id that the own one has."""
    there = certificates(pair, tmp_path / "out")
    other = tmp_path / "other"
    other.mkdir()
    write(other, "base", DIRECT, "2 * Sum(a[i], i) <= 2 * m * c")
    made = certificates(other, tmp_path / "made")
    (there / "lem-base.stated.json").write_bytes((made / "lem-base.stated.json").read_bytes())
    both = recheck.locks([there / "lock", made / "lock"])
    assert not any(r.ok for r in recheck.check_files(recheck.certificates(there), both))


def test_a_lock_that_has_changed(pair: Path, tmp_path: Path) -> None:
    there = certificates(pair, tmp_path / "out")
    held = json.loads((there / "lock").read_text())
    for change in ("sha256", "text"):
        stale = copy.deepcopy(held)
        stale["statements"]["lem:base stated"][change] += " "
        (there / "lock").write_text(json.dumps(stale))
        assert not any(r.ok for r in reports(there).values())
        user = json.loads((there / "lem-user.stated.json").read_text())
        base = json.loads((there / "lem-base.stated.json").read_text())
        report = recheck.check(user, stale, proved={base["hash"]: base["statement"]})
        assert not report.ok and "lem:base stated, which is cited, is not the locked one" in report.message


@pytest.mark.parametrize(
    "change",
    [
        lambda args: args.__setitem__(0, "lem:bose stated"),
        lambda args: args.__setitem__(0, "lem:base printed"),
        lambda args: args.__setitem__(1, "0" * 64),
        lambda args: args.__setitem__(1, args[1].upper()),
        lambda args: args.__setitem__(2, 1),
        lambda args: args.__setitem__(2, -1),
        lambda args: args.__setitem__(2, False),
        lambda args: args.__setitem__(2, "0"),
        lambda args: args.append(0),
        lambda args: args.pop(),
    ],
)
def test_an_edited_citation(pair: Path, tmp_path: Path, change: Callable[[list[Any]], Any]) -> None:
    there = certificates(pair, tmp_path / "out")
    edit(there / "lem-user.stated.json", lambda c: [change(s[2]) for s in c["steps"] if s[0] == "cite"])
    found = reports(there)
    assert found["lem-base.stated"].ok and not found["lem-user.stated"].ok


def test_an_edited_instance(pair: Path, tmp_path: Path) -> None:
    """Another value in a step that specialises; and the hypotheses that are not proved."""
    there = certificates(pair, tmp_path / "out")
    good = json.loads((there / "lem-user.stated.json").read_text())
    proved = {c["hash"]: c["statement"] for c in [json.loads((there / "lem-base.stated.json").read_text())]}
    assert recheck.check(good, proved=proved).ok
    nodes = recheck.kernel.replay.Replay(recheck.kernel.terms.Terms(), good["nodes"], []).nodes
    places = [k for k, step in enumerate(good["steps"]) if step[0] in ("specialise", "mp", "assume")]
    tried = 0
    for k in places:
        rule, premises, args = good["steps"][k]
        others = [[v] for v, node in enumerate(nodes) if node is not nodes[args[0]]] if args else []
        for new in ([rule, premises, other] for other in others):
            tried += 1
            assert not recheck.check(
                {**good, "steps": [*good["steps"][:k], new, *good["steps"][k + 1 :]]}, proved=proved
            ).ok
    goal = good["goals"][0]
    assert tried > 20 and good["steps"][goal][0] == "mp"
    for premise in good["steps"][goal][1]:  # the implication, without its hypothesis
        assert not recheck.check({**good, "goals": [premise]}, proved=proved).ok


STATEMENT = """(statement {id} lemma stated
 (sizes)
 (given
  (x (real)))
 (define)
 (assume)
 (claim
  (one (<= 1 (real x)))))
"""


def ring(names: list[str]) -> list[dict[str, Any]]:
    """False statements, each proved by citing the next one, the last by citing the first."""
    texts = [STATEMENT.format(id=name) for name in names]
    goal = t.ge(t.var("x") - 1)
    made = []
    for k, text in enumerate(texts):
        other = (k + 1) % len(names)
        session = Session(lambda name, digest: [t.all_body("real", t.close(goal, "real", "x"))])
        cited = session.cite(f"{names[other]} stated", sha256(texts[other].encode()).hexdigest(), 0)
        steps = record(session, [session.specialise(cited, t.var("x"))])
        head = {"schema": 1, "kind": "kernel", "id": names[k], "variant": "stated", "statement": text}
        made.append({**head, "hash": sha256(text.encode()).hexdigest(), **steps})
    return made


@pytest.mark.parametrize("count", [1, 2, 3])
def test_certificates_in_a_circle(tmp_path: Path, count: int) -> None:
    names = [f"lem:c{k}" for k in range(count)]
    made = ring(names)
    for name, certificate in zip(names, made, strict=True):
        (tmp_path / recheck.certificate.file_name(f"{name} stated")).write_text(json.dumps(certificate))
    found = reports(tmp_path, locked=False)
    assert len(found) == count and not any(r.ok for r in found.values())
    assert not any(recheck.check_file(path).ok for path in recheck.certificates(tmp_path))
    # each is right but for its place in the ring: with the next one accepted, it would be
    assert recheck.check(made[0], proved={made[-1 if count > 1 else 0]["hash"]: made[-1]["statement"]}).ok == (
        count < 3
    )
    for path in recheck.certificates(tmp_path):
        assert "no accepted certificate of it is at hand" in recheck.check_file(path).message


# ---- the rule of the prover's kernel


def test_a_library_gives_what_has_the_digest(pair: Path) -> None:
    library = Library(catalog(pair)["lem:user"].variants["stated"])
    cited = library.find("lem:base")
    assert library.goals(cited.name, cited.digest) == cited.goals
    with pytest.raises(RuleError, match="another SHA-256"):
        library.goals(cited.name, "0" * 64)
    with pytest.raises(ProofError, match="rests on itself"):
        library.find("lem:user")
    cites = {"steps": [["cite", [], [cited.name, digest, 0]] for digest in (cited.digest, "0" * 64)]}
    assert library.texts(cites) == {cited.digest: cited.variant.text}
    denied = Library(library.owner, {cited.name: "is REFUTED"})
    assert denied.texts(cites) == {}


def by_keywords(p: Any) -> None:
    p.cite("lem:by-keywords", **{"m": "m"})


def by_turns(p: Any) -> None:
    for which in ("lem:first-turn", "lem:second-turn"):
        p.cite(which)


def without_citing(p: Any) -> None:
    p.have(("lem:only-named", "x"), "lem:only-named")


class Cites:
    def inherited(self, p: Any) -> None:
        p.cite("lem:in-the-class")


class Extended(Cites):
    pass


def by_a_class(p: Any) -> None:
    Extended().inherited(p)


def test_what_a_class_inherits_cites_too() -> None:
    assert cited([by_a_class], __name__) == ["lem:in-the-class"]
    assert cited([by_a_class], "elsewhere") == []


def test_what_is_cited_is_read_off_whatever_the_compiler_makes_of_it() -> None:
    assert cited([by_keywords, without_citing], __name__) == ["lem:by-keywords"]
    assert cited([by_turns], __name__) == ["lem:first-turn", "lem:second-turn"]
