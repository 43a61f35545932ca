"""What a search is narrowed by: filters in addresses, their counts, bars over time, and pages that go on."""

import sqlite3
from datetime import date
from urllib.parse import parse_qsl

import pytest

from archive.search import Filters, Listing, Order, found_hits, found_numbers, search
from archive.searching.cursor import read_place
from archive.store import Archive, open_for_reading
from archive.takedowns import take_down
from tests.archive.rows import table_rows
from tests.archive.shelf import BEGIN, Shelf
from tests.archive.small_archive import BRIDGE, FAIR, FLOOD, LIBRARY, ODD, SCHOOL, SHORT_NEWS, build

ARTICLES = SHORT_NEWS + 8


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    """Return a connection to a small archive that cannot write."""
    folder = tmp_path_factory.mktemp("filters")
    build(folder)
    connection = open_for_reading(folder)
    yield connection
    connection.close()


@pytest.fixture
def shelf(tmp_path):
    """Return an archive to put texts into."""
    with Archive(tmp_path) as archive:
        yield Shelf(archive)


def filters(query):
    """Return the filters of an address."""
    return Filters.from_arguments(parse_qsl(query))


def addresses(connection, words="", query=""):
    """Return the addresses of all articles with *words* that the filters of *query* leave."""
    return [hit.url for hit in found_hits(connection, words, filters(query))]


def counts(connection, name, words="", query=""):
    """Return how many articles each value of the filter *name* would leave."""
    (choice,) = (one for one in search(connection, words, filters(query)).choices if one.name == name)
    return {count.value: count.articles for count in choice.counts}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("paper=vestnik&language=ru&section=Дороги", {BRIDGE}),
        ("byline=Пётр Ким", {BRIDGE}),
        ("byline=Пётр Ким&byline=Айгүл Сәрсенова", {BRIDGE, FLOOD}),
        ("pictures=1", {FLOOD}),
        ("changed=1", {FLOOD, SCHOOL}),
        ("withdrawn=1", {BRIDGE}),
        ("paper=vestnik&from=2026-03-29&to=2026-03-29", {LIBRARY, FAIR, FAIR + "-2026", SCHOOL}),
        ("paper=nobody", set()),
        ("from=2027", set()),
    ],
)
def test_filters_leave_what_they_say(connection, query, expected):
    """Every filter alone and together leaves the articles of which it is true, with and without words."""
    assert expected == set(addresses(connection, query=query))


def test_days_are_those_of_the_paper(connection):
    """An article printed on 29 March in Aqtobe is of 29 March, though it was still the 28th in UTC."""
    assert LIBRARY in addresses(connection, query="from=2026-03-29")
    assert LIBRARY not in addresses(connection, query="to=2026-03-28")


def test_filters_narrow_words(connection):
    """Words and filters must both be true."""
    assert 1 == search(connection, "су", filters("paper=tany")).total
    assert 0 == search(connection, "су", filters("paper=vestnik")).total


def test_nothing_in_an_address_is_an_error():
    """Values that mean nothing are passed over."""
    assert not filters("from=rubbish&to=2026-13-01&year=0&year=MMXX&pictures=yes&paper=&section=" + "x" * 5000)


def test_filters_are_written_as_they_are_read():
    """An address made of filters is read as the same filters."""
    given = filters("paper=a&paper=b&year=2024&pictures=1&from=2024-02&to=2024-02&byline=А%26Б")

    assert given == Filters.from_arguments(given.arguments())
    assert (date(2024, 2, 1), date(2024, 2, 29)) == (given.since, given.until)


def test_counts_tell_what_a_click_gives(connection):
    """Each count is what the search gives with that value; a filter that is set is counted as if it were not."""
    assert {"tany": 27, "vestnik": 5} == counts(connection, "paper")
    assert {"tany": 27, "vestnik": 5} == counts(connection, "paper", query="paper=tany")
    assert {"kk": 27} == counts(connection, "language", query="paper=tany")
    assert {"1": 1} == counts(connection, "withdrawn")
    assert {"2026": 31} == counts(connection, "year")
    assert {"Айгүл Сәрсенова": 1, "Пётр Ким": 1} == counts(connection, "byline")


def test_a_chosen_value_is_listed_with_nothing_in_it(connection):
    """What is chosen stays in the list, so that it can be taken back."""
    assert 0 == counts(connection, "section", "жәрмеңке", "section=Дороги")["Дороги"]


def test_where_nothing_is_left_the_page_says_which_filter_to_drop(connection):
    """Without any hit it is told how many there would be without each of the filters."""
    page = search(connection, "деңгейі", filters("paper=vestnik&changed=1"))

    assert {"paper": 1, "changed": 0, "all": 1} == dict(page.without)


def test_an_article_of_two_names_is_found_by_each(shelf):
    """Names that sign together are counted one by one."""
    shelf.put("a", "Бір", "бала", bylines=("Серік", "Асқар"))
    shelf.put("b", "Екі", "бала", bylines=("Серік",))
    shelf.keep_up()

    assert {"Серік": 2, "Асқар": 1} == counts(shelf.archive.connection, "byline", "бала")
    assert 1 == len(addresses(shelf.archive.connection, "бала", "byline=Асқар"))


@pytest.mark.parametrize(
    ("query", "unit", "bars"),
    [("", "day", 26), ("from=2026-03-10&to=2026-03-20", "day", 11)],
)
def test_bars_are_days_where_the_range_is_short(connection, query, unit, bars):
    """Over a few weeks each day has its bar, also one without an article."""
    histogram = search(connection, "", filters(query)).histogram

    assert (unit, bars) == (histogram.unit, len(histogram.bars))


def test_bars_fit_the_range(shelf):
    """Over ten years bars are years, within one months, within a month days; together they count everything."""
    for year in range(2016, 2026):
        for month in (1, 5, 9):
            shelf.put(f"{year}-{month}", "Хабар", "бала", published=date(year, month, 3))
    shelf.keep_up()

    for query, unit, bars in (("", "year", 10), ("year=2020", "month", 12), ("from=2020-05&to=2020-05", "day", 31)):
        page = search(shelf.archive.connection, "бала", filters(query))
        assert (unit, bars) == (page.histogram.unit, len(page.histogram.bars))
        assert page.total == sum(bar.articles for bar in page.histogram.bars)


@pytest.mark.parametrize("order", Order)
def test_pages_go_on_while_articles_come_in(shelf, order):
    """From page to page no article is shown twice and none left out, whatever comes in meanwhile."""
    for number in range(30):
        shelf.put(f"{number}", "Хабар", "бала " * (number % 4 + 1) + "су", published=date(2026, 1, 1 + number % 9))
    shelf.keep_up()
    seen, after = [], None
    for turn in range(4):
        page = search(shelf.archive.connection, "бала", listing=Listing(order=order, after=after, limit=10))
        seen += [hit.url for hit in page.hits]
        after = page.following and read_place(str(page.following))
        for more in range(3):
            shelf.put(f"late-{turn}-{more}", "Бала", "бала", published=date(2026, 1, 9))
        shelf.keep_up()
        if after is None:
            break

    old = [url for url in seen if "late" not in url]
    assert 30 == len(set(old))
    assert len(seen) == len(set(seen))


def test_both_orders_by_date_end_with_what_has_none(connection):
    """Newest and oldest first are each other's reverse, but for articles without a date, which come last."""
    newest, oldest = (
        [hit.published_at for hit in found_hits(connection, "", order=order)] for order in (Order.NEWEST, Order.OLDEST)
    )

    assert newest[-1] is oldest[-1] is None
    assert sorted(oldest[:-1]) == oldest[:-1] == newest[-2::-1]


def test_all_matches_are_those_of_the_pages(connection):
    """What feeds and exports go through is what the page counts."""
    assert search(connection, "апталық").total == len(set(found_numbers(connection, "апталық"))) == SHORT_NEWS
    assert ARTICLES == len(list(found_numbers(connection, "")))
    assert not list(found_numbers(connection, "!?"))


def test_facts_follow_the_articles(shelf):
    """What is counted is a function of the articles, in whatever order they came, changed and went."""
    shelf.put("a", "Бір", "бала", bylines=("Серік",), published=BEGIN.date(), section="Қоғам")
    shelf.keep_up()
    before = table_rows(shelf.archive.folder)["search_facts"]
    shelf.put("b", "Екі", "бала", bylines=("Асқар",), section="Саясат")
    shelf.keep_up()

    assert {"Қоғам": 1, "Саясат": 1} == counts(shelf.archive.connection, "section", "бала")
    take_down(shelf.archive, "http://dala.example/b", "test", BEGIN)
    assert before == table_rows(shelf.archive.folder)["search_facts"]


def test_nothing_of_what_was_taken_down_stays(tmp_path):
    """Neither the article nor its section nor its byline is left in the tables of the search."""
    build(tmp_path)
    with Archive(tmp_path) as archive:
        take_down(archive, BRIDGE, "test", BEGIN)
        page = search(archive.connection, "")

        assert ARTICLES - 1 == page.total
        for table in ("search_kinds", "search_bylines", "search_facts"):
            rows = archive.connection.execute(f"select * from {table}").fetchall()
            assert "Дороги" not in str(rows)
            assert "Пётр" not in str(rows)


def test_a_new_article_is_found_before_the_visit_ends(shelf):
    """What came in is found by its words and listed by its date at once, though nothing counts it yet."""
    shelf.put("a", "Бір", "бала", published=BEGIN.date())

    assert 1 == search(shelf.archive.connection, "бала").total
    assert 1 == search(shelf.archive.connection, "", filters(f"from={BEGIN.date()}&to={BEGIN.date()}")).total


def test_index_is_whole_after_changes(tmp_path):
    """After articles came, changed and went, the index holds just what they hold and the file is sound."""
    build(tmp_path)
    with Archive(tmp_path) as archive:
        take_down(archive, ODD, "test", BEGIN)
    with sqlite3.connect(tmp_path / "archive.db") as connection:
        connection.execute("insert into articles_fts (articles_fts, rank) values ('integrity-check', 1)")
        assert [("ok",)] == connection.execute("pragma integrity_check").fetchall()
        counted = "select sum(articles) from search_kinds"
        assert (
            connection.execute("select count(*) from search_rows").fetchone() == connection.execute(counted).fetchone()
        )
