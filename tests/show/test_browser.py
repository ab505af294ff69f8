"""The report in headless Chromium: every link is followed, nothing is complained about, every formula has a size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.show.browser import Browser, program
from varproof.show.report import Site, pages, write

_LOOK = """(() => {
  const shown = e => !e.closest('details:not([open])');
  const flat = [...document.querySelectorAll('math')].filter(shown)
    .filter(m => { const r = m.getBoundingClientRect(); return r.width < 1 || r.height < 1; });
  return {
    links: [...document.querySelectorAll('a[href]')].map(a => a.href.baseVal !== undefined
      ? new URL(a.href.baseVal, location.href).href : a.href),
    ids: [...document.querySelectorAll('[id]')].map(e => e.id),
    flat: flat.map(m => m.textContent.slice(0, 60)),
    formulas: document.querySelectorAll('math').length,
    fonts: [...document.fonts].filter(f => f.status === 'error').map(f => f.family),
    math: document.fonts.check('16px "VP Math"'),
    wide: document.documentElement.scrollWidth - window.innerWidth,
  };
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = program()
    if path is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    found = Browser(path, tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site") / "report"
    write(pages(site), made)
    return made


def walk(browser: Browser, start: Path) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """What each page looks like that can be reached, and what is wrong; links to other files are looked up."""
    todo, seen, wrong = [start.as_uri()], {}, []
    wanted: list[tuple[str, str]] = []
    while todo:
        url = todo.pop()
        browser.open(url)
        seen[url] = found = browser.run(_LOOK)
        wrong += [f"{url}: {what}" for what in browser.complaints()]
        wrong += [f"{url}: the formula {text} has no size" for text in found["flat"]]
        wrong += [f"{url}: the font {name} did not load" for name in found["fonts"]]
        wrong += [f"{url}: is {found['wide']} pixels too wide"] * (found["wide"] > 0)
        for link in found["links"]:
            target = link.partition("#")[0]
            wanted.append((link, url))
            if not target.endswith(".html"):
                path = Path(target.removeprefix("file://"))
                wrong += [f"{url}: {link} is not there"] * (not path.is_file())
            elif target not in seen and target not in todo:
                if Path(target.removeprefix("file://")).is_file():
                    todo.append(target)
                else:
                    wrong.append(f"{url}: {link} is not there")
    for link, url in wanted:
        target, _, place = link.partition("#")
        if place and target in seen and place not in seen[target]["ids"]:
            wrong.append(f"{url}: {link} is no place on that page")
    return seen, wrong


def test_every_link_is_followed_and_nothing_is_wrong(browser: Browser, folder: Path, site: Site) -> None:
    seen, wrong = walk(browser, folder / "index.html")
    assert wrong == []
    assert len(seen) == len(site.entries) + 7  # the six pages about all of them, and the guide to proofs
    assert all(page["math"] or not page["formulas"] for page in seen.values())
    assert sum(page["formulas"] for page in seen.values()) > 1000


@pytest.mark.parametrize("width, dark", [(390, False), (1280, True)])
def test_a_phone_and_the_dark(browser: Browser, folder: Path, width: int, dark: bool) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.tell("Emulation.setDeviceMetricsOverride", **size)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.tell("Emulation.setEmulatedMedia", features=scheme)
    for name in ("index", "findings", "graph", "slack", "trust", "statements", "statements/lem-attention-contextual"):
        browser.open((folder / f"{name}.html").as_uri())
        assert browser.run("document.documentElement.scrollWidth") <= width, name
        ink, paper = browser.run(
            "['color', 'background-color'].map(c => getComputedStyle(document.body).getPropertyValue(c)"
            ".match(/\\d+/g).map(Number).reduce((a, b) => a + b))"
        )
        assert (ink > paper) == dark and abs(ink - paper) > 400
    browser.tell("Emulation.clearDeviceMetricsOverride")
    browser.tell("Emulation.setEmulatedMedia", features=[])


def test_the_keyboard_reaches_the_text_and_the_graph(browser: Browser, folder: Path) -> None:
    browser.open((folder / "graph.html").as_uri())
    key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
    reached = []
    for _ in range(14):
        browser.tell("Input.dispatchKeyEvent", type="keyDown", **key)
        browser.tell("Input.dispatchKeyEvent", type="keyUp", **key)
        reached.append(browser.run("(e => e.getAttribute('aria-label') || e.innerText)(document.activeElement)"))
    assert reached[0] == "Skip to the text"
    assert any(":" in text and "proved" in text for text in reached), reached


@pytest.mark.parametrize(
    "name, old, new, said",
    [
        ("index.html", "statements/lem-boltz-range.html", "statements/gone.html", "is not there"),
        ("graph.html", "static/style.css", "static/gone.css", "not loaded"),
        ("trust.html", "</main>", "<script>console.error('no')</script></main>", "console"),
        ("trust.html", "</main>", "<script>no.no()</script></main>", "exception"),
        ("slack.html", "</main>", "<math></math></main>", "has no size"),
        ("slack.html", "</main>", "<p style='width: 4000px'>wide</p></main>", "too wide"),
        ("statements/def-softmax.html", 'id="printed"', 'id="other"', "is no place"),
    ],
)
def test_a_tampered_site_is_noticed(
    browser: Browser, small: Site, tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    files = pages(small)
    page = files[name].decode()
    assert old in page
    write({**files, name: page.replace(old, new).encode()}, tmp_path / "site")
    _, wrong = walk(browser, tmp_path / "site" / "index.html")
    assert any(said in what for what in wrong), wrong
