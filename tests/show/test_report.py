"""The report: structure, links, formulas, determinism, and that what is broken is noticed."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.show.check import problems
from varproof import proof
from varproof.show import findings
from varproof.show.report import NotOurs, Site, ledger, pages, prose, summary, write
from varproof.show.report.guide import guide
from varproof.show.report.site import GUIDE, page_of


@pytest.fixture(scope="module")
def files(site: Site) -> dict[str, bytes]:
    return pages(site)


@pytest.fixture(scope="module")
def few(small: Site) -> dict[str, bytes]:
    return pages(small)


def text(files: dict[str, bytes], name: str) -> str:
    """A page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", files[name].decode()))


def test_nothing_is_wrong_with_the_site(files: dict[str, bytes], site: Site) -> None:
    assert problems(files) == []
    assert {page_of(i) for i in site.entries} <= set(files)


ONE = "statements/lem-boltz-range.html"


@pytest.mark.parametrize(
    "name, old, new, said",
    [
        ("index.html", "statements/", "statement/", "leads nowhere"),
        (ONE, 'id="stated-4"', 'id="stated-four"', "no such place"),
        (ONE, "../graph.html", "https://example.org/", "leaves the site"),
        (ONE, "<math", "<p>x &lt;= y</p><math", "not rendered"),
        (ONE, "<math", "<p>\\frac{1}{2}</p><math", "not rendered"),
        (ONE, "<math", "<p>Sum(a[i], i)</p><math", "not rendered"),
        (ONE, "</mi>", "", "closes nothing"),
        (page_of("def:softmax"), "<mfrac><mrow>", "<mfrac><mn>1</mn><mrow>", "has 3 parts"),
        (ONE, "<mi>a</mi>", "<mi></mi>", "an empty <mi>"),
        (ONE, 'lang="en"', "", "no language"),
        (ONE, "<h1>", "<h1>twice</h1><h1>", "not one h1"),
        ("graph.html", ' scope="row"', "", "no scope"),
        ("graph.html", 'role="group" aria-label=', 'role="group" label=', "no label"),
        ("trust.html", "</h1>", "</h1><h4>deep</h4>", "headings jump"),
        ("slack.html", "<h1>", "<script>1</script><h1>", "a script"),
    ],
)
def test_a_tampered_site_is_noticed(few: dict[str, bytes], name: str, old: str, new: str, said: str) -> None:
    page = few[name].decode()
    assert old in page
    assert any(said in p for p in problems({**few, name: page.replace(old, new).encode()}))


def test_a_missing_page_is_noticed(few: dict[str, bytes]) -> None:
    for name in (ONE, "static/style.css", "certificates/lem-boltz-range.stated.json"):
        assert any("leads nowhere" in p for p in problems({k: v for k, v in few.items() if k != name}))


def test_the_same_catalog_gives_the_same_bytes(small: Site, few: dict[str, bytes]) -> None:
    slower = {i: {v: dataclasses.replace(r, seconds=9.0) for v, r in of.items()} for i, of in small.results.items()}
    assert pages(Site(small.title, small.entries, slower, small.certificates)) == few


def test_a_statement_page_says_all_that_is_known(files: dict[str, bytes], site: Site) -> None:
    page = text(files, ONE)
    entry, results = site.entries["lem:boltz-range"], site.results["lem:boltz-range"]
    for variant in entry.variants.values():
        result = results[variant.name]
        assert f"The {variant.name} form" in page and variant.hash in page
        assert f"{sum(result.rules.values())} kernel steps by {len(result.rules)} rules" in page
        assert result.constants["width"] in page
        assert all(c.label in page for c in variant.view.claims)
        numbered = [s for _, s in result.proof if re.match(r"\(\d+\) ", s)]
        assert numbered and files[ONE].decode().count(f'id="{variant.name}-') >= len(numbered)
    assert "lem:boltz-separation" in page and "def:boltzmann" in page
    layer = text(files, page_of("def:layer-norm"))
    assert "At this exact point every hypothesis holds and value does not" in layer
    assert "the shapes do not fit" in text(files, page_of("def:feed-forward"))


def test_every_claim_of_every_statement_is_a_formula(files: dict[str, bytes], site: Site) -> None:
    for entry in site.entries.values():
        page = files[page_of(entry.id)].decode()
        blocks = re.findall(r'<ul class="clauses claims">(.*?)</ul>', page, re.DOTALL)
        items = [item for block in blocks for item in re.findall(r"<li>.*?</li>", block, re.DOTALL)]
        wanted = sum(len(v.view.claims) + (v.view.consequence is not None) for v in entry.variants.values())
        assert len(items) == (0 if entry.is_model else wanted)
        assert all("<math" in item for item in items)


def changed(small: Site, variant: str, **changes: Any) -> dict[str, bytes]:
    """The site with another result for a variant of lem:boltz-range."""
    of = small.results["lem:boltz-range"]
    results = {**small.results, "lem:boltz-range": {**of, variant: dataclasses.replace(of[variant], **changes)}}
    return pages(Site(small.title, small.entries, results, small.certificates))


def test_counts_are_computed(small: Site, few: dict[str, bytes]) -> None:
    refuted = sum(r.verdict == "REFUTED" for r in small.all_results)
    assert refuted == 3 and "3 are refuted" in text(few, "index.html")
    made = changed(small, "stated", verdict="UNDECIDED", evidence=(), reason="the budget is spent")
    assert problems(made) == []
    page = text(made, "index.html")
    assert "1 are undecided" in page and "1 differ from what the catalog pins" in page
    assert "Not settled: the budget is spent" in page and "What fails, and what is open" in page
    assert "What fails, and what is open" not in text(few, "index.html")


def test_a_catalog_in_which_nothing_fails(site: Site) -> None:
    keep = ["def:softmax", "def:boltzmann", "lem:boltz-range"]
    small = Site("Small", {i: site.entries[i] for i in keep}, {i: site.results[i] for i in keep}, {})
    made = pages(small)
    assert "Nothing: every form of every result is proved" in text(made, "index.html")
    assert [p for p in problems(made) if "certificates" not in p] == []


def test_weakest_links_are_ranked_by_dependants(site: Site) -> None:
    table = summary._weakest(site)
    numbers = [int(k) for k in re.findall(r'class="number" data-label="Rest on it">(\d+)<', table)]
    assert len(numbers) > 3 and numbers == sorted(numbers, reverse=True) and min(numbers) > 0
    first = re.search(r'class="id">([^<]+)<', table)
    assert first is not None and len(site.dependants(first[1])) == numbers[0]
    assert all(summary.weak(site, i) for i in re.findall(r'class="id">([^<]+)<', table))


def test_the_ledger_rounds_so_that_its_sentence_stays_true() -> None:
    assert "10" in ledger.cost("10.1") and "<mn>1.1</mn>" in ledger.cost("10.1")  # 10^1.0 would be too little
    assert "<mn>2.9</mn>" in ledger.cost("718.5") and "attained" in ledger.cost("1")
    for slack in ("1.001", "1.258", "9.999", "1000", "31622"):
        found = re.search(r"<mn>([\d.]+)</mn></msup>", ledger.cost(slack))
        assert found is not None and 10 ** float(found[1]) > float(slack)


def test_findings_are_all_there(site: Site, files: dict[str, bytes]) -> None:
    found = findings.findings(site.entries, site.results)
    assert len(found) > 5
    for name in ("index.html", "findings.html"):
        for f in found:
            assert f"statements/{f.id.replace(':', '-')}.html#{f.variant}" in files[name].decode()


@pytest.mark.parametrize(
    "line, shown",
    [
        ("boltz(w) − boltz(v) ≥ β E y/A", "boltz(w)−boltz(v)≥βEy/A"),
        ("∑[i∈S] (μ − u(i)) exp(u(i)) ≤ P²", "∑i∈S(μ−u(i))exp⁡(u(i))≤P2"),
        ("sqrt(x) < γₘₐₓ aᵢⱼ R′", "x<γmaxaijR′"),
        ("exp(-log(K) |{v∈r | t(u) > t(v)}|) x^2", "exp⁡(−log⁡(K)|{v∈r|t(u)>t(v)}|)x2"),
    ],
)
def test_lines_of_proofs(line: str, shown: str) -> None:
    found = prose.formula(line)
    assert re.sub(r"<[^>]+>", "", found).replace("&#x2061;", "⁡").replace("&gt;", ">").replace("&lt;", "<") == shown


@pytest.mark.parametrize(
    "said, formulas",
    [
        ("Let a be a vector, gamma_max <= 2 a bound.", ["γmax≤2"]),
        ("the entries of a, and a >= 0 for all", ["a", "a≥0"]),
        ("A factor epsilon makes delta a length.", ["ε", "δ"]),
        ("Take u = 2^-85 and the tokens 5u", ["u=2−85", "5u"]),
        ("no formula in this one, or in that", []),
        ("(gamma, delta)-separated (see above)", ["γ", "δ"]),
        ("the same as lem:boltz-range.", []),
        ("f is K_f-Lipschitz and x <- y_1 + e2_j", ["f", "Kf", "x←y1+e2,j"]),
        ("a map of h/r rows for Phi in R^(hw x rh rw) and/or more", ["h/r", "Φ", "Rhw×rhrw"]),
        ("of n >= 2 entries max a - log n <= boltz(a)", ["n≥2", "maxa−logn≤boltz(a)"]),
    ],
)
def test_formulas_in_prose(said: str, formulas: list[str]) -> None:
    shown = prose.prose(said)
    found = re.findall(r"(?:<math[^>]*>.*?</math>(?:<wbr/>)?)+", shown)
    assert [re.sub(r"<[^>]+>|&#x2061;", "", f) for f in found] == formulas


def test_roots_ids_and_hyphens_in_prose() -> None:
    said = prose.prose("K^{2r}-Lipschitz (def:var-layer, lem:up-norm), delta sqrt(d + 1) <= eps")
    assert "<msqrt><mrow><mi>d</mi><mo" in said and "</msqrt>" in said and "sqrt(" not in said
    assert "(<code>def:var-layer</code>, <code>lem:up-norm</code>)," in said
    assert "Lipschitz" in said and "−" not in said
    assert said.count("ε") == 1


def test_a_report_is_written_whole_and_only_over_a_report(few: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "out" / "report"
    write(few, folder)
    assert (folder / "index.html").read_bytes() == few["index.html"]
    (folder / "stale.html").write_text("old")
    write(few, folder)
    assert not (folder / "stale.html").exists()
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == set(few)
    assert [p.name for p in folder.parent.iterdir()] == ["report"]

    other = tmp_path / "other"
    other.mkdir()
    write({"index.html": few["index.html"]}, other)  # an empty folder is taken
    (other / "index.html").write_text("<title>mine</title>")
    with pytest.raises(NotOurs, match="is not a report"):
        write(few, other)
    assert (other / "index.html").read_text() == "<title>mine</title>"
    with pytest.raises(NotOurs):
        write(few, other / "index.html")


def test_a_failure_leaves_the_old_report(few: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "report"
    write(few, folder)
    with pytest.raises(OSError):
        write({**few, "index.html/below.html": b""}, folder)
    assert (folder / "index.html").read_bytes() == few["index.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_fonts_are_small_and_licensed(few: dict[str, bytes]) -> None:
    fonts = {name: content for name, content in few.items() if name.endswith(".woff2")}
    assert len(fonts) == 4 and sum(map(len, fonts.values())) < 500_000
    assert all(content[:4] == b"wOF2" for content in fonts.values())
    assert b"GUST Font License" in few["static/FONT-LICENSE.txt"]
    style = few["static/style.css"].decode()
    assert all(name.removeprefix("static/") in style for name in fonts)


def test_unknown_results_are_not_passed_over(small: Site) -> None:
    some = {i: r for i, r in small.results.items() if i != "def:softmax"}
    with pytest.raises(KeyError):
        pages(Site(small.title, small.entries, some, {}))


@pytest.mark.parametrize(
    "changes, said",
    [
        (
            {"verdict": "HOLDS_ON_INSTANCES", "evidence": ("instances",), "rules": {}, "proof": ()},
            "nothing is known beyond them",
        ),
        (
            {"verdict": "ERROR", "evidence": (), "reason": "the worker died", "rules": {}, "proof": ()},
            "the worker died",
        ),
        ({"problems": (("drift", "the statement changed"),)}, "the statement changed"),
    ],
)
def test_results_of_another_kind_have_words(small: Site, changes: dict[str, Any], said: str) -> None:
    made = changed(small, "sharpened", **changes)
    assert problems(made) == []
    assert said in text(made, ONE)


def test_rules_of_a_consequence_are_trusted_too(small: Site) -> None:
    (key, _), *_ = small.certificates.items()
    proof = {"steps": [["a-rule-of-its-own", [], []]] * 7}
    witness = json.dumps({"kind": "witness", "consequence": proof})
    before = summary.trust_page(small)
    after = summary.trust_page(dataclasses.replace(small, certificates={**small.certificates, key: witness}))
    assert "a-rule-of-its-own" not in before and "a-rule-of-its-own" in after
    # what checks the point and the proof
    assert "kernel.replay" in after and "numbers.witness" in after and "libmpdec" in after


def test_the_guide_to_proofs_belongs_to_the_site(files: dict[str, bytes]) -> None:
    assert "p.claim(" in text(files, GUIDE) and GUIDE in files["index.html"].decode()


def test_the_guide_is_a_page_and_no_markdown() -> None:
    said = guide(
        "# T\n\nA `a <b` and **c `d`**.\n\n## H\n\n* one\n  more\n* two\n\n```python\np.x(`)\n```\n\n"
        "| u | v |\n|--|--|\n| `\\|` | w |\n"
    )
    assert said.startswith("<p>A <code>a &lt;b</code> and <b>c <code>d</code></b>.</p><h2>H</h2>")
    assert "<li>one more</li><li>two</li>" in said and "<pre><code>p.x(`)</code></pre>" in said
    assert "<code>|</code>" in said and "<td" in said
    whole = guide((Path(proof.__file__).parent / "writing-proofs.md").read_text(encoding="utf-8"))
    outside = re.sub(r"<code>.*?</code>", "", whole, flags=re.DOTALL)
    assert not re.search(r"```|\*\*|\|--|^#|`", outside, re.MULTILINE) and whole.count("<pre>") == 23
