"""TLS from the first byte, STARTTLS and signing in, with a real server whose certificate is trusted, or not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from app.models import LetterState
from tests.factories.letters import a_letter
from tests.mail_server import mail_server
from tests.requirements import missing
from tests.worker.conftest import delivering
from tests.worker.outbox_rows import some_letters, the_letter

pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
SIGN_IN = {"mail_username": "events", "mail_password": "right"}


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and its certificate for this machine, in one file, signed by itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        missing("openssl", "it makes the certificate of the mail server")
    file = tmp_path_factory.mktemp("certificate") / "mail.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=mail.example", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign", "-keyout", "-", "-out", "-"]
    file.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    return file


@pytest.mark.parametrize("at_once", [True, False], ids=["tls", "starttls"])
def test_encrypted_and_signed_in_over_one_connection(
    app: Flask, certificate: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    recipients = some_letters(12)
    with (
        mail_server(password="right", certificate=certificate, encrypted_at_once=at_once) as strict,
        delivering(app, strict.port, mail_use_ssl=at_once, mail_use_tls=True, **SIGN_IN) as deliver,
    ):
        assert deliver() == 12
    assert [mail["To"] for mail in strict.accepted] == recipients
    assert (len(strict.connections), strict.encrypted, strict.signed_in) == (1, [True], ["events"])


@pytest.mark.parametrize("at_once", [True, False], ids=["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for(app: Flask, certificate: Path, at_once: bool) -> None:
    a_letter()
    with (
        mail_server(password="right", certificate=certificate, encrypted_at_once=at_once) as strange,
        delivering(app, strange.port, mail_use_ssl=at_once, mail_use_tls=True, **SIGN_IN) as deliver,
    ):
        deliver()
    assert (strange.received, strange.signed_in) == ([], [])
    assert (the_letter().state, the_letter().attempts) == (LetterState.WILL_RETRY, 0)
    assert "CERTIFICATE_VERIFY_FAILED" in (the_letter().server_said or "")


def test_a_wrong_password_over_tls(app: Flask, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    a_letter()
    with (
        mail_server(password="other", certificate=certificate) as strict,
        delivering(app, strict.port, mail_use_tls=True, **SIGN_IN) as deliver,
    ):
        deliver()
    assert (strict.received, strict.signed_in) == ([], [])
    assert (the_letter().state, the_letter().attempts) == (LetterState.WILL_RETRY, 0)
    assert (the_letter().server_said or "").startswith("535")
    assert "right" not in (the_letter().server_said or "")
