"""Every saved page: `tests/sites/<site>/<slug>/`, the page, what is known of it, and the whole record expected."""

import json
import tomllib
from pathlib import Path

import pytest

from archive.moments import read_moment
from archive.revisions import as_record
from crawlers.papers import declared_sites
from crawlers.reading import SavedPage, read_page

SITES = Path(__file__).parent / "sites"
PAGES = sorted(path.parent for path in SITES.glob("*/*/page.html"))


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: "/".join(folder.parts[-2:]))
def test_saved_page(folder):
    """A saved page is read into exactly the record beside it."""
    about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))

    page = SavedPage(
        path=folder / "page.html",
        url=about["url"],
        fetched_at=read_moment(about["fetched_at"]),
        content_type=about.get("content_type", "text/html"),
        site=about.get("site"),
    )
    got = as_record(read_page(page))

    assert expected == got


def test_every_declared_paper_has_a_saved_page():
    """A paper without a saved page cannot be changed safely; the demo paper is tested whole instead."""
    papers = {folder.parent.name for folder in PAGES}

    assert set(declared_sites()) - {"demo"} <= papers
