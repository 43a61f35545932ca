"""The `aimaq` command: the top of the house."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from archive.faults import Fault, WrongArgument
from archive.moments import read_moment
from crawlers.custody import COMMANDS as CUSTODY
from crawlers.custody import processes_option, report, working
from crawlers.exporting import COMMANDS as EXPORTING
from crawlers.health.commands import COMMANDS as HEALTH
from crawlers.lock import ArchiveLock
from crawlers.newcomers import add, save
from crawlers.options import (
    console,
    contact_option,
    data_option,
    filter_options,
    filters_of,
    min_free_option,
    read_zone,
    sites_option,
)
from crawlers.recycling import collect_seldom
from crawlers.schedule.commands import COMMANDS as SCHEDULE


class FaultSaid(click.ClickException):
    """A fault as click says it: one line that begins with `Error:`, and the fault's own exit code."""

    def __init__(self, fault: Fault) -> None:
        """Say *fault*."""
        super().__init__(str(fault))
        self.code = fault.exit_code

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """Return the exit code of the fault."""
        return self.code


class Commands(click.Group):
    """The commands; a fault that the user can mend is one line and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own
        """Run the command named."""
        try:
            return super().invoke(ctx)
        except WrongArgument as fault:
            raise click.UsageError(str(fault), ctx=ctx) from fault
        except Fault as fault:
            raise FaultSaid(fault) from fault


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aimaq")
def main() -> None:
    """Keep what a region's newspapers published, as they published it, and what they changed afterwards.

    Begin with `aimaq demo`: a newspaper that ships with the program is crawled twice and shown at
    http://127.0.0.1:8001/. Then `aimaq sites` lists the papers there are, `aimaq crawl SITE` visits one.
    """
    collect_seldom()


@main.command()
@data_option
@sites_option
@contact_option
@click.argument("names", metavar="SITE...", nargs=-1, required=True)
@click.option(
    "-a", "arguments", metavar="NAME=VALUE", multiple=True, help="Pass an argument to the spider, as Scrapy does."
)
@min_free_option
@click.option("--afresh", is_flag=True, help="Forget what an unfinished crawl had still to ask for, and begin anew.")
@click.option(
    "--since",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m", "%Y"]),
    help="Walk the lists back to this day, such as 2016-01-01; without it as far as before, or to their end.",
)
@click.option(
    "--revisit",
    type=click.Choice(["due", "all", "none"]),
    default="due",
    show_default=True,
    help="Which known articles to look at again: those that are due, all of them, or none.",
)
@click.option(
    "--delay",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    help="Seconds between two requests to a host, a longer pause than the papers' own or on loopback a shorter one.",
)
@click.option("--json", "as_json", is_flag=True, help="Say what happens as JSON, one object a line.")
def crawl(data: Path, names: tuple[str, ...], arguments: tuple[str, ...], *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Visit papers: find their articles, keep every response, read and store what is printed.

    Lists are asked first, the cheapest way that the paper offers. Known articles are looked at again when a list says
    that they have changed, when they fell out of one, and now and then by themselves, often in their first hours and
    rarely later; what changed becomes a revision, what is gone is marked as withdrawn. `aimaq sites` lists the names.

    A crawl that was broken off, however that happened, goes on where it was with the next `aimaq crawl`: no page that
    is finished is asked for again. Ctrl-C lets the pages on their way arrive and stops; twice stops at once.

    \b
    Exit codes: 0 finished; 1 a fault that the message names; 2 a wrong word on the line;
    3 stopped before the end, by a signal, for want of a network or because the paper asks for it: the next goes on;
    4 the disk is full or below --min-free; 5 another crawl of the paper runs, or the database is locked.
    """  # noqa: D301 - click wants the character itself, so that it leaves the lines below as they are
    from crawlers.crawling import CrawlOptions, run_crawls
    from crawlers.json_lines import JsonDisplay
    from crawlers.progress import Display

    pairs = [argument.partition("=") for argument in arguments]
    for name, equals, _ in pairs:
        if not (name and equals):
            message = f"-a takes NAME=VALUE, not {name!r}"
            raise click.UsageError(message)
    since = given.pop("since")
    options = CrawlOptions(
        arguments={name: value for name, _, value in pairs}, since=since.date() if since else None, **given
    )
    display = JsonDisplay() if as_json else Display(console)
    sys.exit(run_crawls(names, data, options, display.console, display=display))


@main.command()
@data_option
@sites_option
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="Address the page was saved from.")
@click.option("--site", help="Name of the paper; without it the address's host tells.")
@click.option("--fetched-at", metavar="ISO", help="Moment it was saved, ISO 8601, UTC by default; «кеше» needs it.")
@click.option("--content-type", metavar="TYPE", default="text/html", help="Content-Type header that came with it.")
@click.option("--timezone", metavar="ZONE", help="Time zone of printed times, IANA name such as Asia/Oral.")
def read(data: Path, page: Path, **given: str | None) -> None:
    """Print what the archive would hold of one saved page, as JSON: the Article record of docs/fields.md.

    A page of an undeclared paper is read by its metadata and a general extractor. Lines
    that the archive has learnt to stand under every article leave the text. Nothing is stored.
    """
    from archive.revisions import as_record
    from crawlers.reading import SavedPage, read_page

    saved = SavedPage(
        path=page,
        url=given["url"] or "",
        site=given["site"],
        fetched_at=_moment(given["fetched_at"]),
        content_type=given["content_type"] or "",
        timezone=read_zone(given["timezone"]),
        archive=data,
    )
    article = read_page(saved)
    click.echo(json.dumps(as_record(article), ensure_ascii=False, indent=2))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return read_moment(text)
    except ValueError as error:
        message = f"--fetched-at {text!r} is no ISO 8601 moment such as 2026-01-21T09:30:00Z"
        raise click.UsageError(message) from error


@main.command()
@data_option
@sites_option
@click.argument("papers", metavar="[SITE]...", nargs=-1)
@click.option(
    "--into", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Build it in another folder."
)
@processes_option
def rebuild(data: Path, papers: tuple[str, ...], into: Path | None, processes: int) -> None:
    """Make the database again from the WARC files, with no network; of the papers named, or of all.

    The old database is replaced only when the new one is complete. A rebuild that was broken off goes on where it
    was. With --into the WARC files are linked or copied to the other folder and its database is built there.
    """
    from crawlers.rebuild import Plan, warc_files
    from crawlers.rebuild import rebuild as run

    total = sum(file.stat().st_size for file in warc_files(data, papers))
    plan = Plan(folder=data, into=into or data, sites=papers, processes=processes)
    with ArchiveLock(plan.into), working("reading WARC files", total) as on_progress:
        result = run(plan, on_progress)
    if result.files_before:
        click.echo(f"{result.files_before} files had been read before the last rebuild was broken off")
    report(result.taken)


@main.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8001,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--public", is_flag=True, help="Serve a copy, without what is private, within limits for strangers.")
@click.option("--sql", is_flag=True, help="With --public: let strangers ask in SQL of their own.")
@click.option("--let-robots", is_flag=True, help="With --public: let search engines in.")
def serve(data: Path, host: str, port: int, *, public: bool, **strangers: bool) -> None:
    """Show the archive in a browser, until Ctrl-C. How to open it to everybody: docs/publishing.md."""
    from archive.web.serving import Public, serve_public
    from archive.web.serving import serve as run

    if public:
        serve_public(data, Public(**strangers), host=host, port=port)
    elif any(strangers.values()):
        message = "--sql and --let-robots go with --public; without it SQL is open, and the archive is for this machine"
        raise WrongArgument(message)
    else:
        run(data, host=host, port=port)


@main.command()
@data_option
def publish(data: Path) -> None:
    """Make the copy that `serve --public` shows, without what is private or was taken down: DATA/public."""
    from archive.publishing import publish as run

    click.echo(f"The public copy is in {run(data)}")


@main.command()
@data_option
@sites_option
def sites(data: Path) -> None:
    """List the papers that are declared, and how many articles the archive holds of each."""
    from crawlers.papers import declared_sites

    held = _articles_held(data)
    table = Table(box=None, pad_edge=False)
    for column in ("name", "paper", "home", "languages", "articles"):
        table.add_column(
            column,
            justify="right" if column == "articles" else "left",
            no_wrap=column in {"name", "home"},
            overflow="fold",
        )
    for name, site in declared_sites().items():
        paper = site.publisher
        table.add_row(name, paper.title, paper.home, ", ".join(paper.languages), str(held.get(name, 0)))
    console.print(table)


def _articles_held(data: Path) -> dict[str, int]:
    from archive.store import open_for_reading

    if not (data / "archive.db").is_file():
        return {}
    return dict(open_for_reading(data).execute("select site, count(*) from articles group by site").fetchall())


@main.command(context_settings={"ignore_unknown_options": True})
@data_option
@click.argument("words", nargs=-1)
@filter_options
@click.option("--order", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1), help="Most articles to list; without it 20, with --json all.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, snippets whole.")
def search(
    data: Path, words: tuple[str, ...], order: str, limit: int | None, *, as_json: bool, **named: object
) -> None:
    r"""Find articles with these words in title, lead or text, the best first.

    A word finds all its forms, Kazakh or Russian; =word just the one typed, word* what begins so, "two words" what
    stands side by side, -word leaves out, OR joins, title:word looks into headlines. Kazakh may be typed
    in Latin or Arabic script too.

    Without WORDS every article that the options leave is listed, the newest first. The page /search of `aimaq serve`
    finds the same.

    \b
    aimaq search тасқын --paper zhaikpress --from 2024-03 --to 2024-05
    aimaq search --withdrawn --year 2025 --json > withdrawn.jsonl
    """
    from archive.search import Listing, Order
    from crawlers.found import LISTED, print_found, print_lines

    unknown = next((word for word in words if word.startswith("--")), None)
    if unknown:
        message = f"No such option: {unknown}"
        raise click.UsageError(message)
    typed, filters = " ".join(words), filters_of(named)
    if not typed and not filters:
        message = "name words to look for, or what to list, such as --paper SITE or --changed"
        raise click.UsageError(message)
    if as_json:
        print_lines(data, typed, filters, Order(order), limit)
    else:
        print_found(data, typed, filters, Listing(order=Order(order), limit=limit or LISTED), console)


@main.command()
@data_option
@click.argument("site", required=False)
@click.option("--field", metavar="FIELD", help="Only doubts about this field of the article, such as published_at.")
@click.option("--code", metavar="CODE", help="Only doubts of this kind, such as unreadable.")
@click.option("--limit", type=click.IntRange(min=1), help="Most doubts to list; without it 20, with --json all.")
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON, one object a line, texts whole.")
def doubts(data: Path, limit: int | None, *, as_json: bool, **named: str | None) -> None:
    """Show what could not be read, or not for certain.

    Where a page prints something that cannot be read, the archive guesses nothing: the value stays empty, and the
    printed text becomes a doubt about that field of the article, with a code that says what the matter is: empty,
    unreadable, future (a date after the visit), no-zone (the paper's time zone is not known), layout (the page does
    not fit the paper's declared layout) …

    Without SITE, --field and --code the doubts are counted; with any of them they are listed, the newest first. Many
    of one kind mean that a paper prints something in a form of its own or has been redesigned: open an article, then
    mend the layout in crawlers/sites/SITE.py or teach the reader of that field in pipelines/ the printed form;
    `aimaq rebuild` reads everything kept once more, and what is understood now is no doubt any longer.
    """
    from archive.doubts import Which
    from crawlers.listing import print_doubts

    print_doubts(data, Which(**named), console, limit=limit, as_json=as_json)


@main.command()
@data_option
@click.argument("site")
@click.option("--json", "as_json", is_flag=True, help="Print the gaps as JSON, one object a line.")
def gaps(data: Path, site: str, *, as_json: bool) -> None:
    """Show the days of which the archive has unusually few articles of a paper.

    A day is compared with the same weekday of the weeks around it, a week with the weeks around it: what is left of so
    few by chance once in 500 times is shown. It is a hole in the archive, or a holiday; `aimaq crawl SITE --since DAY`
    walks the paper's lists back to before the hole.
    """
    from crawlers.listing import print_gaps

    print_gaps(data, site, console, as_json=as_json)


@main.command()
@data_option
@click.argument("article", metavar="[URL|ID]", required=False)
@click.option(
    "--diff", "with_difference", is_flag=True, help="Show what each change took out and put in, word by word."
)
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON, one object a line.")
@click.option("--site", help="Without an address: only what happened to articles of this paper.")
@click.option("--limit", type=click.IntRange(min=1), help="Without an address: most events to list; without it 20.")
def history(data: Path, article: str | None, site: str | None, limit: int | None, **shown: bool) -> None:
    """Tell what became of an article: when it was first seen, changed, withdrawn, moved or returned, with the evidence.

    URL is the article's address in any spelling, ID its `articles.id`. Without either, what happened last to all
    articles is listed, the newest first. A change lies between two captures: the one that shows it and the one before.
    """
    from crawlers.telling import EVENTS_LISTED, print_history, print_latest

    if article is None:
        if shown["with_difference"]:
            message = "--diff shows the changes of one article: name its address or its id"
            raise click.UsageError(message)
        print_latest(data, site, limit or EVENTS_LISTED, console, as_json=shown["as_json"])
    elif site or limit:
        message = "--site and --limit are for the list over all articles; leave them out, or the address"
        raise click.UsageError(message)
    else:
        print_history(data, article, console, **shown)


@main.command()
@data_option
@click.option("--serve/--no-serve", "serving", default=True, help="Show the archive in a browser afterwards.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="Port to show it on.")
def demo(data: Path, *, serving: bool, port: int) -> None:
    """Try everything on a newspaper that ships with aimaq: crawl it, let it change, crawl it again, look.

    The paper is served on loopback while it is crawled; nothing leaves this machine. DEMO_SERVE=0 in the environment
    ends after the summary, as --no-serve does.
    """
    from archive.web.serving import check_port
    from crawlers.listing import print_demo_summary

    serving = serving and os.environ.get("DEMO_SERVE", "1") != "0"
    if serving:
        check_port("127.0.0.1", port)
    for edition in ("1", "2"):
        command = ["crawl", "demo", "--data", str(data), "-a", f"edition={edition}", "--revisit", "all"]
        console.print(f"[bold]$ aimaq {' '.join(command)}[/]")
        done = subprocess.run([sys.executable, "-m", "crawlers", *command], check=False)  # noqa: S603 - ourselves
        if done.returncode:
            sys.exit(done.returncode)
    print_demo_summary(data, console)
    if serving:
        from archive.web.serving import serve as run

        run(data, port=port)


for command in (*CUSTODY, *EXPORTING, *HEALTH, *SCHEDULE):
    main.add_command(command)
main.add_command(add)
main.add_command(save)
