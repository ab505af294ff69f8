"""The notebooks run from top to bottom and print what is stored in them."""

import os
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module", autouse=True)
def fonts(tmp_path_factory):
    """Matplotlib's list of fonts, made before the first notebook, which would else say that it is being made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], check=True, env=os.environ)
        yield


def shown(cell):
    """What a cell shows, as one text (a stream may come in pieces); a figure counts as such, a slider as nothing."""
    out = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "image/png" in data or "<svg" in data.get("text/html", ""):
            out.append("[figure]")
        elif WIDGET not in data:
            out.append(data.get("text/plain", output.get("text", "")))
    return "".join(out)


def executed(path):
    """The notebook run afresh, in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}})
    return client.execute()


def test_there_are_eight_numbered_stories():
    assert [path.name[:3] for path in NOTEBOOKS] == [f"0{k}-" for k in range(1, 9)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_prints_what_is_stored(path):
    stored = nbformat.read(path, as_version=4)
    nbformat.validate(stored)
    for old, new in zip(stored.cells, executed(path).cells, strict=True):
        assert shown(old) == shown(new), f"{path.name}, cell {old.id}: run the notebook and store it again"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_tells_a_story(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith(f"# {int(path.name[:2])}. ")
    assert sum(cell.cell_type == "markdown" for cell in cells) >= 4
    assert not [o for cell in cells for o in cell.get("outputs", ()) if o.output_type == "error"]
    slider = any("interactive(" in cell.source for cell in cells)
    assert not slider or all("[figure]" in shown(cell) for cell in cells if "interactive(" in cell.source)


def test_a_failing_cell_fails(tmp_path):
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(broken, tmp_path / "broken.ipynb")
    with pytest.raises(nbclient.exceptions.CellExecutionError):
        executed(tmp_path / "broken.ipynb")
