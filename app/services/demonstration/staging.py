"""The two fictional events themselves: what, when, where, for whom, with their programmes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.lib import csv_tables
from app.models import Body, BodyKind, Category, Event, EventKind, EventSession, Mode, SessionKind, Way
from app.services import admissions, events, programme, publishing
from app.services.actors import SYSTEM
from app.services.admissions import AdmissionRule
from app.services.demonstration.cast import TEXTS
from app.services.demonstration.schedule import Schedule
from app.services.event_details import EventDetails
from app.services.history import NETWORK
from app.services.programme import SessionDetails

PLACES_IN_STRASBOURG, PLACES_ONLINE = 180, 10  # online there is a waiting list from the start
QUOTA, QUOTA_OF_THE_HOST = 6, 10  # delegates of one member state; of France, where the conference is held
Sessions = dict[str, EventSession]


def conference(schedule: Schedule) -> tuple[Event, Sessions]:
    """The coming conference, published, with its sessions by their keys."""
    details = replace(
        _details("conference", EventKind.CONFERENCE, schedule),
        nominations_until=schedule.nominations_until,
        online_link="https://meeting.example/trust-and-oversight",
        capacity_in_person=PLACES_IN_STRASBOURG,
        capacity_online=PLACES_ONLINE,
        practical_en=practical("en"),
        practical_fr=practical("fr"),
    )
    return _published("conference", details, schedule)


def meeting(schedule: Schedule) -> tuple[Event, Sessions]:
    """The past meeting; it is archived once its story has been told."""
    details = _details("meeting", EventKind.CORRESPONDENTS_MEETING, schedule)
    return _published(
        "meeting", replace(details, online_link="https://meeting.example/correspondents"), schedule
    )


def practical(language: str) -> str:
    """The practical information for the conference, a paragraph a line."""
    return (TEXTS / f"practical_{language}.txt").read_text(encoding="utf-8").strip()


def _details(key: str, kind: EventKind, schedule: Schedule) -> EventDetails:
    host = db.session.scalars(select(Body.id).where(Body.code == NETWORK)).one()
    columns = ("key", "title_en", "title_fr", "summary_en", "summary_fr", "venue_en", "venue_fr")
    row = next(row for row in csv_tables.read(TEXTS / "events.csv", columns) if row.text("key") == key)
    texts: dict[str, Any] = {column: row.text(column, most=1000) for column in columns[1:]}
    return EventDetails(
        kind=kind,
        host_body_id=host,
        mode=Mode.HYBRID,
        slug=events.propose_slug(texts["title_en"].split(":")[0], schedule.first_day.year),
        fictional=True,
        starts_at=schedule.starts,
        ends_at=schedule.ends,
        city="Strasbourg",
        country_iso2="FR",
        opens_at=schedule.opens,
        closes_at=schedule.closes,
        walk_ins=True,
        interpretation=("en", "fr"),
        **texts,
    )


def _published(key: str, details: EventDetails, schedule: Schedule) -> tuple[Event, Sessions]:
    event = events.create(details, SYSTEM)
    _open_to_delegations(event)
    sessions = {
        row.text("key"): programme.add(event.id, _session(row, schedule), SYSTEM)
        for row in csv_tables.read(TEXTS / "programme.csv", ("event", "key", "kind", "day", "starts", "ends"))
        if row.text("event") == key
    }
    publishing.publish(event.id, SYSTEM)
    db.session.expire(event, ["sessions"])
    return event, sessions


def _open_to_delegations(event: Event) -> None:
    """Delegates and observers use the open form and somebody vouches for them; partners are confirmed by the secretariat."""
    plan = admissions.plan_of(event)
    vouched = AdmissionRule(Way.OPEN_FORM, needs_correspondent=True)
    rules = {
        Category.MEMBER_STATE_DELEGATE: vouched,
        Category.OBSERVER: vouched,
        Category.INTERNAL_PARTNER: AdmissionRule(Way.OPEN_FORM, needs_secretariat=True),
    }
    host = db.session.scalars(select(Body.id).where(Body.code == "FR")).one()
    wanted = replace(
        plan,
        rules={**plan.rules, **rules},
        by_kind={BodyKind.MEMBER_STATE: QUOTA},
        by_body={host: QUOTA_OF_THE_HOST},
    )
    admissions.change(event.id, wanted, SYSTEM)


def _session(row: csv_tables.Row, schedule: Schedule) -> SessionDetails:
    day = row.whole("day") or 1
    return SessionDetails(
        kind=row.choice("kind", SessionKind),
        starts_at=_moment(row, "starts", day, schedule),
        ends_at=_moment(row, "ends", day, schedule),
        mode=row.choice("mode", Mode),
        capacity=row.whole("capacity"),
        sign_up=row.yes("sign_up"),
        room=row.optional("room"),
        languages=row.optional("languages"),
        position=row.number,
        title_en=row.text("title_en"),
        title_fr=row.text("title_fr"),
        text_en=row.optional("text_en") or "",
        text_fr=row.optional("text_fr") or "",
    )


def _moment(row: csv_tables.Row, column: str, day: int, schedule: Schedule) -> datetime:
    return schedule.at(day, time.fromisoformat(row.text(column)))
