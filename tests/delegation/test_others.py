"""Somebody else's delegation does not exist: every address of the door is asked with ids and codes of another body."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Convocation,
    EventStatus,
    Letter,
    Person,
    Registration,
    Status,
    StatusChange,
    Substitute,
)
from app.web import access
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.pages import Visitor

_TYPED = {
    "given_name": "Vera", "family_name": "NEGRU", "email": "vera@igp.example", "reason": "x", "note": "x",
    "rows": "Vera\tNEGRU\tvera@igp.example", "role": "delegate", "language": "en", "mode": "in_person",
}  # fmt: skip
_FOR_EVERYBODY = {"delegation.ask", "delegation.enter", "delegation.entered", "delegation.leave"}


def rules(app: Flask) -> list[Rule]:
    """The addresses behind which a body, or one of its people, stands."""
    own = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("delegation.")]
    return [rule for rule in own if {"code", "registration_id"} & rule.arguments]


def token_of(visitor: Visitor) -> str:
    """A token that the forms of this visitor carry."""
    return str(visitor.visit("/delegation/").one("header form input[name=csrf_token]")["value"])


def facts() -> list[object]:
    """Everything that an action would have written."""
    db.session.expire_all()
    people = select(Registration.id, Registration.status, Registration.place, Registration.role)
    tables = (Letter.id, StatusChange.id, AuditEntry.id, Substitute.settled_at, Convocation.refused_at)
    return [db.session.execute(query).all() for query in (people, *map(select, tables))]


@pytest.fixture
def ids(app: Flask, speaker: Person) -> dict[str, object]:
    """What a correspondent of Moldova could guess of Germany's delegation."""
    event, germany = an_event(nominations_until=moment(20)), a_body("DE")
    a_convocation(event, germany)
    person = a_person(reuse_consent=True)
    a_registration(an_event(starts_at=moment(-300)), Status.CONFIRMED, body=germany, person=person)
    stranger = a_registration(event, Status.SUBMITTED, body=germany)
    return {"slug": event.slug, "code": "DE", "registration_id": stranger.id, "person_id": person.id}


def test_there_are_addresses_to_ask(app: Flask) -> None:
    assert len(rules(app)) >= 11


def test_anothers_delegation_is_not_found_by_any_address(
    app: Flask, client: Visitor, speaker: Person, ids: dict[str, object]
) -> None:
    enter(client, speaker)
    typed, before, answers = {**_TYPED, "csrf_token": token_of(client)}, facts(), {}
    for rule in rules(app):
        built = rule.build({name: ids[name] for name in rule.arguments})
        assert built is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            data = {"data": typed} if method == "POST" else {}
            answers[method, rule.rule] = client.open(built[1], method=method, **data).status_code
    assert {key: code for key, code in answers.items() if code != 404} == {}
    assert facts() == before


def test_nor_by_any_address_of_somebody_who_does_not_come(
    app: Flask, client: Visitor, speaker: Person, ids: dict[str, object]
) -> None:
    stranger = db.session.get_one(Registration, ids["registration_id"])
    stranger.status, stranger.place, stranger.body = Status.WITHDRAWN, "none", a_body("DE")
    db.session.add(
        Substitute(registration_id=stranger.id, family_name="NEGRU", email="v@x.example", proposed_at=now())
    )
    enter(client, speaker)
    typed, before = {**_TYPED, "csrf_token": token_of(client)}, facts()
    for rule in rules(app):
        if "registration_id" in rule.arguments and "POST" in (rule.methods or set()):
            built = rule.build(ids, append_unknown=False)
            assert built is not None
            assert client.post(built[1], data=typed).status_code == 404, rule.rule
    assert facts() == before


def test_a_form_field_leads_nowhere_else(
    app: Flask, client: Visitor, speaker: Person, ids: dict[str, object]
) -> None:
    """Names of other bodies and people in the form change nothing of where an action goes."""
    event = an_event(nominations_until=moment(20))
    own = a_registration(event, Status.SUBMITTED)
    enter(client, speaker)
    other = {
        "registration_id": ids["registration_id"],
        "body_id": a_body("DE").id,
        "code": "DE",
        "body": "DE",
    }
    typed = {**other, "status": "confirmed", "csrf_token": token_of(client)}
    assert client.post(f"/delegation/people/{own.id}/validate", data=typed).status_code == 303
    stranger = db.session.get_one(Registration, ids["registration_id"])
    db.session.refresh(stranger)
    assert (stranger.status, stranger.body.code if stranger.body else "") == (Status.SUBMITTED, "DE")


def test_a_mandate_that_has_ended_leaves_the_other_bodys_pages_alone(
    client: Visitor, speaker: Person, ids: dict[str, object]
) -> None:
    mandate = a_mandate(a_body("DE"), speaker)
    enter(client, speaker)
    address = f"/delegation/people/{ids['registration_id']}/withdraw"
    assert client.get(address).status_code == 200
    db.session.delete(mandate)
    assert client.get(address).status_code == 404
    assert client.get("/delegation/").status_code == 200


def test_for_a_fictional_correspondent_real_events_do_not_exist(
    app: Flask, client: Visitor, speaker: Person
) -> None:
    real, invented = an_event(nominations_until=moment(20)), an_event(fictional=True)
    rows = [a_convocation(event, a_body("MD")) for event in (real, invented)]
    member = a_registration(real, Status.SUBMITTED)
    speaker.fictional = True
    page = enter(client, speaker)
    assert [section["id"] for section in page.soup.select("section[id]")] == [f"{invented.slug}-md"]
    db.session.expire_all()
    assert [row.seen_at is not None for row in rows] == [False, True]
    values: dict[str, object] = {
        "slug": real.slug,
        "code": "MD",
        "registration_id": member.id,
        "person_id": 1,
    }
    typed, before = {**_TYPED, "csrf_token": token_of(client)}, facts()
    for rule in rules(app):
        built = rule.build({name: values[name] for name in rule.arguments})
        assert built is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            data = {"data": typed} if method == "POST" else {}
            assert client.open(built[1], method=method, **data).status_code == 404, rule.rule
    assert facts() == before


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.ARCHIVED])
def test_of_events_that_correspondents_do_not_see_nobody_is_found(
    correspondent: Visitor, status: EventStatus
) -> None:
    member = a_registration(an_event(), Status.SUBMITTED)
    address = f"/delegation/people/{member.id}/withdraw"
    assert correspondent.get(address).status_code == 200
    member.event.status = status
    assert correspondent.get(address).status_code == 404


def test_the_door_is_for_correspondents_alone(app: Flask) -> None:
    endpoints = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("delegation.")
    }
    open_to_all = {name for name in endpoints if access.rule_of(name) is not access.CORRESPONDENT}
    assert open_to_all == _FOR_EVERYBODY


def test_without_a_visit_every_address_leads_to_the_sign_in(app: Flask, client: Visitor) -> None:
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("delegation.") or rule.endpoint in _FOR_EVERYBODY:
            continue
        values = dict.fromkeys(rule.arguments, 1)
        built = rule.build(values)
        assert built is not None
        if "GET" in (rule.methods or set()):
            answer = client.get(built[1])
            assert (answer.status_code, answer.headers["Location"]) == (302, "/delegation/sign-in"), rule.rule
