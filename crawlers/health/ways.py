"""The ways by which alerts are told: a command, a webhook, e-mail, each by what the environment says of it."""

import json
import shlex
import smtplib
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol

import httpx

from archive.faults import Fault

SECONDS = 20
"""How long one way may take."""
PORTS = {"none": 25, "starttls": 587, "tls": 465}


class AlertSettingFault(Fault):
    """A variable that says how alerts are told has a value that means nothing."""


class UntoldError(Exception):
    """A way did not work; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told: all that is new at the end of a crawl, in one message."""

    subject: str
    text: str
    alerts: tuple[Mapping[str, object], ...]
    """The same for machines."""

    @property
    def json(self) -> str:
        """The message for machines."""
        return json.dumps({"subject": self.subject, "text": self.text, "alerts": self.alerts}, ensure_ascii=False)


class Way(Protocol):
    """One way of telling."""

    @property
    def name(self) -> str:
        """What it is called."""

    def tell(self, message: Message) -> None:
        """Tell *message*; `UntoldError` where that does not work."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program, run without a shell: the text on its standard input, JSON in AIMAQ_ALERT."""

    words: tuple[str, ...]
    environment: Mapping[str, str]
    name: str = "command"

    def tell(self, message: Message) -> None:
        """Run the program to its end."""
        environment = {**self.environment, "AIMAQ_ALERT": message.json}
        try:
            subprocess.run(  # noqa: S603 - the operator's own command
                self.words,
                input=message.text.encode(),
                env=environment,
                timeout=SECONDS,
                check=True,
                capture_output=True,
            )
        except subprocess.CalledProcessError as error:
            said = " ".join(error.stderr.decode("utf-8", "replace").split())[-200:]
            why = f"{self.words[0]} ended with {error.returncode}: {said}"
            raise UntoldError(why) from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UntoldError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that takes the message as JSON by POST."""

    url: str
    name: str = "webhook"

    def tell(self, message: Message) -> None:
        """Post the message; redirects are not followed."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            answer = httpx.post(self.url, content=message.json.encode(), headers=headers, timeout=SECONDS)
            answer.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UntoldError(str(error).splitlines()[0] if str(error) else type(error).__name__) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """An e-mail by an SMTP server (RFC 5321)."""

    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    security: str
    """none, starttls (RFC 3207) or tls (RFC 8314)."""
    user: str | None = None
    password: str | None = None
    name: str = "mail"

    def tell(self, message: Message) -> None:
        """Send the message."""
        try:
            with self._connected() as server:
                if self.user is not None:
                    server.login(self.user, self.password or "")
                server.send_message(self._mail(message))
        except (OSError, smtplib.SMTPException) as error:
            why = f"{self.host}:{self.port}: {error}"
            raise UntoldError(why) from error

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["Subject"] = message.subject
        mail["From"] = self.sender
        mail["To"] = ", ".join(self.to)
        mail["Date"] = formatdate()
        mail["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2].rstrip(">") or "localhost")
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=ssl.create_default_context())
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        return server


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
