"""The REST API of WordPress 4.7 and later."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from scrapy.http import TextResponse
from scrapy.http.response import Response
from w3lib.url import add_or_replace_parameters, url_query_parameter

from crawlers.sources.source import Listing, NoListError, absolute, text_of

PER_PAGE = 100
"""Posts that one page lists, the most that WordPress allows."""
FIELDS = "link,date,date_gmt,modified_gmt"
"""What is asked of each post: its address; the moments are kept as evidence, with the response."""


@dataclass(frozen=True, slots=True)
class WordPress:
    """All posts of a WordPress site, newest first (REST API Handbook: Posts, Pagination)."""

    path: str = "/wp-json/wp/v2/posts"
    may_miss = False

    def first_lists(self, home: str, today: date) -> Iterator[str]:  # noqa: ARG002 - the same every day
        """Yield the first page's address."""
        asked = {"per_page": str(PER_PAGE), "_fields": FIELDS, "page": "1"}
        yield add_or_replace_parameters(urljoin(home, self.path), asked)

    def read(self, response: Response) -> Listing:
        """Return the addresses of the posts on this page, and the next page as far as X-WP-TotalPages says."""
        page = text_of(response)
        posts = _posts(page)
        links = absolute(page.url, (post["link"] for post in posts if isinstance(post.get("link"), str)))
        number = int(url_query_parameter(page.url, "page") or "1")
        if not _has_next(page, number, len(posts)):
            return Listing(links=links)
        return Listing(links=links, lists=(add_or_replace_parameters(page.url, {"page": str(number + 1)}),))


def _has_next(page: TextResponse, number: int, posts: int) -> bool:
    """Tell whether there is a page after *number*; without the header, which some proxies drop, a full page has one."""
    total = (page.headers.get("X-WP-TotalPages") or b"").decode("latin-1").strip()
    return number < int(total) if total.isdecimal() else posts >= PER_PAGE


def _posts(page: TextResponse) -> list[dict[str, object]]:
    try:
        posts = json.loads(page.text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        message = f"it is no JSON: {error}"
        raise NoListError(message) from error
    if not isinstance(posts, list):
        message = f"it is no list of posts: {json.dumps(posts, ensure_ascii=False)[:120]}"
        raise NoListError(message)
    return [post for post in posts if isinstance(post, dict)]
