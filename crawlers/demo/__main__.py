"""`python -m crawlers.demo`: serve the demo paper by hand."""

import click

from crawlers.demo.paper import EDITIONS, TITLES, build
from crawlers.demo.server import DemoServer


@click.command(epilog="Stop it with Ctrl+C.")
@click.option(
    "--edition",
    type=click.Choice([str(edition) for edition in EDITIONS]),
    default="1",
    show_default=True,
    help="1: the paper as first printed. 2: some days later, with grown counters, three articles edited, "
    "one with another picture, one moved, four withdrawn (404, 410, led home, a page that says so) and two new ones.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="Port; 0 takes any free one."
)
def main(edition: str, port: int) -> None:
    """Serve «Ақ Жайық тынысы», a newspaper that does not exist, on 127.0.0.1.

    Its pages have the markup and the traps of a regional WordPress site in four generations; point a crawl at it
    to try the archive without troubling a real paper. Crawl edition 1 first, then edition 2 on the same port,
    to see what the archive makes of changes.
    """
    try:
        server = DemoServer(edition=int(edition), port=port)
    except OSError as error:
        message = f"port {port} cannot be used ({error.strerror}); choose another with --port"
        raise click.UsageError(message) from error
    articles = len(build(int(edition)).articles)
    with server:
        click.echo(f"{server.url}  «{TITLES['kk']}», edition {edition}, {articles} articles in print. Ctrl+C stops it.")
        server.wait()


if __name__ == "__main__":
    main(prog_name="python -m crawlers.demo")
