"""The ways by which alerts are told: a command, a webhook, e-mail."""

import json
import smtplib
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol

import httpx

SECONDS = 20
"""How long one way may take."""


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
