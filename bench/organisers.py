"""The working pages of the organisers, with 2,000 people at an event, and the list with 20,000 as well.

One client, one server process: processor time is that of the server and of the database. The floor counts as many rows with one
statement. Beside it stand events that are over, so that what needs doing today has something to count.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bench import floor, statistics
from bench.measuring import Figures, cost
from bench.processes import Server, environment, side_by_side
from bench.signed_in import SignedIn, signed_in
from bench.storage import Storage
from bench.visitor import Visitor

PEOPLE, MANY, OTHERS, AT_EACH = 2000, 20_000, 6, 200
BENCH, LONG = "/organiser/events/bench", "/organiser/events/long"


class Page(NamedTuple):
    """A page that is opened; `words` are searched for first, as somebody types them."""

    path: str
    people: int = PEOPLE
    words: str = ""


PAGES = {
    "today": Page("/organiser/"),
    "events": Page("/organiser/events"),
    "home of an event": Page(BENCH),
    "participants, first page": Page(f"{BENCH}/participants"),
    "participants, a filter": Page(f"{BENCH}/participants?status=validated&place=held"),
    "participants, what is to do": Page(f"{BENCH}/participants?task=confirm&task=validate"),
    "participants, a search": Page(f"{BENCH}/participants", words="cebotari"),
    "participants, page 20": Page(f"{BENCH}/participants?page=20"),
    "one participant": Page(f"{BENCH}/participants/{{person}}"),
    "delegations": Page(f"{BENCH}/delegations"),
    "letters": Page(f"{BENCH}/letters"),
    "messages": Page(f"{BENCH}/letters/messages"),
    "programme": Page(f"{BENCH}/programme"),
    "papers": Page(f"{BENCH}/papers"),
    "directory": Page("/organiser/correspondents"),
    "statistics": Page(f"{BENCH}/statistics"),
    f"today, {MANY:,} more people": Page("/organiser/", MANY),
    f"list of {MANY:,}": Page(f"{LONG}/participants", MANY),
    f"list of {MANY:,}, a search": Page(f"{LONG}/participants", MANY, "cebotari"),
    f"list of {MANY:,}, page 20": Page(f"{LONG}/participants?page=20", MANY),
}


def measured(
    options: argparse.Namespace, place: Storage, folder: Path
) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
    """Each page with its figures, and those of the floor, as soon as they are known."""
    told = environment(place, folder)
    chosen = {name: page for name, page in PAGES.items() if options.only in name}
    session, person = _prepare()
    place.settle()
    floor.make_tables()
    for number in (PEOPLE, MANY):
        floor.fill(number)
    with side_by_side(told, 1, folder) as (ours, theirs):
        for name, page in chosen.items():
            if page.people == MANY:
                _add_many(place)
            low = _floor(page.people)
            yield (
                name,
                (
                    cost(ours, place, options.times, asked(ours, page, session, person)),
                    cost(theirs, place, options.times, low),
                ),
            )


def _floor(people: int) -> Callable[[Visitor, int], Any]:
    return lambda visitor, _number: visitor.get(f"/figures/{people}")


def asked(server: Server, page: Page, session: SignedIn, person: int) -> Callable[[Visitor, int], Any]:
    """One request of a page; a search is posted once, and the address that it leads to is what is measured."""
    path = page.path.format(person=person)
    if page.words:
        visitor = session.lend(Visitor(server.port, "10.1.1.1"))
        visitor.post(path, [("q", page.words), ("csrf_token", session.form_token)])
        session, path = SignedIn(visitor.cookies["session"], session.form_token), visitor.path
    return lambda visitor, _number: session.lend(visitor).get(path)


def _prepare() -> tuple[SignedIn, int]:
    """The events with their people, letters and correspondents, and an organiser who looks at them."""
    from flask_migrate import upgrade
    from sqlalchemy import select

    from app import create_app
    from app.extensions import db
    from app.models import Registration
    from app.services import reference_data

    app = create_app()
    with app.app_context():
        upgrade()
        reference_data.load()
        for number in range(OTHERS):
            statistics.fill(statistics.an_event_ago(f"past-{number}", 20 + 60 * number), AT_EACH)
        event = statistics.an_event_ago("bench", -40)
        statistics.fill(event, PEOPLE)
        _write_letters(event)
        _name_correspondents()
        person = db.session.scalars(select(Registration.id).where(Registration.event_id == event.id)).first()
        session = signed_in(app, statistics.an_organiser(), os.environ["SECRET_KEY"])
        db.session.commit()
        db.engine.dispose()
    return session, person or 0


@cache
def _add_many(place: Storage) -> None:
    """The long list; not before it is needed, because the pages over all events count its people as well."""
    from app import create_app
    from app.extensions import db

    with create_app().app_context():
        statistics.fill(statistics.an_event_ago("long", -30, fictional=True), MANY)
        db.session.commit()
        db.engine.dispose()
    place.settle()


def _write_letters(event: Any) -> None:
    """A letter to everybody, of which one in a hundred failed."""
    from sqlalchemy import insert, select

    from app.extensions import db
    from app.lib.clock import now
    from app.models import Language, Letter, LetterKind, LetterState, Registration

    rows = db.session.execute(
        select(Registration.id, Registration.email).where(Registration.event_id == event.id)
    )
    letters = [
        {
            "dedupe_key": f"bench-{row.id}", "message_id": f"bench-{row.id}@bench.example",
            "kind": LetterKind.CONFIRMED, "registration_id": row.id, "event_id": event.id,
            "recipient": row.email, "language": Language.EN, "facts": {}, "attempts": 1,
            "state": LetterState.SENT if row.id % 100 else LetterState.FAILED,
            "not_before": now(), "created_at": now(), "sent_at": now() if row.id % 100 else None,
        }
        for row in rows
    ]  # fmt: skip
    db.session.execute(insert(Letter), letters)


def _name_correspondents() -> None:
    """Somebody speaks for all member states but a few."""
    from sqlalchemy import select

    from app.extensions import db
    from app.models import Body, BodyKind
    from tests.factories.mandates import a_correspondent

    states = db.session.scalars(select(Body).where(Body.kind == BodyKind.MEMBER_STATE)).all()
    for state in states[:-6]:
        a_correspondent(state)
