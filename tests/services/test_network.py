"""The name that a process keeps: what is committed, half a minute late elsewhere, and never what cannot be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib import installation
from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.lib.installation import NetworkName
from app.models import Setting
from app.services import network, network_settings
from app.services.actors import SYSTEM

LEAGUE = NetworkName(name=Bilingual("League", "Ligue"), article=Bilingual("the", "la"))


class Clock:
    """The process's own, in seconds."""

    at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    told = Clock()
    monkeypatch.setattr(network, "time", told)
    network.look_again()
    yield told
    network.hold_still()


def called() -> str:
    return installation.spoken("en").name


def test_what_is_rolled_back_was_never_its_name(clock: Clock) -> None:
    network_settings.change(LEAGUE, SYSTEM)
    assert called() == "Police Network", "another request of this process must not say it yet"
    db.session.rollback()
    network.look_again()
    assert called() == "Police Network"


def test_another_process_says_it_within_half_a_minute(clock: Clock) -> None:
    network_settings.change(LEAGUE, SYSTEM)
    db.session.commit()  # as by another process: nobody tells this one
    clock.at += network.SECONDS - 1
    network.renew()
    assert called() == "Police Network"
    clock.at += 1
    network.renew()
    assert called() == "League"


def test_without_a_database_the_last_that_was_known_holds(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_session: object) -> object:
        raise OperationalError("select", None, Exception("gone"))

    installation.take(replace(installation.present(), name=LEAGUE))
    monkeypatch.setattr(network_settings, "stored", gone)
    network.look_again()
    assert called() == "League"


@pytest.mark.parametrize(
    "value", [None, [], "League", {"name_en": 1, "article_fr": "un"}, {"article_fr": None}]
)
def test_what_no_form_wrote_stops_no_page(clock: Clock, value: object) -> None:
    db.session.add(Setting(name=network_settings.NAME, value=value, changed_at=now()))
    db.session.commit()
    network.look_again()
    for language in ("en", "fr"):
        assert installation.spoken(language).of_the_network
    assert called() == "Police Network"
