"""A real headless Chromium for the tests of this folder."""

import shutil

import pytest

from tests.browser.windows import WIDTHS, Visit

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium():
    """Return a headless Chromium; the tests are skipped where none is installed."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install playwright")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no Chromium found (looked for {', '.join(BROWSERS)})")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS)
def visit(request, chromium):
    """Return a window as wide as a desk's screen, and one as wide as a phone."""
    visit = Visit(chromium, request.param)
    yield visit
    visit.close()
