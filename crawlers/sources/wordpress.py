"""The REST API of WordPress 4.7 and later (REST API Handbook: Posts, Pagination)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urljoin

from scrapy.http import TextResponse
from scrapy.http.response import Response
from w3lib.url import add_or_replace_parameters, url_query_parameter

from archive.moments import read_moment, written
from crawlers.sources.source import Entry, Kind, Listing, NoListError, absolute, text_of

PER_PAGE = 100
"""Posts that one page lists, the most that WordPress allows."""
FIELDS = "link,date,date_gmt,modified_gmt"
"""What is asked of each post: its address, when it was published and when it was changed."""
NEVER = "0000-00-00T00:00:00"


@dataclass(frozen=True, slots=True)
class WordPress:
    """All posts of a WordPress site, newest first.

    One request tells what has changed since the last visit (`modified_after`, WordPress 5.7), one how many posts there
    are, so that a post that was withdrawn is missed (`inventory.py`).
    """

    path: str = "/wp-json/wp/v2/posts"
    kind = Kind.API
    whole = True
    may_miss = False

    def first_lists(self, home: str, today: date, since: date | None = None) -> Iterator[str]:  # noqa: ARG002 - the same every day
        """Yield the first page's address; *since* leaves out what was published before."""
        asked = {"per_page": str(PER_PAGE), "_fields": FIELDS, "page": "1"}
        if since:
            asked |= {"after": f"{since.isoformat()}T00:00:00"}
        yield add_or_replace_parameters(urljoin(home, self.path), asked)

    def changed_since(self, home: str, moment: datetime) -> str:
        """Return the address of the first page of posts that were changed after *moment*, the latest change first.

        A WordPress before 5.7 leaves `modified_after` aside and lists all posts in that order.
        """
        asked = {"modified_after": written(moment), "orderby": "modified", "order": "desc"}
        return add_or_replace_parameters(next(self.first_lists(home, moment.date())), asked)

    def page_of_all(self, home: str, number: int) -> str:
        """Return the address of page *number* of all posts, the newest first."""
        return add_or_replace_parameters(next(self.first_lists(home, date.min)), {"page": str(number)})

    def read(self, response: Response) -> Listing:
        """Return the posts on this page, and the next page as far as X-WP-TotalPages says."""
        page = text_of(response)
        posts = _posts(page)
        number = int(url_query_parameter(page.url, "page") or "1")
        following = add_or_replace_parameters(page.url, {"page": str(number + 1)})
        return Listing(
            entries=tuple(_entries(page.url, posts)),
            further=(Entry(url=following),) if _has_next(page, number, len(posts)) else (),
            total=_count(page, "X-WP-Total"),
        )


def _entries(url: str, posts: list[dict[str, object]]) -> Iterator[Entry]:
    for post in posts:
        for link in absolute(url, [post["link"]] if isinstance(post.get("link"), str) else []):
            modified = post.get("modified_gmt")
            yield Entry(
                url=link,
                stamp=modified if isinstance(modified, str) and modified != NEVER else None,
                published=_moment(post.get("date_gmt")),
            )


def _moment(text: object) -> datetime | None:
    """Return the moment *text* of the API, which is in UTC and does not say so; None where it is none."""
    if not isinstance(text, str) or text == NEVER:
        return None
    try:
        return read_moment(text).astimezone(UTC)
    except ValueError:
        return None


def _has_next(page: TextResponse, number: int, posts: int) -> bool:
    """Tell whether there is a page after *number*; without the header, which some proxies drop, a full page has one."""
    total = _count(page, "X-WP-TotalPages")
    return posts >= PER_PAGE if total is None else number < total


def _count(page: TextResponse, header: str) -> int | None:
    stated = (page.headers.get(header) or b"").decode("latin-1").strip()
    return int(stated) if stated.isdecimal() else None


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
