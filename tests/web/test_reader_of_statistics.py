"""What the reader of statistics reads says nothing of anybody: whoever people are, and whichever of two bodies' people has
which attribute, every page, every file and every refusal is the same to the last letter.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.lib.names import search_text, sort_key
from app.models import (
    Category,
    Convocation,
    Event,
    Gender,
    Language,
    Mode,
    Needs,
    Registration,
    Role,
    SessionRole,
    SessionRoleKind,
    Status,
    StatusChange,
)
from app.services.statistics import snapshots
from app.services.statistics.figure_export import Form
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session
from tests.factories.figures import a_past_event, the_member_states
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration
from tests.factories.users import a_statistics_reader, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.web.test_roles import IN, rule_of
from tests.web.viewers import addresses

pytestmark = pytest.mark.sqlite_only  # what is asked is one thing, how it is counted another
ATTRIBUTES = ("role", "mode", "language", "gender", "first_recorded")
CHANCE = re.compile(
    r'(?<=name="csrf_token" value=")[^"]+|[0-9a-f]{32}'
)  # tokens of forms, numbers of requests
QUERIES = ("", "?lang=fr", "?version=1", "?version=now", "?bodies=all&show=registered")


def _world() -> list[Event]:
    """Two events, one of them frozen, with two people of two bodies each who differ in every attribute."""
    the_member_states()
    events = [a_past_event(slug="kept"), a_past_event(slug="counted")]
    for event in events:
        session = a_session(event, capacity=10, sign_up=True)
        for kinds in (
            (Category.MEMBER_STATE_DELEGATE, "MD", "AT"),
            (Category.OBSERVER, "INTERPOL", "EUROPOL"),
        ):
            one, other = (
                a_registration(event, Status.CONFIRMED, category=kinds[0], body=a_body(code))
                for code in kinds[1:]
            )
            one.role, one.mode, one.language = Role.HEAD, Mode.IN_PERSON, Language.EN
            other.role, other.mode, other.language = Role.ADVISER, Mode.ONLINE, Language.FR
            one.gender, other.gender = Gender.OTHER, Gender.PREFERS_NOT_TO_SAY
            one.first_recorded, other.first_recorded = True, False
            for person in (one, other):
                a_check_in(person, event.days[0], session, mode=Mode.IN_PERSON)
                db.session.add(Needs(registration_id=person.id, diet="a first diet"))
            db.session.add(
                SessionRole(
                    session=session, kind=SessionRoleKind.SPEAKER, registration_id=one.id, function_en="Head"
                )
            )
        a_convocation(event, a_body("DE"), refused_at=event.starts_at, reason="A first reason")
    db.session.flush()
    snapshots.freeze(events[0], an_organiser(name="Vera ALBU"))
    return events


def _others(events: list[Event]) -> None:
    """The same numbers, but everybody is somebody else, and what the people of two bodies had is exchanged."""
    for event in events:
        people = db.session.scalars(
            select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
        ).all()
        for one, other in zip(people[::2], people[1::2], strict=True):
            db.session.refresh(one)
            for name in ATTRIBUTES:
                kept = getattr(one, name)
                setattr(one, name, None)
                db.session.flush() if name == "role" else None
                setattr(one, name, getattr(other, name))
                setattr(other, name, kept)
        for person in people:
            person.family_name, person.given_name, person.own_script_name = (
                "KORMORAN",
                "Zéphyrine",
                "ΚΟΡΜΟΡΑΝ",
            )
            person.email = person.email_key = f"z.kormoran{person.id}@brandenburg.example"
            person.function = person.service = person.title = "Head of the kormoran unit"
            person.reference, person.badge_code = f"KORMORAN-{person.id}", f"KORMORAN{person.id:012}"
            person.sort_name, person.search_text = sort_key("Kormoran", ""), search_text("kormoran")
            person.discreet = not person.discreet
            person.person_id = None
            change = {
                "at": event.starts_at,
                "actor_kind": "staff",
                "status_to": person.status,
                "place_to": person.place,
            }
            db.session.add(StatusChange(registration_id=person.id, note="kormoran", **change))
    for needs in db.session.scalars(select(Needs)):
        needs.diet = needs.access = "no kormoran"
    for said in db.session.scalars(select(Convocation).where(Convocation.reason.is_not(None))):
        said.reason = "Kormoran is ill"
    for part in db.session.scalars(select(SessionRole)):
        part.plain_name, part.function_en = "Z. KORMORAN", "kormoran"
    db.session.commit()


def _read(app: Flask, client: Visitor, events: list[Event]) -> dict[str, list[str]]:
    """Everything that the reader can open, and what the rest answers; by address."""
    client.get("/organiser/statistics?lang=en")  # whatever language was chosen last
    read = {f"GET {address}": _told(client.get(address)) for address in _addresses(app, events)}
    for address in ("/organiser/statistics/export", "/organiser/statistics/export?body=MD",
                    *(f"/organiser/events/{event.slug}/statistics/export" for event in events)):  # fmt: skip
        page = client.visit(address)
        offered = [str(one["value"]) for one in page.soup.select("input[name=format]")]
        for form in offered:
            for version in [str(one["value"]) for one in page.soup.select("input[name=version]")] or [""]:
                read[f"{form} {version} of {address}"] = _told(_taken(client, page, form, version))
    return read


def _addresses(app: Flask, events: list[Event]) -> Iterator[str]:
    """Every page of those with an account, whether the reader may open it or not."""
    for event in events:
        for rule, method, address in addresses(app, {"slug": event.slug, "code": "MD"}):
            stated = rule_of(rule)
            lets_in = "statistics reader" in IN[stated.name]
            if method == "GET" and stated.roles is not None and (lets_in or event is events[0]):
                yield from (address + query for query in (QUERIES if lets_in else ("",)))


def _taken(client: Visitor, page: Page, form: str, version: str) -> TestResponse:
    sent = {**page.fields().to_dict(), "format": form, "purpose": "activity_report", "version": version}
    return client.post(page.address, data={**sent, "language": "fr"})


def _told(answer: TestResponse) -> list[str]:
    """The words of an answer, whatever kind of file it is."""
    data = answer.get_data()
    if answer.mimetype == "application/pdf":
        return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return [f"{name} {book.read(name).decode()}" for name in sorted(book.namelist())]
    return [str(answer.status_code), *CHANCE.sub("…", answer.get_data(as_text=True)).splitlines()]


def test_whoever_people_are_the_reader_reads_the_same(app: Flask, client: Visitor) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        events = _world()
        sign_in(client, a_statistics_reader())
        before = _read(app, client, events)
        assert {form.value for form in Form} == {address.split()[0] for address in before} - {"GET"}
        _others(events)
        after = _read(app, client, events)
        changed = {address: (old, after[address]) for address, old in before.items() if after[address] != old}
        told = _first(changed) if changed else ""
        assert not told
        assert set(db.session.scalars(select(Registration.family_name))) == {"KORMORAN"}


def _first(changed: dict[str, tuple[list[str], list[str]]]) -> str:
    address, (old, new) = next(iter(changed.items()))
    lines = [(one, other) for one, other in zip(old, new, strict=False) if one != other]
    return f"{len(changed)}, first {address}: {lines[:3]}"
