"""A small archive of two papers that do not exist: an article edited, one withdrawn, one hostile, many short ones."""

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image as Drawing
from PIL import ImageDraw

from archive.derived import bring_up_to_date
from archive.records import Article, Block, Byline, Capture, Doubt, Image, Metadata, Printed, Publisher, Quote, Variant
from archive.revisions import add_article, add_gone, add_moved
from archive.store import Archive
from archive.warc import WarcWriter
from tests.archive.wire import exchange

HOSTILE = "<script>alert(1)</script> деген тақырып"
HOSTILE_ALT = '"><img src=x onerror=alert(2)>'
SHORT_NEWS = 24
START = datetime(2026, 3, 30, 4, 0, tzinfo=UTC)

TANY = Publisher(
    title="Жайық таңы",
    home="http://tany.example/",
    languages=("kk", "ru"),
    timezone="Asia/Oral",
    region="Батыс Қазақстан облысы",
)
VESTNIK = Publisher(title="Степной вестник", home="http://vestnik.example/", languages=("ru",), timezone="Asia/Aqtobe")

FLOOD = "http://tany.example/kk/news/su-deneyi"
BRIDGE = "http://vestnik.example/news/most"
LIBRARY = "http://vestnik.example/news/biblioteka"
FAIR = "http://vestnik.example/news/yarmarka"
FAIR_THERE = "http://vestnik.example/news/yarmarka-2026"
SCHOOL = "http://vestnik.example/news/shkola"
ODD = "http://tany.example/kk/news/odd"
ARABIC = "http://tany.example/kz/news/oral"
PICTURE = "http://tany.example/media/damba-1280.jpg"
LOST_PICTURE = "http://tany.example/media/qaiyq.jpg"
DRAWN_PICTURE = "http://tany.example/media/karta.svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallArchive:
    """The archive's folder and the captures that the tests ask for."""

    folder: Path
    flood: Capture
    gone: Capture
    moved: Capture
    picture: Capture
    drawing: Capture
    odd: Capture


def build(folder: Path) -> SmallArchive:
    """Return a new archive in *folder*."""
    with Archive(folder) as archive:
        archive.add_site("tany", TANY)
        archive.add_site("vestnik", VESTNIK)
        tany = _Crawl(archive, "tany", START)
        vestnik = _Crawl(archive, "vestnik", START + timedelta(hours=1))
        picture = tany.keep_picture(PICTURE, "image/jpeg", _photograph())
        drawing = tany.keep_picture(DRAWN_PICTURE, "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        for number in range(SHORT_NEWS):
            tany.keep(_short(number), TANY, minutes=number)
        flood = tany.keep(_flood("5 метр 40 сантиметр", views=213), TANY, minutes=60)
        tany.keep(_flood("5 метр 72 сантиметр", views=1480), TANY, minutes=300)
        odd = tany.keep(_odd(), TANY, minutes=70, content_type='text/html; charset="windows-1251"', encoding="cp1251")
        tany.keep(_arabic(), TANY, minutes=75)
        vestnik.keep(_bridge(), VESTNIK, minutes=80)
        vestnik.keep(_library(), VESTNIK, minutes=85)
        gone = vestnik.lose(BRIDGE, minutes=2 * 24 * 60)
        vestnik.keep(_brief(FAIR, "Ярмарка мёда откроется в субботу"), VESTNIK, minutes=90)
        vestnik.keep(_brief(FAIR_THERE, "Ярмарка мёда откроется в субботу"), VESTNIK, minutes=24 * 60)
        moved = vestnik.move(FAIR, FAIR_THERE, minutes=24 * 60 + 1)
        vestnik.keep(_brief(SCHOOL, "Школа в Кобде закрыта на карантин"), VESTNIK, minutes=95)
        vestnik.lose(SCHOOL, minutes=24 * 60 + 2)
        vestnik.keep(_brief(SCHOOL, "Школа в Кобде снова открыта"), VESTNIK, minutes=2 * 24 * 60 + 3)
        for crawl in (tany, vestnik):
            crawl.end()
        bring_up_to_date(archive)
    return SmallArchive(folder=folder, flood=flood, gone=gone, moved=moved, picture=picture, drawing=drawing, odd=odd)


class _Crawl:
    def __init__(self, archive: Archive, site: str, started_at: datetime) -> None:
        self.archive = archive
        self.writer = WarcWriter(archive.warc, site, "tests", started_at)
        self.started_at = started_at
        archive.add_crawl(self.writer.crawl)

    def keep(
        self,
        article: Article,
        publisher: Publisher,
        *,
        minutes: int,
        content_type: str = "text/html; charset=utf-8",
        encoding: str = "utf-8",
    ) -> Capture:
        html = (
            f"<!doctype html><html><body><h1>{article.title}</h1><p>{article.body}</p><script>1</script></body></html>"
        )
        capture = self._write(article.url, 200, content_type, html.encode(encoding, "xmlcharrefreplace"), minutes)
        printed = Printed(
            url=article.url,
            site=article.site,
            publisher=publisher,
            fetched_at=capture.fetched_at,
            metadata=Metadata(title=article.title),
            title=article.title,
        )
        add_article(self.archive, article, printed, capture)
        return capture

    def keep_picture(self, url: str, media_type: str, content: bytes) -> Capture:
        capture = self._write(url, 200, media_type, content, 1)
        self.archive.add_image(capture, len(content), (1280, 720) if media_type == "image/jpeg" else None)
        return capture

    def lose(self, url: str, *, minutes: int) -> Capture:
        capture = self._write(url, 404, "text/html; charset=utf-8", "<h1>404: Не найдено</h1>".encode(), minutes)
        add_gone(self.archive, url, capture, "not-found")
        return capture

    def move(self, url: str, leads_to: str, *, minutes: int) -> Capture:
        capture = self._write(url, 301, "text/html; charset=utf-8", b"", minutes)
        add_moved(self.archive, url, capture, leads_to)
        return capture

    def end(self) -> None:
        finished_at = self.started_at + timedelta(days=3)
        self.writer.close(finished_at, "finished")
        self.archive.add_crawl(replace(self.writer.crawl, finished_at=finished_at, reason="finished"))

    def _write(self, url: str, status: int, content_type: str, body: bytes, minutes: int) -> Capture:
        headers = (("Content-Type", content_type), ("Server", "paper"))
        moment = self.started_at + timedelta(minutes=minutes)
        sent = exchange(url, body, status=status, headers=headers, fetched_at=moment)
        capture = self.writer.write_exchange(sent).capture
        self.archive.add_capture(capture)
        return capture


def _article(url: str, title: str, blocks: list[Block], **facts: object) -> Article:
    article = Article(url=url, site="tany" if "tany" in url else "vestnik", title=title, blocks=blocks)
    article.script = "Cyrl"
    article.published_precision = "minute"
    for name, value in facts.items():
        setattr(article, name, value)
    article.body = "\n\n".join(block.text for block in blocks if block.text)
    return article


def _paragraphs(*texts: str) -> list[Block]:
    return [Block(kind="paragraph", text=text) for text in texts]


def _image(url: str, position: int, **facts: str | None) -> Image:
    words = {"alt": None, "caption": None, "credit": None, **facts}
    return Image(
        url=url,
        printed_url=url,
        position=position,
        origin=None,
        asset_id=None,
        uploaded_on=None,
        width=None,
        height=None,
        **words,
    )


def _flood(level: str, views: int) -> Article:
    lead = "Жайық өзенінде су деңгейі бір тәулікте күрт көтерілді. Қала маңындағы үш ауылдың тұрғындары көшірілуде."
    speech = "Біз үшін ең маңыздысы – адам өмірі. Түн бойы көшіру жұмыстары тоқтамайды"
    blocks = [
        *_paragraphs(
            lead,
            f"Орал қаласы тұсындағы бекет мәліметінше, су деңгейі {level} болды. Бұл қауіпті шектен едәуір жоғары. "
            "Мамандар тасқынның екінші толқыны келесі аптаның басында келеді деп күтеді.",
        ),
        Block(kind="image", image=PICTURE),
        Block(kind="heading", text="Көшіру қалай жүріп жатыр"),
        *_paragraphs("Эвакуация бекеттері мына мекенжайларда тәулік бойы ашық:"),
        *(Block(kind="list", text=text) for text in ("№ 8 мектеп, Жағалау көшесі, 12", "Спорт сарайы, Самал, 3")),
        Block(kind="quote", text=f"{speech}."),
        Block(kind="table", text="Ауыл | Көшірілгені\nЖағалау | 214 адам\nҚамысты | 96 адам"),
        *_paragraphs(
            "Құтқарушылар бөгетке қосымша қап төсеп, су сорғыштарды іске қосты. Көпір арқылы ауыр жүк көлігінің "
            "қозғалысы уақытша тоқтатылды.",
        ),
        Block(kind="image", image=LOST_PICTURE),
        Block(kind="embed", text="https://video.example/watch/77"),
    ]
    return _article(
        FLOOD,
        "Жайықта су деңгейі қауіпті шектен асты",
        blocks,
        lead=lead,
        language="kk",
        published_at=START + timedelta(minutes=30),
        section="Төтенше жағдай",
        tags=["тасқын", "Жайық"],
        bylines=[Byline(name="Айгүл Сәрсенова", kind="person", role="Орал")],
        sources=["облыстық ТЖД"],
        views=views,
        comments=4,
        images=[
            _image(PICTURE, 1, alt="Құтқарушылар бөгет басында", caption="Бөгет түнде нығайтылды.", credit="Е. Нұрлан"),
            _image(LOST_PICTURE, 6, alt="Қайықтағы тұрғындар"),
            _image(DRAWN_PICTURE, -1, caption="Су басқан аумақ."),
        ],
        quotes=[
            Quote(speaker="Марат Әлиев", role="облыстық ТЖД бастығының орынбасары", text=speech),
            Quote(speaker=None, role=None, text="Малымызды да алып шықтық"),
        ],
        modified_at=START + timedelta(hours=4),
        variants=(
            Variant(url=ARABIC, language="kk", script="Arab"),
            Variant(url="http://tany.example/ru/news/pavodok", language="ru", script=None),
        ),
    )


def _bridge() -> Article:
    return _article(
        BRIDGE,
        "Новый мост через Илек закрыли на следующий день после открытия",
        _paragraphs(
            "Мост, который торжественно открыли в понедельник, уже закрыт для грузовиков.",
            "Как сообщили в управлении дорог, причина – просадка насыпи у левого берега.",
        ),
        language="ru",
        published_at=START + timedelta(minutes=70),
        section="Дороги",
        bylines=[Byline(name="Пётр Ким", kind="person")],
        views=12045,
        doubts=[
            Doubt(field="comments", code="unlabelled", text="48"),
            Doubt(field="bylines", code="unreadable", text="Пётр Ким, фото из открытых источников и от читателей"),
        ],
    )


def _library() -> Article:
    return _article(
        LIBRARY,
        "Областная библиотека оцифровала подшивки газет с 1926 года",
        _paragraphs("Читатели могут листать их в зале периодики.", "Работа заняла три года."),
        language="ru",
        published_at=datetime(2026, 3, 28, 19, 0, tzinfo=UTC),
        published_precision="day",
        tags=["культура"],
        doubts=[
            Doubt(field="published_at", code="masthead", text="Понедельник, 30 марта 2026"),
            Doubt(field="modified_at", code="no-zone", text="Обновлено: 30.03.2026, 09:10"),
        ],
    )


def _brief(url: str, title: str) -> Article:
    return _article(
        url,
        title,
        _paragraphs(f"{title}.", "Подробности редакция сообщит на этой неделе."),
        language="ru",
        published_at=START - timedelta(days=1),
    )


def _odd() -> Article:
    return _article(
        ODD,
        HOSTILE,
        _paragraphs("Бұл беттің тақырыбы мен суреті – біреудің қулығы: <b onmouseover=alert(3)>мәтін</b>."),
        language="kk",
        published_at=None,
        published_precision=None,
        images=[_image("http://tany.example/media/x.jpg", 0, alt=HOSTILE_ALT, caption="<i>caption</i>")],
        doubts=[
            Doubt(field="published_at", code="future", text="<u>31.12.2099</u>"),
            Doubt(field="body", code="layout", text="nothing matches .<i>post</i>"),
            Doubt(field="<i>weather</i>", code='"><img src=x onerror=alert(4)>', text="<b>\x1b[2J</b>" + "ә" * 900),
        ],
    )


def _arabic() -> Article:
    return _article(
        ARABIC,
        "ورال قالاسىندا كوكتەمگى جارمەڭكە",
        _paragraphs("جارمەڭكە سەنبىدە باستالادى."),
        language="kk",
        script="Arab",
        published_at=START - timedelta(hours=3),
        published_precision="hour",
        doubts=[Doubt(field="modified_at", code="no-year", text="30 ناۋرىز")],
    )


def _short(number: int) -> Article:
    return _article(
        f"http://tany.example/kk/news/qysqa-{number}",
        f"Қысқа хабар № {number + 1}: апталық жәрмеңке",
        _paragraphs("Қала алаңында апталық жәрмеңке өтеді. Ауыл өнімі нарықтағыдан арзан болмақ."),
        language="kk",
        published_at=START - timedelta(days=number + 2),
        doubts=[Doubt(field="published_at", code="contradiction", text=f"Күні: {number + 1}.02.2026")],
    )


def _photograph() -> bytes:
    drawing = Drawing.new("RGB", (1280, 720), "#9fb9c8")
    pen = ImageDraw.Draw(drawing)
    pen.rectangle((0, 430, 1280, 720), fill="#54707c")
    pen.polygon([(0, 430), (420, 330), (760, 430)], fill="#7a8a6a")
    pen.ellipse((980, 90, 1100, 210), fill="#f0d48a")
    for line in range(450, 720, 30):
        pen.line((0, line, 1280, line - 14), fill="#6c8793", width=4)
    stream = io.BytesIO()
    drawing.save(stream, "JPEG", quality=80)
    return stream.getvalue()
