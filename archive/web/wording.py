"""What the pages say in Kazakh, Russian and English: strings, numbers and dates."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from archive.moments import read_moment, zone_of

LANGUAGES: Mapping[str, str] = MappingProxyType({"kk": "Қазақша", "ru": "Русский", "en": "English"})
"""Languages of the interface, the first where nobody asks for one."""
STRINGS = Path(__file__).parent / "wording.toml"
NO_BREAK = "\u00a0"

MONTHS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kk": (
            "қаңтар",
            "ақпан",
            "наурыз",
            "сәуір",
            "мамыр",
            "маусым",
            "шілде",
            "тамыз",
            "қыркүйек",
            "қазан",
            "қараша",
            "желтоқсан",
        ),
        "ru": (
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ),
        "en": (
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
    }
)
"""Names of the months as a date has them."""
RUSSIAN_MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
"""Their names where no day stands with them."""

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment as a page shows it."""

    text: str
    """For people, in the language of the interface."""
    machine: str
    """For the attribute `datetime` of the element `time`."""


@cache
def strings() -> Mapping[str, Mapping[str, Forms]]:
    """Return every string by its name, `group.string`, and language; a plain string is a list of one form."""
    groups = tomllib.loads(STRINGS.read_text(encoding="utf-8"))
    return {
        f"{group}.{name}": {language: _forms(text) for language, text in entry.items()}
        for group, entries in groups.items()
        for name, entry in entries.items()
    }


def _forms(text: str | list[str]) -> Forms:
    return (text,) if isinstance(text, str) else tuple(text)


@dataclass(frozen=True, slots=True)
class Wording:
    """The interface in one language."""

    language: str

    def say(self, name: str, /, **values: str) -> str:
        """Return the string *name*, with *values* put in.

        >>> Wording("ru").say("picture.credit", name="А. Серік")
        'Фото: А. Серік'
        """
        return strings()[name][self.language][0].format(**values)

    def called(self, group: str, word: str) -> str | None:
        """Return what the *word* of the archive's own vocabulary is called; None where nobody has said so yet.

        >>> Wording("ru").called("doubt_fields", "published_at"), Wording("ru").called("doubt_fields", "weather")
        ('Время публикации', None)
        """
        forms = strings().get(f"{group}.{word}")
        return forms[self.language][0] if forms else None

    def count(self, name: str, n: int) -> str:
        """Return the string *name* in the form that goes with the number *n*.

        >>> [Wording("ru").count("archive.articles", n) for n in (1, 3, 11, 22)]
        ['1 статья', '3 статьи', '11 статей', '22 статьи']
        """
        forms = strings()[name][self.language]
        return forms[min(_plural(self.language, n), len(forms) - 1)].format(n=self.number(n))

    def number(self, n: int) -> str:
        """Return *n* with its thousands set apart.

        >>> Wording("en").number(12345)
        '12,345'
        """
        return f"{n:,}" if self.language == "en" else f"{n:,}".replace(",", NO_BREAK)

    def moment(self, written: str | None, zone: str | None, precision: str | None = "minute") -> Moment | None:
        """Return the moment *written* down in the archive as a reader in *zone* says it; None where there is none.

        >>> Wording("kk").moment("2026-01-21T09:30:00Z", "Asia/Oral").text
        '2026 жылғы 21 қаңтар, 14:30'
        >>> Wording("ru").moment("2026-01-20T19:00:00Z", "Asia/Oral", "day")
        Moment(text='21 января 2026 г.', machine='2026-01-21')
        """
        if not written:
            return None
        local = read_moment(written).astimezone(zone_of(zone))
        shown = self._date(local)
        if precision == "day":
            return Moment(text=shown, machine=local.date().isoformat())
        time = f"{local:%H:%M}" if zone_is_known(zone) else f"{local:%H:%M} UTC"
        text = self.say("date.about", date=shown, time=time) if precision == "hour" else f"{shown}, {time}"
        return Moment(text=text, machine=local.isoformat(timespec="minutes"))

    def day(self, day: date | str) -> str:
        """Return *day*, or one that ISO 8601 writes so, as a date.

        >>> Wording("kk").day("2026-01-21")
        '2026 жылғы 21 қаңтар'
        """
        return self._date(date.fromisoformat(day) if isinstance(day, str) else day)

    def span(self, first: date, last: date, unit: str) -> str:
        """Return the day, the month or the years from *first* to *last*.

        >>> Wording("ru").span(date(2026, 3, 1), date(2026, 3, 31), "month")
        'март 2026 г.'
        """
        if unit == "day":
            return self.day(first)
        if unit == "year":
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if self.language == "kk":
            return f"{first.year} жылғы {MONTHS['kk'][first.month - 1]}"
        month = (RUSSIAN_MONTHS if self.language == "ru" else MONTHS["en"])[first.month - 1]
        return f"{month} {first.year}{' г.' if self.language == 'ru' else ''}"

    def on_day(self, day: date) -> Moment:
        """Return the *day* as a reader says it.

        >>> Wording("kk").on_day(date(2026, 3, 30)).text
        '2026 жылғы 30 наурыз'
        """
        return Moment(text=self._date(day), machine=day.isoformat())

    def clock(self, written: str, zone: str | None) -> str:
        """Return the time of day of the moment *written* down in the archive, as a clock in *zone* shows it.

        >>> Wording("kk").clock("2026-01-21T09:30:00Z", "Asia/Oral")
        '14:30'
        """
        return f"{read_moment(written).astimezone(zone_of(zone)):%H:%M}"

    def percent(self, share: float) -> str:
        """Return *share* of one in hundredths; what is not all is not a hundred, and what is anything is not nought.

        >>> [Wording("kk").percent(share) for share in (0, 0.001, 0.5, 0.999, 1)]
        ['0', '1', '50', '99', '100']
        """
        return str(round(100 * share) if share in {0, 1} else min(99, max(1, round(100 * share))))

    def _date(self, local: date) -> str:
        month = MONTHS[self.language][local.month - 1]
        if self.language == "kk":
            return f"{local.year} жылғы {local.day} {month}"
        return f"{local.day} {month} {local.year} г." if self.language == "ru" else f"{local.day} {month} {local.year}"


def _plural(language: str, n: int) -> int:
    """Return the place of the form that goes with *n* (Unicode CLDR, plural rules for cardinals)."""
    if language != "ru":
        return 0 if n == 1 else 1
    if n % 10 == 1 and n % 100 != 11:  # noqa: PLR2004 - the numbers are the rule
        return 0
    return 1 if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else 2


def zone_is_known(name: str | None) -> bool:
    """Tell whether moments can be shown in the time zone *name*.

    >>> zone_is_known("Asia/Oral"), zone_is_known("Asia/Nowhere"), zone_is_known(None)
    (True, False, False)
    """
    return bool(name) and zone_of(name).key == name


def language_asked_for(argument: str | None, cookie: str | None, accepted: str) -> str:
    """Return the language of the interface: that of the address, of the cookie, of Accept-Language, or Kazakh.

    >>> language_asked_for(None, None, "de, ru;q=0.8, en;q=0.9")
    'en'
    >>> language_asked_for("ru", "kk", "en"), language_asked_for("xx", None, "*")
    ('ru', 'kk')
    """
    for asked in (argument, cookie, *_accepted(accepted)):
        if asked in LANGUAGES:
            return str(asked)
    return next(iter(LANGUAGES))


def _accepted(header: str) -> list[str]:
    """Return the primary tags of an Accept-Language header, the most wanted first (RFC 9110, 12.5.4)."""
    ranges = [part.partition(";") for part in header.split(",")]
    weighed = [(_weight(parameters), tag.strip().lower().partition("-")[0]) for tag, _, parameters in ranges]
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
