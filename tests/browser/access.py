"""What is in the way of whoever sees little, sees no colours or uses no mouse (WCAG 2.2, AA), as axe-core finds it."""

import pytest

axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: pip install .[dev]")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "iframes": False,  # the captured page in its frame is the paper's, and evidence
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"], "iframes": False}
SMALL = """() => [...document.querySelectorAll('nav a, button, input:not([type=hidden]), select, summary, .button')]
  .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([_, box]) => box.height < 24 || box.width < 24).map(([name, box]) => [name, box.width, box.height])"""


def obstacles(page):
    """Return what is wrong on *page*: rules of axe-core, what is too small to be pressed, low contrast in the dark."""
    found = [*violations(page, RULES), *page.evaluate(SMALL)]
    page.emulate_media(color_scheme="dark")
    return found + violations(page, CONTRAST)


def violations(page, options):
    """Return what axe-core finds wrong on *page*: rule and first place of each."""
    found = axe_playwright.Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"]) for one in found]
