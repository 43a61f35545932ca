"""What a search looks into, brought up to date with the articles; done at the end of whatever changes them."""

from archive.searching import facts
from archive.store import Archive
from archive.words import terms


def bring_up_to_date(archive: Archive) -> None:
    """Give new words their keys and new articles their facts, and take away what no article has any longer."""
    terms.bring_up_to_date(archive)
    facts.bring_up_to_date(archive)
