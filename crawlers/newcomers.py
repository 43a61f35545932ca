"""The commands for a paper that is new to the archive: `aimaq add` and `aimaq save`."""

import time
from collections.abc import Callable
from pathlib import Path

import click

from crawlers.options import console, contact_option, delay_option, read_zone, sites_option

SECONDS_BETWEEN_LINES = 5.0


@click.command()
@sites_option
@contact_option
@delay_option
@click.argument("url")
@click.option("--name", help="Name of the paper on the command line; default: from its host.")
@click.option("--timezone", metavar="ZONE", help="Time zone of printed times, IANA name such as Asia/Oral.")
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the site file; default: that of --sites, else crawlers/sites.",
)
@click.option("--yes", is_flag=True, help="Write the file without asking.")
def add(url: str, *, into: Path | None, yes: bool, delay: float | None, **given: str | None) -> None:
    """Look at the home page URL of a paper and write its site file.

    Finds feeds, sitemaps, the WordPress API and sections, the pattern of its articles' addresses, languages and time
    zone; reads five articles as a crawl would, and shows them with the file before it is written. About 30 requests,
    one a second; robots.txt is obeyed.
    """
    from crawlers.adding import look_at, newcomer_at
    from crawlers.adding.showing import article_table
    from crawlers.site_file import check_site_text, place_for, site_text, write_site

    newcomer = newcomer_at(url, given["name"], read_zone(given["timezone"]))
    place = place_for(newcomer.name, into)
    with console.status("looking at the paper …") as status:
        found = look_at(newcomer, delay=delay, on_request=_teller(status.update))
    text = site_text(found)
    check_site_text(text, newcomer.name)
    console.print(article_table(found))
    for note in found.notes:
        console.print(f"- {note}", markup=False, highlight=False)
    console.print()
    console.print(text, markup=False, highlight=False, soft_wrap=True)
    if not yes:
        click.confirm(f"Write this to {place}?", abort=True)
    write_site(place, text)
    console.print(
        f"Wrote {place}. Next: aimaq save URL --site {newcomer.name} for a page or two, then aimaq crawl.",
        soft_wrap=True,
    )


@click.command()
@sites_option
@contact_option
@delay_option
@click.argument("url")
@click.option("--site", metavar="NAME", help="Name of the paper; without it the address's host tells.")
@click.option("--slug", help="Name of the page's folder; default: from the address.")
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/sites"),
    show_default=True,
    help="Folder of the saved pages.",
)
@click.option("--why", metavar="TEXT", default="", help="What the page shows that no other saved page does.")
def save(url: str, *, into: Path, why: str, delay: float | None, **given: str | None) -> None:
    """Save the page at URL as a test: DIR/<site>/<slug>/ with page.html, about.toml and a draft expected.json.

    The page is kept as it was sent. Read the draft as an editor would and correct it: it is what the rules read now.
    """
    from crawlers.fetching import Visitor
    from crawlers.saving import Wish, save_page
    from crawlers.settings import DOWNLOAD_DELAY

    wish = Wish(url=url, into=into, site=given["site"], slug=given["slug"], why=why)
    with console.status("fetching …") as status:
        pause = DOWNLOAD_DELAY if delay is None else delay
        with Visitor(url, delay=pause, on_request=_teller(status.update)) as visitor:
            folder = save_page(wish, visitor)
    console.print(f"Saved {folder}. Now correct {folder / 'expected.json'} where it is wrong.", soft_wrap=True)


def _teller(update: Callable[[str], None]) -> Callable[[str], None]:
    """Return what shows each request: in the status line of a terminal, elsewhere as a line now and then."""
    last, count = time.monotonic(), 0

    def tell(url: str) -> None:
        nonlocal last, count
        count += 1
        update(f"request {count}: {url}")
        if not console.is_terminal and time.monotonic() - last > SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            console.print(f"request {count}: {url}", markup=False, soft_wrap=True)

    return tell
