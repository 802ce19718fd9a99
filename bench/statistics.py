"""The statistics of an event of 2,000, of twenty events side by side, and the list of participants as a file.

One client, one server process: processor time is that of the server and of the database, memory the most that the serving
process held while it answered. The floor counts as many rows with one statement, or writes them as CSV without a word of ours.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import floor
from bench.measuring import Figures, cost
from bench.processes import Server, environment, side_by_side
from bench.signed_in import SignedIn, signed_in
from bench.storage import Storage
from bench.visitor import Form, Visitor

if TYPE_CHECKING:
    from app.models import Event, User

PEOPLE, LONG, EVENTS, AT_EACH = 2000, 50_000, 20, 300
BENCH, LIST = "/organiser/events/bench", "/organiser/events/{slug}/participants/export"


class Work(NamedTuple):
    """A page that is opened, or a file that is taken: how often, and how many people there are."""

    path: str
    times: int
    people: int
    form: str = ""  # of a file


WORKS = {
    f"event of {PEOPLE:,}": Work(f"{BENCH}/statistics", 60, PEOPLE),
    f"matrix of {EVENTS}": Work("/organiser/statistics/matrix", 60, EVENTS * AT_EACH),
    f"{EVENTS} events side by side": Work("/organiser/statistics", 60, EVENTS * AT_EACH),
    f"{PEOPLE:,} rows, CSV": Work(LIST.format(slug="bench"), 21, PEOPLE, "csv"),
    f"{PEOPLE:,} rows, XLSX": Work(LIST.format(slug="bench"), 12, PEOPLE, "xlsx"),
    f"{LONG:,} rows, CSV": Work(LIST.format(slug="long"), 3, LONG, "csv"),
}


def measured(
    options: argparse.Namespace, place: Storage, folder: Path
) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
    """Each work with its figures, and those of the floor, as soon as they are known."""
    told = environment(place, folder)
    chosen = {name: work for name, work in WORKS.items() if options.only in name}
    session = _prepare({work.people for work in chosen.values()})
    place.settle()
    _make_floor()
    with side_by_side(told, 1, folder) as (ours, theirs):
        for name, work in chosen.items():
            yield name, _costs(work, place, session, ours, theirs)


def _costs(
    work: Work, place: Storage, session: SignedIn, ours: Server, theirs: Server
) -> tuple[Figures, Figures]:
    def on_the_floor(visitor: Visitor, _number: int) -> None:
        visitor.get(f"/{'list' if work.form else 'figures'}/{work.people}")

    return cost(ours, place, work.times, asked(ours, work, session)), cost(
        theirs, place, work.times, on_the_floor
    )


def asked(server: Server, work: Work, session: SignedIn) -> Callable[[Visitor, int], Any]:
    """One request of a work: what the page of a file is sent is read from it once, before anything is measured."""
    if not work.form:
        return lambda visitor, _number: session.lend(visitor).get(work.path)
    page = session.lend(Visitor(server.port, "10.1.1.1")).get(work.path)
    fields = [(name, value) for name, value in Form(page).fields if name != "purpose"]
    fields += [("format", work.form), ("purpose", _purpose(page))]
    return lambda visitor, _number: session.lend(visitor).post(work.path, fields)


def _purpose(page: str) -> str:
    """The first purpose that the page offers."""
    offered = page.partition('name="purpose"')[2].partition("</select>")[0]
    return next(value for part in offered.split('value="')[1:] if (value := part.partition('"')[0]))


def _prepare(numbers: set[int]) -> SignedIn:
    """The events with their people, their log, their sign-ups and invitations; and an organiser who looks at them."""
    from flask_migrate import upgrade

    from app import create_app
    from app.extensions import db
    from app.services import reference_data

    app = create_app()
    with app.app_context():
        upgrade()
        reference_data.load()
        for number in range(EVENTS - 1 if EVENTS * AT_EACH in numbers else 0):
            fill(an_event_ago(f"year-{number}", 400 + 60 * number), AT_EACH)
        fill(an_event_ago("bench", 40), PEOPLE)
        session = signed_in(app, an_organiser(), os.environ["SECRET_KEY"])
        if LONG in numbers:
            fill(an_event_ago("long", 20, fictional=True), LONG)
        db.session.commit()
        db.engine.dispose()
    return session


def an_event_ago(slug: str, days_ago: int, **changes: Any) -> Event:
    """An event with six sessions, so many days ago."""
    from app.extensions import db
    from app.lib.clock import now
    from tests.factories.events import a_session, an_event

    starts_at = now() - timedelta(days=days_ago)
    event = an_event(slug=slug, starts_at=starts_at, short_code=slug.upper()[:8], **changes)
    for hour in range(6):
        a_session(event, hour, capacity=200, sign_up=hour > 1)
    db.session.flush()
    return event


def fill(event: Event, number: int) -> None:
    """So many registrations, of which four in five of the confirmed came on both days and to a session."""
    import uuid

    from sqlalchemy import insert, select

    from app.extensions import db
    from app.lib.clock import now
    from app.models import (
        ActorKind,
        Body,
        BodyKind,
        CheckIn,
        CheckInKind,
        Convocation,
        Registration,
        SignUp,
        Status,
    )
    from tests.factories.many_registrations import many_registrations

    many_registrations(event, number)
    rows = select(Registration.id, Registration.status, Registration.mode).where(
        Registration.event_id == event.id
    )
    people: Sequence[Any] = db.session.execute(rows.order_by(Registration.id)).all()
    sessions = [row.id for row in event.sessions]
    came = [row for row in people if row.status is Status.CONFIRMED and row.id % 5]
    occasions = [(day, None) for day in event.days] + [(event.days[0], session) for session in sessions[:1]]
    common = {
        "event_id": event.id,
        "kind": CheckInKind.IN,
        "at": now(),
        "received_at": now(),
        "actor_kind": ActorKind.DESK,
    }
    entries = [
        common
        | {
            "client_id": str(uuid.uuid4()),
            "registration_id": row.id,
            "mode": row.mode,
            "day": day,
            "session_id": session,
        }
        for row in came
        for day, session in occasions
    ]
    db.session.execute(insert(CheckIn), entries)
    chosen = [
        {"registration_id": row.id, "session_id": sessions[2 + row.id % 4], "place": "held"} for row in came
    ]
    db.session.execute(insert(SignUp), chosen)
    states = db.session.scalars(select(Body.id).where(Body.kind == BodyKind.MEMBER_STATE)).all()
    invited = [
        {"event_id": event.id, "body_id": body, "invited_at": now(), "reminders": 0} for body in states
    ]
    db.session.execute(insert(Convocation), invited)


def an_organiser() -> User:
    """Somebody who organises all events."""
    from tests.factories.users import an_organiser as made

    return made()


def _make_floor() -> None:
    """Two events with as many rows as are counted, and written, above."""
    floor.make_tables()
    for number in (PEOPLE, EVENTS * AT_EACH, LONG):
        floor.fill(number)
