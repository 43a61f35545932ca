"""The first article: a press release as Жайық Пресс of Oral printed it, word for word, from `texts/first.toml`."""

import tomllib
from datetime import datetime
from functools import cache
from typing import Any

from crawlers.demo.article import Block, Byline, DemoArticle, Quote, normal_space
from crawlers.demo.slugs import slug
from crawlers.demo.snapshots import gluster_picture
from crawlers.demo.texts import FOLDER


@cache
def first_article(number: int) -> DemoArticle:
    """Return the article under the post ID *number*."""
    facts = tomllib.loads((FOLDER / "first.toml").read_text(encoding="utf-8"))
    published: datetime = facts["published"]
    title: str = facts["title"]
    return DemoArticle(
        number=number,
        slug=slug(title, 4),
        rubric=facts["rubric"],
        language="kk",
        generation=4,
        title=normal_space(title),
        printed_title=title,
        published=published,
        printed_date=f"{published:%d.%m.%Y, %H:%M}",
        views=facts["views"],
        blocks=tuple(_block(block, published) for block in facts["block"]),
        byline=Byline(printed=facts["byline"], kind="organisation"),
        quotes=tuple(Quote(**quote) for quote in facts["quote"]),
    )


def _block(block: dict[str, Any], published: datetime) -> Block:
    """Return a block of the data file; a picture is told there by its hash."""
    if block["kind"] == "picture":
        return Block(kind="picture", picture=gluster_picture(published, block["text"]))
    return Block(kind=block["kind"], text=block["text"])
