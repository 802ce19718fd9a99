"""One scan at the desk, as its page sends it: a badge code in, the panel out. Each scan is of somebody else."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.signed_in import SignedIn, signed_in
from bench.visitor import Visitor

if TYPE_CHECKING:
    from app.models import User

SLUG = "bench"
PEOPLE = 2000  # at the event; scans beyond that begin anew and are answered “already in”
CODES = [f"BENCH{number:015}" for number in range(PEOPLE)]
_sessions: list[SignedIn] = []  # the one of the agent at the desk


def prepare() -> None:
    """Make the tables, the reference data, an event that takes place today, its people and an agent at the desk."""
    from flask_migrate import upgrade

    from app import create_app
    from app.extensions import db
    from app.services import reference_data

    app = create_app()
    with app.app_context():
        upgrade()
        reference_data.load()
        _event_with_people()
        _sessions.append(signed_in(app, _agent(), os.environ["SECRET_KEY"]))
        db.session.commit()
        db.engine.dispose()


def operation(visitor: Visitor, number: int) -> None:
    """Scan one badge."""
    session = _sessions[0]
    session.lend(visitor)
    visitor.headers["X-Desk"] = "panel"
    fields = {"csrf_token": session.form_token, "scan": str(uuid.uuid4()), "code": CODES[number % PEOPLE]}
    answer = visitor.post(f"/check-in/{SLUG}", list(fields.items()))
    if 'data-answer="welcome"' not in answer and 'data-answer="already_in"' not in answer:
        raise RuntimeError(f"the scan was answered otherwise: {answer[:300]}")


def on_the_floor(visitor: Visitor, number: int) -> None:
    """A badge in one line of one table; there are as many as are asked for."""
    visitor.post("/scan", [("code", f"BENCH{number:015}")])


def _event_with_people() -> None:
    from sqlalchemy import insert, select

    from app.extensions import db
    from app.lib.clock import now
    from app.models import (
        Body,
        BodyKind,
        Category,
        Event,
        EventKind,
        EventStatus,
        Language,
        Mode,
        Origin,
        Place,
        Registration,
        Role,
        Status,
    )

    host = db.session.scalars(select(Body).where(Body.kind == BodyKind.INTERNAL_PARTNER)).first()
    states = db.session.scalars(select(Body.id).where(Body.kind == BodyKind.MEMBER_STATE)).all()
    event = Event(
        slug=SLUG,
        short_code="BENCH",
        kind=EventKind.CONFERENCE,
        status=EventStatus.PUBLISHED,
        host_body=host,
        title_en="A conference to be measured",
        title_fr="Une conférence à mesurer",
        year=now().year,
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(days=1),
        mode=Mode.IN_PERSON,
        ical_uid="bench@example.org",
        created_at=now(),
    )
    db.session.add(event)
    db.session.flush()
    common = {
        "event_id": event.id,
        "category": Category.MEMBER_STATE_DELEGATE,
        "role": Role.DELEGATE,
        "mode": Mode.IN_PERSON,
        "status": Status.CONFIRMED,
        "place": Place.HELD,
        "language": Language.EN,
        "origin": Origin.PUBLIC,
        "given_name": "Élodie",
        "created_at": now(),
        "registered_at": now(),
        "confirmed_at": now(),
    }
    rows = [
        common
        | {
            "reference": f"BENCH-{number:08}",
            "badge_code": code,
            "body_id": states[number % len(states)],
            "family_name": f"MÜLLER-{number}",
            "sort_name": f"muller {number}",
        }
        for number, code in enumerate(CODES)
    ]
    db.session.execute(insert(Registration), rows)


def _agent() -> User:
    from app.extensions import db
    from app.lib.clock import now
    from app.models import Language, User, UserRole

    user = User(
        email="desk@example.org",
        email_key="desk@example.org",
        name="Desk",
        role=UserRole.DESK_AGENT,
        all_events=True,
        language=Language.EN,
        created_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user
