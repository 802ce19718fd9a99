"""What the log says of a mail server: its words, without whom they are about."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from app.worker import delivering
from tests.worker.conftest import Deliver
from tests.worker.outbox_rows import some_letters


def test_a_server_that_repeats_an_address_does_not_bring_it_into_the_log(
    app: Flask, deliver: Deliver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @contextmanager
    def office(_app: Flask) -> Iterator[object]:
        def refuse(_message: object) -> str:
            raise smtplib.SMTPSenderRefused(550, b"not for <jane@police.example>", "sender@police.example")

        yield refuse

    monkeypatch.setattr(delivering, "post_office", office)
    some_letters(1)
    with caplog.at_level(logging.INFO):
        assert deliver() == 1
    assert "cannot be reached: 550 not for <…>" in caplog.text
    assert "@" not in caplog.text
