"""What a page costs a reader on a slow line, and that its policy is kept to."""

import pytest

from tests.browser.addresses import PAGES, small_site
from tests.browser.windows import WIDTHS, Visit

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000
LISTENING = """window.refused = [];
document.addEventListener('securitypolicyviolation',
  e => window.refused.push(e.violatedDirective + ' ' + e.blockedURI));"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the small archive, served on a free port."""
    with small_site(tmp_path_factory.mktemp("weight")) as site:
        yield site


class Weighing(Visit):
    """A window that notes what was loaded and what the page's policy refused."""

    def __init__(self, chromium, width, **options):
        """Open an empty window *width* pixels wide."""
        super().__init__(chromium, width, **options)
        self.loaded = []
        self.page.add_init_script(LISTENING)
        self.page.on("requestfinished", self._weigh)

    def _weigh(self, request):
        self.loaded.append(request)

    def weights(self):
        """Return the bytes of each kind of resource, pictures and captured pages aside."""
        sizes = [(request.resource_type, request.sizes()) for request in self.loaded if not request.frame.parent_frame]
        return [(kind, size["responseBodySize"]) for kind, size in sizes if kind != "image"]


@pytest.mark.parametrize("name", PAGES)
def test_page_is_light(site, chromium, name):
    """A page takes less than 150 KB without pictures, in one style sheet and one script; its policy refuses nothing."""
    visit = Weighing(chromium, WIDTHS["phone"])
    visit.open(site.page(name))

    weights = visit.weights()
    kinds = [kind for kind, _ in weights]
    assert (1, 1, 1) == tuple(kinds.count(kind) for kind in ("document", "stylesheet", "script"))
    assert {"document", "stylesheet", "script", "other"} >= set(kinds)  # the icon is "other"
    assert 4 >= len(kinds), kinds
    assert sum(size for _, size in weights) < MOST_BYTES
    assert [] == visit.page.evaluate("window.refused")
    visit.close()


def test_policy_stops_what_does_not_belong(site, chromium):
    """What a hole would let into a page, a script in it, a style in it, a picture from elsewhere, the policy stops."""
    visit = Weighing(chromium, WIDTHS["desk"])
    visit.open(site.page("article"))
    visit.page.evaluate(
        """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
          '<img src="http://elsewhere.example/x.png" onerror="window.hostile = 1">' +
          '<p style="color: red" id="styled">x</p>');
          const script = document.createElement('script'); script.textContent = 'window.hostile = 2';
          document.body.append(script); }"""
    )
    visit.page.wait_for_timeout(200)

    refused = " ".join(visit.page.evaluate("window.refused"))
    assert visit.page.evaluate("window.hostile === undefined")
    assert "rgb(255, 0, 0)" != visit.page.evaluate("getComputedStyle(document.getElementById('styled')).color")
    for directive in ("img-src", "script-src", "style-src"):
        assert directive in refused
    visit.close()
