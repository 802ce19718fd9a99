"""After an erasure and after the retention run the erased values stand nowhere, and every figure is what it was."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Enum, String, select

from app.extensions import Base, db
from app.models import ErasureRule, Event, Letter, Registration, Status
from app.services import people
from app.services.privacy.erasing import erase_person, erase_registration
from app.worker import forgetting
from tests import kept
from tests.columns import columns_that_say
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session
from tests.factories.figures import a_past_event
from tests.factories.lives import ADDRESS, GREEK, MARK, Life, a_whole_life
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.records import STAFF
from tests.services.privacy.every_figure import figures, freeze
from tests.services.statistics import conferences

# Every column for text is in one of the two lists: a new one must be given a thought.
ABOUT_PEOPLE = {
    "person": {"given_name", "family_name", "title", "email", "identity_key"},
    "registration": {
        "body_text", "given_name", "family_name", "own_script_name", "title", "function", "service", "email", "email_key",
        "sort_name", "search_text", "identity_key", "reference", "badge_code",
    },
    "needs": {"diet", "access"},
    "status_change": {"note"},
    "substitute": {"given_name", "family_name", "function", "email"},
    "session_role": {"plain_name", "function_en", "function_fr"},
    "convocation": {"reason"},
    "invitation_link": {"email"},
    "link_request": {"email_key"},
    "letter": {"recipient", "facts", "subject", "text", "html", "calendar", "server_said"},
    "job": {"parameters"},
    "user": {"email", "email_key", "name", "password_hash", "second_factor"},  # of closed accounts: test_retention
    "campaign": {"filters", "subject_en", "subject_fr", "text_en", "text_fr"},  # test_letter_retention
}  # fmt: skip
OF_THE_HOUSE = {
    "access_link": {"token_digest"},
    "audit_entry": {"action", "subject_kind", "fields"},
    "audit_seal": {"digest"},
    "body": {
        "code", "alias", "name_en", "name_fr", "sort_en", "sort_fr", "search_text", "iso2", "note", "cc_emails",
    },
    "campaign": {"name"},
    "campaign_file": {"file_name", "media_type", "stored_name"},
    "stored_file": {"name", "sha256"},  # the content that jobs made is searched below
    "stored_piece": {"file"},
    "check_in": {"client_id", "desk"},
    "erasure": {"subjects"},
    "event": {
        "slug", "short_code", "title_en", "title_fr", "summary_en", "summary_fr", "practical_en", "practical_fr", "time_zone",
        "city", "country_iso2", "venue_en", "venue_fr", "interpretation", "online_link", "mail_sender", "mail_sender_name",
        "mail_reply_to", "mail_return_path", "ical_uid", "cancelled_reason_en", "cancelled_reason_fr",
        "signatory", "signatory_function_en", "signatory_function_fr",
    },
    "event_document": {"title", "file_name", "stored_name", "media_type"},
    "event_session": {"title_en", "title_fr", "text_en", "text_fr", "room", "languages", "ical_uid"},
    "figure_snapshot": {"figures", "note"},
    "heartbeat": {"name", "said"},
    "import_word": {"field", "word", "meaning"},
    "invitation_link": {"token_digest"},
    "job": {"kind", "failure_code", "file_name", "stored_name"},
    "letter": {"dedupe_key", "message_id"},
    "letter_text": {"subject", "heading", "text"},
    "list_choice": {"name", "columns"},
    "login_session": {"token_digest", "device"},
    "notice": {"text_en", "text_fr"},
    "notice_draft": {"text_en", "text_fr"},
    "rate_count": {"key"},
    "recovery_code": {"digest"},
    "reported_figure": {"indicator", "source", "note"},
    "saved_filter": {"of_list", "name", "chosen"},
    "setting": {"name", "value"},
    "sign_up": {"place"},
    "status_change": {"reason_code"},
}  # fmt: skip
DIGESTS = {"person.identity_key", "registration.identity_key"}
CODES = {"registration.reference", "registration.badge_code"}
ELSEWHERE = {"letter.subject", "user.email", "campaign.text_en"}  # no name is ever in a subject line


def _by_request(life: Life, maildir: Path) -> None:
    erase_person(life.person, STAFF, ErasureRule.REQUEST, maildir)
    db.session.commit()


def _one_registration(life: Life, maildir: Path) -> None:
    erase_registration(life.registration, STAFF, ErasureRule.REQUEST, maildir)
    db.session.commit()


def _by_time(_life: Life, maildir: Path) -> None:
    assert forgetting.forget_all(maildir)


def long_ago() -> Event:
    """An event whose every period is over."""
    starts_at = datetime(2024, 3, 19, 8, tzinfo=UTC)
    return a_past_event(starts_at=starts_at, ends_at=starts_at + timedelta(days=1, hours=8))


ways = pytest.mark.parametrize("erase", [_by_request, _one_registration, _by_time])
Erases = Callable[[Life, Path], None]


def files_that_say(folder: Path, *words: str) -> list[str]:
    """The files in which a word stands."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(word.encode() in file.read_bytes().lower() for word in words)]


def test_every_column_for_text_was_given_a_thought() -> None:
    for table in Base.metadata.sorted_tables:
        columns = {
            column.name
            for column in table.columns
            if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
        }
        known = ABOUT_PEOPLE.get(table.name, set()) | OF_THE_HOUSE.get(table.name, set())
        assert columns == known, table.name
        assert not ABOUT_PEOPLE.get(table.name, set()) & OF_THE_HOUSE.get(table.name, set())


def test_the_life_fills_them(app: Flask, maildir: Path) -> None:
    a_whole_life(long_ago(), maildir)
    filled = {name for word in (MARK, GREEK, "Zéphyrine") for name in columns_that_say(word)}
    wanted = {f"{table}.{name}" for table, names in ABOUT_PEOPLE.items() for name in names if table != "user"}
    wanted = {name for name in wanted if not name.startswith("campaign.")}
    assert wanted - filled - DIGESTS - CODES - ELSEWHERE == set()
    assert len(files_that_say(maildir, MARK)) == 2
    assert [content for content in kept.all_contents() if MARK.encode() in content.lower()] != []


@ways
def test_nothing_is_found_any_more(
    app: Flask, maildir: Path, erase: Erases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    life = a_whole_life(long_ago(), maildir)
    known = [life.registration.identity_key, life.registration.reference, life.registration.badge_code]
    caplog.clear()
    erase(life, maildir)
    db.session.expire_all()
    for word in (MARK, GREEK, ADDRESS, "Zéphyrine", "zephyrine", *map(str, known)):
        assert columns_that_say(word) == [], word
    assert files_that_say(maildir, MARK, GREEK) == []
    assert kept.contents() == {}
    for word in (MARK, GREEK, "zephyrine", "zéphyrine", *map(str, known)):
        assert word.lower() not in caplog.text.lower()


@ways
def test_the_outbox_keeps_kind_date_and_state(app: Flask, maildir: Path, erase: Erases) -> None:
    life = a_whole_life(long_ago(), maildir)
    kept = select(Letter.kind, Letter.sent_at).where(Letter.registration_id == life.registration.id)
    before = db.session.execute(kept.order_by(Letter.id)).all()
    erase(life, maildir)
    assert db.session.execute(kept.order_by(Letter.id)).all() == before
    assert len(before) == 4


@ways
def test_what_the_statistics_need_stays(app: Flask, maildir: Path, erase: Erases) -> None:
    life = a_whole_life(long_ago(), maildir)
    names = (
        "id", "event_id", "category", "role", "body_id", "mode", "status", "place", "language", "gender", "origin",
        "walk_in", "replaces_id", "replaced", "first_recorded", "registered_at", "confirmed_at", "created_at",
    )  # fmt: skip
    before = [getattr(life.registration, name) for name in names]
    history = [(line.at, line.status_to, line.place_to) for line in life.registration.history]
    sign_ups, number = len(life.registration.sign_ups), life.registration.id
    db.session.commit()
    erase(life, maildir)
    left = db.session.get_one(Registration, number, populate_existing=True)
    assert [getattr(left, name) for name in names] == before
    assert [(line.at, line.status_to, line.place_to) for line in left.history] == history
    assert len(left.sign_ups) == sign_ups == 1
    everything_else = {column.name for column in Registration.__table__.columns} - set(names)
    for name in everything_else - {
        "reference",
        "badge_code",
        "search_text",
        "version",
        "anonymised_at",
        "waiting_since",
    }:
        assert not getattr(left, name), name


@ways
@pytest.mark.parametrize("frozen", [False, True])
def test_every_figure_is_what_it_was(app: Flask, maildir: Path, erase: Erases, frozen: bool) -> None:
    event = long_ago()
    for status in Status:
        other = a_registration(event, status)
        if status is Status.CONFIRMED:
            a_check_in(other, event.days[-1], a_session(event))
    life, user = a_whole_life(event, maildir), an_organiser()
    if frozen:
        freeze(event, user)
    ids = (event.id, user.id)
    before = figures(*ids)
    db.session.commit()
    erase(life, maildir)
    assert figures(*ids) == before


@given(plan=conferences.conference, frozen=st.booleans(), order=st.randoms(use_true_random=False))
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_of_any_event_too(
    app: Flask, maildir: Path, plan: conferences.Conference, frozen: bool, order: random.Random
) -> None:
    with db.session.begin_nested() as attempt:
        event, user = conferences.held(plan), an_organiser()
        made = list(db.session.scalars(select(Registration).where(Registration.event_id == event.id)))
        for registration in made[::2]:
            people.link(registration)
        if frozen and (made or plan.reported):
            freeze(event, user)
        ids = (event.id, user.id)
        before = figures(*ids)
        order.shuffle(made)
        for registration in made:
            erase_registration(registration, STAFF, ErasureRule.REQUEST, maildir)
        assert figures(*ids) == before
        assert db.session.scalars(
            select(Registration.family_name).where(Registration.event_id == event.id)
        ).all() == [None] * len(made)
        attempt.rollback()
        db.session.expunge_all()
