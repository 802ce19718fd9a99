"""An organiser of some events: works there as any other, reads the directory, changes nothing that is everybody's."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Event, Mandate, Status, User
from app.services import heartbeats
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.pages import Visitor
from tests.signing_in import sign_in

DIRECTORY, BODY = "/organiser/correspondents", "/organiser/bodies/MD"


@pytest.fixture
def mine(app: Flask) -> Event:
    return an_event(title_en="My conference")


@pytest.fixture
def user(mine: Event) -> User:
    return an_organiser(mine, name="Lina Limited")


@pytest.fixture
def limited(client: Visitor, user: User) -> Visitor:
    heartbeats.beat()
    return sign_in(client, user)


@pytest.fixture
def mandate(app: Flask) -> Mandate:
    return a_mandate(
        a_body("MD"), a_person(given_name="Ion", family_name="MUNTEANU", email="ion@igp.example")
    )


def test_the_directory_is_read_and_not_changed(limited: Visitor, mandate: Mandate) -> None:
    for address in (DIRECTORY, f"{DIRECTORY}?show=none", BODY):
        page = limited.visit(address)
        assert page.status == 200
        assert not page.soup.select("main form[method=post]:not([role=search])"), address
        changing = [link["href"] for link in page.soup.select("main a[href]") if _changes(str(link["href"]))]
        assert changing == [], address
    assert "MUNTEANU" in limited.visit(DIRECTORY).text
    assert "You can read the directory." in limited.visit(DIRECTORY).text
    token = limited.visit(DIRECTORY).fields("header form")["csrf_token"]
    for step in (
        "new",
        "export",
        "import",
        "import/rows",
        mandate.id,
        f"{mandate.id}/end",
        f"{mandate.id}/open",
    ):
        answer = limited.post(f"{DIRECTORY}/{step}", data={"csrf_token": token, "format": "csv"})
        assert answer.status_code == 403, step
    assert limited.post(f"{BODY}/copies", data={"csrf_token": token}).status_code == 403
    assert limited.get(f"{DIRECTORY}/template.csv").status_code == 403


def _changes(address: str) -> bool:
    return any(word in address for word in ("/new", "/import", "/copies", "#export", f"{DIRECTORY}/"))


def test_what_was_refused_is_on_record(limited: Visitor, user: User) -> None:
    limited.get(f"{DIRECTORY}/new")
    lines = db.session.scalars(select(AuditEntry)).all()
    assert [(line.actor_id, line.fields) for line in lines if "refused" in line.action]


def test_a_body_shows_its_people_at_ones_own_events_only(limited: Visitor, mine: Event) -> None:
    other = an_event(title_en="Their conference")
    for event, name in ((mine, "OWN"), (other, "STRANGER")):
        a_registration(event, Status.CONFIRMED, body=a_body("MD"), family_name=name, role="head")
    for address in (BODY, "/organiser/bodies", "/organiser/", "/organiser/statistics", "/check-in/"):
        text = limited.visit(address).text
        assert "Their conference" not in text, address
        assert "STRANGER" not in text, address
    page = limited.visit(BODY)
    assert "My conference" in page.text
    assert "OWN" in page.text


def test_a_new_event_is_ones_own(limited: Visitor, user: User, mine: Event) -> None:
    page = limited.visit(f"/organiser/events/{mine.slug}/copy").submit()
    assert page.status == 200
    db.session.expire_all()
    assert len(user.events) == 2
    assert not user.all_events
