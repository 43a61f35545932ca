"""How alerts are told: by a program, a webhook and e-mail, once by each way, and again where one failed."""

import json
import os
import sys

import pytest

from archive.faults import Exit
from crawlers.lock import CrawlLock, running
from tests.commands import free_port, run_aimaq
from tests.crawlers.alerted_paper import WatchedPaper
from tests.crawlers.receivers import PROGRAM, mail_server, webhook
from tests.crawlers.small_papers import serving


@pytest.fixture
def paper(tmp_path):
    """Return a paper whose feed is dead from the beginning."""
    with serving(WatchedPaper()) as paper:
        paper.begin(tmp_path)
        paper.publish(1, 2, 3)
        paper.put("/feed/", "", status=404)
        yield paper


def test_all_ways_tell_once(paper, tmp_path):
    """Each way tells an alert once, in one message, and once more when it is over."""
    (tmp_path / "keep.py").write_text(PROGRAM, "utf-8")
    kept = tmp_path / "told $HOME.jsonl"
    with webhook() as (address, posted), mail_server() as (port, mails):
        told_by = {
            "AIMAQ_ALERT_COMMAND": f"{sys.executable} {tmp_path / 'keep.py'} '{kept}'",
            "AIMAQ_ALERT_WEBHOOK": address,
            "AIMAQ_ALERT_MAIL": "archive@example.kz, Мұрағат <other@example.kz>",
            "AIMAQ_ALERT_FROM": "Аймақ <aimaq@example.kz>",
            "AIMAQ_SMTP": f"127.0.0.1:{port}",
        }
        paper.crawl(**told_by)
        paper.crawl(**told_by)
        paper.list_them()
        paper.crawl(**told_by)

    texts = ["watched: feed-dead: /feed/ answered 404", "watched: feed-dead (/feed/) is over"]
    by_command = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [True, True] == [told["text"].startswith(text) for told, text in zip(by_command, texts, strict=True)]
    assert ["open", "over"] == [told["alert"]["alerts"][0]["state"] for told in by_command]
    assert [told["alert"] for told in by_command] == [body for _, body in posted]
    assert {"application/json; charset=utf-8"} == {kind for kind, _ in posted}
    assert ["aimaq: feed-dead (watched)", "aimaq: all is well again (watched)"] == [mail["Subject"] for mail in mails]
    assert texts[0] in mails[0].get_content()
    assert "Аймақ <aimaq@example.kz>" == str(mails[0]["From"])


def test_way_that_fails_is_tried_again(paper):
    """A way that does not work is a line, delays no other way, and tells it at the end of the next crawl."""
    with webhook(statuses=(500,)) as (address, posted):
        ways = {"AIMAQ_ALERT_WEBHOOK": address, "AIMAQ_ALERT_MAIL": "a@b.kz", "AIMAQ_SMTP": f"127.0.0.1:{free_port()}"}
        first = paper.crawl(**ways)
        second = paper.crawl(**ways)
        paper.crawl(**ways)

    assert Exit.FINISHED == first.returncode
    assert "alerts could not be told by webhook" in first.stdout
    assert "alerts could not be told by mail" in first.stdout
    assert "webhook" not in second.stdout
    assert 2 == len(posted)
    assert {"aimaq: feed-dead (watched)"} == {body["subject"] for _, body in posted}


def test_test_message(tmp_path):
    """`aimaq alerts --test` sends a message by each way and says of each whether that worked."""
    with mail_server() as (port, mails):
        ways = {"AIMAQ_ALERT_MAIL": "a@b.kz", "AIMAQ_SMTP": f"127.0.0.1:{port}", "AIMAQ_ALERT_COMMAND": "false"}
        done = run_aimaq("alerts", "--test", "--data", tmp_path, **ways)

    assert Exit.FAULT == done.returncode
    assert "mail: sent" in done.stdout
    assert "Error: command: false ended with 1" in done.stderr
    assert "aimaq: a test" == mails[0]["Subject"]


def test_test_without_a_way(tmp_path):
    """Without a way there is nothing to test; the line names the variables."""
    done = run_aimaq("alerts", "--test", "--data", tmp_path)

    assert Exit.FAULT == done.returncode
    assert "AIMAQ_ALERT_WEBHOOK" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("AIMAQ_ALERT_WEBHOOK", "example.kz", "is no web address"),
        ("AIMAQ_ALERT_MAIL", "nobody", "is no e-mail address"),
        ("AIMAQ_ALERT_COMMAND", "logger 'aimaq", "is no command"),
    ],
)
def test_wrong_setting(paper, variable, value, said):
    """A setting that means nothing is told before the first request."""
    done = paper.crawl(**{variable: value})

    assert Exit.FAULT == done.returncode
    assert said in done.stderr
    assert [] == paper.asked


def test_json_lines(paper):
    """`aimaq crawl --json` writes nothing but objects on standard output; the end has the counts and the exit code."""
    done = paper.crawl("--json", AIMAQ_LOG="INFO")

    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert ("begin", "end", "alert") == tuple(event["event"] for event in events)
    end, alert = events[1:]
    assert (Exit.FINISHED, 3, len(paper.asked), None) == tuple(end[key] for key in ("exit", "new", "requests", "fault"))
    assert {"200": 1, "404": 1} == end["requests_by"]["list"]
    assert ("feed-dead", "open") == (alert["code"], alert["state"])


def test_json_lines_of_a_fault(tmp_path):
    """A crawl that is refused has an end with its exit code and what was said."""
    done = run_aimaq("crawl", "demo", "--json", "--min-free", "999999T", "--data", tmp_path, port=free_port())

    (end,) = [event for line in done.stdout.splitlines() if (event := json.loads(line))["event"] == "end"]
    assert Exit.DISK == end["exit"] == done.returncode
    assert "less than --min-free" in end["fault"]


def test_status(paper):
    """`aimaq status` shows each paper in a line of 80 columns, its alerts in words, and all of it as JSON."""
    paper.crawl()
    shown = run_aimaq("status", "--data", paper.data, COLUMNS="80")
    assert 0 == shown.returncode, shown.stderr
    assert "feed-dead watched: /feed/ answered 404" in " ".join(shown.stdout.split())
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())

    told = json.loads(run_aimaq("status", "--json", "--data", paper.data).stdout)
    (row,) = told["papers"]
    assert ("watched", 3, 0, None) == tuple(row[key] for key in ("site", "articles", "waiting", "process"))
    assert 3 == row["day"]["new"]
    assert round(len(paper.asked) / 3, 1) == row["requests_per_article"]
    assert ["feed-dead"] == [alert["code"] for alert in told["alerts"]]


def test_who_is_at_work(tmp_path):
    """A paper is being crawled while its lock is held, and no longer."""
    lock = CrawlLock(tmp_path, "demo")
    assert {"demo": os.getpid()} == running(tmp_path)

    lock.release()
    assert {} == running(tmp_path)
