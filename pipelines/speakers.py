"""Who speaks: «бөлім басшысы Айгүл Серікова» into a name and a post; a pronoun is nobody."""

import re
from dataclasses import dataclass

from pipelines.bylines import ORGANISATION
from pipelines.names import CAPITALISED, KIN, NAME, NAME_WORD, NO_NAME, UPPER, WITH_INITIALS
from pipelines.posts import POST, POST_AT_END

PRONOUN = re.compile(
    r"(?:ол|олар|біз|сіз|мен|өзі|он|она|они|мы|я|сам|сама|ol|olar|собеседни(?:к|ца)|спикер|эксперт|кейіпкер\w*|he|she|they)(?!\w)[\s,]*",
    re.IGNORECASE,
)
ADDRESSEE = re.compile(
    r"^(?:(?:журналист\w*|корреспондент\w*|репортер\w*|нам|нашему изданию|тілші\w*|журналистерге|бізге|"
    r"редакция\w*)(?:\s+(?:газеты\s+)?"
    r"(?:«[^»]{1,60}»|(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])[\w-]+(?:\.kz)?(?=\s(?-i:[а-яёәғқңөұүһі]))))?|"
    r"в\s+(?:редакцию|газету|письме|чате|соцсетях|ответ|разговоре|комментариях)(?:\s+(?:газеты|редакции))?|"
    r"в\s+эфире(?:\s+\w+){0,2}\s+«[^»]{1,60}»|"
    r"(?:на|в|во|по|при|во время|в ходе)\s+(?:брифинг\w*|интервью|беседе|комментарии|своем|своём|заседани\w*|"
    r"совещани\w*|встреч\w*|"
    r"эфире|ходе|выступлени\w*|открыти\w*)(?:\s+\w+){0,3}?|(?:өз\s+)?сөзінде|жиында|брифингте|баяндамасында|кездесуде)[\s,]+",
    re.IGNORECASE,
)
PLACE_OR_BODY = re.compile(r"^(?:в|во|на|из|от|по)\s+", re.IGNORECASE)
GERUND = re.compile(
    r"^(?:(?:отвеча|коммент|рассказыва|говор|обраща|подвод|заверша|добав|поясн|объясн|выступ|вспомина|подч[её]ркива|отмеча|дел|сравнива|показыва|име|ссыла)\w*"
    r"(?:я|ив|ав|ясь|вшись)|когда|где|который|которая|что|комментируя|а|но|и)\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"^(?:накануне|сегодня|вчера|позже|затем|тогда|ранее|бүгін|кеше|сонда|кейін|өз|осылай|былай|тағы|также|ещё|еще|там|здесь|нам|журналистам)$",
    re.IGNORECASE,
)
NAME_AT_END = re.compile(rf"(?:^|(?<=\s))(?P<name>{WITH_INITIALS}|{NAME_WORD}(?:\s+(?:{NAME_WORD}|{KIN})){{0,2}})$")
ASIDE = re.compile(
    r"\s*\((?:суретте|на фото|на снимке)\)|^(?i:бұл|осы)\s+туралы\s+|"
    r"\s+(?:өзінің\s+)?(?:Facebook|Instagram|Telegram|TikTok|WhatsApp|YouTube)\b.*$|"
    r"\s+(?:өзінің\s+)?әлеуметтік желі\w*.*$|"
    r"^(?:өзінің\s+)?(?:(?i:facebook|instagram|telegram|tiktok|whatsapp|youtube|әлеуметтік|жеке)[\w-]*\s+){0,2}"
    r"(?:парақшасында|желісінде|каналында|арнасында|аккаунтында|тобында|бетінде)\s+"
)
"""Where somebody spoke, and where the picture shows who."""
MESSAGE = re.compile(r"(?:^|\s)(?:хабарлама|құттықтау|мәлімдеме|үндеу|хат|жазба|түсініктеме)\w*(?:да|де|та|те)$")
"""What words stand in that nobody is said to say: «делінген ТЖД хабарламасында»."""
CALLED = re.compile(rf"^(?P<name>{NAME_WORD}(?:\s+{NAME_WORD})?)\s+(?:есімді|атты)\s+(?P<role>[а-яёәғқңөұүһі][^,]*)$")
DOES_BESIDES = re.compile(r"(?:ып|іп|ды|ді|ты|ті)$")
ELDER = re.compile(
    rf"^(?:(?P<role>[^,]*?[^\s,])\s+)?(?P<name>{NAME_WORD}\s+(?:апай|ағай|аға|әже|әжей|ата|апа|әпке|көке|келін|ақсақал|қария|қажы))(?:\s[а-яёәғқңөұүһі]+[ыі]п)?(?:,\s*(?P<behind>.+))?$"
)
"""An elder by the given name, as villages call them: «Мәриям апай»."""
NAME_FIRST = re.compile(rf"^(?P<name>{NAME})(?=$|[\s,(–—-])")
ONE_WORD = re.compile(rf"^{CAPITALISED}$|^[{UPPER}]{{3,}}$")
ROLE_SIGN = re.compile(r"^\s*[,(–—-]\s*(?P<role>[^)]+?)\)?$")
OF_WHAT = re.compile(
    r"(?:^|\s)(?:села|города|посёлка|поселка|аула|микрорайона|района|области|улицы|школы|газеты|клуба|центра|колледжа|команды|фонда|компании|ансамбля|театра|"
    r"партии|движения|порта|завода|совхоза|кооператива|хозяйства|станции|республики|края|г\\.|с\\.|ТОО|АО|КХ|ИП)$"
)
"""Words that a proper name follows: «жительница микрорайона Береке Наталья Шевченко»."""
OF_A_PLACE = re.compile(r"(?:^|\s)(?:житель|жительница|аким|мэр|уроженец|уроженка)$", re.IGNORECASE)
"""Posts that the name of a place follows: «жительница Рудного Ольга Ким»."""
FATHERS_NAME = re.compile(r"(?:вич|вна|ична|ұлы|қызы|улы|кызы|оглы|uly|qyzy)$", re.IGNORECASE)
SURNAME_FIRST = re.compile(r"(?:ов|ова|ев|ева|ин|ина|ский|ская|енко|баев|баева)$", re.IGNORECASE)
LONGEST_ROLE = 200
ROLE_WORDS = 14
MOST_WORDS = 30
NOT_NAMES = re.compile(
    r"^(?:бұл|осы|сонымен|сондай|бүгін|кеше|енді|біз|ол|бірақ|алайда|это|так|также|сегодня|вчера|но|однако|по|в|на|и|если|когда|мы|он|она|"
    r"всего|кроме|для|айтпақшы|мысалы|жалпы|негізі|тағы|осылайша|одан|оның|сол)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is said to speak; both None for a pronoun."""

    name: str | None = None
    role: str | None = None


NOBODY = Speaker()


def read_speaker(text: str) -> Speaker:
    """Return the name and the post that *text* gives a speaker; neither where it names nobody.

    >>> read_speaker("бөлім басшысы Айгүл Серікова")
    Speaker(name='Айгүл Серікова', role='бөлім басшысы')
    >>> read_speaker("Айгүл Серікова, бөлім басшысы").role, read_speaker("ол") == NOBODY
    ('бөлім басшысы', True)
    """
    who = ADDRESSEE.sub("", " ".join(text.split()).strip(" ,;–—-"))
    who = ASIDE.sub("", who).strip(" ,;–—-")
    message = MESSAGE.search(who)
    if message:
        return Speaker(name=who[: message.start()].strip() or None)
    if not who or len(who.split()) > MOST_WORDS or WHEN.match(who):
        return NOBODY
    if PLACE_OR_BODY.match(who):
        body = PLACE_OR_BODY.sub("", who)
        return Speaker(name=body) if ORGANISATION.search(body) and len(body.split()) <= ROLE_WORDS else NOBODY
    if PRONOUN.match(who):
        return NOBODY
    called = CALLED.match(who)
    if called:
        return Speaker(name=called["name"], role=called["role"])
    elder = ELDER.match(who)
    return Speaker(name=elder["name"], role=elder["role"] or elder["behind"]) if elder else _named(who)


def _named(who: str) -> Speaker:
    """Return the name and the post in *who*, which is no pronoun, addressee or elder."""
    last_word = who.rsplit(maxsplit=1)[-1]
    if last_word.isupper() and ORGANISATION.fullmatch(last_word) and "," not in who and len(who.split()) <= ROLE_WORDS:
        return Speaker(name=who)
    first = NAME_FIRST.match(who)
    if (
        first
        and not NO_NAME.search(first["name"])
        and not POST.match(first["name"].split()[0])
        and not _goes_on(who[first.end() :])
        and _is_full_name(first["name"].split())
    ):
        return Speaker(name=first["name"], role=_role_behind(who[first.end() :]))
    head, comma, tail = who.partition(",")
    last = NAME_AT_END.search(head)
    if last:
        return _with_role_before(head, last, tail if comma else "")
    post, _, rest = who.partition(" ")
    behind_post = NAME_FIRST.match(rest) if POST.match(post) else None
    if behind_post and not NO_NAME.search(behind_post["name"]):
        return Speaker(name=behind_post["name"], role=post)
    if first and not NO_NAME.search(first["name"]) and not POST.match(first["name"].split()[0]):
        return Speaker(name=first["name"])
    last = NAME_AT_END.search(who)
    if last and last.start():
        return _with_role_before(who, last, "")
    if ORGANISATION.search(who.rsplit(maxsplit=1)[-1]) and len(who.split()) <= ROLE_WORDS:
        return Speaker(name=who)
    bare = _post_alone(who)
    return Speaker(role=bare) if who[0].islower() and len(bare.split()) <= ROLE_WORDS else NOBODY


def _post_alone(who: str) -> str:
    """Return the post that *who* begins with, without what its holder does besides: «ақсақал көзіне жас алып»."""
    words = who.split()
    ends = next((at for at, word in enumerate(words, 1) if POST_AT_END.search(word)), 0)
    return " ".join(words[:ends]) if ends and DOES_BESIDES.search(" ".join(words[ends:])) else who


def _goes_on(rest: str) -> bool:
    """Tell whether what stands behind a name makes it a part of something longer: Батыс Қазақстан облысының әкімі …."""
    return NAME_AT_END.search(rest.partition(",")[0].strip()) is not None and not rest.lstrip().startswith(
        (",", "(", "–", "—")
    )


def _with_role_before(text: str, name: re.Match[str], behind: str) -> Speaker:
    """Return the speaker whose post stands before the name, as far as the name goes back."""
    words = name["name"].split()
    role = text[: name.start()].strip(" ,–—-")
    if len(words) == 3 and not role and not _is_full_name(words):  # noqa: PLR2004 - a post may begin the sentence
        role = words.pop(0)
    if len(words) == 3 and OF_A_PLACE.search(role) and not _is_full_name(words):  # noqa: PLR2004 - a place before a name
        role = f"{role} {words.pop(0)}"
    while len(words) > 2 and (  # noqa: PLR2004 - a given name and a surname stay
        POST.match(words[0]) or _is_abbreviation(words[0]) or NO_NAME.search(words[0]) or OF_WHAT.search(role)
    ):
        role = f"{role} {words.pop(0)}".strip()
    if len(words) == 1 and role and role[-1] in '«“"':
        return NOBODY
    if len(role) > LONGEST_ROLE:
        role = ""
    return Speaker(name=" ".join(words), role=role or _role_behind(f",{behind}" if behind else ""))


def _is_full_name(words: list[str]) -> bool:
    """Tell whether three words are one name: a father's name or a surname in front is among them; two always are."""
    if len(words) != 3:  # noqa: PLR2004 - given name, father's name, surname
        return True
    return (
        FATHERS_NAME.search(words[1]) is not None
        or FATHERS_NAME.search(words[2]) is not None
        or SURNAME_FIRST.search(words[0]) is not None
    )


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= 5  # noqa: PLR2004 - ЖКХ, ДЧС, БҚО


def _role_behind(rest: str) -> str | None:
    match = ROLE_SIGN.match(rest)
    if not match or len(match["role"]) > LONGEST_ROLE or len(match["role"].split()) > ROLE_WORDS:
        return None
    role = match["role"].strip(" ,.–—-")
    return role if role and not GERUND.match(role) else None


def is_one_word_name(word: str) -> bool:
    """Tell whether *word* can be a surname that stands alone.

    >>> is_one_word_name("Ахметов"), is_one_word_name("Бұл")
    (True, False)
    """
    return ONE_WORD.match(word) is not None and NOT_NAMES.match(word) is None
