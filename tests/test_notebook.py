"""The notebook for analysts, as it is."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.archive.small_archive import build

NOTEBOOK = Path(__file__).parent.parent / "docs" / "analysts.ipynb"


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Return the notebook after all of its cells have run on the small archive."""
    folder = build(tmp_path_factory.mktemp("notebook")).folder
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIMAQ_DATA", str(folder))
        NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": NOTEBOOK.parent}}
        ).execute()
    return notebook


def test_every_cell_shows_something(ran):
    """Each cell runs without an error and ends with what it found."""
    cells = [cell for cell in ran.cells if cell.cell_type == "code"]
    assert len(cells) > 8
    for cell in cells:
        kinds = {output.output_type for output in cell.outputs}
        assert "execute_result" in kinds, cell.source
        assert "Empty DataFrame" not in "".join(str(one) for one in cell.outputs), cell.source


def test_it_is_kept_without_results():
    """What stands in the project is the questions: results would be of one archive, and stale."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
