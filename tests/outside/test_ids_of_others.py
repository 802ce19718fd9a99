"""Ids of somebody else's: each address of the working doors is asked for things of an event that one may not see (404)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, Rule

from app.extensions import Base, db
from app.models import LinkPurpose, Status
from app.services import access_links
from app.services.accounts import login_sessions
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, an_administrator, an_organiser
from tests.outside.estate import Estate, an_estate
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.signing_in import sign_in

_SAFE = {"HEAD", "OPTIONS"}
_NOT_OF_AN_EVENT = {
    "mandate_id",
    "code",
    "kind",
    "person_id",
}  # what every organiser may see, or says no more than a word
# Filters that are not there, or not one’s own, may have been removed meanwhile: yours are offered to be kept anew.
_LEADS_ON = {"organiser.saved_filter_replace"}
_NOTED = {"audit_entry", "audit_seal", "rate_count", "login_session", "heartbeat"}  # a refusal may be noted


@pytest.fixture
def others(running: Running) -> Estate:
    """What belongs to others."""
    return an_estate(running, an_administrator())


def rows() -> dict[str, int | None]:
    """How many rows there are of everything that an action could have written."""
    db.session.rollback()
    tables = {name: table for name, table in Base.metadata.tables.items() if name not in _NOTED}
    found = {
        name: db.session.scalar(select(func.count()).select_from(table)) for name, table in tables.items()
    }
    db.session.rollback()
    return found


def asked(app: Flask, ids: dict[str, object], needed: set[str]) -> Iterator[tuple[str, str]]:
    """Each method and address of the working doors that has one of the arguments, built with these ids."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in {"organiser", "checkin"} or not needed & rule.arguments:
            continue
        if rule.endpoint in _LEADS_ON:
            continue
        if app.view_functions[rule.endpoint].access_rule.all_events:  # type: ignore[attr-defined]
            continue  # refused before an id is looked at: tests/web/test_roles.py
        values = {name: _value(rule, name, ids) for name in rule.arguments}
        built = rule.build(values, append_unknown=False)
        assert built is not None, rule.rule
        for method in sorted((rule.methods or set()) - _SAFE):
            yield method, built[1]


def _value(rule: Rule, name: str, ids: dict[str, object]) -> object:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter) and ids.get(name) not in converter.items:
        return min(converter.items)
    return ids[name]


def refused(outsider: Outsider, app: Flask, ids: dict[str, object], needed: set[str]) -> int:
    """Ask for all; each answer must be 404. How many were asked."""
    token = str(outsider.visit("/organiser/").one("header form input[name=csrf_token]")["value"])
    typed = {
        "csrf_token": token,
        "reason": "x",
        "registration": str(ids["registration_id"]),
        "confirm": "yes",
    }
    answers = {}
    for method, address in asked(app, ids, needed):
        answer = outsider.open(method, address) if method == "GET" else outsider.post(address, typed)
        answers[method, address] = answer.status_code
    assert {key: code for key, code in answers.items() if code != 404} == {}
    return len(answers)


def organising(outsider: Outsider) -> str:
    """Sign in somebody who organises one event and no other; the name of that event in addresses."""
    own = an_event()
    slug = own.slug
    sign_in(outsider, an_organiser(own))  # type: ignore[arg-type]
    return slug


def test_nothing_of_an_event_that_one_may_not_see(
    app: Flask, running: Running, outsider: Outsider, others: Estate
) -> None:
    organising(outsider)
    before = rows()
    assert refused(outsider, app, others.ids, {"slug", "job_id"}) > 60
    assert rows() == before


def test_nothing_of_another_event_under_the_address_of_ones_own(
    app: Flask, running: Running, outsider: Outsider, others: Estate
) -> None:
    slug = organising(outsider)
    arguments = {name for name in others.ids if name.endswith("_id")} - _NOT_OF_AN_EVENT
    before = rows()
    assert refused(outsider, app, {**others.ids, "slug": slug}, arguments) > 20
    assert rows() == before


def test_filters_of_another_event_are_as_if_they_were_not_there(
    app: Flask, running: Running, outsider: Outsider, others: Estate
) -> None:
    slug = organising(outsider)
    typed = {
        "csrf_token": str(outsider.visit("/organiser/").one("header form input[name=csrf_token]")["value"])
    }
    before, begin = rows(), f"/organiser/events/{slug}/filters/participants"
    told = [
        outsider.post(f"{begin}/{filter_id}/replace?status=confirmed", typed)
        for filter_id in (others.ids["filter_id"], 999_999)
    ]
    assert [answer.status_code for answer in told] == [303, 303]
    assert {answer.headers["Location"] for answer in told} == {f"{begin}/new?status=confirmed"}
    assert rows() == before


def test_the_desk_opens_no_name_of_another_event(
    app: Flask, running: Running, outsider: Outsider, others: Estate
) -> None:
    own = an_event()
    slug = own.slug
    sign_in(outsider, a_desk_agent(own))  # type: ignore[arg-type]
    token = str(outsider.visit(f"/check-in/{slug}").one("#main form input[name=csrf_token]")["value"])
    typed = {"csrf_token": token, "registration": str(others.ids["registration_id"])}
    assert outsider.post(f"/check-in/{slug}/name", typed).status_code == 404
    assert outsider.get(f"/check-in/{others.slug}").status_code == 404


def test_a_private_link_opens_nothing_of_another_registration(
    app: Flask, running: Running, outsider: Outsider, others: Estate
) -> None:
    """Its pages carry no id at all; what has one, documents, asks whose it is."""
    own = a_registration(an_event(), Status.CONFIRMED, family_name="OWN")
    token = access_links.mint_for_registration(own, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    page = outsider.visit(f"/r/{token}").submit("#main form")
    assert page.address == "/my-registration"
    assert outsider.get(f"/events/{others.slug}/documents/{others.ids['document_id']}").status_code == 404
    for name in ("registration_id", "registration", "id", "reference"):
        page = outsider.visit(f"/my-registration?{name}={others.ids['registration_id']}")
        assert "CEBOTARI" not in page.text
    assert outsider.get("/my-registration/calendar.ics").status_code == 200
    assert not [
        rule for rule in app.url_map.iter_rules() if "my-registration" in rule.rule and rule.arguments
    ]


def test_a_session_of_somebody_else_is_not_ended(app: Flask, running: Running, outsider: Outsider) -> None:
    mine, theirs = an_organiser(), an_organiser()
    secret = login_sessions.complete(login_sessions.begin(theirs))
    db.session.commit()
    sign_in(outsider, mine)  # type: ignore[arg-type]
    token = str(outsider.visit("/organiser/").one("header form input[name=csrf_token]")["value"])
    for rule in app.url_map.iter_rules():
        if "session" in rule.rule and rule.endpoint.startswith("accounts.") and rule.arguments:
            built = rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)
            assert built is not None
            for number in range(1, 20):
                outsider.post(built[1].replace("1", str(number)), {"csrf_token": token})
    assert login_sessions.find(secret) is not None
