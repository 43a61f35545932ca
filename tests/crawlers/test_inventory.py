"""What is gone from a long list is found by few of its pages."""

import random

import pytest

from crawlers.sources.inventory import Inventory


def taken(known, now, per_page=100):
    """Return what an inventory finds gone, and how many pages it asked for."""
    stock = Inventory(known=known, per_page=per_page, total=len(now))
    asked = [1]
    while asked:
        for number in asked:
            stock.add(number, now[(number - 1) * per_page : number * per_page])
        asked = list(stock.next_pages())
    return stock.gone(), len(stock)


@pytest.mark.parametrize("seed", range(40))
def test_all_that_is_gone_is_found(seed):
    """Whatever was taken out of a list, wherever it stood, is found, and nothing else."""
    draw = random.Random(seed)
    known = [f"post-{number}" for number in range(draw.randrange(1, 1500), 0, -1)]
    gone = set(draw.sample(known, min(len(known), draw.randrange(6))))

    found, _ = taken(known, [url for url in known if url not in gone])

    assert gone == set(found)


def test_a_long_list_costs_few_pages():
    """Three articles gone from 100,000 cost some pages for each, not a thousand."""
    known = [f"post-{number}" for number in range(100_000, 0, -1)]
    gone = {"post-99990", "post-50321", "post-12"}

    found, pages = taken(known, [url for url in known if url not in gone])

    assert gone == set(found)
    assert pages < 40


def test_an_unchanged_list_costs_one_page():
    """Where as many are there as are known, the first page is enough."""
    known = [f"post-{number}" for number in range(5000, 0, -1)]

    assert ([], 1) == taken(known, known)


def test_an_entry_nobody_knows_does_not_hide_one_that_is_gone():
    """A post that came while we looked shifts the pages by one; what is gone is found all the same."""
    known = [f"post-{number}" for number in range(1000, 0, -1)]

    found, _ = taken(known, ["post-new", *(url for url in known if url != "post-432")])

    assert found == ["post-432"]
