"""The pages of a made-up paper for measuring: WordPress's shape, about 55 KB each, the words of the demo paper."""

from collections.abc import Iterable, Iterator
from html import escape
from random import Random
from string import Template

from crawlers.demo.article import DemoArticle
from crawlers.demo.paper import build

SECTION = "/kk/news/"
LINKS_PER_SECTION = 50
PICTURES = ("/wp-content/uploads/2026/01/zhaiyk.gif", "/wp-content/uploads/2026/01/oral.gif")
"""The two pictures that stand in every article: one fetch each in a whole crawl, so that pages are what is measured."""
STYLE_RULES, SCRIPT_LINES, MENU_LINKS, RELATED_LINKS = 160, 130, 45, 75
"""How much stands around an article; with it a page has about 55 KB."""
SENTENCE_LENGTH = 60
"""Least letters of a sentence of ours, to have paragraphs as papers write them."""

PAGE = Template("""<!DOCTYPE html>
<html lang="kk"><head><meta charset="UTF-8"><title>$title - Тыныс</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta property="og:site_name" content="Тыныс">
<style>$style</style></head>
<body class="single single-post"><header class="masthead"><p class="site-title"><a href="/">Тыныс</a></p></header>
<nav class="menu"><ul>$menu</ul></nav>
<div class="columns"><main>$content</main>
<aside class="related"><ul>$related</ul></aside></div>
<footer><p>Орал қаласы</p></footer>
<script>$script</script></body></html>
""")
ARTICLE = Template("""<article class="post" id="post-$number">
<div class="entry-meta"><span class="date">$date</span> <span class="views">Оқылды: $number</span></div>
<h1 class="entry-title">$title</h1>
<div class="entry-content">
$paragraphs
</div></article>""")
RELATED = Template("""<li class="post-$number type-post status-publish"><span class="date">12.11.2025</span>
<a href="$path" rel="bookmark">$title</a></li>""")
RULE = Template(":where(.wp-block-$number-is-layout-flow) > :where(.aligncenter){margin-inline:auto;color:#$random}")
SCRIPT_LINE = Template("window.widgets.push({id:$number,key:'$random'});")


def article_path(number: int) -> str:
    """Return the path of article *number*."""
    return f"{SECTION}maqala-{number:05d}/"


def section_path(page: int) -> str:
    """Return the path of the section's page *page*, counted from 1."""
    return SECTION if page == 1 else f"{SECTION}page/{page}/"


class LoopbackPaper:
    """Renders the pages; texts and titles are those of the demo paper, put together by chance."""

    def __init__(self, articles: int, seed: int = 2026) -> None:
        """Make a paper of *articles* articles; the same *seed* makes the same paper."""
        self.articles = articles
        self._random = Random(seed)
        written = build(1).articles
        self._written = {
            language: [article for article in written if article.language == language] for language in ("kk", "ru")
        }
        self._sentences = {language: _sentences(articles) for language, articles in self._written.items()}

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the content of every page."""
        for number in range(self.articles):
            yield article_path(number), self._page(self._title(number), self._article(number))
        last = -(-self.articles // LINKS_PER_SECTION)
        for page in range(1, last + 1):
            yield section_path(page), self._page("Жаңалықтар", self._section(page, last))

    def _title(self, number: int) -> str:
        titles = self._written[_language(number)]
        return f"{escape(titles[number % len(titles)].title)} – {number}"

    def _article(self, number: int) -> str:
        sentences = self._sentences[_language(number)]
        texts = [" ".join(self._random.sample(sentences, 3)) for _ in range(self._random.randint(6, 10))]
        paragraphs = [f"<p>{text}</p>" for text in texts]
        for place, picture in zip((1, 4), PICTURES, strict=True):
            paragraphs.insert(place, f'<p><img src="{picture}" alt="" width="320" height="256"></p>')
        date = f"{number % 28 + 1:02d}.{number % 12 + 1:02d}.2025, {number % 24:02d}:{number % 60:02d}"
        return ARTICLE.substitute(number=number, date=date, title=self._title(number), paragraphs="\n".join(paragraphs))

    def _section(self, page: int, last: int) -> str:
        numbers = range((page - 1) * LINKS_PER_SECTION, min(page * LINKS_PER_SECTION, self.articles))
        links = (f'<h2><a href="{article_path(number)}">{self._title(number)}</a></h2>' for number in numbers)
        following = f'<a class="next" rel="next" href="{section_path(page + 1)}">Келесі</a>' if page < last else ""
        return "\n".join((*links, following))

    def _page(self, title: str, content: str) -> str:
        shown = [self._random.randrange(self.articles) for _ in range(RELATED_LINKS)]
        related = (RELATED.substitute(number=n, path=article_path(n), title=self._title(n)) for n in shown)
        style = (RULE.substitute(number=n, random=self._random.randbytes(3).hex()) for n in range(STYLE_RULES))
        script = (
            SCRIPT_LINE.substitute(number=n, random=self._random.randbytes(32).hex()) for n in range(SCRIPT_LINES)
        )
        return PAGE.substitute(
            title=title,
            content=content,
            menu="".join(
                f'<li class="menu-item"><a href="/kk/rubrika-{n}/">Айдар {n}</a></li>' for n in range(MENU_LINKS)
            ),
            related="\n".join(related),
            style="\n".join(style),
            script="\n".join(script),
        )


def _language(number: int) -> str:
    """Return the language of article *number*: Kazakh and Russian in turns."""
    return ("kk", "ru")[number % 2]


def _sentences(articles: Iterable[DemoArticle]) -> list[str]:
    texts = (block.text for article in articles for block in article.blocks if block.kind == "paragraph")
    return [escape(text) for text in texts if len(text) >= SENTENCE_LENGTH]
