"""One complete registration: form, check your answers, send, done; each by somebody new, from an address of their own."""

from __future__ import annotations

import os
from datetime import timedelta

from bench.visitor import Visitor

SLUG = "bench"
FORM = f"/events/{SLUG}/register"


def prepare() -> None:
    """Make the tables, the reference data and an event that is open to experts, without limits."""
    from flask_migrate import upgrade
    from sqlalchemy import select

    from app import create_app
    from app.extensions import db
    from app.lib.clock import now
    from app.models import Body, BodyKind, Category, Event, EventKind, EventStatus, Mode, Way
    from app.services import admission_rules, reference_data

    app = create_app()
    with app.app_context():
        upgrade()
        reference_data.load()
        host = db.session.scalars(select(Body).where(Body.kind == BodyKind.INTERNAL_PARTNER)).first()
        starts_at = now() + timedelta(days=60)
        event = Event(
            slug=SLUG,
            short_code="BENCH",
            kind=EventKind.CONFERENCE,
            status=EventStatus.PUBLISHED,
            host_body=host,
            title_en="A conference to be measured",
            title_fr="Une conférence à mesurer",
            year=starts_at.year,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=1),
            mode=Mode.IN_PERSON,
            capacity_in_person=1_000_000,
            ical_uid="bench@example.org",
            created_at=now(),
            admissions=admission_rules.default_admissions(),
        )
        for admission in event.admissions:
            if admission.category is Category.SPEAKER_EXPERT:
                admission.way, admission.needs_secretariat = Way.OPEN_FORM, False
        db.session.add(event)
        db.session.commit()
        db.engine.dispose()


def operation(visitor: Visitor, number: int) -> None:
    """Register through the pages, as they stand."""
    page = visitor.get(FORM)
    page = visitor.submit(page, _answers(number))
    page = visitor.submit(page, {})
    if not visitor.path.endswith("/registered"):
        raise RuntimeError(f"the registration ended at {visitor.path}")


def on_the_floor(visitor: Visitor, number: int) -> None:
    """The same person in one request."""
    fields = _answers(number) | {"event": "conference", "body": "Somewhere"}
    kept = ("event", "given_name", "family_name", "email", "function", "body", "category", "mode")
    visitor.post("/register", [(name, fields[name]) for name in kept])


def _answers(number: int) -> dict[str, str]:
    return {
        "category": "speaker_expert",
        "mode": "in_person",
        "given_name": "Élodie",
        "family_name": f"Müller-{number}",
        "function": "Expert",
        "body_text": "University of Strasbourg",
        "email": f"expert.{os.getpid()}.{number}@example.org",
        "language": "en",
    }
