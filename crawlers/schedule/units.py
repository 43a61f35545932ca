"""systemd units and crontab lines that visit papers without `aimaq watch`, or keep it running."""

import getpass
import os
import re
import shlex
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tzlocal import get_localzone_name

from crawlers.schedule.cadence import cadence_of
from crawlers.schedule.children import GRACE_SECONDS
from crawlers.schedule.rhythm import Rhythm, zone_of

PASSED_ON = re.compile(r"AIMAQ_(?!DATA$)[A-Z_]+")
"""Variables of this shell that the units and lines are given too."""
STOP_SECONDS = int(GRACE_SECONDS) + 30
HARDENING = """NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={data}
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
LockPersonality=yes
"""
SERVICE = """# {what}
[Unit]
Description={description}
Wants=network-online.target
After=network-online.target

[Service]
{service}{environment}{user}Nice=5
{hardening}"""
TIMER = """# When aimaq@{name}.service visits {name}.
[Unit]
Description=Visit {name} on time

[Timer]
OnCalendar={calendar}
RandomizedDelaySec=60
AccuracySec=30
Persistent=true

[Install]
WantedBy=timers.target
"""


def watch_service(folder: Path, names: Iterable[str], *, user: bool) -> dict[str, str]:
    """Return the file of a service that keeps `aimaq watch` running, by its name; *user* for one of the user's own."""
    target = "default.target" if user else "multi-user.target"
    command = _command("watch", *names)
    service = (
        f"Type=exec\nExecStart={command}\nKillMode=mixed\nTimeoutStopSec={STOP_SECONDS}\n"
        "Restart=on-failure\nRestartSec=60\nRestartPreventExitStatus=2\n"
    )
    text = _service("Visits all papers whenever they are due", "Visit newspapers on time", service, folder, user=user)
    return {"aimaq-watch.service": f"{text}\n[Install]\nWantedBy={target}\n"}


def timers(folder: Path, rhythms: Iterable[Rhythm], *, user: bool) -> dict[str, str]:
    """Return the files of a service that visits one paper and of a timer for each of *rhythms*, by their names."""
    command = _command("crawl")
    service = (
        f"Type=oneshot\nExecStart={command} %i\nTimeoutStartSec=4h\nTimeoutStopSec={STOP_SECONDS}\n"
        "SuccessExitStatus=3 5\n"
    )
    what = "Visits one paper; its timer says when. Exit codes 3 and 5 mean that the next visit goes on"
    files = {"aimaq@.service": _service(what, "Visit the newspaper %i", service, folder, user=user)}
    now = datetime.now(UTC)
    for rhythm in rhythms:
        zone = zone_of(rhythm.zone)
        calendar = cadence_of(rhythm, now, zone).calendar(zone.key)
        files[f"aimaq@{rhythm.name}.timer"] = TIMER.format(name=rhythm.name, calendar=calendar)
    return files


def crontab(folder: Path, rhythms: Iterable[Rhythm]) -> str:
    """Return crontab lines that visit each paper of *rhythms*; their hours are those of this machine's zone."""
    here = ZoneInfo(get_localzone_name())
    now = datetime.now(UTC)
    lines = [
        f"# Visits papers; hours are those of {here.key}. Put these lines in with `crontab -e`.",
        "# What a visit complains of is mailed by cron; a paper that is being visited is not visited twice.",
        *(f"{name}={value}" for name, value in _environment(folder).items()),
    ]
    command = " ".join(shlex.quote(word) for word in _aimaq()).replace("%", r"\%")
    lines += [f"{cadence_of(rhythm, now, here).cron()} {command} crawl {rhythm.name} >/dev/null" for rhythm in rhythms]
    return "\n".join(lines) + "\n"


def how_to_install(files: Iterable[str], *, user: bool) -> str:
    """Return as comment lines what to do with *files*."""
    place = "~/.config/systemd/user" if user else "/etc/systemd/system"
    control = "systemctl --user" if user else "systemctl"
    begun = " ".join(name for name in files if name != "aimaq@.service")
    stays = "# loginctl enable-linger    so that they run while you are not logged in\n" if user else ""
    return (
        f"# Put each file into {place} (--into {place} writes them), then:\n"
        f"# {control} daemon-reload\n# {control} enable --now {begun}\n{stays}"
    )


def _service(what: str, description: str, service: str, folder: Path, *, user: bool) -> str:
    environment = "".join(
        f"Environment={_systemd_words([f'{name}={value}'])}\n" for name, value in _environment(folder).items()
    )
    return SERVICE.format(
        what=what,
        description=description,
        service=service,
        environment=environment,
        user="" if user else f"User={getpass.getuser()}\n",
        # A user's own service manager may not be allowed to set up the protection.
        hardening="" if user else HARDENING.format(data=_systemd_words([str(folder)])),
    )


def _command(*words: str) -> str:
    """Return `aimaq` with *words* as ExecStart takes it, where a dollar sign is a variable's (systemd.service(5))."""
    return _systemd_words([*_aimaq(), *words]).replace("$", "$$")


def _aimaq() -> list[str]:
    """Return the command that began this process, so that it can be found from anywhere."""
    command = Path(sys.executable).with_name("aimaq")
    return [str(command)] if command.is_file() else [sys.executable, "-m", "crawlers"]


def _environment(folder: Path) -> dict[str, str]:
    passed_on = {name: value for name, value in sorted(os.environ.items()) if PASSED_ON.fullmatch(name)}
    return {"AIMAQ_DATA": str(folder)} | passed_on


def _systemd_words(words: Iterable[str]) -> str:
    """Return *words* as systemd reads them: quoted where need be (systemd.syntax(7), Quoting).

    >>> _systemd_words(["/a b/aimaq", "100%"])
    '"/a b/aimaq" 100%%'
    """
    return " ".join(f'"{_escaped(word)}"' if re.search(r"[\s\"'\\;]", word) else _escaped(word) for word in words)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
