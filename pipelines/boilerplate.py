"""Lines that a paper prints under every article: promotions of its channels, reuse notices, its own address."""

import re

from archive.records import Article, Printed

CHANNEL = (
    r"(?:telegram|телеграм\w*|instagram|инстаграм\w*|whatsapp|ватсап\w*|facebook|фейсбук\w*|youtube|ютуб\w*|"
    r"tik-?tok|тикток\w*)"
)
CALL = r"(?:узнайте|узнавайте|читайте|подписывайтесь|подпишитесь|следите|присоединяйтесь|больше новостей|все новости)"
PROMOTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^{CALL}\b.*(?:{CHANNEL}|на (?:нашей|нашем) (?:странице|канале|сайте))",
        rf"^в\s+{CHANNEL}\s+и\s+(?:нашем|в)\s+.*{CHANNEL}.*$",
        rf"{CHANNEL}.*(?:жазылыңыз|жазылыңыздар|қосылыңыз|тіркеліңіз)",
        r"гиперссылк\w+ (?:на|обязательн\w+)|при (?:использовании|перепечатке|копировании) материал\w+",
        r"^(?:печать|басып шығару|бөлісу|поделиться|x)$",
    )
)
RELATED = re.compile(
    r"^(?:сондай-ақ оқыңыз(?:дар)?|тағы оқыңыз(?:дар)?|осы тақырып\w* бойынша|ұқсас (?:жаңалықтар|материалдар)|танымал|"
    r"читайте также|читать также|похожие (?:новости|записи|материалы)|(?:новости|материалы) по теме|популярное)\s*:?$",
    re.IGNORECASE,
)
"""Heads a list of other articles (PAGES.md, K3)."""
LONGEST_TITLE = 200
DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?$", re.IGNORECASE)


def fill_boilerplate(article: Article, printed: Printed) -> None:
    """Fill `boilerplate` with the promotions and own-address lines at the end of the text, which they leave."""
    taken = _take_related(article)
    while article.blocks:
        last = article.blocks[-1]
        own = (last.text or "").split("\n")
        if last.kind == "image" or not all(is_boilerplate(line, printed) for line in own):
            break
        taken[:0] = own
        article.blocks.pop()
    article.boilerplate.extend(line for line in taken if line)


def _take_related(article: Article) -> list[str]:
    """Return the list of other articles at the end, its heading first, and take it out of the text.

    It is one only if nothing but titles and pictures stand behind the heading.
    """
    texts = [block.text or "" for block in article.blocks]
    headings = [index for index, text in enumerate(texts) if RELATED.match(text)]
    if not headings or any(len(text) > LONGEST_TITLE for text in texts[headings[0] :]):
        return []
    del article.blocks[headings[0] :]
    return [line for text in texts[headings[0] :] for line in text.split("\n") if line]


def is_boilerplate(line: str, printed: Printed) -> bool:
    """Tell whether *line* promotes a channel, forbids reuse, or is the paper's own address."""
    if DOMAIN.match(line):
        return _host(line) in {_host(printed.publisher.home), *printed.publisher.hosts}
    return RELATED.match(line) is not None or any(pattern.search(line) for pattern in PROMOTIONS)


def _host(address: str) -> str:
    return (
        address.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").split("/")[0]
    )
