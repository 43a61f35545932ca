"""Names of people as papers print them, Kazakh and Russian: with the surname in capitals, with initials, in full."""

import re

from pipelines.given_names import GIVEN_NAMES
from pipelines.posts import POST

UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІÁÄÓÖÚÜŞĞŃÝǴŠ"
LOWER = "a-zа-яёәғқңөұүһіáäóöúüūşğñńýıǵšŋ"
APOSTROPHE = "’'ʼ`"
PART = rf"[{UPPER}][{LOWER}{APOSTROPHE}]+"
CAPITALISED = rf"{PART}(?:-{PART}|-[{LOWER}]+)?"
"""A word that begins with a capital: Айгүл, Нұр-Сұлтан, Абай-ұлы."""
CAPITALS = rf"[{UPPER}][{UPPER}{APOSTROPHE}]+(?:-[{UPPER}]{{2,}})?"
INITIAL = rf"[{UPPER}]\."
KIN = r"(?:ұлы|қызы|улы|кызы|оглы|углы|ұлЫ|ҰЛЫ|ҚЫЗЫ|uly|qyzy)"
"""Words behind a father's name."""
SURNAME_END = (
    r"(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ий|енко|ко|ук|юк|ян|дзе|швили|ұлы|қызы|улы|кызы|баев|бай|бек|хан|жан|"
    r"тегі|ova?|eva?|ina?|uly|qyzy|kyzy|bay|bai|bek|khan|zhan|jan|enko|sky|ski|skaya|kov|lin|ман|гер|берг|ер|штейн|ич|их|ых|ай|ей|қали|гали|ғали|олла|улла|хам|мет|рат|ан|ым|ім|ев|ов)"
)
SHORT_SURNAME = r"(?:Ким|Ли|Пак|Цой|Тен|Хан|Хван|Шин|Нам|Кан|Югай|Ган|Цай|Лим|Әлі|Али|Бек|Кох|Гук|Бут|Дик)"
NAME_WORD = rf"(?:{CAPITALISED}|{CAPITALS})"
FULL_NAME = rf"(?:{NAME_WORD}(?:\s+(?:{NAME_WORD}|{KIN})){{1,3}})"
WITH_INITIALS = rf"(?:(?:{INITIAL}\s?){{1,2}}\s?{NAME_WORD}|{NAME_WORD}\s+(?:{INITIAL}\s?){{1,2}}(?![{LOWER}]))"
NAME = rf"(?:{WITH_INITIALS}|{FULL_NAME})"
"""A person's name in any of its forms."""
SURE_NAME = re.compile(
    rf"{WITH_INITIALS}|{CAPITALISED}(?:\s+(?:{CAPITALISED}|{INITIAL}))?\s+{CAPITALS}(?:\s+{KIN})?|[{UPPER}]{{4,}}(?:-[{UPPER}]{{2,}})?\s+{CAPITALISED}(?:\s+{CAPITALISED})?|"
    rf"{PART}\s+{PART}\s+{PART}(?<=вич|вна)|{PART}\s+{PART}(?<=вич|вна)\s+{PART}|"
    rf"{NAME_WORD}(?:\s+{NAME_WORD})?\s+{KIN}(?:\s+{NAME_WORD})?|{CAPITALISED}\s+[{UPPER}][{LOWER}]+(?:ұлы|қызы|улы|кызы)(?:\s+{NAME_WORD})?"
)
"""A name that nothing else looks like: a surname in capitals, initials, a father's name."""
LIKELY_NAME = re.compile(
    rf"{CAPITALISED}(?:\s+{CAPITALISED}){{0,1}}\s+(?:(?:{PART}-)?[{UPPER}][{LOWER}{APOSTROPHE}-]*{SURNAME_END}|(?:{PART}-)?{SHORT_SURNAME})"
)
"""Two or three words that begin with a capital, the last like a surname."""
ANY_NAME = re.compile(rf"{FULL_NAME}|{WITH_INITIALS}")
TWO_WORDS = re.compile(rf"{CAPITALISED}\s+(?:{CAPITALISED}|{CAPITALS})")
NO_NAME = re.compile(
    r"\b(?:қазақстан|казахстан\w*|батыс|шығыс|солтүстік|оңтүстік|ақ орда|жаңа|новости|жаңалық\w*|область|обл|"
    r"облыс\w*|қаласы|район\w*|аудан\w*|"
    r"ауылы|ауданы|кенті|село|посёлок|поселок|кент|служба|пресс-служба|отдел|управление|департамент|акимат|филиал|редакция|газета|газеті|дчс|тжд|орал|атырау|ақтөбе|ақтау|алматы|астана|қостанай|шымкент|тараз|павлодар|семей|қызылорда|уральск|актобе|актау|"
    r"\w{2,}[лдт](?:ары|ері)|наурыз|республика\w*|telegram|instagram|facebook|фото|сурет\w*|видео)\b",
    re.IGNORECASE,
)
"""Words that begin with a capital and name no person."""


def is_sure_name(text: str) -> bool:
    """Tell whether *text* is a person's name for certain.

    >>> is_sure_name("Айгүл СЕРІКОВА"), is_sure_name("А. Серікова"), is_sure_name("Жаңа Мектеп")
    (True, True, False)
    """
    return SURE_NAME.fullmatch(text) is not None and NO_NAME.search(text.partition(" ")[2]) is None


def is_likely_name(text: str) -> bool:
    """Tell whether *text* looks like a person's name, by the end of its surname or by a common given name.

    >>> is_likely_name("Ольга Петрова"), is_likely_name("Меруерт Сағат"), is_likely_name("Батыс Қазақстан")
    (True, True, False)
    """
    if is_sure_name(text):
        return True
    words = text.split()
    if len(words) == 2 and POST.match(words[0]):  # noqa: PLR2004 - «Очевидец Сергей» is a post and a given name
        return False
    plain = text.title() if text.isupper() else text
    if LIKELY_NAME.fullmatch(plain) is None and not _is_given(plain):
        return False
    return NO_NAME.search(text) is None


def _is_given(text: str) -> bool:
    """Tell whether *text* is two words of which one is a common given name."""
    return TWO_WORDS.fullmatch(text) is not None and not GIVEN_NAMES.isdisjoint(text.lower().split())


def is_name(text: str) -> bool:
    """Tell whether *text* can be a person's name, where something else says that it is one.

    >>> is_name("Динара Әлі"), is_name("өз тілшіміз")
    (True, False)
    """
    return ANY_NAME.fullmatch(text) is not None
