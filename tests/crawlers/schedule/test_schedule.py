"""`aimaq schedule`: what systemd and cron are given is what they understand."""

import configparser
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter

from archive.faults import Exit
from crawlers.schedule.quiet import QuietHours
from crawlers.schedule.rhythm import zone_of
from tests.commands import run_aimaq

SITES = ("zhaikpress", "abai", "demo")


def schedule(folder, *words, **environment):
    """Return what `aimaq schedule` prints for three papers."""
    done = run_aimaq("schedule", *words, *SITES, "--data", folder / "the data", **environment)
    assert Exit.FINISHED == done.returncode, done.stderr
    return done.stdout


def read_unit(path):
    """Return the sections of a unit file; of a setting that is given twice, all values."""
    parser = configparser.RawConfigParser(strict=False, delimiters="=", comment_prefixes="#")
    parser.optionxform = str
    parser.read(path, "utf-8")
    return parser


def test_crontab_lines(tmp_path):
    """Each paper has a line that cron's own grammar reads, at minutes of its own, with the archive's folder above."""
    printed = schedule(tmp_path, "--cron", AIMAQ_CONTACT="redaktsiya@example.kz 100%", AIMAQ_DEMO_PORT="8010")

    lines = [line for line in printed.splitlines() if not line.startswith("#")]
    assert f"AIMAQ_DATA={tmp_path / 'the data'}" in lines
    assert "AIMAQ_CONTACT=redaktsiya@example.kz 100%" in lines
    visits = [line.split(maxsplit=5) for line in lines if " crawl " in line]
    assert len(visits) == len({fields[0] for fields in visits}) == len(SITES)
    for *fields, command in visits:
        assert croniter.is_valid(" ".join(fields))
        assert CronTrigger.from_crontab(" ".join(fields), timezone=UTC)
        assert Path(command.split()[0]).is_absolute()


def test_crontab_keeps_quiet_hours(tmp_path):
    """No line visits a paper in the quiet hours of its own zone, whatever this machine's zone is."""
    printed = schedule(tmp_path, "--cron", "--quiet", "22:00-07:00", TZ="America/New_York")

    assert "America/New_York" in printed
    quiet, now = QuietHours.read("22:00-07:00"), datetime.now(zone_of("America/New_York"))
    for line in printed.splitlines():
        if " crawl zhaikpress " in line:
            times = croniter(" ".join(line.split()[:5]), now)
            moments = [times.get_next(datetime) for _ in range(50)]
            assert not [moment for moment in moments if quiet.covers(moment, zone_of("Asia/Oral"))]
            assert moments[-1] - now > timedelta(hours=12)


def test_crontab_commands_run(tmp_path):
    """The command of a line is one that a shell runs from anywhere."""
    printed = schedule(tmp_path, "--cron")
    command = next(line for line in printed.splitlines() if " crawl abai " in line).split(maxsplit=5)[5]

    asked = command.replace("crawl abai >/dev/null", "crawl --help")
    done = subprocess.run(["/bin/sh", "-c", asked], capture_output=True, text=True, check=True, cwd="/", env={})
    assert "Visit papers" in done.stdout


@pytest.mark.parametrize("words", [("--systemd",), ("--systemd", "--user", "--quiet", "23:00-06:00"), ("--service",)])
def test_units_are_sound(tmp_path, words):
    """The checker of systemd finds nothing wrong with what is written, and every calendar has a next time."""
    (tmp_path / "the data").mkdir()
    printed = schedule(tmp_path, *words, "--into", tmp_path)
    units = sorted(path for path in tmp_path.iterdir() if path.is_file())

    assert all(f"{path} is written" in printed for path in units)
    for path in units:
        unit = read_unit(path)
        assert "Unit" in unit
        assert path.suffix != ".timer" or unit["Timer"]["Persistent"] == "true"
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not here")
    checked = subprocess.run([analyze, "verify", *units], capture_output=True, text=True, check=False)
    assert (0, "") == (checked.returncode, checked.stderr)
    for path in tmp_path.glob("*.timer"):
        calendar = read_unit(path)["Timer"]["OnCalendar"]
        told = subprocess.run([analyze, "calendar", calendar], capture_output=True, text=True, check=True)
        assert "Next elapse" in told.stdout


def test_watch_service(tmp_path):
    """The service keeps a watch of the papers running, in this archive, and lets its visits end well."""
    printed = schedule(tmp_path, "--service", AIMAQ_CONTACT="100%")

    assert "/aimaq watch zhaikpress abai demo\n" in printed
    assert f'Environment="AIMAQ_DATA={tmp_path / "the data"}"\n' in printed
    assert "Environment=AIMAQ_CONTACT=100%%\n" in printed
    assert "KillMode=mixed\n" in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--systemd, --service or --cron"),
        (("--cron", "--user"), "--user and --into are for systemd units"),
        (("--service", "--quiet", "23:00-06:00"), "--quiet is for timers"),
        (("--cron", "--quiet", "at night"), "'at night' are no hours such as 23:00-06:00"),
    ],
)
def test_wrong_words(tmp_path, words, said):
    """What makes no sense together is told in a line."""
    done = run_aimaq("schedule", *words, "demo", "--data", tmp_path)

    assert Exit.USAGE == done.returncode
    assert said in done.stderr
