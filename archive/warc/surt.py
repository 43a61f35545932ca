"""Sort-friendly addresses: the key under which web archives look a page up (SURT, as the Wayback Machine forms it)."""

import re
from urllib.parse import unquote_to_bytes, urlsplit

WWW = re.compile(r"www\d*\.")
DEFAULT_PORTS = {"http": 80, "https": 443}
SESSION = re.compile(
    r"(?:jsessionid=[0-9a-z]{32}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}"
    r"|cfid=[^&]+&cftoken=[^&]+)(?:&|$)"
)
ESCAPED = frozenset(range(0x21)) | frozenset(range(0x7F, 0x100)) | {ord("%"), ord("#")}
_ESCAPES = [f"%{byte:02x}" if byte in ESCAPED else chr(byte) for byte in range(256)]


def surt(url: str) -> str:
    """Return *url* with its host turned round, without scheme, `www.` and fragment, in lower case, parameters sorted.

    >>> surt("https://www.Zhaikpress.kz/kk/news/Kopir/?b=2&a=1")
    'kz,zhaikpress)/kk/news/kopir?a=1&b=2'
    >>> surt("http://127.0.0.1:8010/")
    '1,0,0,127:8010)/'
    """
    parts = urlsplit(url)
    host = WWW.sub("", (parts.hostname or "").rstrip("."), count=1) if parts.hostname else ""
    turned = ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port and parts.port != DEFAULT_PORTS.get(parts.scheme) else ""
    path = _path(_escaped(parts.path).lower())
    query = SESSION.sub("", _escaped(parts.query).lower())
    if query:
        query = "?" + "&".join("=".join(pair) for pair in sorted(tuple(one.split("=", 1)) for one in query.split("&")))
    return f"{turned}{port}){path}{query}"


def _escaped(part: str) -> str:
    """Return *part* with escapes only where they must be: undone as often as they were made, then made once."""
    raw = part.encode()
    while b"%" in raw and (undone := unquote_to_bytes(raw)) != raw:
        raw = undone
    return "".join([_ESCAPES[byte] for byte in raw])


def _path(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    return "/" + "/".join(steps)
