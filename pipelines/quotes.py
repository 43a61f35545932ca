"""Who is quoted saying what: label-and-quote pairs, dash speech, and words in marks with a verb of speech beside them."""

import re
from collections.abc import Iterator

from archive.records import Article, Block, Printed, Quote
from pipelines.names import INITIAL, is_likely_name
from pipelines.speakers import NOBODY, PRONOUN, Speaker, read_speaker

OPENING = "«“„\"‹'"
CLOSING = "»”“\"›'"
STOPS = ".,;"
DASH = "–—―-"
OPENS_SPEECH = re.compile(rf"^\s*[{DASH}]+\s*(?=\S)")
SMALL = "[а-яёәғқңөұүһі]"
KAZAKH_VERB = (
    rf"(?:де(?:ді|йді|меді|дік|п\s+(?:{SMALL}+\s+){{0,3}}?{SMALL}+(?:ды|ді|ты|ті|йды|йді|ады|еді|ған|ген|қан|кен|отыр|жатыр)))(?!\w)"
)
RUSSIAN_STEMS = (
    r"(?:от(?:меч|мет)|(?:по|под|вы|рас|пере)?сказ|расска[зж]|сообщ|подч[её]рк|добав|поясн|заяв|сч[иё]т|(?:на)?пи[сш]|отве[тч]|подел|делит|"
    r"объясн|уточн|призна|вспом|вспоми|напом|замет|замеч|резюм|заключ|продолж|констат|предупре|призва|призыва|пожела|поблагодар|благодар|"
    r"(?:про)?коммент|цитир|восклик|спроси|спраш|рассужд|говор|утвержд|увер|убежд|подтверд|полага|надее|наде[ея]|предлож|предлаг|"
    r"рекоменд|посовет|совет|провозгл|рада|рад|восхища|переда[её]т|приводит|доба)"
)
RUSSIAN_VERB = (
    rf"(?:{RUSSIAN_STEMS}(?:{SMALL}*(?:л|ла|ло|ли|лся|лась|лись|ет|ит|ют|ят|ёт|ется|ётся|ится|ются|ен|ена|ены))(?!\w)|обратил[аи]? внимание|"
    r"привел[аи]? слова|рад[аы]? (?:сообщить|отметить))"
)
LATIN_VERB = r"(?:de(?:d[iı]|[iıy]d[iı]|p\s+(?:[^\W\d_A-Z]+\s+){0,2}?\w+(?:dy|di|ty|ti)))(?!\w)"
ANY_VERB = rf"(?:{SMALL}+(?:л|ла|ло|ли|лся|лась|лись|ет|ит|ют|ят|ёт|ется|ётся|ится|ются))(?!\w)"
"""Any verb of a Russian sentence that goes on behind words in marks and a comma."""
VERB = rf"(?:{KAZAKH_VERB}|{LATIN_VERB}|{RUSSIAN_VERB}|(?:said|says|added|noted|told)(?!\w))"
FIRST_LETTER = rf"(?-i:(?<!\w){INITIAL})\s?"
WHO = rf"(?P<who>(?:{FIRST_LETTER}|[^.!?…:;–—―\s]|\s+(?![{DASH}]\s)){{0,200}})"
NEAR_VERB = (
    r"(?:де(?:ді|йді)|деп\s+(?:атап\s+өтті|мәлімдеді|айтты|хабарлады|түсіндірді|толықтырды|жауап\s+берді|ескертті|қосты|сендірді|жазды|жеткізді|атап\s+көрсетті)|"
    r"говор(?:ит|ят)|сказал[аи]?|рассказал[аи]?|отметил[аи]?|заявил[аи]?|сообщил[аи]?|подчеркнул[аи]?|пояснил[аи]?|добавил[аи]?|считает)(?!\w)"
)
"""Verbs that follow the closing mark without a dash."""
ATTRIBUTION = re.compile(rf"(?:(?:(?<=[\s,.!?…»”\"“])|^)[{DASH}]\s*|(?<=[»”\"])\s*,?\s+(?={NEAR_VERB}))(?P<verb>{VERB}|(?<=[,!?…]\s[{DASH}]\s){ANY_VERB})(?P<who_part>\s*{WHO})")
GOES_ON = re.compile(rf"\s*[.,;!?…]*\s*[{DASH}]\s*")
SAYS_FIRST = re.compile(
    rf"(?:^|(?<=[.!?…]\s))(?P<who>(?:{FIRST_LETTER}|[^.!?…:;«“\"]|«[^»]{{1,60}}»(?!\s*[,.])){{2,160}}?)\s?:\s?(?P<words>[«“\"„][^\n]*|[–—]\s*\S[^\n]*)"
)
TELLING = r"(?:айт(?:ты|ады)|былай дейді|түсіндірді|ойымен бөлісті|пікір білдірді|не скрывает \w+|рассуждает|не скрывает)(?!\w)"
VERB_AT_END = re.compile(
    rf"(?:[,\s]+(?:что|былай|осылай|былайша|так|следующее|мынаны|тағы))*[\s,]+(?:былай\s+|осылай\s+|деп\s+)?(?:{VERB}|{TELLING})(?:\s+(?:былай|так|что|следующее))?[\s,]*$",
    re.IGNORECASE,
)
ACCORDING = re.compile(
    rf"(?:^|(?<=[.!?…]\s))(?:по\s+(?:словам|мнению|его словам|её словам)\s+(?P<russian>(?:{FIRST_LETTER}|[^.!?…:;«“\"]){{3,120}}?)|"
    rf"(?P<kazakh>(?:{FIRST_LETTER}|[^.!?…:;«“\"]){{3,120}}?)\s(?:айтуынша|пікірінше|сөзінше))\s?,\s?(?P<words>[«“\"„])",
    re.IGNORECASE,
)
NOT_A_POST = re.compile(r"^(?:на|в|во|при|как|так|это|об|по|он|она|бұл|сол|осы|кездесу|жиын|на вопрос)\b", re.IGNORECASE)
HAS_MARK = re.compile(rf"[»”\"“«{DASH}]")
MAY_ATTRIBUTE = re.compile(rf"[{DASH}]\s?[a-zа-яёәғқңөұүһі]|[»”\"]\s*,?\s[dа-яёәғқңөұүһі]")
ANNOUNCES = re.compile(r":|словам|мнению|айтуынша|пікірінше|сөзінше")
LONGEST_LABEL = 260
SHORTEST_WORDS = 2
"""Words: a single one in marks is a name or irony."""


def is_quotation(text: str) -> bool:
    """Tell whether a paragraph is somebody's words: it opens with a quotation mark or a dash.

    >>> is_quotation("«Қала тазарды»."), is_quotation("Қала тазарды.")
    (True, False)
    """
    return text.startswith(("«", "“", "„", '"', "–", "—", "- ")) or OPENS_SPEECH.match(text) is not None


def is_label(text: str) -> bool:
    """Tell whether a paragraph announces a speaker: a name, with or without a post, and a colon."""
    return read_label(text) is not None


def read_label(text: str) -> tuple[str, str | None] | None:
    """Return the speaker and the post that a label names, or None where *text* is no label.

    >>> read_label("Фариза Султашева, бөлім басшысы:")
    ('Фариза Султашева', 'бөлім басшысы')
    >>> read_label("Жиында мынадай мәселелер қаралды:") is None
    True
    """
    if len(text) > LONGEST_LABEL or not text.rstrip().endswith(":"):
        return None
    line = " ".join(text.split())
    speaker = read_speaker(line.rstrip(": ").removesuffix(","))
    if speaker.name is None or len(speaker.name.split()) < 2:  # noqa: PLR2004 - a word alone may be anything
        return None
    if any(mark in line[:-1] for mark in ".!?:") and "." not in speaker.name:
        return None
    return speaker.name, speaker.role


def _narrated_label(text: str) -> tuple[str, str | None] | None:
    """Return the speaker whom the last sentence before the words announces with a verb: «Директор Ерлан Қасымов айтты:»."""
    sentence = re.split(r"(?<=\w\w[.!?…])\s", " ".join(text.split()))[-1].rstrip(": ")
    verb = VERB_AT_END.search(sentence) if len(sentence) <= LONGEST_LABEL else None
    if verb is None:
        return None
    before = sentence[: verb.start()]
    speaker = read_speaker(before)
    if speaker.name is None or len(speaker.name.split()) < 2:  # noqa: PLR2004 - a word alone may be anything
        return None
    role = speaker.role if speaker.role and len(speaker.role.split()) <= SHORT_ROLE else None
    return speaker.name, ABOUT.sub("", role) if role else None


ABOUT = re.compile(r"^(?:\w+\s+туралы|об этом|осы\w*\s+туралы)\s+", re.IGNORECASE)
SHORT_ROLE = 5
"""Words of a post that a sentence begins with."""


def without_marks(text: str) -> str:
    """Return quoted words without the outer quotation marks, the opening dash, and the stop behind the closing mark.

    Guillemets that collapse are the paper's own: of `««A» …»` one pair is taken, of `«A» …»` the last mark only
    where the first opens a name within the words.

    >>> without_marks("«Қала тазарды».")
    'Қала тазарды'
    >>> without_marks("«Таза Қазақстан» – өмір салты».")
    '«Таза Қазақстан» – өмір салты'
    """
    words = OPENS_SPEECH.sub("", text.strip()).strip()
    bare = words.rstrip(STOPS + " ")
    if not bare or bare[-1] not in CLOSING:
        opened = words[0] in OPENING and words.count("«") > words.count("»") if words else False
        return words[1:].strip() if opened else words
    closed = bare[:-1]
    if bare[0] not in OPENING:
        return words if bare.count("«") == bare.count("»") and bare[-1] == "»" else closed.rstrip()
    if _opens_a_name(closed):
        return closed.rstrip()
    if bare[0] == "«" and bare[-1] == "»" and _ends_in_a_name(bare[1:]):
        return bare[1:].strip()
    return bare[1:-1].strip()


def _ends_in_a_name(text: str) -> bool:
    """Tell whether the one mark that closes *text* closes a name within it, and the speech's own is missing."""
    last = text.rfind("«")
    return text.count("«") >= text.count("»") and last > 0 and "»" not in text[last:-1] and len(text[last:].split()) <= LONGEST_WORK


LONGEST_WORK = 5
"""Words of a title in marks."""


def _opens_a_name(text: str) -> bool:
    """Tell whether the mark that *text* begins with is closed before its end: it opens a name, not the speech.

    *text* is without its last mark. In `«A» … ` every mark opened is closed, in `«A … «B» …` the first is not.
    """
    return text.startswith("«") and text.count("«") == text.count("»")


def fill_quotes(article: Article, _printed: Printed) -> None:
    """Fill `quotes` in reading order; labels and words stay in the text."""
    words = [block for block in article.blocks if _is_words(block)]
    set_apart = frozenset(index for index, block in enumerate(words) if block.kind == "quote")
    article.quotes.extend(read_quotes([" ".join((block.text or "").split()) for block in words], set_apart))


def _is_words(block: Block) -> bool:
    return block.kind in {"paragraph", "quote", "list"} and bool(block.text)


def read_quotes(paragraphs: list[str], set_apart: frozenset[int] = frozenset()) -> list[Quote]:
    """Return what *paragraphs*, printed in a row, put into somebody's mouth; words of nobody's are no quote.

    *set_apart* are the places of paragraphs that the page sets as a quotation, so that they need no marks.

    >>> read_quotes(["Фариза Султашева, бөлім басшысы:", "«Жұмыс басталды»."])[0].speaker
    'Фариза Султашева'
    """
    found: list[Quote] = []
    index = 0
    while index < len(paragraphs):
        labelled, used = _after_label(paragraphs, index, set_apart)
        if labelled is None and index in set_apart:
            labelled, used = _set_apart(paragraphs, index, set_apart)
        if labelled:
            found.append(labelled)
        else:
            found.extend(read_inline(paragraphs[index]))
            used = 1
        index += used
    return found


def read_attribution(text: str) -> Speaker | None:
    """Return the speaker whom a line behind a quotation names, or None where it is no such line.

    >>> read_attribution("Болат Серкебаев, садовод").role, read_attribution("Жиын өтті.") is None
    ('садовод', True)
    """
    line = text.strip().lstrip(f"{DASH}~© ").strip()
    if len(line) > LONGEST_ATTRIBUTION or (line.endswith((".", "!", "?", ":", "…")) and not line.endswith("г.")):
        return None
    speaker = read_speaker(line)
    if speaker.name is None or not (speaker.role or is_likely_name(speaker.name)) or len(speaker.name.split()) < 2:  # noqa: PLR2004 - a word alone may be anything
        return None
    whole = len(speaker.name) + len(speaker.role or "")
    return speaker if whole >= len(line) - LEFT_OVER else None


LONGEST_ATTRIBUTION = 160
LEFT_OVER = 5
"""Signs between a name and a post: comma, brackets, dash."""


def _set_apart(paragraphs: list[str], index: int, set_apart: frozenset[int]) -> tuple[Quote | None, int]:
    """Return the quotation that begins at *index*, set apart by the page, and how many paragraphs it takes with its speaker."""
    end = index + 1
    while end in set_apart:
        end += 1
    lines = paragraphs[index:end]
    speaker = read_attribution(lines[-1]) if len(lines) > 1 else None
    if speaker:
        lines = lines[:-1]
    elif end < len(paragraphs) and not any(read_inline(line) for line in lines):
        speaker = read_attribution(paragraphs[end])
        end += speaker is not None
    words = " ".join(lines)
    if speaker is None and (not is_quotation(words) or read_inline(words)):
        return None, 1
    named = speaker or NOBODY
    return Quote(speaker=named.name, role=named.role, text=without_marks(words)), end - index


def _after_label(paragraphs: list[str], index: int, set_apart: frozenset[int]) -> tuple[Quote | None, int]:
    """Return the quote whose label begins at *index*, and how many paragraphs both take; a label may take two lines."""
    if not paragraphs[index].rstrip().endswith((":", ",")):
        return None, 1
    for size in (1, 2):
        label = " ".join(paragraphs[index : index + size])
        if size > 1 and not paragraphs[index].endswith(","):
            break
        named = (read_label(label) or _narrated_label(label)) if index + size < len(paragraphs) else None
        if named and (is_quotation(paragraphs[index + size]) or index + size in set_apart):
            words, more = _whole_speech(paragraphs, index + size)
            inside = read_inline(words)
            if len(inside) == 1 and inside[0].speaker:
                return None, 1
            return Quote(speaker=named[0], role=named[1], text=without_marks(words)), size + more
    return None, 1


MOST_PARAGRAPHS = 12


def _whole_speech(paragraphs: list[str], index: int) -> tuple[str, int]:
    """Return the words that begin at *index*, to the paragraph that closes the mark, and how many paragraphs they take."""
    text = paragraphs[index]
    if not text.startswith("«") or text.count("«") <= text.count("»"):
        return text, 1
    for size in range(2, MOST_PARAGRAPHS):
        whole = " ".join(paragraphs[index : index + size])
        if index + size > len(paragraphs) or read_label(paragraphs[index + size - 1]):
            break
        if whole.count("«") <= whole.count("»"):
            return whole, size
    return text, 1


def read_inline(text: str) -> list[Quote]:
    """Return the words in marks or behind a dash that a paragraph gives to a speaker, named or not.

    >>> read_inline("«Жылу берілді», – дейді цех бастығы Олжас Қуанышев.")[0].role
    'цех бастығы'
    >>> read_inline("– Көпір ашылды, – деді ол. – Енді жол жақын.")[0].text
    'Көпір ашылды Енді жол жақын.'
    """
    found = list(_attributed(text))
    return found or list(_announced(text))


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
        more, end = _continued(text, match.end(), limit, marked=not is_speech, closed=first.rstrip(" ,")[-1:] in CLOSING)
        begin = end
        words = _joined(first, more)
        if len(words.split()) >= SHORTEST_WORDS:
            speaker = read_speaker(match["who"]) if match["who"].strip() else _named_before(text[:start])
            yield Quote(speaker=speaker.name, role=speaker.role, text=words)


def _named_before(text: str) -> Speaker:
    """Return the speaker whom a sentence names before the words: «Ауыл әкімі Ерлан Қасымов «…» деп мәлімдеді»."""
    before = re.split(r"(?<=\w\w[.!?…])\s", text.rstrip(" :,–—-"))[-1]
    speaker = read_speaker(before)
    if speaker.name and len(speaker.name.split()) > 1 and before.endswith(speaker.name):
        role = speaker.role if speaker.role and len(speaker.role.split()) <= SHORT_ROLE and "«" not in speaker.role else None
        return Speaker(name=speaker.name, role=role)
    return NOBODY


def _start_of_words(text: str, begin: int, end: int, *, is_speech: bool) -> int | None:
    """Return where the words begin that end at *end*: their opening mark, or the dash that opens the paragraph."""
    region = text[begin:end].rstrip(" ,")
    if is_speech and begin == 0 and region[-1:] not in {"»", "”"}:
        return 0
    if not region:
        return None
    if region[-1] in "\"”“":
        return _start_of_straight(region, begin)
    opened = [at for at, mark in enumerate(region) if mark == "«"]
    if opened:
        at = _matching(region) if region.rstrip(".!?…")[-1:] == "»" else _unclosed(region)
        if at is not None:
            return begin + at
    if region[-1] not in "»":
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
        if (mark == "»" and depth <= 0) or (mark in "”\"" and at):
            return at
    return -1


def _joined(first: str, more: str) -> str:
    one = without_marks(first.rstrip(" ,")) if not more or first.rstrip(" ,.")[-1:] in CLOSING else _opened(first.rstrip(" ,"))
    one = one.rstrip(" ,")
    return f"{one} {_unclosed_words(more)}".strip() if more else one


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
    if stripped[-1:] in {"»", "”"} and stripped.count("«") < stripped.count("»") or stripped[-1:] in {"”"}:
        return stripped[:-1]
    return bare


def _announced(text: str) -> Iterator[Quote]:
    """Yield the quotes that a speaker announces: «Айгүл Серікова: «…»», «По словам Ивана Петрова, «…»»."""
    if not ANNOUNCES.search(text) or not HAS_MARK.search(text):
        return
    for pattern in (SAYS_FIRST, ACCORDING):
        match = pattern.search(text)
        if not match:
            continue
        named = match.groupdict()
        speaker = _announcer(named.get("who") or named.get("russian") or named.get("kazakh") or "", colon=pattern is SAYS_FIRST)
        words = text[match.start("words") :]
        if words[0] in DASH:
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
    is_post = bool(words) and len(words.split()) <= SHORT_ROLE and words[1:].islower() and not PRONOUN.match(words)
    if is_post and not NOT_A_POST.match(words):
        return Speaker(role=words)
    if verb or not colon:
        return speaker if speaker != NOBODY or verb else None
    return speaker if speaker.name and len(speaker.name.split()) > 1 else None
