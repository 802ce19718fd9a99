"""What an organiser of an event must know today: what is to be decided, what to keep an eye on, and the key figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import RowMapping, and_, func, not_, select

from app.extensions import db
from app.models import (
    Admission,
    Event,
    EventSession,
    EventStatus,
    Letter,
    Mode,
    Place,
    Registration,
    SignUp,
    Status,
)
from app.services import letter_failures, publishing
from app.services.participation import all_states, confirmed, for_a_state, registered, waiting

_FAILURES_SHOWN = 5


class Step(NamedTuple):
    """A date of the event: what it is (a code), and when."""

    code: str  # published, opens, nominations, closes, starts, ends
    at: datetime


@dataclass(frozen=True)
class Overview:
    """Numbers of registrations unless the name says otherwise."""

    registered: int
    confirmed: dict[Mode, int]
    states_confirmed: int  # member states
    states: int
    waiting: int
    to_validate: int
    to_confirm: int
    unverified: int
    letters_failed: int  # letters
    failures: list[Letter]  # the last of them, with those whom they were for
    sessions_waiting: int  # people who wait for a session
    untranslated: list[EventSession]  # sessions with a text in one language only
    lacking: tuple[str, ...]  # of the event's own texts, as codes: title, summary, practical, venue
    missing: tuple[str, ...]  # before it can be published, as message ids

    @property
    def to_decide(self) -> int:
        """How many decisions wait for the secretariat."""
        return self.to_validate + self.to_confirm + self.letters_failed


def overview(event: Event) -> Overview:
    """The state of an event, in a number of statements that does not depend on how many registered."""
    counted = _counted(event)
    states, sessions_waiting = _totals(event)
    failures = letter_failures.of_event(event, _FAILURES_SHOWN)
    return Overview(
        registered=counted["registered"],
        confirmed={mode: counted[f"confirmed.{mode.value}"] for mode in event.modes},
        states_confirmed=counted["states_confirmed"],
        states=states,
        waiting=counted["waiting"],
        to_validate=counted["to_validate"],
        to_confirm=counted["to_confirm"],
        unverified=counted["unverified"],
        letters_failed=failures.total,
        failures=failures.letters,
        sessions_waiting=sessions_waiting,
        untranslated=_untranslated(event),
        lacking=tuple(
            name for name in ("title", "summary", "practical", "venue") if _is_one_sided(event, name)
        ),
        missing=publishing.missing(event) if event.status is EventStatus.DRAFT else (),
    )


def steps(event: Event) -> list[Step]:
    """The dates of an event in their order, as far as they are known."""
    known = {
        "published": event.published_at,
        "opens": event.opens_at,
        "nominations": event.nominations_until,
        "closes": event.closes_at,
        "starts": event.starts_at,
        "ends": event.ends_at,
    }
    dated = [Step(code, at) for code, at in known.items() if at is not None]
    return sorted(dated, key=lambda step: step.at)


def _counted(event: Event) -> RowMapping:
    """The registrations under each heading of the page, and the states, in one pass."""
    status, held = Registration.status, Registration.place == Place.HELD
    by_correspondent = select(Admission.category).where(
        Admission.event_id == event.id, Admission.needs_correspondent
    )
    to_validate = and_(status == Status.SUBMITTED, Registration.category.in_(by_correspondent))
    headings = {
        "registered": registered(),
        "waiting": waiting(),
        "unverified": status == Status.UNVERIFIED,
        "to_validate": to_validate,
        "to_confirm": and_(status.in_((Status.SUBMITTED, Status.VALIDATED)), held, not_(to_validate)),
        **{f"confirmed.{mode.value}": and_(confirmed(), Registration.mode == mode) for mode in event.modes},
    }
    states = func.count(Registration.body_id.distinct()).filter(confirmed(), for_a_state())
    counts = [func.count().filter(condition).label(name) for name, condition in headings.items()]
    query = select(*counts, states.label("states_confirmed")).where(Registration.event_id == event.id)
    return db.session.execute(query).mappings().one()


def _totals(event: Event) -> tuple[int, int]:
    waiting_for_a_session = (
        select(func.count(SignUp.registration_id.distinct()))
        .join(SignUp.session)
        .join(SignUp.registration)
        .where(
            EventSession.event_id == event.id,
            EventSession.cancelled_at.is_(None),
            SignUp.place == Place.WAITING,
            registered(),
        )
    )
    queries = (all_states(), waiting_for_a_session.scalar_subquery())
    states, people = db.session.execute(select(*queries)).one()
    return states, people


def _untranslated(event: Event) -> list[EventSession]:
    one_sided = (EventSession.title_en == "") | (EventSession.title_fr == "")
    one_sided |= (EventSession.text_en == "") != (EventSession.text_fr == "")
    return list(
        db.session.scalars(
            select(EventSession)
            .where(EventSession.event_id == event.id, EventSession.cancelled_at.is_(None), one_sided)
            .order_by(EventSession.starts_at, EventSession.id)
        )
    )


def _is_one_sided(event: Event, name: str) -> bool:
    english, french = getattr(event, f"{name}_en"), getattr(event, f"{name}_fr")
    return bool(english) != bool(french)
