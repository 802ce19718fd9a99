"""Whatever is handed out or opened is on record before it leaves, and so is what somebody with an account was refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib.clock import now
from app.models import ActorKind, AuditEntry, CampaignState, Event, Registration, User
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.campaigns import a_campaign
from tests.factories.letters import a_letter
from tests.factories.mandates import a_mandate
from tests.factories.people import a_person
from tests.factories.users import a_desk_agent, a_statistics_reader, an_administrator, an_organiser
from tests.pages import Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


class Scene(NamedTuple):
    """Somebody in discreet mode who is registered for an event and speaks for a body, and a message to all."""

    event: Event
    registration: Registration
    ids: dict[str, int]


@pytest.fixture
def ana(app: Flask) -> User:
    return an_administrator()


@pytest.fixture
def inside(client: Visitor, ana: User) -> Visitor:
    return sign_in(client, ana)


@pytest.fixture
def scene(app: Flask) -> Scene:
    letter = a_letter(discreet=True, family_name="CEBOTARI", person=a_person())
    registration = letter.registration
    assert registration is not None
    assert registration.person is not None
    a_check_in(registration)
    mandate = a_mandate(a_body("MD"), a_person(discreet=True))
    ids = {
        "registration": registration.id,
        "person": registration.person.id,
        "letter": letter.id,
        "mandate": mandate.id,
        "campaign": a_campaign(registration.event, state=CampaignState.DONE).id,
    }
    return Scene(registration.event, registration, ids)


# The endpoint, its address below the organisers' or the desk's door, what is sent, and the line that it leaves.
HANDED_OUT = [
    ("organiser.participants_export", "events/{slug}/participants/export", "participants.exported"),
    ("organiser.statistics_export", "events/{slug}/statistics/export", "figures.exported"),
    ("organiser.years_export", "statistics/export", "figures.exported"),
    ("organiser.correspondents_export", "correspondents/export", "mandates.exported"),
    (
        "organiser.message_outcome_export",
        "events/{slug}/letters/messages/{campaign}/outcome/export",
        "campaign.exported",
    ),
    ("organiser.audit_export", "audit/export", "audit.exported"),
    ("organiser.paper_file", "events/{slug}/papers/certificates/file?person={registration}", "paper.made"),
    ("organiser.data_export_of", "privacy/person/{person}/export", "data.exported"),
]
OPENED = [
    ("organiser.participant_name", "events/{slug}/participants/{registration}/name", "registration.name_opened"),
    ("organiser.participant_needs", "events/{slug}/participants/{registration}/needs", "registration.needs_opened"),
    ("organiser.paper", "events/{slug}/papers/certificates?person={registration}", "registration.name_opened"),
    ("organiser.paper_file", "events/{slug}/papers/certificates/file?person={registration}", "registration.name_opened"),
    ("organiser.letter_open", "events/{slug}/letters/{letter}/open", "letter.opened"),
    ("organiser.correspondents_open", "correspondents/{mandate}/open", "mandate.opened"),
    ("organiser.data_of", "privacy/person/{person}", "data.opened"),
    ("checkin.open_name", "/check-in/{slug}/name", "registration.name_opened"),
]  # fmt: skip
ELSEWHERE = {  # files that say nothing about persons, what is on record when it is asked for, and what a person takes of the own
    "organiser.job_file",
    "organiser.message_file",
    "organiser.message_file_new",
    "organiser.message_file_remove",
    "organiser.settings_name",  # what the Network is called
    "public.open_private_link",
    "public.own_data",
    "public.own_data_export",  # tested with the own data
}
PREVIEWS = {"organiser.paper"}  # which show a true name on paper
LETS_OUT = re.compile(
    r"export|_open\b|open_|needs|_name\b|_file|data_of|own_data|download|_pdf|_json|\bbadges|\blist_of"
)


def test_the_table_knows_every_way_out(app: Flask) -> None:
    """A new export or a new button that opens something goes into the table above, or says why it needs no line."""
    found = {rule.endpoint for rule in app.url_map.iter_rules() if LETS_OUT.search(rule.endpoint)} | PREVIEWS
    assert found == {row[0] for row in (*HANDED_OUT, *OPENED)} | ELSEWHERE


@pytest.mark.parametrize(("endpoint", "address", "action"), [*HANDED_OUT, *OPENED])
def test_what_is_handed_out_or_opened_is_on_record(
    app: Flask, inside: Visitor, ana: User, scene: Scene, endpoint: str, address: str, action: str
) -> None:
    path = address.format(slug=scene.event.slug, **scene.ids)
    path = path if path.startswith("/") else f"/organiser/{path}"
    purpose = "activity_report" if "statistics" in address else "correspondence"
    sent = {**_token(inside), "format": "csv", "registration": str(scene.registration.id)}
    sent |= {"purpose": purpose, "columns": "reference"}
    answer = inside.post(path, data=sent)
    for other in ("json", "pdf"):
        if answer.status_code == 400:  # handed out in other formats
            answer = inside.post(path, data={**sent, "format": other})
    assert answer.status_code in {200, 303}, answer.text[:500]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).one()
    assert (entry.actor_kind, entry.actor_id) in {(ActorKind.STAFF, ana.id), (ActorKind.DESK, ana.id)}
    assert app.view_functions[endpoint]


@pytest.mark.parametrize(("endpoint", "address", "action"), [*HANDED_OUT, *OPENED])
def test_a_mere_visit_opens_nothing(
    inside: Visitor, scene: Scene, endpoint: str, address: str, action: str
) -> None:
    """GET changes nothing, so it could leave no line: it must not hand anything out either."""
    path = address.format(slug=scene.event.slug, **scene.ids)
    answer = inside.get(path if path.startswith("/") else f"/organiser/{path}")
    assert answer.status_code == 405 or "CEBOTARI" not in answer.text
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all() == []


REFUSED = [
    ("an organiser", an_organiser, "/organiser/audit", "organiser.audit"),
    ("an agent", a_desk_agent, "/organiser/", "organiser.today"),
    ("a reader", a_statistics_reader, "/check-in/", "checkin.events"),
]


@pytest.mark.parametrize(("_who", "made", "path", "endpoint"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_refusal_is_on_record(
    client: Visitor, app: Flask, _who: str, made: Callable[[], User], path: str, endpoint: str
) -> None:
    someone = made()
    sign_in(client, someone)
    assert client.get(f"{path}?q=CEBOTARI").status_code == 403
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_kind, entry.actor_id) == (
        "access.refused",
        ActorKind.STAFF,
        someone.id,
    )
    assert entry.fields == [endpoint, "GET"]


def test_a_refused_form_is_on_record_and_does_nothing(client: Visitor, scene: Scene) -> None:
    sign_in(client, a_statistics_reader())
    path = f"/organiser/events/{scene.event.slug}/participants/{scene.registration.id}/needs"
    assert client.post(path, data=_token(client, "/organiser/statistics")).status_code == 403
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action != "user.signed_in")).all()
    assert [(entry.action, entry.fields) for entry in entries] == [
        ("access.refused", ["organiser.participant_needs", "POST"])
    ]


def test_strangers_leave_no_lines(client: Visitor, app: Flask) -> None:
    """Anybody could fill the trail with them; there is nobody to name either."""
    for path in ("/organiser/", "/organiser/audit", "/nowhere", "/r/unknown"):
        client.get(path)
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_of_a_flood_of_refusals_one_a_minute_is_on_record(client: Visitor, app: Flask) -> None:
    """Each of those who knock has a line; nobody fills the trail by reloading a page."""
    with time_machine.travel(now(), tick=False) as clock:
        for someone in (an_organiser(), a_desk_agent()):
            sign_in(client, someone)
            assert {client.get("/organiser/audit").status_code for _ in range(5)} == {403}
        assert len(_refusals()) == 2
        clock.shift(timedelta(seconds=61))
        assert client.get("/organiser/audit").status_code == 403
    assert len({entry.actor_id for entry in _refusals()}) == 2
    assert len(_refusals()) == 3


def _refusals() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "access.refused")))


@pytest.mark.sqlite_only
def test_a_refusal_stands_although_the_database_is_busy(
    client: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: Any) -> None:
        raise OperationalError("", {}, Exception("database is locked"))

    sign_in(client, an_organiser())
    monkeypatch.setattr("app.web.refusals.audit.record_refusal", busy)
    assert client.get("/organiser/audit").status_code == 403


def test_access_and_a_refusal_cost_two_statements(client: Visitor, app: Flask, statements: Counted) -> None:
    sign_in(client, an_organiser())
    with statements() as asked:
        client.get("/organiser/audit")
    about_access = [text for text in asked if "login_session" in text or "audit_" in text]
    assert len(about_access) <= 2, asked


@pytest.mark.parametrize(("endpoint", "address", "action"), [HANDED_OUT[2], OPENED[1]])
def test_access_and_the_line_of_the_trail_cost_two_statements(
    inside: Visitor, scene: Scene, statements: Counted, endpoint: str, address: str, action: str
) -> None:
    sent = {**_token(inside), "format": "csv", "language": "en", "purpose": "activity_report"}
    with statements() as asked:
        inside.post("/organiser/" + address.format(slug=scene.event.slug, **scene.ids), data=sent)
    spent = [said for said in asked if "login_session" in said or "audit_" in said and "INSERT" in said]
    assert len(spent) == 2, asked


def _token(visitor: Visitor, path: str = "/organiser/statistics") -> dict[str, str]:
    page = visitor.visit(path)
    return {"csrf_token": str(page.soup.select("[name=csrf_token]")[0]["value"])}
