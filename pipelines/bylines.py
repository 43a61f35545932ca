"""Who signs an article: a person, an organisation, an agency, or the paper's own staff."""

import re

from archive.records import Byline, Printed
from pipelines.names import CAPITALISED, NAME_WORD, NO_NAME, TWO_WORDS, is_likely_name, is_name, is_sure_name
from pipelines.posts import POST, POST_AT_END
from pipelines.text import clean

STAFF = re.compile(
    r"(?:(?:өз|біздің|меншікті|арнаулы|штаттан тыс)\s+тілші(?:міз|лер(?:іміз)?|сі)?(?:ден|нен)?|тілшіміз|"
    r"(?:наш(?:и)?|собственный|специальный|внештатный)\s+корр(?:\.|еспондент(?:ы)?)?|(?:наш\s+)?(?:соб|спец)(?:\.|ств\.)?\s*корр?(?:\.|еспондент)?|"
    r"öz tılşımız|[oóö]z tilshimiz|[ءٴ]وز تىلشىمىز|"
    r"корр(?:\.|еспондент)?\s+(?:газеты|«[^»]+»)|редакция(?:\s+(?:ақпараты|алқасы|сайта|газеты|"
    r"«?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\S+))?|соб\.?\s*инф\.?|собинф\.?|өз ақпаратымыз|(?:от|из)\s+редакции|редакциядан|"
    r"(?:ақпарат|жаңалықтар)\s+(?:бөлімі|қызметі)|отдел новостей|служба новостей|our correspondent|staff(?: writer|"
    r" reporter)?|"
    r"(?:сайт|газет|редакция)\s+тілшісі|"
    r"«[^»]{2,40}»(?:\s+(?:газеті(?:нің)?|сайты(?:ның)?))?\s+(?:редакциясы|ақпараты?|тілшісі|ұжымы))\.?",
    re.IGNORECASE,
)
QUOTED = r"[«\"“][^«»\"“”]{2,40}[»\"”]"
AGENCY_NAME = rf"(?:{QUOTED}|(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.-]{{1,30}}(?:\s[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.-]{{1,30}}){{0,2}}))"
AGENCY = re.compile(
    rf"(?:(?:международное\s+)?(?:информационное|новостное)\s+агентство|информ-?агентство|"
    rf"ақпарат(?:тық)?\s+агенттігі|(?-i:ИА|МИА|РИА|ХАА|ХАҚ))\s+{AGENCY_NAME}|"
    rf"{AGENCY_NAME}\s+(?:(?:өңір|аймақ)\s+)?(?:(?:халықаралық\s+)?(?:ақпарат(?:тық)?|жаңалықтар)\s+агенттігі|(?-i:ХАА|АА)|news\s+agency)|"
    rf"агентство\s+{QUOTED}|{QUOTED}\s+агенттігі|"
    r"(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])\w{1,30}-(?:ақпарат|информ)\s+агенттігі|"
    r"(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])[^\W\d_]{2,20}(?:информ|inform|пресс|press|ақпарат|aqparat)|"
    r"[«\"“]?(?:казинформ|қазақпарат|kazinform|qazinform|интерфакс(?:-казахстан)?|тасс|риа новости|"
    r"kaztag|қазтаг|казтаг|каз\s?таг|bnews(?:\.kz)?|reuters|afp|стан\s?тв|"
    r"sputnik(?: қазақстан| казахстан)?)[»\"”]?(?:\s+агенттігі)?",
    re.IGNORECASE,
)
"""A news agency: called so, or one that every paper takes news from. «Агентство по делам …» is an office."""
PRESS_OFFICE = re.compile(r"пресс-(?:служба|центр)\s.{4,}|.{4,}\sбаспасөз\s+қызметі", re.IGNORECASE)
"""Who signs beside a date without any label."""
ORGANISATION = re.compile(
    r"\b(?:баспасөз[\s-]+(?:қызмет|орталы|хатшы)\w*|пресс-(?:служб|центр)\w*|басқармас\w*|департамент\w*|әкімд[іi][гк]\w*|әкімшіліг\w*|"
    r"аппарат\w*|министрліг\w*|орталығ\w*|комитет\w*|бірлестіг\w*|қор(?:ы)?|мекемес\w*|кәсіпорн\w*|ассоциация\w*|одағ\w*|кеңес\w*|"
    r"палатас\w*|федераци\w*|университет\w*|колледж\w*|мектеб\w*|институт\w*|филиал\w*|бөлім\w*|бөлімше\w*|инспекция\w*|"
    r"прокуратура\w*|полиция\w*|сот(?:ы)?|кітапхана\w*|"
    r"(?<!мал )(?<!ауыл )(?<!егін )(?<!құс )шаруашылығ\w*|"
    r"лесхоз\w*|мұражай\w*|музей\w*|театр\w*|аурухана\w*|емхана\w*|қызметі|агенттіг\w*|партия\w*|"
    r"управлени[еия]|акимат\w*|министерств\w*|центр|объединени\w*|фонд|предприяти\w*|ассоциаци\w*|союз|совет|палат[аы]|школ[аы]|отдел|"
    r"инспекци[яи]|прокуратур[аы]|служб[аы]|библиотек[аи]|больниц[аы]|поликлиник[аи]|общественн\w*\s+организаци\w*|агентств[оа]|"
    r"(?-i:ЖШС|ЖК|АҚ|ТОО|АО|КГП|МКҚК|КММ|ШЖҚ|РММ|ДЧС|ТЖД|ДП|ПД|ҚМУ|РГУ|ГУ))\b",
    re.IGNORECASE,
)
"""Words that name an organisation, Kazakh and Russian, with their endings."""
PARTY = re.compile(
    r"^(?:[«\"“]|[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])(?!.*\b(?:\w+(?:ды|ді|ты|ті|ады|еді|йды|йді|ған|ген|қан|кен|атын|етін)|\w+(?:ил|ила|или|ал|ала|али|ет|ют|ит)(?:ся|сь)?)$)"
)
"""How an organisation's line begins, and that its last word is no verb."""
AUTHOR_LABEL = re.compile(
    r"^(?:автор(?:ы|лар|лары)?|текст(?:\s+и\s+(?:фото|видео))?|мәтін(?:\s+(?:[мпб]ен|және)\s+(?:сурет|фото)\w*)?|(?:фото|видео)\s+и\s+текст|сурет\w*\s+(?:[мпб]ен|және)\s+мәтін\w*|"
    r"мәтін(?:і)?|жариялаған|опубликовал[аи]?|добавил[аи]?|разместил[аи]?|"
    r"қосқан|енгізген|орналастырған|әзірлеген(?:дер)?|дайындаған(?:дар)?|жазған|жазып алған|әңгімелескен|"
    r"аударған|тәржімалаған|переве(?:л|ла|ли)|рейдке қатысқан|\w{3,20} атынан|avtor(?:y|lary)?|"
    r"сұхбаттасқан|жіберген|отправил[аи]?|submitted by|"
    r"подготовил[аи]?|записал[аи]?|беседовал[аи]?|написал[аи]?|материал подготовил[аи]?|рассказал[аи]?|"
    r"by|author|text|written by|"
    r"автор статьи|автор материала|автор текста|"
    r"(?:мақала|мәтін|материал)\s+автор(?:ы|лары)|авторлары|тілші|журналист|корреспондент)\s*[:–—-]\s*|"
    r"^(?:подготовил[аи]?|записал[аи]?|беседовал[аи]?|опубликовал[аи]?|жариялаған|дайындаған|"
    r"әзірлеген|әңгімелескен|сұхбаттасқан|жазып алған|"
    r"жазған|by|(?:written|posted) by|құрметпен,|с уважением,)\s+|"
    r"^(?:материал(?:ды)?|ақпарат(?:ты)?|хабар(?:ды)?|мақала(?:ны)?|сұхбат(?:ты)?|мәтін(?:ді)?|бет(?:ті)?|айдар(?:ды)?)\s+"
    r"(?:подготовил[аи]?|дайындаған(?:дар)?|әзірлеген|жазған|алған|жүргізген)\s*:?\s+|^от\s+(?=пресс-служб)|"
    r"^(?:اۆتور(?:ى|ی)?|دايىنداعان|ازىرلەگەن)\s*:\s*",
    re.IGNORECASE,
)
OPENED = re.compile(rf"^(?:автор(?:ы)?|от)\s+(?=(?-i:{NAME_WORD}\s+{NAME_WORD})$)", re.IGNORECASE)
"""A label without a colon before a name and nothing else, as themes print it: «Автор Ольга Ким», «От Ольга Ким»."""
LABEL_ONLY = re.compile(
    r"(?:автор(?:ы|лар)?|текст|мәтін|әзірлеген|дайындаған|жариялаған|опубликовал[аи]?|подготовил[аи]?|добавил[аи]?|"
    r"разместил[аи]?|қосқан|енгізген|орналастырған|жіберген|отправил[аи]?|submitted by|author|by|тілші|журналист)\s*:?",
    re.IGNORECASE,
)
PHOTO = re.compile(
    r"[\s,.;|/(]+(?:(?:фото|сурет(?:ті|тер(?:ді)?|терін)?|photo|видео)(?:\s+и\s+видео)?\s*:?\s+\S.*|сурет(?:ті|"
    r"терді)?\s+түсірген\s+\S.*|автордың сурет\w*)$",
    re.IGNORECASE,
)
"""«Фото автора» behind a name: it credits a picture, the name still signs the text."""
CREDIT = re.compile(
    r"^(?:фото|сурет\w*|photo|коллаж|видео|инфографика|кадр|скриншот|иллюстрация)\b|©|^источник\b|^дереккөз\b",
    re.IGNORECASE,
)
AND = re.compile(r"\s*(?:[,;/&]|\s[–—-]\s|\s(?:және|мен|пен|бен|и|and)\s)\s*")
BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<role>[^()]+)\)$")
LEADING = re.compile(r"^[\s*✍✎📝🖊\ufe0f•–—―-]+")
"""Signs before a name: a pen, asterisks, a dash."""
KAZAKH_OFFICE = re.compile(
    r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«][^,.!?–—:]{3,90}\s(?:бөлімі|қызметі|басқармасы|орталығы|департаменті|әкімдігі|аппараты|инспекциясы)\."
)
"""An office with a full stop: a Kazakh sentence would end with a verb."""
SENT = re.compile(r"\s+(?:ұсынған|ұсынды|дайындаған|әзірлеген)\.?$")
"""What an office did with the text that it signs."""
NO_AUTHOR = re.compile(r"^(?:корректор|вёрстка|верстка|верстальщик|беттеген|дизайнер)\w*\b", re.IGNORECASE)
"""Who works on the page, and did not write the article."""
TEXT_ROLE = re.compile(r"мәтін\w*|текст\w*|автор\w*", re.IGNORECASE)
DASHED = re.compile(r"\s[–—-]\s")
NO_ROLE = re.compile(r"(?:оның|олардың|өзінің|его|её|их)\b", re.IGNORECASE)
"""How what goes on about a person begins: «Айсұлу Бектас пен оның шәкірттері» signs nothing."""
REPORTER = re.compile(r"(?:тілші|журналис|корреспондент)\w*$", re.IGNORECASE)
LONGEST_BYLINE = 160
MOST_WORDS = 18
SENTENCE_END = (".", "!", "?", "…", ":", ";", ",")
NOBODY = frozenset(
    {
        "admin",
        "administrator",
        "editor",
        "админ",
        "администратор",
        "редактор",
        "user",
        "moderator",
        "модератор",
        "super user",
        "root",
        "webmaster",
        "manager",
        "guest",
        "гость",
        "author",
        "автор",
        "news",
        "newsroom",
        "content",
        "аноним",
        "anonymous",
    }
)
"""Logins of publishing systems: nobody's name."""
LOGIN = re.compile(r"[a-z0-9_.@-]*[a-z0-9_.@]\d*|(?:admin|editor|author|user|redak?tor)[\w.-]*", re.IGNORECASE)
DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?", re.IGNORECASE)
FULL_STOP = re.compile(r"\w{5}\.$")
"""A full stop that ends no abbreviation."""
ARABIC_NAME = re.compile(r"[\u0620-\u06d5\u0674]{2,20}(?:\s[\u0620-\u06d5\u0674]{2,20}){1,2}")
DATELINE_CITY = re.compile(rf"{CAPITALISED}(?:\s+(?:қаласы|ауданы|ауылы|облысы|қ\.|обл\.|область|район))?")


def read_bylines(text: str, *, trusted: bool = False, own: frozenset[str] = frozenset()) -> list[Byline]:
    """Return who signs with the line *text*: nobody where it is no byline for certain.

    *trusted* says that something else tells it is one: a label, the layout, the metadata. *own* are the paper's own
    names and hosts in small letters: they sign as staff.

    >>> [(byline.name, byline.role) for byline in read_bylines("Айгүл СЕРІКОВА, Орал")]
    [('Айгүл СЕРІКОВА', 'Орал')]
    >>> [byline.name for byline in read_bylines("Автор: Ольга Ким, Ерлан Сәтбай")]
    ['Ольга Ким', 'Ерлан Сәтбай']
    """
    whole = LEADING.sub("", clean(text)) if len(text) <= 2 * LONGEST_BYLINE else ""
    if not whole or len(whole) > LONGEST_BYLINE or len(whole.split()) > MOST_WORDS:
        return []
    line = AUTHOR_LABEL.sub("", whole) if AUTHOR_LABEL.match(whole) else OPENED.sub("", whole)
    labelled = line != whole
    if (CREDIT.search(whole) and not labelled) or NO_AUTHOR.match(whole):
        return []
    line = PHOTO.sub("", line).strip(" ,;|–—-") if not line.endswith(".") or labelled else PHOTO.sub("", line).strip()
    if not line or line.lower() in NOBODY:
        return []
    line = line[1:-1] if f"{line[0]}{line[-1]}" in {"()", "[]"} else line
    nameless = _read_nameless(line, own)
    if nameless:
        return [nameless]
    if labelled and ARABIC_NAME.fullmatch(line):
        return [Byline(name=line, kind="person")]
    people = _read_people(
        line.partition(": ")[0] if is_sure_name(line.partition(",")[0]) else line, certain=not (labelled or trusted)
    )
    if people:
        return people
    return _read_organisation(line, trusted=labelled or trusted)


def read_byline(text: str) -> Byline | None:
    """Return the first who signs with the line *text*, or None where it is no byline for certain.

    >>> read_byline("БҚО жастармен жұмыс жөніндегі ресурстық орталығы").kind
    'organisation'
    >>> read_byline("Айгүл СЕРІКОВА").kind, read_byline("Өз тілшіміз").kind
    ('person', 'staff')
    >>> read_byline("Жиында облыс әкімдігінің өкілдері сөз сөйледі.") is None
    True
    """
    return next(iter(read_bylines(text)), None)


def _read_nameless(line: str, own: frozenset[str]) -> Byline | None:
    """Return the staff or the agency that signs, with the city behind it; None where neither does."""
    if line.lower().removeprefix("www.").rstrip("/.") in own:
        return Byline(name=line, kind="staff")
    name, comma, city = line.partition(", ")
    role = city if comma and DATELINE_CITY.fullmatch(city) else None
    if comma and role is None:
        return None
    name = name[:-1] if FULL_STOP.search(name) else name
    if STAFF.fullmatch(name):
        return Byline(name=name, kind="staff", role=role)
    return Byline(name=name, kind="agency", role=role) if AGENCY.fullmatch(name) else None


def _read_organisation(line: str, *, trusted: bool) -> list[Byline]:
    line = SENT.sub("", line)
    line = line[:-1] if KAZAKH_OFFICE.fullmatch(line) else line
    if line.endswith(SENTENCE_END) or ": " in line or (DOMAIN.fullmatch(line) and not trusted):
        return []
    is_named = PARTY.match(line) or (trusted and ORGANISATION.match(line))
    if ORGANISATION.search(line) and (ORGANISATION.fullmatch(line.rsplit(maxsplit=1)[-1]) or is_named):
        return [Byline(name=line, kind="organisation")]
    return []


def _read_people(line: str, *, certain: bool) -> list[Byline]:
    """Return the people that *line* names, each with the post or city behind the name.

    None where any part fits neither.
    """
    if certain and line.endswith((":", "!", "?", "…")):
        return []
    line = _without_facts(line).rstrip(":")
    if line.endswith(".") and not re.search(r"\b\w\.$", line):
        line = line[:-1]
    pieces = [piece for piece in AND.split(line) if piece]
    whole = _after_posts(line, pieces) or _with_rest(line, pieces)
    if whole:
        return [whole]
    fits = is_sure_name if certain and not _sure_together(pieces) else is_name
    found: list[Byline] = []
    for piece in pieces:
        posted = _post_before(piece, certain=certain) if POST.match(piece.partition(" ")[0]) else None
        if posted:
            found.append(posted)
            continue
        bracketed = BRACKETS.match(piece)
        name, role = (bracketed["name"], bracketed["role"]) if bracketed else (piece, None)
        role = None if role and TEXT_ROLE.fullmatch(role) else role
        if role and PHOTO_ROLE.match(role) and (fits(name) or is_likely_name(name)):
            continue
        if (fits(name) and not (found and NO_NAME.search(name))) or (found and is_likely_name(name)):
            found.append(Byline(name=name, kind="person", role=role))
            continue
        post = _post_before(piece, certain=certain)
        if post:
            found.append(post)
        elif found and len(piece) <= LONGEST_ROLE and not NO_ROLE.match(piece):
            last = found.pop()
            found.append(Byline(name=last.name, kind="person", role=f"{last.role}, {piece}" if last.role else piece))
        else:
            return []
    return found


def _without_facts(line: str) -> str:
    """Return *line* with commas for bars, and without the dates and counters between them."""
    return ", ".join(part.strip() for part in line.split("|") if "|" not in line or not any(map(str.isdigit, part)))


def _after_posts(line: str, pieces: list[str]) -> Byline | None:
    """Return the person whose posts stand before the name, parted by commas: «… өкілі, полиция майоры Асхат …»."""
    if len(pieces) == 1 or any(map(is_likely_name, pieces[:-1])):
        return None
    words = line.split()
    for size in (3, 2):
        name, before = " ".join(words[-size:]), " ".join(words[:-size])
        if is_sure_name(name) and before[-1:].islower():
            return Byline(name=name, kind="person", role=before) if POST_AT_END.search(before) else None
    return None


def _with_rest(line: str, pieces: list[str]) -> Byline | None:
    """Return the person whose place or paper behind the comma holds dashes itself: «…, Орал – Ақсай – Орал»."""
    name, _, rest = line.partition(", ")
    if not DASHED.search(rest) or len(rest) > LONGEST_ROLE or name != pieces[0] or not is_likely_name(name):
        return None
    signing = any(is_likely_name(piece) or POST.match(piece.partition(" ")[0]) for piece in pieces[1:])
    return None if signing else Byline(name=name, kind="person", role=rest)


def _sure_together(pieces: list[str]) -> bool:
    """Tell whether the pieces of a line are names of people by each other: a post behind a name, or likely names."""
    names = [piece for piece in pieces if TWO_WORDS.fullmatch(piece) and not NO_NAME.search(piece)]
    if len(names) == len(pieces):
        return len(names) > 1 and any(is_likely_name(name) for name in names)
    if not names or names[0] != pieces[0]:
        return False
    return POST_AT_END.search(pieces[-1]) is not None or POST.match(pieces[1].partition(" ")[0]) is not None


LONGEST_ROLE = 90
PHOTO_ROLE = re.compile(r"фото|сурет|photo|видео|коллаж", re.IGNORECASE)
"""What is signed for pictures alone."""


def _post_before(piece: str, *, certain: bool) -> Byline | None:
    """Return the person whose post stands before the name: «журналист Айгүл СЕРІКОВА»."""
    words = piece.split()
    for at in range(1, len(words) - 1):
        name = " ".join(words[at:])
        if (
            (is_sure_name(name) if certain and not REPORTER.search(" ".join(words[:at])) else is_likely_name(name))
            and (words[at - 1][0].islower() or (at == 1 and POST.match(words[0])))
            and ":" not in piece
        ):
            return Byline(name=name, kind="person", role=" ".join(words[:at]))
    return None


def is_office(text: str) -> bool:
    """Tell whether *text* names an office or an institution by its last word, so that it signs beside a date.

    >>> is_office("Ауданаралық орталық аурухана"), is_office("Мәдениет"), is_office("Аурухана ашылды")
    (True, False, False)
    """
    if PRESS_OFFICE.fullmatch(text):
        return True
    words = text.split()
    named = len(words) >= FEWEST_OF_AN_OFFICE and ORGANISATION.fullmatch(words[-1]) is not None
    return named and words[0][0].isupper() and not any(map(str.isdigit, text))


FEWEST_OF_AN_OFFICE = 3
"""Words of an institution's name; a rubric may be called «Мәдениет бөлімі»."""


def own_names(printed: Printed) -> frozenset[str]:
    """Return the names of the paper in small letters: its title, its hosts, what the metadata call it."""
    home = printed.publisher.home.partition("//")[2].partition("/")[0].removeprefix("www.")
    stated, title = printed.metadata.title or "", printed.title or ""
    behind = stated.removeprefix(title).strip(" -–—|»:•") if title and stated.startswith(title) else ""
    names = {printed.publisher.title, printed.metadata.site_name or "", behind, home, *printed.publisher.hosts}
    return frozenset(clean(name).lower() for name in names | _called_by_host(home) if name)


def _called_by_host(host: str) -> set[str]:
    """Return what a host calls its paper: `bayan-tv.kz` is «bayan tv» and «bayantv»."""
    name, _, rest = host.partition(".")
    return set() if "." in rest else {name, name.replace("-", " "), name.replace("-", "")}


def is_nobody(name: str) -> bool:
    """Tell whether *name* is a login of a publishing system or an address, nobody's name.

    >>> is_nobody("admin"), is_nobody("aigul_s"), is_nobody("Айгүл Серікова")
    (True, True, False)
    """
    if len(name) > LONGEST_BYLINE:
        return False
    line = clean(name)
    return (
        not line
        or line.lower() in NOBODY
        or line.startswith(("http://", "https://"))
        or LOGIN.fullmatch(line) is not None
    )
