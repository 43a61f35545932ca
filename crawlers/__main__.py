"""`python -m crawlers` is `aimaq`."""

from crawlers.cli import main

main(prog_name="aimaq")
