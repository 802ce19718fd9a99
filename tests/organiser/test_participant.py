"""A person's page: what is known and what happened; the true name and the needs only to whoever asks, on record."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    CampaignState,
    CheckInKind,
    EventStatus,
    Letter,
    LetterKind,
    LetterState,
    Mode,
    Needs,
    Place,
    Registration,
    SessionRole,
    SessionRoleKind,
    Status,
)
from app.services import deciding, heartbeats, outbox
from app.services.actors import staff
from tests.factories.attendance import a_check_in, undone
from tests.factories.campaigns import a_campaign
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import an_organiser
from tests.organiser.test_participants import check_in
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


@pytest.fixture
def organiser(client: Visitor) -> Visitor:
    heartbeats.beat()
    return sign_in(client, an_organiser(name="H. Marchetti"))


def address(registration: Registration) -> str:
    return f"/organiser/events/{registration.event.slug}/participants/{registration.id}"


def opened(visitor: Visitor, registration: Registration) -> Page:
    page = visitor.visit(address(registration))
    assert page.status == 200
    return page


def audited() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_everything_known_stands_on_the_page(organiser: Visitor) -> None:
    event = an_event(capacity_in_person=1)
    registration = a_registration(
        event,
        Status.CONFIRMED,
        own_script_name="Ана ЧЕБОТАРИ",
        title="Dr",
        function="Adviser",
        service="IGP",
        family_name="CEBOTARI",
    )
    session = a_session(event, 2, sign_up=True, title_en="Facial recognition")
    a_sign_up(registration, session, Place.WAITING)
    db.session.add(
        SessionRole(session=a_session(event, 5), kind=SessionRoleKind.CHAIR, registration=registration)
    )
    entry = check_in(registration)
    check_in(registration, undoes=entry)
    page = opened(organiser, registration)
    for words in (
        "Ana CEBOTARI", "Ана ЧЕБОТАРИ", "Delegate · Republic of Moldova", registration.reference, "Dr", "Adviser", "IGP",
        registration.email, "Facial recognition", "Waiting list", "Chair", "Taken back", "Public form",
    ):  # fmt: skip
        assert str(words) in page.text, words


def test_the_log_tells_exits_late_lines_undos_and_minutes_online(organiser: Visitor) -> None:
    event = an_event(time_zone="Asia/Tbilisi")
    registration, session = a_registration(event, Status.CONFIRMED), a_session(event, title_en="Plenary")
    nine = datetime(2027, 1, 5, 5, tzinfo=ZoneInfo("UTC"))
    late = {"desk": "desk 2", "at": nine, "received_at": nine + timedelta(minutes=40)}
    undone(a_check_in(registration, event.days[0], session, **late))
    a_check_in(registration, event.days[0], session, CheckInKind.OUT, at=nine + timedelta(hours=1))
    a_check_in(registration, minutes=34, mode=Mode.ONLINE, at=nine + timedelta(hours=2))
    page = opened(organiser, registration)
    first, second, third = page.all_text("#attendance li")
    assert "Plenary" in first
    assert "desk 2" in first
    assert "handed in Tuesday 5 January 2027, 09:40" in first
    assert "Taken back" in first
    assert "left Tuesday 5 January 2027, 10:00" in second
    assert "34 minutes online" in third
    assert "handed in" not in third


def test_the_history_says_who_and_when_by_the_clocks_of_the_event(organiser: Visitor) -> None:
    event = an_event(time_zone="Asia/Tbilisi")
    registration = a_registration(event, Status.VALIDATED, place=Place.HELD)
    actor = staff(an_organiser(name="A. Decider"))
    deciding.decline(registration.id, actor, "The delegation is complete")
    line = registration.history[-1]
    line.at = datetime(2027, 1, 5, 22, 30, tzinfo=ZoneInfo("UTC"))
    page = opened(organiser, registration)
    (step,) = page.all_text(".steps li")
    assert step == "Declined Wednesday 6 January 2027, 02:30, by A. Decider The delegation is complete"


def test_letters_show_what_became_of_them(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    letter = outbox.put(LetterKind.CONFIRMED, registration)
    letter.state, letter.server_said = LetterState.FAILED, "550 5.1.1 no such <user> here"
    page = opened(organiser, registration)
    assert page.all_text(".note.stop")[0].startswith(
        "The letter “registration confirmed” could not be delivered."
    )
    assert "550 5.1.1 no such <user> here" in page.text
    assert page.all_text("section .rows .chip") == ["Failed"]
    db.session.info.clear()  # as in another transaction
    later = outbox.put(LetterKind.PRIVATE_LINK, registration)
    page = opened(organiser, registration)
    assert not page.soup.select(".note.stop")
    assert "A later letter is on its way." in page.all_text(".note.warn")[0]
    later.state, later.sent_at = LetterState.SENT, now()
    assert not opened(organiser, registration).soup.select(".note.stop"), "the address works by now"


def test_a_message_to_many_stays_undelivered_until_it_arrives(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    message = outbox.put(LetterKind.MESSAGE, registration)
    message.campaign = a_campaign(registration.event, state=CampaignState.DONE)
    message.state = LetterState.FAILED
    db.session.info.clear()  # as in another transaction
    other = outbox.put(LetterKind.PRIVATE_LINK, registration)
    other.state, other.sent_at = LetterState.SENT, now()
    said = opened(organiser, registration).all_text(".note.stop")[0]
    assert "Correct the address, then send it again." in said
    db.session.info.clear()
    again = outbox.put(LetterKind.MESSAGE, registration)
    again.campaign, again.state, again.sent_at = message.campaign, LetterState.SENT, now()
    assert not opened(organiser, registration).soup.select(".note.stop")


def test_a_discreet_name_is_opened_by_a_button_and_written_down(organiser: Visitor) -> None:
    registration = a_registration(
        an_event(),
        Status.CONFIRMED,
        discreet=True,
        family_name="SECRET",
        own_script_name="ТАЙНА",
        email="s@police.example",
    )
    outbox.put(LetterKind.CONFIRMED, registration)
    page = opened(organiser, registration)
    for hidden in ("SECRET", "ТАЙНА", "s@police.example"):
        assert hidden not in page.response.get_data(as_text=True)
    assert page.one("h1").get_text() == "Representative"
    page = page.submit(f"form[action='{address(registration)}/name']")
    assert page.one("h1").get_text() == "Ana SECRET"
    assert page.text.count("s@police.example") == 2
    assert audited() == ["registration.name_opened"]
    assert "True name opened" in opened(organiser, registration).text
    assert "SECRET" not in opened(organiser, registration).text


def test_needs_are_read_by_a_button_and_written_down(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    db.session.add(Needs(registration_id=registration.id, diet="no nuts", access="step-free"))
    page = opened(organiser, registration)
    assert "no nuts" not in page.text
    page = page.submit(f"form[action='{address(registration)}/needs']")
    assert "Access: step-free" in page.text
    assert "Meals: no nuts" in page.text
    (entry,) = db.session.scalars(select(AuditEntry))
    assert (entry.action, entry.subject_id, entry.fields) == (
        "registration.needs_opened",
        registration.id,
        ["access", "diet"],
    )
    without = a_registration(an_event(), Status.CONFIRMED)
    page = opened(organiser, without).submit(f"form[action='{address(without)}/needs']")
    assert "Nothing was asked for." in page.text


@pytest.mark.parametrize("what", ["name", "needs"])
def test_opening_is_never_a_link(organiser: Visitor, what: str) -> None:
    registration = a_registration(an_event(), discreet=True)
    assert organiser.get(f"{address(registration)}/{what}").status_code == 405
    assert not audited()


@pytest.mark.parametrize("page", ["", "/change", "/identity"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_people_of_other_events_are_not_there(client: Visitor, page: str, method: str) -> None:
    own, other = an_event(), an_event()
    mine, foreign = a_registration(own), a_registration(other)
    visitor = sign_in(client, an_organiser(own))
    wrong = [
        f"/organiser/events/{own.slug}/participants/{foreign.id}{page}",
        f"/organiser/events/{other.slug}/participants/{foreign.id}{page}",
        f"/organiser/events/{own.slug}/participants/999999{page}",
        f"/organiser/events/{own.slug}/participants/99999999999999999999{page}",
    ]
    assert visitor.get(f"/organiser/events/{own.slug}/participants/{mine.id}").status_code == 200
    token = visitor.visit(f"/organiser/events/{own.slug}/participants/new").fields("form#person")[
        "csrf_token"
    ]
    for target in wrong:
        answer = visitor.open(
            target, method=method.upper(), data={"csrf_token": token} if method == "post" else None
        )
        assert answer.status_code in {404, 405}, target
        assert answer.status_code == 404 or (method == "post" and not page), target


@pytest.mark.parametrize(
    "verb", ["name", "needs", "confirm", "validate", "decline", "cancel", "withdraw", "reopen", "send_link"]
)
def test_no_button_reaches_other_events(client: Visitor, verb: str) -> None:
    own, other = an_event(), an_event()
    a_registration(own)
    foreign = a_registration(other, discreet=True)
    visitor = sign_in(client, an_organiser(own))
    token = visitor.visit(f"/organiser/events/{own.slug}/participants/new").fields("form#person")[
        "csrf_token"
    ]
    for event in (own, other):
        target = f"/organiser/events/{event.slug}/participants/{foreign.id}/{verb}"
        assert visitor.post(target, data={"csrf_token": token, "reason": "x"}).status_code == 404
    assert foreign.status is Status.SUBMITTED
    assert not audited()


def test_nothing_can_be_decided_once_the_event_is_archived(organiser: Visitor) -> None:
    event = an_event(starts_at=now() - timedelta(days=30))
    registration = a_registration(event, Status.CONFIRMED, mode=Mode.ONLINE)
    event.status = EventStatus.ARCHIVED
    page = opened(organiser, registration)
    assert "Decide" not in page.text
    assert not page.soup.select("a[href$='/change'], a[href$='/identity']")
    assert organiser.get(f"{address(registration)}/change").status_code == 409


def test_no_letter_leaves_the_page_empty_handed(organiser: Visitor) -> None:
    registration = a_registration(an_event())
    registration.family_name = registration.email = registration.identity_key = None
    registration.anonymised_at = now()
    page = opened(organiser, registration)
    assert page.one("h1").get_text() == "Name erased"
    assert "Send the link again" not in page.text
    assert not db.session.scalars(select(Letter)).all()
