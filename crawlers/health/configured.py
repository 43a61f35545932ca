"""Which ways of telling alerts the environment names (docs/health.md)."""

import shlex
from collections.abc import Iterator, Mapping

from archive.faults import Fault
from crawlers.health.ways import Command, Mail, Way, Webhook

PORTS = {"none": 25, "starttls": 587, "tls": 465}
"""How a connection to a mail server is secured, and its usual port."""


class AlertSettingFault(Fault):
    """A variable that says how alerts are told has a value that means nothing."""


def ways(environment: Mapping[str, str]) -> list[Way]:
    """Return the ways that *environment* names; `AlertSettingFault` names the variable that makes no sense.

    >>> [way.name for way in ways({"AIMAQ_ALERT_MAIL": "a@b.kz", "AIMAQ_ALERT_COMMAND": "logger -t aimaq"})]
    ['command', 'mail']
    >>> ways({"AIMAQ_ALERT_COMMAND": ""})
    []
    """
    return [*_command(environment), *_webhook(environment), *_mail(environment)]


def _command(environment: Mapping[str, str]) -> Iterator[Way]:
    line = environment.get("AIMAQ_ALERT_COMMAND", "").strip()
    if not line:
        return
    try:
        words = tuple(shlex.split(line))
    except ValueError as error:
        message = f"AIMAQ_ALERT_COMMAND {line!r} is no command: {error}"
        raise AlertSettingFault(message) from error
    yield Command(words, environment)


def _webhook(environment: Mapping[str, str]) -> Iterator[Way]:
    url = environment.get("AIMAQ_ALERT_WEBHOOK", "").strip()
    if not url:
        return
    if not url.startswith(("http://", "https://")):
        message = f"AIMAQ_ALERT_WEBHOOK {url!r} is no web address"
        raise AlertSettingFault(message)
    yield Webhook(url)


def _mail(environment: Mapping[str, str]) -> Iterator[Way]:
    to = tuple(address.strip() for address in environment.get("AIMAQ_ALERT_MAIL", "").split(",") if address.strip())
    if not to:
        return
    security = environment.get("AIMAQ_SMTP_SECURITY", "none").lower()
    if security not in PORTS:
        message = f"AIMAQ_SMTP_SECURITY {security!r} is none of: {', '.join(PORTS)}"
        raise AlertSettingFault(message)
    host, _, port = environment.get("AIMAQ_SMTP", "localhost").partition(":")
    if port and not port.isdecimal():
        message = f"AIMAQ_SMTP {host}:{port} has no port number; it takes HOST or HOST:PORT"
        raise AlertSettingFault(message)
    for address in to:
        if "@" not in address:
            message = f"AIMAQ_ALERT_MAIL {address!r} is no e-mail address"
            raise AlertSettingFault(message)
    yield Mail(
        to=to,
        sender=environment.get("AIMAQ_ALERT_FROM") or to[0],
        host=host,
        port=int(port) if port else PORTS[security],
        security=security,
        user=environment.get("AIMAQ_SMTP_USER"),
        password=environment.get("AIMAQ_SMTP_PASSWORD"),
    )
