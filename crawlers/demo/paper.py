"""The demo paper, edition by edition: which articles are in print, which were changed, moved or withdrawn."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from crawlers.demo.article import Block, Byline, DemoArticle, Language, Picture, Quote
from crawlers.demo.draw import Draw
from crawlers.demo.first import first_article
from crawlers.demo.schedule import Slot, slots
from crawlers.demo.snapshots import gluster_picture
from crawlers.demo.texts import Topic, topics
from crawlers.demo.writer import DOMAIN, SEED, Change, Order, Writer

__all__ = ["DOMAIN", "EDITIONS", "TITLES", "Block", "Byline", "DemoArticle", "Paper", "Picture", "Quote", "build"]

EDITIONS = (1, 2)
TITLES: dict[Language, str] = {"kk": "Ақ Жайық тынысы", "ru": "Дыхание Приуралья"}
"""The paper's name in each language it is published in."""

_NEW = 2
"""How many of the newest articles only edition 2 prints."""
_CHANGED: dict[int, Change] = {-16: "title", -27: "reworded", -61: "added"}
"""What edition 2 changes, by place counted from the newest."""
_REPICTURED = -23
"""The article whose first picture edition 2 exchanges."""
_MOVED = -30
"""The article that edition 2 prints at another address."""
Farewell = Literal["missing", "home", "removed", "gone"]
"""How the paper answers for what it no longer prints: 404, a redirect to the home page, a page that says so, 410."""
_WITHDRAWN: dict[int, Farewell] = {-18: "missing", -35: "home", -38: "removed", -44: "gone"}
"""What edition 2 no longer prints, by place counted from the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An article of edition 1 that edition 2 no longer prints."""

    article: DemoArticle
    farewell: Farewell


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An article that edition 2 prints at another address; the old one leads there."""

    before: DemoArticle
    after: DemoArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One edition of the paper: everything that its server answers with."""

    edition: int
    articles: tuple[DemoArticle, ...]
    """Articles in print, the newest first."""
    withdrawn: tuple[Withdrawn, ...] = ()
    """Articles of edition 1 that edition 2 no longer prints, the newest first."""
    edited: tuple[int, ...] = ()
    """Numbers of the articles whose words differ from edition 1: title, a paragraph reworded, a paragraph added."""
    repictured: tuple[int, ...] = ()
    """Numbers of the articles with another picture than in edition 1."""
    moved: tuple[Moved, ...] = ()


@cache
def build(edition: int) -> Paper:
    """Return the paper as *edition*, 1 or 2, prints it: the same on every machine.

    >>> [len(build(edition).articles) for edition in EDITIONS]
    [151, 149]
    """
    if edition not in EDITIONS:
        message = f"edition {edition} does not exist; choose 1 or 2"
        raise ValueError(message)
    if edition == 1:
        return Paper(edition=1, articles=_in_print([Writer(order).article() for order in _orders()[:-_NEW]]))
    orders = _orders()
    changes = {orders[place].number: change for place, change in _CHANGED.items()}
    farewells = {orders[place].number: farewell for place, farewell in _WITHDRAWN.items()}
    repictured, moved = orders[_REPICTURED].number, orders[_MOVED].number
    written = [Writer(order, changes.get(order.number, "none")).article() for order in orders]
    articles = [_grown(article) for article in _in_print(written) if article.number not in farewells]
    articles = [_repictured(article) if article.number == repictured else article for article in articles]
    articles = [_renamed(article) if article.number == moved else article for article in articles]
    before = {article.number: article for article in build(1).articles}
    return Paper(
        edition=2,
        articles=tuple(articles),
        withdrawn=tuple(Withdrawn(article=before[number], farewell=how) for number, how in farewells.items()),
        edited=tuple(changes),
        repictured=(repictured,),
        moved=tuple(Moved(before=before[moved], after=article) for article in articles if article.number == moved),
    )


@cache
def _orders() -> tuple[Order, ...]:
    """Return what is to be written, the oldest first; no two orders lead to the same title."""
    turns: Counter[str] = Counter()
    titles = {first_article(0).title}
    orders: list[Order] = []
    for slot in slots():
        topic = _topic_for(slot, turns)
        order = Order(
            number=slot.number,
            language=slot.language,
            generation=slot.generation,
            published=slot.published,
            topic=topic,
            turn=turns[topic.key],
        )
        while (title := Writer(order).article().title) in titles:
            order = replace(order, attempt=order.attempt + 1)
        titles.add(title)
        turns[topic.key] += 1
        orders.append(order)
    return tuple(orders)


def _topic_for(slot: Slot, turns: Counter[str]) -> Topic:
    """Return the topic that suits the season of *slot* and has had the fewest turns."""
    draw = Draw(f"{SEED} topic {slot.number}")
    fitting = [
        topic
        for topic in topics(slot.language)
        if slot.published.month in topic.months and slot.published.year >= topic.since
    ]
    return min(fitting, key=lambda topic: (turns[topic.key], draw.below(1000)))


def _in_print(written: list[DemoArticle]) -> tuple[DemoArticle, ...]:
    """Return the *written* articles and the first one, the newest first, two of their pictures with the same bytes."""
    first = first_article(0)
    before = max(article.number for article in written if article.published < first.published)
    dated = sorted([*written, replace(first, number=before + 2)], key=lambda article: article.published)
    articles = _with_own_slugs(dated)
    one, other = [article for article in articles if _uuid_pictures(article)][20:22]
    shared = _uuid_pictures(one)[0].stem
    return tuple(_redrawn(article, shared) if article is other else article for article in reversed(articles))


def _with_own_slugs(articles: list[DemoArticle]) -> list[DemoArticle]:
    """Return *articles*, the oldest first, a slug that an older one has followed by -2, -3 and so on."""
    uses: Counter[str] = Counter()
    named: list[DemoArticle] = []
    for article in articles:
        uses[article.path] += 1
        again = uses[article.path]
        named.append(replace(article, slug=f"{article.slug}-{again}") if again > 1 else article)
    return named


def _uuid_pictures(article: DemoArticle) -> list[Picture]:
    """Return the pictures of *article* that a UUID names; they are all of one size."""
    return [picture for picture in article.pictures if picture.origin == "uuid"]


def _redrawn(article: DemoArticle, drawing: str) -> DemoArticle:
    """Return *article* with its first UUID picture showing *drawing*."""
    copy = _uuid_pictures(article)[0]
    blocks = (
        replace(block, picture=replace(copy, drawing=drawing)) if block.picture is copy else block
        for block in article.blocks
    )
    return replace(article, blocks=tuple(blocks))


def _repictured(article: DemoArticle) -> DemoArticle:
    """Return *article* with another photograph in place of its first, under the same caption."""
    first = article.pictures[0]
    shot = gluster_picture(article.published, Draw(f"{SEED} exchange {article.number}").digits(32))
    other = replace(first, stem=shot.stem, alt=shot.alt, month=shot.month, asset_id=shot.asset_id)
    blocks = (replace(block, picture=other) if block.picture is first else block for block in article.blocks)
    return replace(article, blocks=tuple(blocks))


def _renamed(article: DemoArticle) -> DemoArticle:
    """Return *article* at the address that an editor gave it later."""
    return replace(article, slug=f"{article.slug}-zhangartyldy")


def _grown(article: DemoArticle) -> DemoArticle:
    """Return *article* read a little more often; the first one, the paper's showpiece, stays as it was printed."""
    if article.title == first_article(0).title:
        return article
    return replace(article, views=article.views + 1 + Draw(f"{SEED} views {article.number}").below(160))
