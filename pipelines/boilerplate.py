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
        r"^(?:сондай-ақ оқыңыз|тағы оқыңыз|читайте также|ұқсас жаңалықтар|танымал|материалы по теме)\s*:?$",
        r"гиперссылк\w+ (?:на|обязательн\w+)|при (?:использовании|перепечатке|копировании) материал\w+",
        r"^(?:печать|басып шығару|бөлісу|поделиться|x)$",
    )
)
DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?$", re.IGNORECASE)


def fill_boilerplate(article: Article, printed: Printed) -> None:
    """Fill `boilerplate` with the promotions and own-address lines at the end of the text, which they leave."""
    taken: list[str] = []
    while article.blocks:
        last = article.blocks[-1]
        own = (last.text or "").split("\n")
        if last.kind == "image" or not all(is_boilerplate(line, printed) for line in own):
            break
        taken[:0] = own
        article.blocks.pop()
    article.boilerplate.extend(line for line in taken if line)


def is_boilerplate(line: str, printed: Printed) -> bool:
    """Tell whether *line* promotes a channel, forbids reuse, or is the paper's own address."""
    if DOMAIN.match(line):
        return _host(line) in {_host(printed.publisher.home), *printed.publisher.hosts}
    return any(pattern.search(line) for pattern in PROMOTIONS)


def _host(address: str) -> str:
    return (
        address.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").split("/")[0]
    )
