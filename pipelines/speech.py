"""Quoted words with their speaker beside them in one paragraph: «…», – деді X; – …, – деді X. – …; X: «…»."""

import re
from collections.abc import Iterator

from archive.records import Quote
from pipelines.bylines import ORGANISATION
from pipelines.names import INITIAL
from pipelines.posts import POST
from pipelines.quotation_marks import CLOSING, DASH, OPENING, OPENS_SPEECH, without_marks
from pipelines.speakers import ASIDE, NOBODY, PRONOUN, Speaker, read_speaker
from pipelines.verbs import ANY_VERB, NEAR_VERB, VERB, VERB_AT_END

FIRST_LETTER = rf"(?-i:(?<!\w){INITIAL})\s?"
WHO = rf"(?P<who>(?:{FIRST_LETTER}|[^.!?…:;–—―\s]|\s+(?![{DASH}]\s)){{0,200}})"
ATTRIBUTION = re.compile(
    rf"(?:(?:(?<=[\s,.!?…»”\"“])|^)[{DASH}]\s*|(?<=[»”\"])\s*,?\s+(?={NEAR_VERB}))(?P<verb>{VERB}|(?:(?<=[,!?…]\s[{DASH}]\s)|(?<=[!?…][»”\"]\s[{DASH}]\s)){ANY_VERB})(?P<who_part>\s*{WHO})"
)
INFINITIVE = re.compile(r"^\s*[а-яё]{3,}(?:ть|ться|тись)\s+")
"""The rest of the verb: «любит повторять Савелий Громов»."""
ENDS_SENTENCE = re.compile(r"\s*\.")
GOES_ON = re.compile(rf"\s*[.,;!?…]*\s*[{DASH}]\s*")
AND_ADDED = re.compile(rf"\s+(?:и|әрі|және)\s+(?:{VERB})\s*$")
"""What whoever has spoken does besides: «рассказал Иван Петров и добавил: «…»»."""
ANNOUNCED = re.compile(r":\s+(?P<more>«[^«»]{2,1000}»)[.!?…]*\s*")
"""A second speech behind a second verb: «…», – деді X және қосты: «…»."""
ONCE_MORE = re.compile(r"\.\s+(?P<more>«[^«»]{2,1000}»)[.!?…]*\s*")
"""A second speech in marks of its own, to the end of the paragraph: «…», – деді X. «…»."""
SAYS_FIRST = re.compile(
    rf"(?:^|(?<=[.!?…]\s))(?P<who>(?:{FIRST_LETTER}|[^.!?…:;«“\"]|«[^»]{{1,60}}»(?!\s*[,.])){{2,160}}?)\s?:\s?(?P<words>[«“\"„][^\n]*|[–—]\s*\S[^\n]*)"
)
ACCORDING = re.compile(
    r"(?:^|(?<=[.!?…]\s))(?:(?:по\s+(?:словам|мнению|его словам|её словам)|"
    r"как\s+(?:отметил|сказал|рассказал|пояснил|заявил|сообщил|подчеркнул|уточнил)[аи]?)\s+"
    rf"(?P<russian>(?:{FIRST_LETTER}|[^.!?…:;«“\"]){{3,120}}?)|"
    rf"(?P<kazakh>(?:{FIRST_LETTER}|[^.!?…:;«“\"]){{3,120}}?)\s(?:айтуынша|пікірінше|сөзінше))\s?,\s?(?P<words>[«“\"„])",
    re.IGNORECASE,
)
GENITIVE = re.compile(r"(?:ның|нің|дың|дің|тың|тің)$")
OF_A_POST = re.compile(r"\w+(?:ның|нің|дың|дің|тың|тің)")
"""«Кәсіпкердің сөзінше»: a post alone."""
NOT_A_POST = re.compile(
    r"^(?:на|в|во|при|как|так|это|об|по|он|она|бұл|сол|осы|кездесу|жиын|на вопрос)\b", re.IGNORECASE
)
HAS_MARK = re.compile(rf"[»”\"“«{DASH}]")
MAY_ATTRIBUTE = re.compile(rf"[{DASH}]\s?[a-zа-яёәғқңөұүһі]|[»”\"]\s*,?\s[a-zа-яёәғқңөұүһі]")
ANNOUNCEMENTS = (
    (SAYS_FIRST, (":",)),
    (ACCORDING, ("как ", "словам", "мнению", "айтуынша", "пікірінше", "сөзінше")),
)
"""Ways to announce a speaker, each with what of it occurs in any sentence that does."""
PEOPLE = re.compile(
    r"(?:^|[.!?…]\s)(?:халық|ел|жұрт|қазақ|үлкендер|народ|люди)(?:ымыз|іміз|та|те|да|де)?\s*$", re.IGNORECASE
)
"""Who says proverbs: nobody."""
SIGNED = re.compile(r"(?P<words>«[^«»]{12,1000}»)\.?\s*\((?P<who>[^()]{5,120})\)\.?")
"""Words with their speaker in brackets behind them, and nothing else."""
OBJECT = re.compile(r"(?<=\w)(?:\s+[a-zа-яёәғқңөұүһі]+){1,3}$")
"""Small words between the speaker and the verb: «Ерлан Қасымов жұмысын былай түсіндірді»."""
OF_A_PRONOUN = re.compile(r"(?:оның|олардың|его|её|ее|их)", re.IGNORECASE)
SHORTEST_WORDS = 2
"""Words: a single one in marks is a name or irony, unless somebody calls it out or it opens with a dash."""
SHORT_ROLE = 5
"""Words of a post that a sentence begins with."""


def read_inline(text: str) -> list[Quote]:
    """Return the words in marks or behind a dash that a paragraph gives to a speaker, named or not.

    >>> read_inline("«Жылу берілді», – дейді цех бастығы Олжас Қуанышев.")[0].role
    'цех бастығы'
    >>> read_inline("– Көпір ашылды, – деді ол. – Енді жол жақын.")[0].text
    'Көпір ашылды. Енді жол жақын.'
    """
    found = list(_attributed(text))
    return found or list(_announced(text)) or list(_signed(text))


def _signed(text: str) -> Iterator[Quote]:
    """Yield the quote of a paragraph that ends with its speaker in brackets."""
    match = SIGNED.fullmatch(text.strip()) if text.startswith("«") else None
    speaker = read_speaker(match["who"]) if match else NOBODY
    if match and speaker.name and speaker.role:
        yield Quote(speaker=speaker.name, role=speaker.role, text=without_marks(match["words"]))


def _attributed(text: str) -> Iterator[Quote]:
    """Yield the quotes with «– деді X» behind or amidst the words."""
    if not MAY_ATTRIBUTE.search(text):
        return
    begin = 0
    matches = list(ATTRIBUTION.finditer(text))
    is_speech = OPENS_SPEECH.match(text) is not None
    for number, match in enumerate(matches):
        if match.start() < begin or (is_speech and match.start() == 0):
            continue
        start = _start_of_words(text, begin, match.start(), is_speech=is_speech)
        if start is None:
            begin = match.end()
            continue
        first = text[start : match.start()].strip()
        limit = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        more, end = _continued(
            text, match.end(), limit, marked=not is_speech, closed=first.rstrip(" ,")[-1:] in CLOSING
        )
        begin = end
        words = _joined(first, more, ended=ENDS_SENTENCE.match(text, match.end()) is not None)
        who = AND_ADDED.sub("", INFINITIVE.sub("", match["who"]))
        if not who.strip() and PEOPLE.search(text[:start]):
            continue
        speaker = read_speaker(who) if who.strip() else _named_before(text[:start])
        if len(words.split()) >= SHORTEST_WORDS or (speaker.name and (is_speech or words.endswith(("!", "?", "…")))):
            yield Quote(speaker=speaker.name, role=speaker.role, text=words)
            added = ANNOUNCED.fullmatch(text, match.end()) if not more and speaker != NOBODY else None
            if added:
                yield Quote(speaker=speaker.name, role=speaker.role, text=without_marks(added["more"]))


def _named_before(text: str) -> Speaker:
    """Return the speaker whom a sentence names before the words: «Ауыл әкімі Ерлан Қасымов «…» деп мәлімдеді»."""
    before = re.split(r"(?<=\w\w[.!?…])\s", text.rstrip(" :,–—-"))[-1]
    before = ASIDE.sub("", before)
    speaker = read_speaker(before)
    if speaker.name and len(speaker.name.split()) > 1 and before.endswith(speaker.name):
        role = (
            speaker.role
            if speaker.role and len(speaker.role.split()) <= SHORT_ROLE and "«" not in speaker.role
            else None
        )
        return Speaker(name=speaker.name, role=role)
    post = before.rpartition(" ")[2]
    return Speaker(role=post) if text.rstrip().endswith(":") and POST.fullmatch(post) and post[0].islower() else NOBODY


def _start_of_words(text: str, begin: int, end: int, *, is_speech: bool) -> int | None:
    """Return where the words begin that end at *end*: their opening mark, or the dash that opens the paragraph."""
    region = text[begin:end].rstrip(" ,")
    if is_speech and begin == 0 and region[-1:] not in {"»", "”"}:
        return 0
    if not region:
        return None
    if region[-1] in '"”“':
        return _start_of_straight(region, begin)
    opened = [at for at, mark in enumerate(region) if mark == "«"]
    if opened:
        at = _matching(region) if region.rstrip(".!?…")[-1:] == "»" else _unclosed(region)
        if at is not None:
            return begin + at
    if region[-1] != "»":
        straight = max(region.rfind('"'), region.rfind("“"), region.rfind("„"))
        if straight >= 0 and region.count('"') % 2 == 1 | (region.count("“") > region.count("”")):
            return begin + straight
    return 0 if is_speech and begin == 0 else None


def _start_of_straight(region: str, begin: int) -> int | None:
    """Return where words in “ ” or " " begin that end with *region*."""
    body = region[:-1]
    at = max(body.rfind("“"), body.rfind("„"))
    if at < 0:
        marks = [index for index, mark in enumerate(body) if mark == '"']
        if not marks:
            return None
        at = marks[-1] if len(marks) % 2 else marks[0]
    return begin + at


def _matching(region: str) -> int | None:
    """Return the place of the « that the last » of *region* closes; marks that collapsed belong to the outermost."""
    unclosed = _unclosed(region)
    if unclosed is not None:
        return unclosed
    depth = 0
    for at in range(len(region) - 1, -1, -1):
        depth += (region[at] == "»") - (region[at] == "«")
        if region[at] == "«" and depth == 0:
            return at
    return region.find("«")


def _unclosed(region: str) -> int | None:
    """Return the place of the first « that is never closed in *region*, or None."""
    if region.count("«") <= region.count("»"):
        return None
    open_at: list[int] = []
    for at, mark in enumerate(region):
        if mark == "«":
            open_at.append(at)
        elif mark == "»" and open_at:
            open_at.pop()
    return open_at[0] if open_at else None


def _continued(text: str, at: int, limit: int, *, marked: bool, closed: bool) -> tuple[str, int]:
    """Return the words that go on behind the attribution, up to *limit*, and where they end."""
    once_more = ONCE_MORE.fullmatch(text, at) if closed and limit == len(text) else None
    if once_more:
        return once_more["more"], limit
    onward = GOES_ON.match(text, at, limit)
    if not onward or onward.end() >= limit:
        return "", at
    rest = text[onward.end() : limit]
    if not marked:
        return rest.strip(), limit
    if closed and rest[0] not in OPENING:
        return "", at
    closing = _closing(rest, opened=rest[0] in OPENING)
    return (rest[: closing + 1].strip(), onward.end() + closing + 1) if closing >= 0 else ("", at)


def _closing(text: str, *, opened: bool) -> int:
    """Return where the mark stands that closes words which began before *text* or with it, -1 without one."""
    depth = 0 if opened else 1
    for at, mark in enumerate(text):
        depth += (mark == "«") - (mark == "»")
        if (mark == "»" and depth <= 0) or (mark in '”"' and at):
            return at
    return -1


def _joined(first: str, more: str, *, ended: bool) -> str:
    """Return the words of a speech that its verb splits.

    Where a full stop *ended* the verb's sentence and the words go on with a capital, the first words were a sentence:
    their stop is printed behind the verb.
    """
    one = (
        without_marks(first.rstrip(" ,"))
        if not more or first.rstrip(" ,.")[-1:] in CLOSING
        else _opened(first.rstrip(" ,"))
    )
    one = one.rstrip(" ,")
    if not more:
        return one
    rest = _unclosed_words(more)
    stop = "." if ended and one[-1:].isalnum() and not rest[:1].islower() else ""
    return f"{one}{stop} {rest}".strip()


def _opened(words: str) -> str:
    bare = OPENS_SPEECH.sub("", words)
    return bare[1:] if bare[:1] in OPENING else bare


def _unclosed_words(words: str) -> str:
    bare = words.rstrip(" ,;")
    if bare[:1] in OPENING and bare.rstrip(".")[-1:] in CLOSING:
        return without_marks(words)
    stripped = bare.rstrip(".")
    if stripped[-1:] == '"' and stripped.count('"') % 2:
        return stripped[:-1]
    if (stripped[-1:] in {"»", "”"} and stripped.count("«") < stripped.count("»")) or stripped[-1:] == "”":
        return stripped[:-1]
    return bare


def _announced(text: str) -> Iterator[Quote]:
    """Yield the quotes that a speaker announces: «Айгүл Серікова: «…»», «По словам Ивана Петрова, «…»»."""
    small = text.lower()
    for pattern, hints in ANNOUNCEMENTS:
        match = pattern.search(text) if any(hint in small for hint in hints) and HAS_MARK.search(text) else None
        if not match:
            continue
        named = match.groupdict()
        speaker = _announcer(
            named.get("who") or named.get("russian") or named.get("kazakh") or "", colon=pattern is SAYS_FIRST
        )
        words = text[match.start("words") :]
        if words[0] in DASH:
            told = ATTRIBUTION.search(words, 1)
            words = words[: told.start()].rstrip(" ,") if told and not words[told.end() :].strip(" .") else words
            end = len(words) - 1
        else:
            end = _closing(words, opened=True) if words[0] == "«" else words.rfind("”" if words[0] == "“" else '"')
        if speaker is None or end <= 0:
            continue
        quoted = without_marks(words[: end + 1])
        if len(quoted.split()) >= SHORTEST_WORDS:
            yield Quote(speaker=speaker.name, role=speaker.role, text=quoted)
            return


def _announcer(who: str, *, colon: bool) -> Speaker | None:
    """Return who says the words behind the colon, or None where nobody is said to speak."""
    verb = VERB_AT_END.search(who)
    speaker = read_speaker(who[: verb.start()] if verb else who)
    words = who[: verb.start()].strip(" ,") if verb else ""
    if verb and speaker == NOBODY:
        speaker = read_speaker(OBJECT.sub("", words))
        speaker = speaker if speaker.name and len(speaker.name.split()) > 1 else NOBODY
    if not colon and OF_A_PRONOUN.fullmatch(who.strip()):
        return NOBODY
    is_post = bool(words) and len(words.split()) <= SHORT_ROLE and words[1:].islower() and not PRONOUN.match(words)
    if is_post and not NOT_A_POST.match(words):
        return Speaker(role=words)
    if not colon and OF_A_POST.fullmatch(who.strip()) and POST.match(GENITIVE.sub("", who.strip())):
        return Speaker(role=who.strip())
    if colon and ORGANISATION.fullmatch(who.strip()):
        return Speaker(name=who.strip())
    if verb or not colon:
        return speaker if speaker != NOBODY or verb else None
    return speaker if speaker.name and len(speaker.name.split()) > 1 else None
