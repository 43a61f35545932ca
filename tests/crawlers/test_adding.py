"""`aimaq add` on small papers of three kinds, and on what is no paper."""

import subprocess
import sys

import pytest

from crawlers.adding.addresses import article_pattern
from tests.commands import ROOT, free_port, run_aimaq
from tests.crawlers.small_papers import SmallPaper, dle, plain, serving, wordpress

FAULT, USAGE = 1, 2


@pytest.fixture
def paper():
    """Return a paper on loopback without any page."""
    with serving(SmallPaper()) as paper:
        yield paper


def add(paper, folder, *options, **environment):
    """Run `aimaq add` without pauses and without questions."""
    return run_aimaq(
        "add", paper.url, "--name", "smallpaper", "--into", folder, "--yes", *options, AIMAQ_DELAY="0", **environment
    )


def one_line(done):
    """Return what a failed command says of its fault: its only line that begins with `Error:`."""
    assert "Traceback" not in done.stderr + done.stdout
    (line,) = [line for line in (done.stderr + done.stdout).splitlines() if line.startswith("Error:")]
    return line


def check_file(file):
    """Check that the file is 20 to 40 lines, formatted and clean by the rules of the house."""
    assert 20 <= len(file.read_text("utf-8").splitlines()) <= 40
    for check in (["check", "--ignore", "INP001"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *check, "--config", ROOT / "pyproject.toml", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_wordpress_paper(paper, tmp_path):
    """Of a WordPress paper: the API, the feed, the city's zone confirmed by metadata, both languages, no layout."""
    wordpress(paper)

    done = add(paper, tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr
    text = (tmp_path / "smallpaper.py").read_text("utf-8")
    check_file(tmp_path / "smallpaper.py")
    assert 'sources = (WordPress("/wp-json/wp/v2/posts"), Feed("/feed/"))' in text
    assert 'title="Атырау тынысы"' in text
    assert 'languages=("kk", "ru")' in text
    assert 'timezone="Asia/Atyrau"' in text
    assert "confirmed by the metadata of 5 articles" in " ".join(text.split())
    assert r'article_url = r"/\d{4}/\d\d/(?:\d\d/)?[\w%-]+"' in text
    assert "layouts" not in text
    assert "2026-01-11 14:30 (minute)" in done.stdout
    assert len(paper.asked) <= 40


def test_dle_paper(paper, tmp_path):
    """Of a DLE paper: the feed, the sections of its menu, and no zone where nothing tells it."""
    dle(paper)

    done = add(paper, tmp_path)
    text = (tmp_path / "smallpaper.py").read_text("utf-8")
    check_file(tmp_path / "smallpaper.py")
    assert 'sources = (Feed("/rss.xml"), Section("/qogam/"), Section("/sport/"))' in text
    assert "timezone=None" in text
    assert "give it with --timezone" in done.stdout


def test_paper_of_no_known_system(paper, tmp_path):
    """Of another paper: the section page, a pattern of addresses without the menu's, the class of its text."""
    plain(paper)

    done = add(paper, tmp_path, "--timezone", "Asia/Almaty")
    text = (tmp_path / "smallpaper.py").read_text("utf-8")
    check_file(tmp_path / "smallpaper.py")
    assert 'title="Көкше үні"' in text
    assert 'sources = (Section("/kk/news"),)' in text
    assert 'layouts = (Layout(body=".tekst"),)' in text
    assert 'timezone="Asia/Almaty"' in text
    assert "2026-01-11 (day)" in done.stdout


@pytest.mark.parametrize(("kind", "articles"), [(wordpress, 6), (dle, 12), (plain, 6)])
def test_what_was_added_can_be_crawled(paper, tmp_path, kind, articles):
    """The file that was written crawls every article of the paper as it is."""
    kind(paper)
    assert 0 == add(paper, tmp_path / "sites").returncode
    file = tmp_path / "sites" / "smallpaper.py"
    file.write_text(file.read_text("utf-8") + '    custom_settings = {"DOWNLOAD_DELAY": 0}\n', "utf-8")

    done = run_aimaq("crawl", "smallpaper", "--sites", tmp_path / "sites", "--data", tmp_path / "data")
    assert 0 == done.returncode, done.stdout + done.stderr
    held = run_aimaq("sites", "--sites", tmp_path / "sites", "--data", tmp_path / "data")
    (line,) = [line for line in held.stdout.splitlines() if line.startswith("smallpaper ")]
    assert str(articles) == line.split()[-1]


def test_sitemap_named_by_robots(paper, tmp_path):
    """A sitemap that robots.txt names is taken in place of the sections; what is forbidden is not asked for."""
    paths = plain(paper)
    pages = "".join(f"<url><loc>{paper.url}{path}</loc></url>" for path in paths)
    paper.put("/karta.xml", f"<urlset>{pages}</urlset>", "text/xml")
    paper.put("/robots.txt", f"User-agent: *\nDisallow: /{paths[0]}\nSitemap: {paper.url}karta.xml\n", "text/plain")

    assert 0 == add(paper, tmp_path).returncode
    assert 'sources = (Sitemap("/karta.xml"),)' in (tmp_path / "smallpaper.py").read_text("utf-8")
    assert f"/{paths[0]}" not in paper.asked


def test_nothing_is_written_without_a_yes(paper, tmp_path):
    """Without --yes the file is shown and asked about; no answer is no."""
    plain(paper)

    done = run_aimaq("add", paper.url, "--name", "smallpaper", "--into", tmp_path, AIMAQ_DELAY="0")
    assert FAULT == done.returncode
    assert "class Smallpaper(NewsSpider):" in done.stdout
    assert [] == list(tmp_path.iterdir())


def test_folder_of_own_sites_is_the_place(paper, tmp_path):
    """With AIMAQ_SITES the file goes there."""
    plain(paper)

    done = run_aimaq("add", paper.url, "--name", "small", "--yes", AIMAQ_DELAY="0", AIMAQ_SITES=str(tmp_path))
    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "small.py").is_file()
    again = run_aimaq("add", paper.url, "--name", "other", "--yes", AIMAQ_DELAY="0", AIMAQ_SITES=str(tmp_path))
    assert "is declared already: aimaq crawl small" in one_line(again)


def test_existing_file(paper, tmp_path):
    """A file that is there is left as it is, and nothing is fetched for it."""
    (tmp_path / "smallpaper.py").write_text("# менің файлым\n", "utf-8")

    done = add(paper, tmp_path)
    assert FAULT == done.returncode
    assert "is there already" in one_line(done)
    assert "# менің файлым\n" == (tmp_path / "smallpaper.py").read_text("utf-8")
    assert [] == paper.asked


def test_unreachable_paper(tmp_path):
    """A host that does not answer is one line."""
    done = add(SmallPaper(url=f"http://127.0.0.1:{free_port()}/"), tmp_path)

    assert FAULT == done.returncode
    assert "could not be fetched" in one_line(done)


def test_paper_that_forbids_programs(paper, tmp_path):
    """What robots.txt forbids is not looked at."""
    plain(paper)
    paper.put("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")

    done = add(paper, tmp_path)
    assert FAULT == done.returncode
    assert "robots.txt" in one_line(done)
    assert ["/robots.txt"] == paper.asked


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ((b"%PDF-1.7", "application/pdf"), "is not an HTML page: its content type is application/pdf"),
        (("{}", "application/json"), "is not an HTML page"),
        (("<h1>Қате</h1>", "text/html", 503), "answered 503"),
        (("<html><body><h1>Жақында ашыламыз</h1></body></html>",), "no articles found"),
    ],
)
def test_home_page_that_is_none(paper, tmp_path, home, said):
    """A home page that is no HTML, is broken or shows no articles is one line."""
    paper.put("/", *home)

    done = add(paper, tmp_path)
    assert FAULT == done.returncode
    assert said in one_line(done)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong", [("ftp://a.kz/",), ("http://a.kz/", "--name", "Дала"), ("http://a.kz/", "--timezone", "Asia/Uralsk")]
)
def test_wrong_word(wrong, tmp_path):
    """A wrong address, name or zone is a wrong word on the line."""
    done = run_aimaq("add", *wrong, "--into", tmp_path)

    assert USAGE == done.returncode
    assert wrong[-1] in one_line(done)


@pytest.mark.parametrize(
    ("articles", "lists", "regex"),
    [
        (["/news/51-kopir.html", "/sport/7-kures.html"], ["/news", "/o-nas.html"], r"/[\w%-]+/\d+-[\w%-]+\.html"),
        (["/?p=51", "/?p=12"], ["/?page_id=2"], r"/\?p=\d+"),
        (["/2026/01/02/kopir", "/2026/01/03/most-2"], ["/news"], r"/\d{4}/\d\d/\d\d/[\w%-]+"),
        (["/news/kopir-a", "/news/most-b"], ["/about/team", "/news"], r"/news/[\w%-]+"),
        (["/kopir-ashyldy-zhana", "/novyi-most"], ["/contacts", "/about"], r"/[\w%-]{9,}"),
        (["/kopir", "/most-b"], ["/redaktsiya"], r"(?!(?:/redaktsiya)$)/[\w%-]+"),
        (["/kz/a/12", "/kz/a/13-kopir"], ["/kz/sport"], r"/[\w%-]+/[\w%-]+/\d+(?:-[\w%-]+)?"),
    ],
)
def test_pattern_of_addresses(articles, lists, regex):
    """The pattern is the most general one that matches the articles and nothing of the menu."""
    assert regex == article_pattern(articles, lists, ()).regex
