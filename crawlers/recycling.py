"""How often Python looks for rings of objects that nobody needs any more.

A page is thousands of objects that point at each other, needed until it is read and then all at once no more. To look
through them while it is being read, as Python's own threshold of 700 new objects has it, finds next to nothing and
takes a tenth of a crawl's CPU.
"""

import gc

NEW_OBJECTS = 5_000
"""New objects, those freed taken off, after which the young ones are looked through."""
OLDER = 20
"""How many such rounds before older ones are."""


def collect_seldom() -> None:
    """Let this process look for rings of unneeded objects more seldom; it takes some ten megabytes more."""
    gc.set_threshold(NEW_OBJECTS, OLDER, OLDER)
