"""Names of months and weekdays as papers print them: Kazakh in three scripts, Russian, English."""

import re
import unicodedata

MARKED_LATIN = "áàâäăãåāéèêëēíìîïñńŋóòôöõōúùûüũūýÿşšśğǵçčžżćłțţņǧı"
ALIKE = {
    **{letter: unicodedata.normalize("NFD", letter)[0] for letter in MARKED_LATIN},
    **{letter.upper(): unicodedata.normalize("NFD", letter)[0] for letter in MARKED_LATIN if letter != "ı"},
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
    **dict.fromkeys("ەھ", "ه"),
    "ŋ": "n",
    "Ŋ": "n",
    "ł": "l",
    "Ł": "l",
    "ı": "i",
    "İ": "i",
    "ك": "ک",
    "ي": "ی",
    "ى": "ی",
    "،": ",",
}
FOLDED = str.maketrans(ALIKE)


def folded(text: str) -> str:
    """Return *text* in small letters, Latin ones without marks, Arabic digits as ASCII, character for character.

    >>> folded("11 Qyrkúıek 2023"), folded("٢٢ مامىر")
    ('11 qyrkuiek 2023', '22 مامیر')
    """
    plain = text.translate(FOLDED)
    small = plain.lower()
    return small if len(small) == len(plain) else "".join(letter.lower()[0] for letter in plain)


KAZAKH_ENDING = (
    r"(?:(?:ын|ін)?(?:дағы|дегі|тағы|тегі|ндағы|ндегі|нда|нде|да|де|та|те|нан|нен|дан|ден|тан|тен|ның|нің|дың|дің|"
    r"тың|тің|ға|ге|қа|ке|на|не)|сында|сінде|ында|інде|сынан|ынан|інен|сы|сі|ы|і)?"
)
LATIN_ENDING = r"(?:(?:da|de|ta|te|dan|den|tan|ten|nan|nen|nyn|nin|dyn|din|tyn|tin|ga|ge|qa|ke|ynda|inde|y|i))?"

WHOLE: dict[int, tuple[str, ...]] = {
    1: ("қаңтар", "кантар"),
    2: ("ақпан", "акпан"),
    3: ("наурыз",),
    4: ("сәуір", "сауир"),
    5: ("мамыр",),
    6: ("маусым",),
    7: ("шілде", "шилде"),
    8: ("тамыз",),
    9: ("қыркүйек", "кыркуйек"),
    10: ("қазан", "казан"),
    11: ("қараша", "караша"),
    12: ("желтоқсан", "желтоксан"),
}
"""Kazakh months, also as a Russian keyboard types them; they take case endings."""
LATIN_WHOLE: dict[int, tuple[str, ...]] = {
    1: ("qantar", "kantar", "qan'tar", "qaңtar"),
    2: ("aqpan", "akpan"),
    3: ("nauryz", "nayryz", "nay'ryz", "naurыz"),
    4: ("sa'yir", "sauir", "sayir", "sawir"),
    5: ("mamyr",),
    6: ("may'sym", "mausym", "maysym", "mawsym"),
    7: ("shilde", "silde"),
    8: ("tamyz",),
    9: ("qyrku'iek", "qyrkuiek", "qyrkuyek", "qyrkuyiek", "kyrkuyek", "kyrkuiek", "qirkuyek"),
    10: ("qazan", "kazan"),
    11: ("qarasha", "qarasa", "karasha"),
    12: ("jeltoqsan", "zheltoqsan", "zheltoksan", "jeltoksan"),
}
"""The same in the Latin orthographies of 2018, 2019 and 2021 and in home-made ones, folded."""
ARABIC: dict[int, tuple[str, ...]] = {
    1: ("قاڭتار",),
    2: ("اقپان",),
    3: ("ناۋریز",),
    4: ("ءساۋیر", "ساۋیر"),
    5: ("مامیر",),
    6: ("ماۋسیم",),
    7: ("شیلدە", "شیلده", "ءشیلده"),
    8: ("تامیز",),
    9: ("قیرکۇیەک", "قیرکۇیهک"),
    10: ("قازان",),
    11: ("قاراشا",),
    12: ("جەلتوقسان", "جهلتوقسان"),
}
"""The same in Arabic script, folded."""
FIXED: dict[int, tuple[str, ...]] = {
    1: ("қаң", "қаңт", "январь", "января", "январе", "янв", "january", "jan"),
    2: ("ақп", "февраль", "февраля", "феврале", "фев", "февр", "february", "feb"),
    3: ("нау", "наур", "март", "марта", "марте", "мар", "march", "mar"),
    4: ("сәу", "апрель", "апреля", "апреле", "апр", "april", "apr"),
    5: ("мам", "май", "мая", "мае", "may"),
    6: ("мау", "маус", "июнь", "июня", "июне", "июн", "june", "jun"),
    7: ("шіл", "шілд", "июль", "июля", "июле", "июл", "july", "jul"),
    8: ("там", "август", "августа", "августе", "авг", "august", "aug"),
    9: ("қыр", "қырк", "сентябрь", "сентября", "сентябре", "сен", "сент", "september", "sept", "sep"),
    10: ("қаз", "октябрь", "октября", "октябре", "окт", "october", "oct"),
    11: ("қар", "ноябрь", "ноября", "ноябре", "ноя", "нояб", "november", "nov"),
    12: ("жел", "желт", "декабрь", "декабря", "декабре", "дек", "december", "dec"),
}
"""Short Kazakh months; Russian and English ones: none takes an ending."""

MONTHS: dict[str, int] = {
    name: number
    for names_of in (WHOLE, LATIN_WHOLE, ARABIC, FIXED)
    for number, names in names_of.items()
    for name in names
}
"""Every name of a month, folded, and its number."""


def _any(*tables: dict[int, tuple[str, ...]]) -> str:
    names = (name for table in tables for names in table.values() for name in names)
    return "|".join(sorted(names, key=len, reverse=True))


MONTH = (
    rf"(?P<month>{_any(WHOLE)})(?:{KAZAKH_ENDING})(?!\w)|(?P<latin>{_any(LATIN_WHOLE)})(?:{LATIN_ENDING})(?!\w)|"
    rf"(?P<fixed>{_any(FIXED, ARABIC)})(?!\w)\.?"
)
"""A month in a folded line; one of the groups `month`, `latin`, `fixed` holds its name."""

WEEKDAY = (
    r"(?:дсн|ссн|срс|бсн|жсн|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі|понедельник|вторник|среда|среду|четверг|пятница|пятницу|"
    r"суббота|субботу|воскресенье|дүй|сей|сәр|бей|жұм|сен|жек|пнд|втр|срд|чтв|птн|сбт|вск|пн|вт|ср|чт|пт|сб|вс|дс|сс|бс|жм|"
    r"сн|жс|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|thu|fri|sat|sun|"
    r"duisenbi|dysenbi|seisenbi|sarsenbi|beisenbi|juma|zhuma|senbi|jeksenbi|zheksenbi|دۇیسەنبی|دۇیسهنبی|سەیسەنبی|سهیسهنبی|"
    r"سارسەنبی|سارسهنبی|بەیسەنبی|بهیسهنبی|جۇما|سەنبی|سهنبی|جەکسەنبی|جهکسهنبی)(?!\w)\.?"
)
"""A weekday in a folded line, full or short."""

WEEKDAYS = (
    ("дүй", "дсн", "дс", "пон", "пн", "mon"),
    ("сей", "сс", "вто", "втр", "вт", "tue"),
    ("сәр", "срс", "ср", "сре", "wed"),
    ("бей", "бсн", "бс", "чет", "чтв", "чт", "thu"),
    ("жұм", "жм", "пят", "птн", "пт", "fri"),
    ("сен", "сн", "суб", "сбт", "сб", "sat"),
    ("жек", "жсн", "жс", "вос", "вск", "вс", "sun"),
)
"""How the names of weekdays begin, Monday first."""


def read_weekday(line: str) -> int | None:
    """Return the weekday that *line* begins with, Monday as 0; None where it begins with none.

    >>> read_weekday("пт, 28/07/2017"), read_weekday("28/07/2017") is None
    (4, True)
    """
    word = re.match(r"[^\W\d_]+", folded(line))
    if not word:
        return None
    return next((day for day, names in enumerate(WEEKDAYS) if word[0].startswith(names)), None)
