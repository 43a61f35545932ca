"""One text in many papers: which articles are one story, which is the first printing, and that order plays no part."""

import random
from datetime import UTC, datetime

import pytest

from archive.moments import written
from archive.store import Archive
from archive.stories import telling
from archive.takedowns import take_down
from tests.archive.press import Press

RELEASE = (
    "Акимат области сообщает: с первого апреля на реке Урал закрывается движение по льду.",
    (
        "Ледовые переправы у посёлков Бударино, Январцево и Чапаево будут перекрыты шлагбаумами, объезд организован "
        "через постоянный мост в районе областного центра."
    ),
    "Спасатели напоминают, что толщина льда у берегов уменьшилась до двадцати сантиметров и выезжать на него опасно.",
    "За последние сутки из воды подняли два автомобиля, водители не пострадали и отпущены домой после осмотра.",
)
OTHERS = (
    (
        "Школьники Теректинского района заняли второе место на республиканской олимпиаде по информатике. Команду "
        "готовил учитель сельской школы, который сам собрал для занятий компьютеры из списанных частей."
    ),
    (
        "Урожай бахчевых в этом году ниже прошлогоднего на треть. Фермеры объясняют это поздними заморозками и "
        "нехваткой поливной воды, а цены на рынке уже выросли в полтора раза."
    ),
    (
        "Музей истории края получил в дар письма землемера, который в 1891 году составил первый план города. Их "
        "прочтут палеографы, а осенью покажут на выставке."
    ),
)
KAZAKH = (
    "Облыс әкімдігінің хабарлауынша, бірінші сәуірден бастап Жайық өзенінде мұз үстімен жүруге тыйым салынады. "
    "Бударин, Январцев және Чапаев ауылдарының тұсындағы мұз өткелдері шлагбауммен жабылады."
)


def text(*paragraphs):
    """Return *paragraphs* as a body."""
    return "\n\n".join(paragraphs)


@pytest.fixture
def press(tmp_path):
    """Return papers with an archive of their own."""
    with Archive(tmp_path) as archive:
        yield Press(archive)


def test_release_in_nine_papers_is_one_story(press):
    """A press release that nine papers print, as it came or cut, is one story; its first printing is the earliest."""
    ids = [press.publish(f"paper{n}", "release", text(*RELEASE), hour=9 - n) for n in range(8)]
    ids.append(press.publish("paper8", "release", text(*RELEASE[:3]), hour=20))
    for n, other in enumerate(OTHERS):
        press.publish("paper0", f"other-{n}", other, hour=n)

    assert dict.fromkeys(ids, ids[7]) == press.stories()
    assert (1.0, 1.0) == press.shares(ids[0])
    share, of_first = press.shares(ids[8])
    assert (1.0, True) == (share, 0.6 < of_first < 0.9)


@pytest.mark.parametrize(
    "changed",
    [
        text(*RELEASE[:2]),
        text(RELEASE[0], OTHERS[0], *RELEASE[2:]),
        text("УРАЛЬСК.", *RELEASE, "Фото: пресс-служба акимата."),
        text(*RELEASE).replace("двадцати", "25").replace("два автомобиля", "три машины"),
        text(*RELEASE).upper(),
    ],
    ids=["cut to half", "a paragraph replaced", "a line before and after", "figures changed", "in capitals"],
)
def test_changed_copy_is_found(press, changed):
    """A copy that is cut, or of which a paragraph or some words were changed, is of the story, whatever its title."""
    first = press.publish("tany", "first", text(*RELEASE), hour=1)
    copy = press.publish("vestnik", "copy", changed, hour=2, title="Другой заголовок")

    assert {first: first, copy: first} == press.stories()


@pytest.mark.parametrize(
    "other",
    [
        text(OTHERS[0], RELEASE[0]),
        text(*OTHERS, RELEASE[2], *OTHERS),
        "Ледовые переправы закрыты.",
        KAZAKH,
    ],
    ids=["a sentence in common", "a sentence in a long text", "too short", "in another language"],
)
def test_other_text_is_no_copy(press, other):
    """Texts that share a sentence, or say the same in another language, are no story; nor is one of three words."""
    press.publish("tany", "first", text(*RELEASE), hour=1)
    press.publish("vestnik", "other", other, hour=2)

    assert {} == press.stories()


def test_form_filled_in_daily_is_no_story(press):
    """What one paper prints every day with other figures is no story; the same words twice are one."""
    for day in range(3):
        rates = f"Курс доллара {470 + 3 * day} тенге, евро {540 + day} тенге, рубля {5 + day} тенге за единицу валюты"
        press.publish("tany", f"rates-{day}", f"{rates} по данным Национального банка на этот день", hour=24 * day)
    first = press.publish("tany", "once", text(*RELEASE), hour=1)
    again = press.publish("tany", "twice", text(*RELEASE), hour=30)

    assert {first: first, again: first} == press.stories()


def test_chain_does_not_join_strangers(press):
    """Of A, B like A and C like B, C is of the story only where a fair part of it stands in A."""
    words = [f"слово{n}" for n in range(200)]
    parts = [" ".join(words[begin : begin + 80]) for begin in (0, 24, 48, 72)]
    ids = [press.publish(f"paper{n}", "part", part, hour=n) for n, part in enumerate(parts)]

    assert {ids[0]: ids[0], ids[1]: ids[0], ids[2]: ids[0]} == press.stories()


def test_dates_decide_what_was_first(press):
    """A day without a time counts from its end, no date from the first capture: what is known to be earlier wins."""
    day = press.publish(
        "daily", "a", text(*RELEASE), hour=0, published_at=datetime(2026, 3, 1, tzinfo=UTC), published_precision="day"
    )
    undated = press.publish("undated", "b", text(*RELEASE), hour=0, published_at=None, published_precision=None)
    exact = press.publish("exact", "c", text(*RELEASE), hour=10)

    assert dict.fromkeys((day, undated, exact), exact) == press.stories()


def test_story_follows_its_articles(press):
    """Where the first printing is edited beyond recognition, or taken down, the story goes over to the next."""
    ids = [press.publish(f"paper{n}", "release", text(*RELEASE), hour=n) for n in range(4)]
    press.stories()
    press.publish("paper0", "release", OTHERS[1], hour=0)
    assert dict.fromkeys(ids[1:], ids[1]) == press.stories()

    take_down(press.archive, "http://paper1.example/release", "test", datetime(2026, 5, 1, tzinfo=UTC))

    assert dict.fromkeys(ids[2:], ids[2]) == press.stories()


def test_order_plays_no_part(tmp_path):
    """The rows are the same whatever the order in which articles come, at once or one visit after the other."""
    (rows,) = _told_in_any_order(tmp_path)
    assert 60 < len(rows)
    assert 3 < len({story for _, story, *_ in rows})


def _told_in_any_order(folder):
    """Return the rows that four orders of the same articles come to, each once."""
    draw = random.Random(7)
    texts = [
        (f"paper{n % 5}", f"{kind}-{n}", _varied(draw, kind), draw.randrange(40))
        for n in range(40)
        for kind in range(3)
    ]
    found = set()
    for run in range(4):
        (folder / str(run)).mkdir()
        with Archive(folder / str(run)) as archive:
            press = Press(archive)
            for place, (paper, name, body, hour) in enumerate(draw.sample(texts, len(texts))):
                press.publish(paper, name, body, hour=hour)
                if run and place % (run * 7) == 0:
                    press.stories()
            press.stories()
            query = "select article, story, share, share_of_first from same_texts order by article"
            found.add(tuple(archive.connection.execute(query).fetchall()))
    return found


def _varied(draw, kind):
    """Return sentences of the text *kind*, of which some are left out and some are others'."""
    own = [f"{sentence} {kind}" for sentence in (*RELEASE, *OTHERS)]
    kept = [sentence for sentence in own if draw.random() < 0.3]
    return text(*kept, *(f"Строка {draw.randrange(9)} {kind} о погоде и дорогах района" for _ in range(3)))


def test_marks_of_another_release_are_made_anew(press):
    """Where the library marks texts otherwise than it did, all are marked again."""
    ids = [press.publish(f"paper{n}", "release", text(*RELEASE), hour=n) for n in range(2)]
    press.stories()
    press.archive.connection.execute("update text_marks set marks = zeroblob(192)")

    assert dict.fromkeys(ids, ids[0]) == press.stories()
    marks = press.archive.connection.execute("select count(distinct marks) from text_marks").fetchone()
    assert (2,) == marks


def test_nothing_due_writes_nothing(press):
    """Where no text came, changed or went, nothing is told again; a counter is no text."""
    ids = [press.publish(f"paper{n}", "release", text(*RELEASE), hour=n) for n in range(2)]
    press.stories()
    before = press.archive.connection.total_changes
    press.archive.connection.execute("update articles set views = 5, last_seen_at = ?", (written(datetime.now(UTC)),))
    after = press.archive.connection.total_changes

    assert dict.fromkeys(ids, ids[0]) == press.stories()
    assert (before, after) == (after - 2, press.archive.connection.total_changes)


def test_bound_on_a_band_keeps_the_order_out(tmp_path, monkeypatch):
    """With more texts in a band than are looked at, the rows are still the same in whatever order they come."""
    monkeypatch.setattr(telling, "MOST_IN_BAND", 3)
    monkeypatch.setattr(telling, "AT_ONCE", 5)
    assert 1 == len(_told_in_any_order(tmp_path))
