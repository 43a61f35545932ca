"""Whom a text credits for its news: «деп хабарлайды X», «передаёт X со ссылкой на Y», «X-тің жазуынша»."""

import re
from collections.abc import Iterable

from archive.records import Article, Printed
from pipelines.bylines import AGENCY, STAFF
from pipelines.names import CAPITALISED, NO_NAME, is_likely_name

PRONOUN = r"(?:ол|олар|біз|мен|он|она|они|мы|я|бұл|это|этом|нам|сам|сама)\b"
LETTER = r"(?:[^.!?…;,:()\"\s]|\.(?=\w))"
NAME = (
    rf"(?P<name>(?!{PRONOUN})(?:«[^»]{{1,80}}»|\"[^\"]{{1,80}}\"|{LETTER})(?:{LETTER}|\s+(?=\S)|"
    rf"«[^»]{{1,80}}»|\"[^\"]{{1,80}}\"){{0,120}}?)"
)
END = (
    r"(?=\s*(?:[.!?…](?!\w)|[;,:()]|$|\bсо ссылкой\b|\s\S+-(?:ға|ге|қа|ке|на|не)\s+сілтеме|\sсілтеме\b|"
    r"\s«[^»]{1,80}»\s+\w+(?:не|на)\s+сілтеме|\s(?:сообща|переда|пишет|пишут|информиру)|\s[–—-]\s))"
)
SAYS = (
    r"(?:хабарлайды|хабарлады|хабарлап отыр|жазады|жазды|жазып отыр|мәлімдейді|мәлімдеді|мәлім етеді|"
    r"мәлім етті|жеткізеді|жеткізді|баяндайды)"
)
LIKE = (
    r"(?:жазуынша|хабарлауынша|хабарлағанындай|мәліметінше|мәліметтеріне сүйенсек|дерегінше|"
    r"деректері бойынша|мәлімдеуінше)"
)
AS = (
    r"(?:мәлім еткеніндей|мәлім еткендей|хабарлағандай|хабарлағанындай|жазғандай|жазғанындай|"
    r"мәлімдегендей|жеткізгендей)"
)
RUSSIAN_SAYS = (
    r"(?:сообща(?:ет|ют)|сообщил[ао]?|переда(?:ет|ёт|ют)|пиш(?:ет|ут)|информиру(?:ет|ют)|уведомля(?:ет|ют)|извеща(?:ет|ют)|"
    r"проинформировал[аи]?|передал[аи]?)"
)
OPENED = r"(?:^|[,–—]\s*|-\s+|[»”\"]\s*[,–—-]*\s*|\bкак\s+|\bоб этом\s+|\bоб этом нам\s+|\bкак нам\s+)"
BODY = (
    r"(?:пресс-служб|департамент|акимат|управлени|министерств|комитет|агентств|полици|прокуратур|синоптик|"
    r"мчс|дчс|дп\b|рго|редакци|портал|газет|телеканал|отдел|район|област|городск|служб|заповедник|музе|"
    r"больниц|центр|фонд|компани|завод|предприяти|ассоциаци|палат|инспекци|статистик|бюро|филиал)"
)
MEDIUM = r"(?:газеты|сайта|портала|агентства|издания|телеканала|радио)"
"""Whose correspondent: «пишет корреспондент газеты «Целина»»."""
OFFICE = (
    r"(?:қызметі|орталығы|басқармасы|департаменті|әкімдігі|әкімшілігі|министрлігі|комитеті|агенттігі|бөлімі|порталы|"
    r"сайты|газеті|телеарнасы)"
)
"""How an office or a medium that reports is called, at the end of its name."""
MEDIA = r"(?:газеті|агенттігі|порталы|сайты|телеарнасы|арнасы|басылымы)"
"""What a Kazakh name of a medium ends with, before its case ending."""
SITE = r"[\w-]+\.(?:kz|com|ru|org|net|asia|media)"
ACCORDING = (
    "жазуынша",
    "хабарлауынша",
    "хабарлағанындай",
    "мәліметінше",
    "сүйенсек",
    "дерегінше",
    "деректері бойынша",
    "мәлімдеуінше",
)
CREDITS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (hints, re.compile(pattern, re.IGNORECASE))
    for hints, pattern in (
        (("деп ",), rf"\bдеп\s+{SAYS}\s+{NAME}{END}"),
        (
            ("сілтеме",),
            r"(?:^|(?<=[\s(«]))(?P<name>(?:«[^»]{1,80}»|\w[\w.]*)(?:\s+\w[\w.-]*){0,4}?)-(?:ға|ге|қа|ке|на|не)\s+сілтеме\s+жаса\w*",
        ),
        (
            ("сілтеме",),
            (
                rf"(?P<name>«[^»]{{1,80}}»|(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])[\w.-]*(?:\s(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])[\w.-]*)?)"
                rf"\s+(?:ақпарат(?:тық)?\s+)?{MEDIA}(?:не|на)\s+сілтеме\s+жаса"
            ),
        ),
        (("сілтеме",), rf"\bсілтеме\s+жаса\w*,?\s+{SAYS}\s+{NAME}{END}"),
        (("туралы",), rf"\b(?:бұл|осы)\s+туралы\s+(?:бізге\s+)?{NAME}\s+{SAYS}(?!\w)"),
        (("сілтеме",), rf"\bсілтеме\s+жаса(?:п|ған|й отырып),?\s+{NAME}(?:\s+осылай)?(?:\s+деп)?\s+{SAYS}(?!\w)"),
        (
            ACCORDING,
            rf"(?:^|(?<=[.!?…]\s))(?P<name>(?:«[^»]{{1,80}}»|\w[\w.-]{{0,60}}?)(?:\s+[\w.«»-]+){{0,5}}?)-(?:тің|тың|дің|дың|нің|ның)\s+{LIKE}(?!\w)",
        ),
        (
            ACCORDING,
            rf"(?:^|(?<=[.!?…]\s))(?P<name>(?:«[^»]{{1,80}}»|\w[\w.]*)(?:\s+[\w«»-]+){{0,6}}?(?:ның|нің|дың|дің|тың|тің))\s+{LIKE}(?!\w)",
        ),
        (ACCORDING, rf"(?P<name>«[^»]{{1,80}}»(?:\s(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{{2,6}}))?)\s+{LIKE}(?!\w)"),
        (
            (
                "еткеніндей",
                "еткендей",
                "хабарлағандай",
                "хабарлағанындай",
                "жазғандай",
                "жазғанындай",
                "мәлімдегендей",
                "жеткізгендей",
            ),
            rf"(?:^|(?<=[.!?…]\s))(?P<name>(?:«[^»]{{1,80}}»|\w[\w.]*)(?:\s+[\w.«»-]+){{0,6}}?)\s+{AS}(?!\w)",
        ),
        (
            ("сообща", "сообщил", "переда", "пиш", "информир", "уведом", "извеща"),
            rf"{OPENED}{RUSSIAN_SAYS}\s+(?:(?:собственный\s+)?корреспондент\w*\s+(?=\S*[A-ZА-Я«]|{MEDIUM})(?:{MEDIUM}\s+(?=[«\"]))?)?{NAME}{END}",
        ),
        (
            ("писал", "сообщал"),
            (
                r"\b(?:ранее|об этом)\s+(?:уже\s+)?(?:писал[аио]?|сообщал[аио]?)\s+(?P<name>«[^»]{1,80}»|[\w-]+\.(?:kz|"
                r"com|ru|org|net|asia|media))"
            ),
        ),
        (
            (".kz", ".com", ".ru", ".org", ".net", ".asia", ".media"),
            r"(?P<name>[\w-]+\.(?:kz|com|ru|org|net|asia|media))\s+(?:порталы\s+|сайты\s+)?(?:хабарлады|жазды|хабарлаған|жазған|хабарлайды|жазады)(?!\w)",
        ),
        (
            ("хабарла", "жазды", "мәлім", "жеткіз"),
            rf"(?:^|(?<=[.!?…]\s))(?P<name>{LETTER}+(?:\s+{LETTER}+){{0,7}}?\s+{OFFICE})\s+{SAYS}(?=[.!]|$)",
        ),
        (("ссылкой",), rf"\bсо\s+ссылкой\s+на\s+{NAME}{END}"),
        (("ссылкой",), rf"(?:^|(?<=[.!?…]\s))(?P<name>{SITE})\s+со\s+ссылкой\s+на\b"),
        (
            ("на сайте", "сообщении", "пресс-релизе", "заявлении"),
            (
                r"\b(?:говорится|сообщается|указано|отмечается)\s+(?:на\s+(?:официальном\s+)?сайте|"
                rf"в\s+(?:сообщении|пресс-релизе|заявлении))\s+{NAME}{END}"
            ),
        ),
        (("алын",), rf"\b(?:сайттан|порталдан|газеттен)\s+алын(?:ды|ған)\s*:?\s*(?P<name>{SITE}|«[^»]{{1,80}}»)"),
        (("алын",), rf"(?P<name>{SITE}|«[^»]{{1,80}}»)\s+{MEDIA}(?:нен|нан)\s+алын(?:ды|ған)"),
        (
            ("негізінде",),
            rf"(?P<name>{SITE}|«[^»]{{1,80}}»)\s+(?:{MEDIA}(?:нің|ның)\s+)?материал(?:ы|дары)\s+негізінде",
        ),
        (("(",), rf"^\((?P<name>{SITE}|{AGENCY.pattern})\)\.?$"),
        (
            ("сообщили", "рассказали", "уточнили", "пояснили", "отметили", "заявили", "подтвердили"),
            (
                rf"{OPENED}(?:сообщили|рассказали|уточнили|пояснили|отметили|заявили|подтвердили)"
                rf"(?:\s+нам|\s+(?:агентству|изданию|порталу|газете|корреспонденту)\s+\S+)?\s+в[о]?\s+{NAME}{END}"
            ),
        ),
        (
            ("сообщили", "рассказали", "уточнили", "пояснили", "отметили", "добавили", "подтвердили"),
            rf"(?:^|(?<=[.!?…]\s))в[о]?\s+(?P<name>{LETTER}+(?:\s+{LETTER}+){{0,6}}?)\s+(?:сообщили|рассказали|уточнили|пояснили|отметили|добавили|подтвердили)(?!\w)",
        ),
        (
            ("по информации", "по данным", "по сообщению", "по сведениям", "по материалам"),
            rf"(?:^|(?<=[.!?…]\s)|,\s)по\s+(?:информации|данным|сообщению|сведениям|материалам)\s+(?P<name>(?:(?-i:[A-ZА-ЯЁ«])|{BODY}){LETTER}*(?:\s+{LETTER}+){{0,6}}?){END}",
        ),
        (("دەپ ",), rf"\bدەپ\s+(?:حابارلايدى|حابارلادى|جازادى|جازدى|مالىمدەدى|مالىمدەيدى)\s+{NAME}{END}"),
        (("dep ",), rf"\bdep\s+(?:habarla[iıy]dy|jazady|jazdy|habarlady|habarlaydy|xabarlaydy)\s+{NAME}{END}"),
        (
            ("источник", "көз", "source"),
            r"^(?:источник(?:и)?|дерек\s?көз(?:і|дері)?|ақпарат көзі|source)\s*(?::|[–—-])\s*(?P<name>\S.{0,120}?)\.?$",
        ),
    )
)
"""Ways to credit, each with what of it occurs in any sentence that does."""
HINTS = tuple(dict.fromkeys(hint for hints, _ in CREDITS for hint in hints))
HYPHENED = tuple(pattern for _, pattern in CREDITS if ")-(?:" in pattern.pattern)
"""Those whose name is told by a hyphen and a case ending alone."""
NO_SOURCE = re.compile(
    r"^(?:собственный(?: корреспондент)?|наш корреспондент|корреспондент|очевидцы?|местные жители|он|она|они|"
    r"тілшіміз|өз тілшіміз|тілші|дереккөз|источник\w*|сми|следстви\w*|"
    r"портал|сайт|газет|кітап|автор|подробности|"
    r"предварительн\w*.*|своем.*|своём.*|соцсет\w*|социальных сетях|этом.*|том.*|которо\w*.*|бұл.*|ол|оның|олардың|"
    r"соның|мұның|осының)$",
    re.IGNORECASE,
)
PUT_AWAY = re.compile(
    rf"^(?:корреспондент\w*\s+)|(?:\s+{MEDIA}(?:нің|ның))?(?:\s+меншікті)?\s+(?:тілшісі(?:нің)?|корреспонденті|корреспондент)"
    rf"(?:\s+(?-i:{CAPITALISED}(?:\s+{CAPITALISED})?))?$|-(?:дан|ден|тан|тен|нан|нен)$",
    re.IGNORECASE,
)
"""What is no part of a source's name: its reporter, a case ending behind a hyphen."""
LONGEST_NAME = 120
LONGEST_PARAGRAPH = 50_000
"""Characters of a paragraph that are looked at; no story is longer, a data dump may be."""


def read_sources(text: str) -> list[str]:
    """Return the names that a paragraph credits, as printed.

    >>> read_sources("Су деңгейі көтерілді, деп хабарлайды БҚО әкімдігінің баспасөз қызметі.")
    ['БҚО әкімдігінің баспасөз қызметі']
    >>> read_sources("Дорогу перекрыли, передаёт Zakon.kz со ссылкой на Казинформ.")
    ['Zakon.kz', 'Казинформ']
    """
    text = text[:LONGEST_PARAGRAPH]
    return _sources_in(text, _hints_in(text, HINTS))


def _hints_in(text: str, hints: Iterable[str]) -> frozenset[str]:
    """Return those of *hints* that occur in *text*."""
    small = text.lower()
    return frozenset(hint for hint in hints if hint in small)


def _sources_in(text: str, seen: frozenset[str]) -> list[str]:
    """Return the names that *text* credits in the ways whose hints it holds."""
    ways = (pattern for hints, pattern in CREDITS if not seen.isdisjoint(hints)) if seen else ()
    found = (match for pattern in ways for match in pattern.finditer(text))
    ordered = sorted(found, key=lambda match: match.end("name"))
    names: list[str] = []
    for match in ordered:
        name = PUT_AWAY.sub("", match["name"].strip(" ,–—-"))
        if match.re in HYPHENED:
            name = _proper(name)
        last = " ".join(name.split()[-2:])
        if is_likely_name(last) and not last.isupper() and not NO_NAME.search(last):
            continue
        if (
            name
            and len(name) <= LONGEST_NAME
            and not NO_SOURCE.match(name)
            and not STAFF.fullmatch(name)
            and name not in names
        ):
            names.append(name)
    return names


def _proper(name: str) -> str:
    """Return the last words of *name* that begin like a name: what stands before belongs to the sentence."""
    words = name.split()
    at = len(words) - 1
    while (
        at
        and not words[at - 1][0].islower()
        and "." not in words[at - 1]
        and words[at - 1].lower() not in {"бұл", "осы", "мұны"}
    ):
        at -= 1
    return " ".join(words[at:])


def fill_sources(article: Article, _printed: Printed) -> None:
    """Fill `sources` with the names the text credits, each once, in reading order."""
    paragraphs = [block.text[:LONGEST_PARAGRAPH] for block in article.blocks if block.text]
    seen = _hints_in("\n".join(paragraphs), HINTS)
    in_text = [name for text in paragraphs for name in _sources_in(text, _hints_in(text, seen))]
    article.sources = list(dict.fromkeys([*in_text, *article.sources]))
