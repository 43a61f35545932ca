"""The frontier by itself: what a process that dies leaves to the next one."""

import random

import pytest
from scrapy import Request

from crawlers.frontier import CRAWLS_TRIED, Frontier, Task
from crawlers.sites.demo import Demo
from crawlers.writing import TASK, read_request, write_request


def task(key, priority=0, host="a.kz"):
    """Return a task named *key*."""
    return Task(key=key, priority=priority, host=host, request=f'{{"url": "https://a.kz/{key}"}}')


@pytest.fixture
def reopened(tmp_path):
    """Return a function that opens the frontier as the next process would, the last one gone without a word."""
    return lambda: Frontier(tmp_path, "paper")


def test_leased_come_back_and_done_stay_done(reopened):
    """What was leased is pending again in the next process, what was done is not; how far it came is told."""
    first = reopened()
    assert first.begin() is None
    for key in "abcd":
        first.add(task(key))
    for key in "ab":
        assert key == first.lease().key
    first.finish("a")

    second = reopened()
    interrupted = second.begin()
    assert (1, 3) == (interrupted.finished, interrupted.waiting)
    assert not second.add(task("a"))
    assert ["b", "c", "d"] == [second.lease().key for _ in range(3)]
    assert second.lease() is None


def test_order_is_priority_then_age(reopened):
    """The most urgent first, of these the oldest."""
    frontier = reopened()
    for key, priority in (("a", 0), ("b", 5), ("c", -10), ("d", 5), ("e", 0)):
        frontier.add(task(key, priority))

    assert ["b", "d", "a", "e", "c"] == [frontier.lease().key for _ in range(5)]


def test_busy_hosts_are_passed_over(reopened):
    """A host that has enough to do holds up no other, however urgent what it is to be asked."""
    frontier = reopened()
    for key, priority, host in (("a", 5, "pictures.kz"), ("b", 0, "a.kz"), ("c", 5, "pictures.kz")):
        frontier.add(task(key, priority, host))

    assert "b" == frontier.lease(busy=["pictures.kz"]).key
    assert frontier.lease(busy=["pictures.kz"]) is None
    assert frontier.has_pending()
    assert "a" == frontier.lease().key


def test_retry_is_the_same_row(reopened):
    """A request that comes back is pending once more, as it now is, in its row; it stays one after a crash, too."""
    frontier = reopened()
    frontier.add(task("a"))
    frontier.lease()
    frontier.again(
        Task(key="a", priority=-1, host="a.kz", request='{"url": "https://a.kz/a", "meta": {"retry_times": 1}}')
    )
    assert {"pending": 1} == frontier.counts()
    frontier.lease()

    after = reopened()
    after.begin()
    assert -1 == after.lease().priority
    assert {"leased": 1} == after.counts()


def test_redirect_ends_one_row_and_begins_another(reopened):
    """Both addresses are known from then on, and one task is left; where the other is known already, none."""
    frontier = reopened()
    for key in ("short", "other", "full"):
        frontier.add(task(key))
    for _ in range(2):
        frontier.lease()

    assert frontier.lead_on("short", task("long"))
    assert not frontier.lead_on("other", task("full"))
    assert {"done": 2, "pending": 2} == frontier.counts()
    assert not frontier.add(task("short"))


def test_only_what_is_leased_is_settled(reopened):
    """A request that was put off stays so, whoever says afterwards that it is handled."""
    frontier = reopened()
    frontier.add(task("a"))
    frontier.lease()
    frontier.defer("a", "503")
    frontier.finish("a")

    assert {"deferred": 1} == frontier.counts()


def test_deferred_is_tried_in_five_crawls(reopened):
    """A request without an answer is no unfinished round; each crawl tries it again, until it is given up."""
    frontier = reopened()
    frontier.add(task("a"))
    for _ in range(CRAWLS_TRIED):
        assert [] == frontier.given_up()
        assert "a" == frontier.lease().key
        frontier.defer("a", "refused")
        frontier.end_round()
        frontier.close()
        frontier = reopened()
        assert frontier.begin() is None

    ((request, why),) = frontier.given_up()
    assert (task("a").request, "refused") == (request, why)
    assert frontier.lease() is None


def test_afresh_forgets(reopened):
    """An unfinished round can be forgotten."""
    frontier = reopened()
    frontier.add(task("a"))
    frontier.lease()

    assert reopened().begin(afresh=True) is None
    assert {} == reopened().counts()


def test_ended_round_asks_everything_again(reopened):
    """After the end of a round its addresses are new again."""
    frontier = reopened()
    frontier.add(task("a"))
    frontier.lease()
    frontier.finish("a")
    frontier.end_round()

    assert reopened().begin() is None
    assert reopened().add(task("a"))


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_in_any_order(reopened, seed):
    """Whatever is done in whatever order, with a process that dies in between: no task is lost, none is done twice."""
    chance = random.Random(seed)
    frontier, leased, done, known = reopened(), [], [], set()
    for _ in range(300):
        match chance.choice(["add", "add", "lease", "lease", "finish", "again", "die"]):
            case "add":
                key = str(chance.randrange(60))
                assert frontier.add(task(key, chance.randrange(3))) == (key not in known)
                known.add(key)
            case "lease" if (one := frontier.lease()) is not None:
                leased.append(one.key)
            case "finish" if leased:
                done.append(leased.pop(chance.randrange(len(leased))))
                frontier.finish(done[-1])
            case "again" if leased:
                frontier.again(task(leased.pop(chance.randrange(len(leased)))))
            case "die":
                frontier.commit()
                frontier.close()
                frontier = reopened()
                frontier.begin()
                leased = []
    while (one := frontier.lease()) is not None:
        leased.append(one.key)

    assert sorted(known) == sorted([*done, *leased])


def spider():
    """Return a spider whose requests are written down."""
    return Demo(name="demo")


def test_request_is_read_as_it_was_written():
    """Address, methods, priority, arguments and our own meta survive; what belongs to one attempt does not."""
    paper = spider()
    meta = {"handle_httpstatus_list": [404, 410], "retry_times": 1, "download_latency": 0.2, TASK: "ab"}
    request = Request(
        "https://a.kz/қала?б=1",
        paper.parse_list,
        errback=paper.unreachable,
        priority=5,
        cb_kwargs={"call": {"path": "/feed/", "number": 2}},
        headers={"If-None-Match": '"x"'},
        meta=meta,
    )

    read = read_request(write_request(request, paper), paper)
    assert (request.url, request.callback, request.errback) == (read.url, read.callback, read.errback)
    assert (5, request.cb_kwargs, request.headers) == (read.priority, read.cb_kwargs, read.headers)
    assert {"handle_httpstatus_list": [404, 410], "retry_times": 1} == read.meta


@pytest.mark.parametrize(
    "fields",
    [
        {"meta": {"source": object()}},
        {"cb_kwargs": {"seen": {1, 2}}},
        {"callback": lambda response: response},
        {"body": b"a=1", "method": "POST"},
    ],
)
def test_request_that_cannot_be_written_down(fields):
    """What is no plain value or no method of the spider is refused, with the request's name."""
    with pytest.raises(TypeError, match=r"https://a\.kz/1"):
        write_request(Request("https://a.kz/1", **fields), spider())


def test_method_that_is_gone():
    """A request of an older site file is told from one that can be asked."""
    with pytest.raises(ValueError, match="Demo has no method parse_old"):
        read_request('{"url": "https://a.kz/1", "callback": "parse_old"}', spider())
