"""The first article in the markup of many themes: a paper without a layout is read by shape."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from archive.revisions import as_record
from crawlers.reading import SavedPage, read_page

EXPECTED = json.loads((Path(__file__).parent / "first-article.json").read_text("utf-8"))
PRINTED = files("crawlers.demo").joinpath("texts", "first.txt").read_text("utf-8")
DATE, VIEWS, TITLE, *TEXT, PROMO_1, PROMO_2 = [line for line in PRINTED.split("\n") if line]
FOLDER = "/wp-content/oraloniri/news/img/2026/01"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

PICTURES = {
    "plain": '<p><img src="{at}.jpeg" alt="{stem}" width="1280" height="720"></p>',
    "figure": '<figure><a href="{at}.jpeg"><img src="{at}-1024x576.jpeg" alt="{stem}" loading="lazy"></a></figure>',
    "late": '<p><img src="{pixel}" data-src="{at}.jpeg" alt="{stem}"><noscript><img src="{at}.jpeg"></noscript></p>',
    "stem as a line": '<p><img src="{at}.jpeg" alt="{stem}"></p><p>{stem}</p>',
}
PARAGRAPHS = {
    "p": "<p>{line}</p>",
    "div": "<div>{line}</div>",
    "styled": '<p style="text-align:justify"><span style="font-size:14pt">{line}</span></p>',
    "br": "{line}<br><br>",
}
MASTHEAD = (
    '<header id="masthead"><div>Ср. Апр 24th, 2024</div><a href="/">Жайық Пресс</a>'
    '<nav><a href="/kk">Басты бет</a></nav></header>'
)
SIDEBAR = (
    '<aside id="secondary"><ul><li><a href="/kk/x">Көктемгі егіс басталды</a> <span>20.01.2026, 10:00</span> '
    "Оқылды: 999</li></ul></aside>"
)
PAGES = {
    "blog theme": (
        '<div id="content" class="has-sidebar"><article class="post"><header class="entry-header"><h1>{title}</h1>'
        '<div class="entry-meta"><span class="posted-on"><time>{date}</time></span><span>{views}</span></div></header>'
        '<div class="entry-content">{text}</div></article></div>'
    ),
    "all in one box": "<div class='news-detail'><p>{date}</p><p>{views}</p><h1>{title}</h1>{text}</div>",
    "title is no h1": "<div><div>{date}</div><div>{views}</div><h2>{title}</h2>{text}</div>",
    "icons": (
        '<div class="row"><div class="col"><div class="info"><i class="fa"></i> {date} <i class="fa"></i> {views}</div>'
        '<h1>{title}</h1><div class="text">{text}</div><div class="share">Бөлісу: <a>Facebook</a></div></div></div>'
    ),
    "bare": "<p>{date}</p><p>{views}</p><h1>{title}</h1>{text}",
    "tables": "<table><tr><td><span>{date}</span><br><span>{views}</span><h1>{title}</h1>{text}</td></tr></table>",
    "related in the text": (
        "<main><h1>{title}</h1><div><span>{date}</span> | <span>{views}</span></div><div>{text}"
        "<h3>Сондай-ақ оқыңыз:</h3><ul><li><a href='/a'>Орал қаласында жаңа саябақ ашылды</a></li></ul></div></main>"
    ),
}


def page(name, paragraph, picture):
    """Return the first article in the markup of one theme."""
    lines = []
    for line in TEXT:
        if line.startswith("_gluster"):
            lines.append(PICTURES[picture].format(at=f"{FOLDER}/{line}", stem=line, pixel=PIXEL))
        else:
            lines.append(PARAGRAPHS[paragraph].format(line=line))
    lines.append(f"<p>{PROMO_1}<br>{PROMO_2.replace('Instagram', '<a href=i>Instagram</a>')}</p>")
    body = PAGES[name].format(date=DATE, views=VIEWS, title=TITLE, text="\n".join(lines))
    head = f'<meta charset="utf-8"><title>{TITLE} - Жайық Пресс</title>'
    return f"<!DOCTYPE html><html lang='kk'><head>{head}</head><body>{MASTHEAD}{body}{SIDEBAR}</body></html>"


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("paragraph", PARAGRAPHS)
@pytest.mark.parametrize("name", PAGES)
def test_first_article_in_any_markup(tmp_path, name, paragraph, picture):
    """Whatever the markup, the record is the same, and no masthead or sidebar date gets into it."""
    (tmp_path / "page.html").write_text(page(name, paragraph, picture), "utf-8")
    moment = datetime(2026, 1, 22, tzinfo=UTC)

    article = read_page(
        SavedPage(path=tmp_path / "page.html", url="https://zhaikpress.kz/kk/news/taza/", fetched_at=moment)
    )
    got = as_record(article) | {"boilerplate": article.boilerplate[:2]}
    got["images"] = [{key: image[key] for key in EXPECTED["images"][0]} for image in got["images"]]
    assert EXPECTED == {key: got[key] for key in EXPECTED}
