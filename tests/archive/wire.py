"""Exchanges as they go over the wire, for tests that write WARC files."""

from archive.warc import Exchange

HTML = (("Content-Type", "text/html"),)
REASONS = {200: "OK", 301: "Moved Permanently", 304: "Not Modified", 404: "Not Found", 410: "Gone"}


def exchange(url, body=b"", *, status=200, headers=HTML, fetched_at):
    """Return the exchange in which *url* was asked for and answered with *body*."""
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{name}: {value}" for name, value in headers)]
    if not any(name.lower() == "transfer-encoding" for name, _ in headers):
        lines.append(f"Content-Length: {len(body)}")
    path = "/" + url.split("/", 3)[3] if url.count("/") > 2 else "/"
    return Exchange(
        url=url,
        request=f"GET {path} HTTP/1.1\r\nHost: {url.split('/')[2]}\r\n\r\n".encode(),
        response="\r\n".join([*lines, "", ""]).encode() + body,
        fetched_at=fetched_at,
        ip_address="127.0.0.1",
    )
