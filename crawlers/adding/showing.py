"""What was read of a new paper's articles, as a table."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table

from archive.records import Article
from crawlers.adding import Found


def article_table(found: Found) -> Table:
    """Return the articles read: title, local date with its precision, author, words, pictures, doubts."""
    table = Table(
        title=escape(f"{found.paper.publisher.title}: {len(found.samples)} articles as a crawl would read them")
    )
    for name in ("title", "date", "by", "words", "pictures", "doubts"):
        table.add_column(name, justify="right" if name in {"words", "pictures"} else "left")
    zone = found.paper.publisher.timezone
    for sample in found.samples:
        if sample.article:
            table.add_row(*map(escape, _cells(sample.article, zone)))
    return table


def _cells(article: Article, zone: str | None) -> tuple[str, ...]:
    return (
        article.title or "none",
        _date(article.published_at, zone, article.published_precision),
        ", ".join(byline.name for byline in article.bylines),
        str(len(article.body.split())),
        str(len(article.images)),
        ", ".join(f"{doubt.field}: {doubt.code}" for doubt in article.doubts),
    )


def _date(moment: datetime | None, zone: str | None, precision: str | None) -> str:
    if moment is None:
        return "none"
    local = moment.astimezone(ZoneInfo(zone or "UTC"))
    return f"{local:%Y-%m-%d}" + ("" if precision == "day" else f" {local:%H:%M}") + f" ({precision})"
