"""The small archive with what its two papers took from a press release and from each other, and whom they quote."""

from dataclasses import dataclass

from archive.derived import bring_up_to_date
from archive.records import Byline, Image, Quote, natural_key
from archive.store import Archive
from tests.archive.press import Press
from tests.archive.small_archive import PICTURE, SmallArchive, build

SPEECH = "Выезжать на лёд опасно, толщина его у берегов уменьшилась вдвое"
RELEASE = (
    "Акимат области сообщает: с первого апреля на реке Урал закрывается движение по льду.",
    "Ледовые переправы у посёлков Бударино, Январцево и Чапаево перекрыты шлагбаумами, объезд идёт через мост.",
    f"«{SPEECH}», – сказал Марат Алиев.",
    "За последние сутки из воды подняли два автомобиля, водители не пострадали и отпущены домой.",
)
OWN = "Наш корреспондент проверил: у Чапаево шлагбаума ещё нет, и машины по-прежнему съезжают на лёд."
MAYOR = "Марат Алиев"
AUTHOR = "Сәуле Ержан"
FIRST, CUT, REWRITTEN = (
    "http://{}.example/{}".format(*where) for where in (("izvestia", "led"), ("vestnik2", "led"), ("altyn", "led"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldArchive:
    """The small archive and the articles that print the release, the first printing first."""

    small: SmallArchive
    ids: tuple[str, ...]


def build_told(folder):
    """Return a new archive in *folder*."""
    small = build(folder)
    with Archive(folder) as archive:
        press = Press(archive)
        said = [Quote(speaker=MAYOR, role="начальник областного ДЧС", text=SPEECH)]
        shown = [_picture("Переправа у Чапаево закрыта")]
        signed = [Byline(name=AUTHOR, kind="person", role="Чапаево")]
        blocks = {"quotes": said, "script": "Cyrl"}
        press.publish(
            "izvestia", "led", "\n\n".join(RELEASE), hour=1, title="Движение по льду закрыто", images=shown, **blocks
        )
        press.publish("vestnik2", "led", "\n\n".join(RELEASE[:3]), hour=4, title="На Урале закрыли переправы", **blocks)
        changed = (RELEASE[0], OWN, *RELEASE[2:])
        press.publish(
            "altyn", "led", "\n\n".join(changed), hour=9, title="Лёд закрыт не везде", bylines=signed, **blocks
        )
        later = [Quote(speaker=MAYOR, role="заместитель акима области", text="Паводок прошёл без потерь")]
        press.publish(
            "altyn",
            "itogi",
            "Итоги паводка. «Паводок прошёл без потерь», – сказал Марат Алиев.",
            hour=40 * 24,
            quotes=later,
        )
        press.stories()
        bring_up_to_date(archive)
    return ToldArchive(small=small, ids=tuple(map(natural_key, (FIRST, CUT, REWRITTEN))))


def _picture(caption):
    return Image(
        url=PICTURE,
        printed_url=PICTURE,
        alt="Переправа",
        caption=caption,
        credit=None,
        position=0,
        origin="gluster",
        asset_id=None,
        uploaded_on=None,
        width=None,
        height=None,
    )
