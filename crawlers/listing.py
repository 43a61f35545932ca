"""What the command line lists: hits of a search, and what became of the demo paper."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from archive.search import search
from archive.store import open_for_reading

QUESTIONS = {
    "articles": "select count(*) from articles where site = 'demo'",
    "… in Kazakh": "select count(*) from articles where site = 'demo' and language = 'kk'",
    "… in Russian": "select count(*) from articles where site = 'demo' and language = 'ru'",
    "… edited since": "select count(*) from edited_articles where site = 'demo'",
    "… withdrawn": "select count(*) from withdrawn_articles where site = 'demo'",
    "… with a new counter only": (
        "select count(*) from (select v.article from view_counts v join articles a on a.id = v.article "
        "where a.site = 'demo' and a.id not in (select id from edited_articles) "
        "group by v.article having count(distinct v.views) > 1)"
    ),
    "pictures kept": "select count(*) from images",
    "people and bodies quoted": "select count(distinct speaker) from quotes",
    "doubts": "select count(*) from doubts",
    "responses kept": "select count(*) from captures where site = 'demo'",
}


def print_demo_summary(folder: Path, console: Console) -> None:
    """Print what the archive in *folder* holds of the demo paper."""
    connection = open_for_reading(folder)
    table = Table(title="The demo paper in the archive", box=None, title_justify="left")
    table.add_column()
    table.add_column(justify="right")
    for name, question in QUESTIONS.items():
        table.add_row(name, str(connection.execute(question).fetchone()[0]))
    console.print(table)


def print_hits(folder: Path, words: str, limit: int, console: Console) -> None:
    """Print the articles with *words*, the best first, each with its date, paper, address and a snippet."""
    page = search(open_for_reading(folder), words, limit=limit)
    for hit in page.hits:
        day = (hit.published_at or "")[:10] or "no date"
        console.print(f"[bold]{escape(hit.title or '')}[/]  {day}  {hit.site}")
        snippet = "".join(
            f"[bold]{escape(piece.text)}[/]" if piece.found else escape(piece.text) for piece in hit.snippet
        )
        console.print(f"  {' '.join(snippet.split())}")
        console.print(f"  [blue]{escape(hit.url)}[/]", soft_wrap=True)
    console.print(f"{page.total} articles with {words}" if page.total else f"no article with {words}")
