"""Certificates are verified, but where the site file says why not; nobody gets in while a crawl runs."""

import ipaddress
import re
import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from archive.faults import Exit
from crawlers.papers import project_settings
from tests.commands import run_aimaq
from tests.crawlers.watched_paper import Visits, article, watched

FAST = ("--delay", "0.02")
LISTENS = "0A"
"""The state of a socket that listens, in /proc/net/tcp."""


def certificate(folder, *, address="127.0.0.1", days=30):
    """Return a file with a certificate that nobody but itself vouches for, valid until *days* from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Тыныс")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "paper.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def with_tls(file):
    """Return what puts TLS with the certificate in *file* around a server's socket."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def wrap(server):
        server.socket = context.wrap_socket(server.socket, server_side=True)

    return wrap


@pytest.fixture
def served(tmp_path):
    """Return a function that serves a paper with a certificate of its own."""
    with ExitStack() as serving:

        def serve(**facts):
            paper = serving.enter_context(watched(wrap=with_tls(certificate(tmp_path, **facts)), scheme="https"))
            paper.articles(2)
            return paper

        yield serve


def error(done):
    """Return the one line that says why a crawl stopped."""
    assert "Traceback" not in done.stdout + done.stderr
    (line,) = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error:")]
    return line


def test_certificate_that_nobody_vouches_for(served, tmp_path):
    """The crawl is refused with a line that says what to do; nothing was asked."""
    paper = served()
    done = Visits(paper, tmp_path).run(*FAST)

    assert Exit.FAULT == done.returncode
    assert re.search(r"the certificate of 127\.0\.0\.1 cannot be verified .*unverified_certificate", error(done))
    assert [] == paper.asked


def test_site_file_says_why_not(served, tmp_path):
    """With a reason in the site file the paper's own hosts are asked all the same."""
    paper = served()
    visits = Visits(paper, tmp_path)
    visits.declare('    unverified_certificate = "signed by the district itself"\n')

    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert 4 == len(paper.asked)


def test_reason_without_words(served, tmp_path):
    """A reason is a sentence; True is none."""
    visits = Visits(served(), tmp_path)
    visits.declare("    unverified_certificate = True\n")

    assert "Watched.unverified_certificate is True" in error(visits.run(*FAST))


def test_certificate_that_is_vouched_for(served, tmp_path):
    """One that the machine trusts is accepted."""
    paper = served()
    done = Visits(paper, tmp_path).run(*FAST, SSL_CERT_FILE=str(tmp_path / "paper.pem"))

    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    assert 4 == len(paper.asked)


@pytest.mark.parametrize("facts", [{"days": -1}, {"address": "127.0.0.9"}])
def test_expired_or_of_another_host(served, tmp_path, facts):
    """A trusted certificate that is expired, or another host's, is none."""
    paper = served(**facts)
    done = Visits(paper, tmp_path).run(*FAST, SSL_CERT_FILE=str(tmp_path / "paper.pem"))

    assert Exit.FAULT == done.returncode
    assert "cannot be verified" in error(done)
    assert [] == paper.asked


def test_picture_behind_a_bad_certificate(served, tmp_path):
    """A picture whose host has no good certificate is left; the paper goes on."""
    pictures = served()
    with watched() as paper:
        paper.articles(2)
        paper.put("/maqala/1", article("Сурет", f"{pictures.home}a.png"))
        visits = Visits(paper, tmp_path)
        visits.declare(facts=f', hosts=("127.0.0.1:{pictures.home[:-1].rpartition(":")[2]}",)')
        done = visits.run(*FAST)

    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    assert [] == pictures.asked


def test_one_page_behind_a_bad_certificate(served, tmp_path):
    """`aimaq save` verifies as well."""
    paper = served()
    done = run_aimaq("save", paper.home, "--into", tmp_path / "pages", AIMAQ_DELAY="0")

    assert Exit.FAULT == done.returncode
    assert "certificate" in error(done).lower()
    assert [] == paper.asked


def test_nobody_gets_in(tmp_path):
    """While a crawl runs it listens on no port, neither for telnet nor for remote control; cookies are off."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("this system does not tell in /proc who listens")
    with watched() as paper:
        paper.articles(2)
        with Visits(paper, tmp_path).start("--delay", "0.5") as crawl:
            while not paper.asked:
                assert crawl.poll() is None
            sockets = {str(link.readlink()) for link in Path(f"/proc/{crawl.pid}/fd").iterdir()}
            told = "".join(Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6"))
            crawl.terminate()
            crawl.communicate(timeout=30)

    rows = [row.split() for row in told.splitlines()]
    assert [] == [row for row in rows if row[3] == LISTENS and f"socket:[{row[9]}]" in sockets]
    names = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED", "METAREFRESH_ENABLED")
    assert [False] * 4 == [project_settings().getbool(name) for name in names]
