"""Lines that a paper prints under and amidst its articles: promotions, reuse notices, related articles, its own address."""

import re
from functools import lru_cache

from archive.records import Article, Block, Printed
from pipelines.around import claim_line

CHANNEL = (
    r"(?:telegram|телегра?м\w*|instagram|инстаграм\w*|whats\s?app|ватсап\w*|вотсап\w*|facebook|фейсбук\w*|youtube|ютуб\w*|viber|вайбер\w*|"
    r"tik-?tok|тикток\w*|вконтакте|vkontakte|\bвк\b|\bvk\b|threads|twitter|твиттер\w*|дзен\w*|google news|приложени[ея]|қосымша\w*|"
    r"соц(?:иальных)?\s?сет\w*|әлеуметтік желі\w*|канал\w*|арна\w*|парақша\w*|паблик\w*|чат\w*|страниц\w*|группу|сайт\w*|push|рассылк\w*)"
)
CALL = (
    r"(?:узна(?:йте|вайте|ть|й)|читайте|прочитать|подписыв\w+|подпиш\w+|подписк\w+|следите|присоединя\w+|вступайте|смотрите|больше новостей|"
    r"все новости|главные новости|важные новости|новости\s\w+\s(?:в|на)|свежие новости|оперативн\w+|будьте в курсе|первыми|не пропуст\w+|оставайтесь|"
    r"скачай\w*|установите|получайте|переходите|заходите|ставьте|жмите|наш(?:а|ем|ей|и|у)?)"
)
KAZAKH_CALL = (
    r"(?:jazyly[nńŋ]yz\w*|qosyly[nńŋ]yz\w*|oqy[nńŋ]yz\w*|жазылыңыз\w*|жазылың\w*|қосылыңыз\w*|қосылың\w*|тіркеліңіз\w*|оқыңыз\w*|біліңіз\w*|көріңіз\w*|қараңыз\w*|бақылаңыз\w*|бөлісіңіз\w*|"
    r"жүктеп алыңыз\w*|өтіңіз\w*|танысыңыз\w*|біздің\s+\w*(?:канал|арна|парақша|топ|сайт)\w*|\w*(?:каналымыз|арнамыз|парақшамыз|тобымыз)\w*)"
)
PROMOTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*{CALL}\b.*{CHANNEL}",
        rf"{CHANNEL}.*(?:подпис\w+|присоединя\w+|подпиш\w+)",
        rf"^в\s+{CHANNEL}\s+и\s+(?:нашем|в)\s+.*{CHANNEL}.*$",
        rf"{CHANNEL}.*{KAZAKH_CALL}|{KAZAKH_CALL}.*{CHANNEL}",
        r"^\W*(?:подпишитесь|подписывайтесь|жазылыңыз(?:дар)?|қосылыңыз(?:дар)?|присоединяйтесь)\b.{0,80}$",
        r"гиперссылк\w+|(?:при|полн\w+|частичн\w+|любо\w+)\s+(?:\S+\s+){0,3}?(?:использовани\w+|перепечатк\w+|копировани\w+|цитировани\w+)(?:\s+\S+){0,4}"
        r"\s*(?:материал\w*|ссылк\w*|информаци\w*|сайт\w*|запрещ\w*|обязательн\w*)|перепечатк\w+ .{0,90}(?:запрещ|разреш|обязат)\w+",
        r"все права защищены|барлық құқық\w* қорғалған|all rights reserved|авторские права|авторлық құқық",
        r"материал\w*\s+(?:\S+\s+){0,4}?(?:пайдалан\w+|көшір\w+|басып)\b.{0,90}(?:сілтеме|рұқсат|міндетті|тыйым)|сілтеме\s+(?:жаса\w*|беру)\s+(?:\S+\s+)?міндетті|"
        r"көшіріп\s+бас\w+.{0,80}(?:сілтеме|рұқсат)|пайдалан\w+.{0,40}сілтеме",
        r"^(?:печать|распечатать|басып шығару|бөлісу|бөлісіңіз|поделиться|поделитесь(?: новостью| с друзьями| в соцсетях)?|достарыңызбен бөлісіңіз|share|print|x|наверх|назад|артқа|"
        r"нравится|ұнады|like|оставить комментарий|пікір қалдыру|комментировать|толығырақ|подробнее|толығымен|читать далее|версия для печати|"
        r"басты бет|главная|ctrl\s?\+\s?enter)\s*:?\.?$",
        r"(?:нашли|заметили|увидели|обнаружили)\s+(?:\S+\s+)?(?:ошибк\w+|опечатк\w+)|қате\s+(?:тапсаңыз|байқасаңыз|көрсеңіз|туралы)|ctrl\s?\+\s?enter",
        r"^\W*(?:если вы\s+(?:стали|заметили|увидели|хотите|нашли)|есть новост\w+|стали очевидц\w+|вы стали|присылайте|пришлите|шлите|сообщите нам|пишите нам|звоните нам|отправляйте|жаңалығыңыз\w*|"
        r"оқиға куәсі|куәгері болсаңыз|бізге\s+(?:\S+\s+){0,4}?(?:жазыңыз|жіберіңіз|хабарлас)\w*|хабарласыңыз|поделитесь с нами|расскажите нам)",
        r"(?:жаңалық|хабар|оқиға|новост|фото|видео)\w*.{0,60}(?:бізге|нам на|редакци\w+ ).{0,60}(?:жіберіңіз|жазыңыз|хабарласыңыз|присылайте|отправ\w+|whats\s?app)",
        r"^(?:наш(?:и)?\s+(?:контакт\w*|телефон\w*|адрес)|редакци\w+\s*:|тел(?:ефон)?\s*(?:\.|:)|байланыс\s*:|біздің мекенжай|e-?mail\s*:)",
        r"^(?:©|\(c\))\s|^(?:автор|добавил|опубликовал|қосқан|жариялаған)\s*:?\s*(?:admin\w*|администратор|редактор|moderator)$|^admin(?:istrator)?\.?$",
        r"администрация\s+сайта|сайт\s+әкімшілігі|мнение\s+(?:редакции|автора).{0,60}(?:не\s+совпада|мнени)|редакция\w*\s+.{0,40}(?:пікір|көзқарас).{0,40}сәйкес",
        r"^(?:теги|тегтер|метки|тэги|tags)\s*:\s*$|^\W*(?:узнавайте|узнайте)\s+(?:первым|больше|о новостях).{0,120}$",
        r"^(?:вам\s+)?понравил(?:ась|ся)\s+(?:статья|материал|новость)|мақала ұнады ма",
        r"^.{0,140}\b[\w.+-]+@[\w-]+\.[a-z]{2,}\s*$",
        r"жазыл(?:уды|уға|ым)\b.{0,80}(?:ұмытпаңыз|шақырамыз|жалғас|басталды|индекс)|(?:подписн\w+|жазылу)\s+индекс\w*|индекс\w*\s*:?\s*\d{5}",
        rf"\b(?:в|на)\s+наш\w+\s+(?:\S+\s+)?(?:групп\w+|{CHANNEL})|\b(?:добавляйтесь|вступайте|жмите)\b",
        r"\b(?:пишите нам|напишите нам|звоните нам|присылайте (?:нам|их|свои|фото|видео)|бізге жазыңыз|бізге жіберіңіз)\b",
        r"^(?:суреттерді|суретті|сурет|фото)\s*:?\s*(?:түсірген\s+)?автор\w*\.?$",
        r"^(?:баннер|реклама|жарнама|на правах рекламы|advertisement)\.?$",
    )
)
SHORT_LINE = 60
HINTS = (
    *("подпи", "telegram", "телегр", "instagram", "инстаграм", "whats", "ватсап", "вотсап", "facebook", "фейсбук", "youtube", "ютуб", "viber"),
    *("вайбер", "tik", "тикток", "вконтакте", "vkontakte", "threads", "twitter", "твиттер", "дзен", "google", "приложени", "қосымша", "соцсет", "соц. сет"),
    *("желі", "канал", "арна", "парақша", "паблик", "чат", "страниц", "групп", "сайт", "push", "рассылк", "присоедин", "жазыл", "қосыл"),
    *("гиперссыл", "использован", "перепечат", "копирован", "цитирован", "защищен", "құқы", "rights", "авторск", "материал", "сілтеме"),
    *("көшір", "пайдалан", "ошиб", "опечат", "қате", "ctrl", "новост", "очевид", "присыл", "пришл", "шлите", "сообщите", "пишите"),
    *("звоните", "отправ", "жаңалы", "оқиға", "куә", "бізге", "поделит", "расскаж", "редакци", "телефон", "тел.", "тел:", "байланыс", "мекен", "mail"),
    *("©", "(c)", "админ", "admin", "әкімшіліг", "мнени", "пікір", "узна", "индекс", "@", "понрав", "ұнады", "добавля", "вступа", "жмите", "jazyl", "vk"),
)
"""A line of some length promotes nothing that holds none of these."""
RELATED_WORDS = (
    r"(?:(?:сондай|соны?мен қатар)-?\s?ақ,?\s+(?:\S+\s+)?(?:оқыңыз(?:дар)?|қараңыз(?:дар)?)|(?:тағы|тағы да|осыны да|мынаны да|бұны да|мұны да)\s+(?:\S+\s+)?"
    r"(?:оқыңыз(?:дар)?|қараңыз)|оқи отырыңыз(?:дар)?|осы тақырып\w*(?:\s+\S+)?(?:\s+бойынша)?|ұқсас (?:жаңалықтар|материалдар|мақалалар|тақырыптар)|"
    r"байланысты (?:жаңалықтар|материалдар|мақалалар)|танымал(?: жаңалықтар)?|соңғы жаңалықтар|басқа да жаңалықтар|басқа жаңалықтар|"
    r"(?:читайте|читать|смотрите|посмотрите)\s+(?:также|еще|ещё|по теме|и другие)(?:\s+(?:по теме|на сайте))?|по теме|еще по теме|ещё по теме|материал(?:ы)? по теме|"
    r"похожие (?:новости|записи|материалы|статьи)|(?:новости|материалы|статьи) по теме|другие новости|популярн\w+(?: новости)?|"
    r"рекомендуем(?: почитать)?|вам может быть интересно|қызықты болуы мүмкін|связанные (?:новости|материалы)|related (?:posts|news|articles)|read also|see also|"
    r"ранее (?:мы )?(?:писали|сообщали|сообщалось)|uqsas janalyqtar|uqsas jańalyqtar|sondai-aq oqynyz(?:dar)?|sondaı-aq oqyńyz(?:dar)?)"
)
RELATED = re.compile(rf"^\W*{RELATED_WORDS}\W*$", re.IGNORECASE)
"""Heads a list of other articles (PAGES.md, K3)."""
RELATED_LINE = re.compile(rf"^\W*{RELATED_WORDS}\s*(?:[:–—-]\s*\S|(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«]))", re.IGNORECASE)
"""Heads one other article in the same line."""
COMMENTS_HEAD = re.compile(
    r"^(?:мнения читателей|комментарии(?: читателей)?|отзывы(?: читателей)?|пікірлер|оқырман(?:дар)? пікір\w*|comments)\s*[:(]?\s*(?P<count>\d{0,6})\)?\s*:?$", re.IGNORECASE
)
"""Heads what readers answered."""
LONGEST_TITLE = 200
LONGEST_PROMOTION = 400
MOST_RELATED = 12
FEWEST_WORDS = 3
"""Words of a title; a paragraph that is but a link to one leads to another article."""
DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?$", re.IGNORECASE)
HASHTAGS = re.compile(r"^(?:#\w[\w-]*[\s,]*)+$")
SOURCE_LINE = re.compile(r"^(?:источник(?:и)?|дереккөз(?:і)?|ақпарат көзі|source)\s*:\s*(?P<name>\S.{0,120})$", re.IGNORECASE)


def fill_boilerplate(article: Article, printed: Printed) -> None:
    """Fill `boilerplate` with the promotions and own-address lines at the end of the text, which they leave.

    Lists of other articles leave it wherever they stand; the hashtags and the source of a last line are kept apart.
    """
    taken = _take_related(article)
    at_end: list[str] = []
    index = len(article.blocks) - 1
    while index >= 0:
        last = article.blocks[index]
        if last.kind == "image":
            index -= 1
            continue
        own = (last.text or "").split("\n")
        if last.kind == "embed" or not (_is_section_link(article, last) or all(_takes(article, line, printed) for line in own)):
            break
        at_end[:0] = own
        del article.blocks[index]
        index -= 1
    article.boilerplate.extend(line for line in (*taken, *at_end) if line)


def _is_section_link(article: Article, block: Block) -> bool:
    """Tell whether a last block is but a link to the article's section."""
    text = block.text or ""
    if not block.linked or len(text) > LONGEST_SECTION or text.endswith((".", "!", "?")):
        return False
    article.section = article.section or text
    return text == article.section


LONGEST_SECTION = 40


def _takes(article: Article, line: str, printed: Printed) -> bool:
    """Tell whether the last *line* leaves the text, and keep what it tells."""
    if len(line) > LONGEST_PROMOTION:
        return False
    if HASHTAGS.match(line):
        tags = [tag.strip("#, ") for tag in line.split("#") if tag.strip("#, ")]
        article.tags.extend(tag for tag in tags if tag not in article.tags)
        return True
    if claim_line(article, line):
        return True
    source = SOURCE_LINE.match(line)
    if source:
        name = source["name"].rstrip(" .")
        if name not in article.sources:
            article.sources.append(name)
        return True
    return is_boilerplate(line, printed)


def _take_related(article: Article) -> list[str]:
    """Take the lists of other articles out of the text, and return their lines.

    A list begins with a heading of its own; behind it stand links, or, at the end of the text, nothing but titles.
    """
    taken: list[str] = []
    index = 0
    while index < len(article.blocks):
        block = article.blocks[index]
        text = block.text or ""
        if block.kind == "embed" or not text or len(text) > LONGEST_PROMOTION:
            index += 1
        elif index and COMMENTS_HEAD.match(text) and all(len(block.text or "") <= LONGEST_PROMOTION for block in article.blocks[index:]):
            claim_line(article, COMMENTS_HEAD.sub(r"комментарии: \g<count>", text))
            taken += [line for block in article.blocks[index:] for line in (block.text or "").split("\n") if line]
            del article.blocks[index:]
        elif RELATED.match(text):
            end = _end_of_related(article.blocks, index)
            gone = [(block, line) for block in article.blocks[index:end] for line in (block.text or "").split("\n") if line]
            taken += [line for block, line in gone if block.linked or not claim_line(article, line)]
            del article.blocks[index:end]
        elif _is_related_line(block):
            taken.append(text)
            del article.blocks[index]
        else:
            index += 1
    return taken


def _is_related_line(block: Block) -> bool:
    text = block.text or ""
    if block.linked and block.kind in {"paragraph", "heading"} and FEWEST_WORDS <= len(text.split()) and len(text) <= LONGEST_TITLE:
        return text[-1] not in ".!:;,"
    return len(text) <= LONGEST_TITLE + 40 and RELATED_LINE.match(text) is not None and (block.linked or not text.endswith("."))


def _end_of_related(blocks: list[Block], begin: int) -> int:
    """Return where the list of other articles ends whose heading stands at *begin*."""
    rest = blocks[begin + 1 :]
    if len(rest) <= MOST_RELATED and all(len(block.text or "") <= LONGEST_TITLE and not (block.text or "").endswith(".") for block in rest):
        return len(blocks)
    end = begin + 1
    while end < len(blocks) and (blocks[end].linked or (blocks[end].kind == "image" and end + 1 < len(blocks) and blocks[end + 1].linked)):
        end += 1
    return end


def is_boilerplate(line: str, printed: Printed) -> bool:
    """Tell whether *line* promotes a channel, forbids reuse, or is the paper's own address."""
    if DOMAIN.match(line):
        return _host(line) in {_host(printed.publisher.home), *printed.publisher.hosts}
    if line in printed.publisher.tails:
        return True
    if len(line) > LONGEST_PROMOTION:
        return False
    return _promotes(line)


@lru_cache(maxsize=256)
def _promotes(line: str) -> bool:
    """Tell whether *line* promotes or forbids something, or heads a list; the last lines are asked about twice."""
    if len(line) > SHORT_LINE:
        small = line.lower()
        if not any(hint in small for hint in HINTS):
            return False
    return RELATED.match(line) is not None or any(pattern.search(line) for pattern in PROMOTIONS)


def _host(address: str) -> str:
    return (
        address.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").split("/")[0]
    )
