"""Every oddity on record: `tests/cases/*.toml`, text in, value expected, and why."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from archive.moments import read_moment, written
from archive.records import Article, Capture, Metadata, Printed
from archive.revisions import as_record
from crawlers.capture import as_response
from crawlers.extraction import extract
from crawlers.links import canonical_url
from crawlers.paper import undeclared_paper
from crawlers.papers import paper_named
from crawlers.reading import SavedPage, read_page
from crawlers.removed import is_said, says_removed
from pipelines.boilerplate import is_boilerplate
from pipelines.counters import read_counter
from pipelines.dates import in_utc, read_change, read_date
from pipelines.file_names import read_file_name
from pipelines.headings import fill_title
from pipelines.languages import read_language, read_script
from pipelines.originals import original_url
from pipelines.quotes import read_quotes, without_marks
from pipelines.relative import read_relative
from pipelines.signatures import read_signature
from pipelines.sources import read_sources

CASES = Path(__file__).parent / "cases"


PAGE = """<!DOCTYPE html>
<html lang="kk"><head><meta charset="utf-8"><title>Ауылға көпір салынды</title></head><body>
<div id="top"><nav><a href="/">Басты бет</a><a href="/qogam/">Қоғам</a><a href="/sport/">Спорт</a></nav></div>{way}
<div class="{post}">{above}<h1>Ауылға көпір салынды</h1>{under}<div class="entry-content">
<p>Ауыл тұрғындары жиырма жыл күткен көпір ақыры пайдалануға берілді. Енді мектепке айналып өтудің қажеті жоқ.</p>
<p>Құрылысқа алты ай уақыт кетті. Жұмысты облыстың құрылысшылары атқарды, қаржы бюджеттен бөлінді.</p>
<p>Келер жылы өзеннің екі жағасы да абаттандырылады. Жобаға тұрғындар өз ұсыныстарын қосты.</p>{end}</div>{below}</div>
<div id="foot">Газет 1931 жылдан шығады</div></body></html>"""


def cases(name: str, kind: str = "case") -> list[Any]:
    """Return the cases of one file, or those of another *kind* in it, named by their reason."""
    entries = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))[kind]
    return [pytest.param(entry, id=entry["why"]) for entry in entries]


@pytest.mark.parametrize("case", cases("dates"))
def test_date(case):
    """A date line tells its moment, in the paper's zone and seen from the visit; any other line nothing."""
    zone = case.get("zone", "Asia/Almaty")
    visit = read_moment(case.get("fetched_at", "2026-03-10T06:00:00Z"))

    if case.get("field") == "modified":
        read = read_change(case["text"])
    else:
        read = read_date(case["text"]) or read_relative(case["text"], visit.astimezone(ZoneInfo(zone)))
    moment = in_utc(read.moment, zone) if read else None
    got = (written(moment), read.precision) if moment and moment <= visit else ("", "")
    assert (case["expect"], case["precision"]) == got


@pytest.mark.parametrize("case", cases("counters"))
def test_counter(case):
    """A counter line tells its number, any other line nothing."""
    number = read_counter(case["text"], case["field"])

    assert case["expect"] == (-1 if number is None else number)


@pytest.mark.parametrize("case", cases("bylines"))
def test_byline(case):
    """A line signs an article as who it is, with post or city apart, or not at all."""
    got = [{"name": b.name, "kind": b.kind, "role": b.role or ""} for b in read_signature(case["text"])]

    assert case["expect"] == got


@pytest.mark.parametrize("case", cases("images"))
def test_image(case):
    """A picture's address leads to the original, its file name tells what it tells."""
    name = read_file_name(case["url"])

    got = {
        "original": original_url(case["url"]),
        "origin": name.origin or "",
        "asset_id": name.asset_id or "",
        "uploaded_on": name.uploaded_on.isoformat() if name.uploaded_on else "",
        "width": name.width or 0,
        "height": name.height or 0,
    }
    assert {key: case[key] for key in got} == got


@pytest.mark.parametrize("case", cases("quotes"))
def test_quotes(case):
    """Paragraphs put words into somebody's mouth, named or not; names of works and narration are no quotes."""
    got = [{"speaker": q.speaker or "", "role": q.role or "", "text": q.text} for q in read_quotes(case["paragraphs"])]

    assert case["expect"] == got


@pytest.mark.parametrize("case", cases("marks"))
def test_quote_marks(case):
    """Quoted words lose their outer marks and nothing else."""
    assert case["expect"] == without_marks(case["text"])


@pytest.mark.parametrize("case", cases("sources"))
def test_source(case):
    """A paragraph credits whom it names."""
    assert case["expect"] == read_sources(case["text"])


@pytest.mark.parametrize("case", cases("urls"))
def test_canonical_url(case):
    """All spellings of an address have one canonical form; addresses of different articles stay apart."""
    if "different" in case:
        assert len(case["different"]) == len({canonical_url(url) for url in case["different"]})
    else:
        assert {case["expect"]} == {canonical_url(url) for url in case["urls"]}


def printed(**facts):
    """Return what a page of zhaikpress prints, with these facts."""
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    publisher = paper_named("zhaikpress").publisher
    return Printed(
        url="https://zhaikpress.kz/kk/news/a", site="zhaikpress", publisher=publisher, fetched_at=moment, **facts
    )


@pytest.mark.parametrize("case", cases("titles"))
def test_title(case):
    """The title is the printed heading, else what the metadata say without the paper's name."""
    article = Article(url="https://zhaikpress.kz/kk/news/a", site="zhaikpress")

    fill_title(article, printed(title=case["heading"], metadata=Metadata(title=case["metadata"])))
    assert case["expect"] == (article.title or "")


@pytest.mark.parametrize("case", cases("boilerplate"))
def test_boilerplate(case):
    """A line at the end is boilerplate or a part of the article."""
    assert case["expect"] == is_boilerplate(case["text"], printed())


@pytest.mark.parametrize("case", cases("surroundings"))
def test_surroundings(case, tmp_path):
    """What a page prints around its article is told from its neighbours."""
    parts = {"post": "", "way": "", "above": "", "under": "", "end": "", "below": ""} | case
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(**parts), "utf-8")

    url = case.get("url", "https://dala.example/kopir")
    got = as_record(read_page(SavedPage(path=page, url=url, fetched_at=read_moment("2026-03-10T06:00:00Z"))))
    got["pictures"] = [image["url"].rpartition("/")[2] for image in got["images"]]
    got["credits"] = [image["credit"] for image in got["images"]]
    got["signed"] = [f"{byline['name']}: {byline['kind']}" for byline in got["bylines"]]
    got["last"] = got["body"].rpartition("\n\n")[2]
    assert case["expect"] == {field: got[field] or "" for field in case["expect"]}


@pytest.mark.parametrize("case", cases("languages"))
def test_language(case):
    """A text tells its language and its script."""
    got = (read_language(case["text"]) or "", read_script(case["text"]) or "")

    assert (case["language"], case["script"]) == got


@pytest.mark.parametrize("case", cases("removed"))
def test_heading_of_a_removed_page(case):
    """A heading says that there is nothing, in full, or it is a headline."""
    assert case["expect"] == is_said(case["text"])


@pytest.mark.parametrize("case", cases("removed", "page"))
def test_removed_page(case):
    """A page that answers 200 is the word that there is nothing, or an article."""
    url = "https://dala.example/kk/news/kopir"
    response = as_response(url, 200, (("Content-Type", "text/html; charset=utf-8"),), case["html"].encode())
    capture = Capture(
        id="urn:1",
        site="dala",
        crawl="urn:visit",
        url=url,
        fetched_at=datetime(2026, 3, 20, tzinfo=UTC),
        status=200,
        media_type="text/html",
        digest="sha256:1",
        payload_digest="sha256:1",
        file="dala/a.warc.gz",
        offset=0,
        length=1,
    )

    printed = extract(response, undeclared_paper(url), capture)
    assert case["expect"] == says_removed(response.selector.root, printed)
