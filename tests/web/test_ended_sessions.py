"""A form sent after one's session has ended: nothing is done, nothing typed is lost."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import CheckIn, Event, Status
from app.services.accounts import login_sessions
from tests.factories import users
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.signing_in import sign_in

LONG: dict[str, str | list[str]] = {
    "title_en": "Evidence and “Oversight”",
    "title_fr": "Preuve et contrôle\u202f: l’outil",
    "starts_on": "2027-03-10",
    "ends_on": "2027-03-11",
    "city": "Strasbourg",
    "interpretation": ["de", "fr"],
    "practical_en": "First line\nSecond line",
}


def test_what_was_typed_is_sent_again_after_signing_in(client: Visitor, app: Flask) -> None:
    event = an_event(starts_at=moment(0, 9), slug="conference")
    person, agent = a_registration(event, Status.CONFIRMED), users.a_desk_agent(event)
    sign_in(client, agent)
    page = client.visit("/check-in/conference")
    login_sessions.end_all(agent.id)
    ended = page.submit("form.scan", code=person.badge_code)
    assert ended.status == 401
    assert ended.fields()["code"] == person.badge_code
    assert db.session.scalar(select(func.count()).select_from(CheckIn)) == 0
    assert ended.one("main a")["href"] == "/sign-in"
    again = ended.submit()
    assert again.status == 401, "who has not signed in gets no further"
    sign_in(client, agent)  # in another window, with a new cookie and a new token
    sent = again.submit().submit()
    assert sent.one(".result h2").get_text() == "Welcome"


def test_a_long_form_of_the_secretariat_survives_the_end_of_the_session(client: Visitor, app: Flask) -> None:
    """Every answer, also those that are several and those in several lines, and nothing was stored by the first try."""
    a_body("POLICE-NETWORK")
    organiser = users.an_organiser()
    sign_in(client, organiser)
    page = client.visit("/organiser/events/new")
    login_sessions.end_all(organiser.id)
    ended = page.submit("main form[method=post]", **LONG)
    assert ended.status == 401
    kept = ended.fields()
    assert {name: kept.getlist(name) for name in LONG} == {
        name: value if isinstance(value, list) else [value] for name, value in LONG.items()
    }
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0
    sign_in(client, organiser)
    ended.submit().submit()
    made = db.session.scalars(select(Event)).one()
    assert (made.title.fr, made.practical.en) == (LONG["title_fr"], "First line\nSecond line")
    assert sorted(made.interpretation) == LONG["interpretation"]


def test_a_page_is_led_to_the_sign_in(client: Visitor, app: Flask) -> None:
    assert client.get("/check-in/?x=1").location == "/sign-in?next=/check-in/?x%3D1"
