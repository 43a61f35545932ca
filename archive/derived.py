"""What is derived from the articles, brought up to date with them; done at the end of whatever changes them."""

from archive.searching import facts
from archive.store import Archive
from archive.stories import telling
from archive.words import terms


def bring_up_to_date(archive: Archive) -> None:
    """Give new words their keys, new articles their facts and stories, and take away what no article has any longer."""
    terms.bring_up_to_date(archive)
    facts.bring_up_to_date(archive)
    telling.bring_up_to_date(archive)
