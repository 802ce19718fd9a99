"""The life of an event: published, closed early and reopened, archived afterwards, or cancelled."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_
from app.models import LIVING, Event, EventStatus, LetterKind, Mode, Place, Registration, Status
from app.services import audit, outbox, places, transitions
from app.services.actors import Actor
from app.services.errors import EventIncomplete, EventIsOver
from app.services.event_errors import BothReasonsRequired, EventNotOver, IllegalEventStep

DATES = N_("its dates")
TITLE_EN = N_("the title in English")
TITLE_FR = N_("the title in French")
CITY = N_("the city")

_OPEN = {EventStatus.PUBLISHED, EventStatus.CLOSED}
AT_ONCE = 200  # living registrations; an event with more is cancelled by the worker


def missing(event: Event) -> tuple[str, ...]:
    """What an event lacks before it can be published, as message ids."""
    needed = {
        DATES: event.starts_at and event.ends_at,
        TITLE_EN: event.title_en,
        TITLE_FR: event.title_fr,
        CITY: event.city or event.mode is Mode.ONLINE,
    }
    return tuple(words for words, there in needed.items() if not there)


def refuse_incomplete(event: Event) -> None:
    """Make sure that an event has what the public must know.

    Raises:
        EventIncomplete: with what is missing.
    """
    lacking = missing(event)
    if lacking:
        raise EventIncomplete(missing=lacking)


def publish(event_id: int, actor: Actor) -> Event:
    """Show a draft in the calendar; registration opens on its day.

    Raises:
        IllegalEventStep, EventIncomplete.
    """
    event = _step(event_id, {EventStatus.DRAFT})
    refuse_incomplete(event)
    event.published_at = now()
    return _moved(event, EventStatus.PUBLISHED, actor, "event.published")


def close(event_id: int, actor: Actor) -> Event:
    """End registration early; staff's work and check-in go on.

    Raises:
        IllegalEventStep.
    """
    return _moved(_step(event_id, {EventStatus.PUBLISHED}), EventStatus.CLOSED, actor, "event.closed")


def reopen(event_id: int, actor: Actor) -> Event:
    """Take registration up again after it was closed early.

    Raises:
        IllegalEventStep.
    """
    return _moved(_step(event_id, {EventStatus.CLOSED}), EventStatus.PUBLISHED, actor, "event.reopened")


def archive(event_id: int, actor: Actor) -> Event:
    """Put an event that is over among the past ones: read-only from now on, but for figures, documents and retention.

    A draft of an earlier year can be archived too: that is how an event of which little is known is entered.

    Raises:
        IllegalEventStep, EventNotOver.
        EventIncomplete: it has no title in one of the languages.
    """
    event = _step(event_id, {EventStatus.DRAFT, *_OPEN})
    if not is_archivable(event):
        raise EventNotOver
    without_titles = tuple(words for words in missing(event) if words in {TITLE_EN, TITLE_FR})
    if without_titles:
        raise EventIncomplete(missing=without_titles)
    return _moved(event, EventStatus.ARCHIVED, actor, "event.archived")


def is_archivable(event: Event) -> bool:
    """Whether an event is over; without dates, whether its year is."""
    if event.ends_at is not None:
        return event.ends_at <= now()
    return event.year < now().year


def cancel(event_id: int, reason_en: str, reason_fr: str, actor: Actor) -> int:
    """Cancel an event: every living registration is cancelled with a letter that gives the reason; nobody is promoted.

    Returns:
        How many registrations were cancelled.

    Raises:
        BothReasonsRequired, IllegalEventStep.
        EventIsOver: what has taken place cannot be cancelled.
    """
    if not (reason_en and reason_fr):
        raise BothReasonsRequired
    event = places.lock(event_id)
    refuse_uncancellable(event)
    event.cancelled_reason_en, event.cancelled_reason_fr = reason_en, reason_fr
    event.sequence += 1
    living = _living(event)
    _moved(event, EventStatus.CANCELLED, actor, "event.cancelled", f"registrations:{len(living)}")
    for registration in living:
        own = [row.session_id for row in registration.sign_ups if row.place == Place.HELD]
        with transitions.recorded(registration, actor, "event_cancelled"):
            places.give_up(registration)
            transitions.move(registration, Status.CANCELLED, actor)
            registration.hold_until = None
        reason = event.cancelled_reason.in_language(registration.language.value)
        outbox.put(LetterKind.EVENT_CANCELLED, registration, reason=reason, sessions=own)
    return len(living)


def refuse_uncancellable(event: Event) -> None:
    """Make sure that an event can be cancelled.

    Raises:
        IllegalEventStep.
        EventIsOver: what has taken place cannot be cancelled.
    """
    if event.status not in _OPEN:
        raise IllegalEventStep(status=event.status)
    if event.is_over(now()):
        raise EventIsOver


def number_living(event: Event) -> int:
    """How many registrations would be cancelled with the event."""
    living = select(func.count()).select_from(Registration).where(_is_living(event))
    return db.session.scalar(living) or 0


def _step(event_id: int, statuses: set[EventStatus]) -> Event:
    event = places.lock(event_id)
    if event.status not in statuses:
        raise IllegalEventStep(status=event.status)
    return event


def _moved(event: Event, status: EventStatus, actor: Actor, action: str, *facts: str) -> Event:
    event.status = status
    audit.record(actor, action, event, event_id=event.id, fields=facts)
    db.session.flush()
    return event


def _living(event: Event) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration)
            .where(_is_living(event))
            .order_by(Registration.id)
            .options(selectinload(Registration.sign_ups))
            .execution_options(populate_existing=True)
        )
    )


def _is_living(event: Event) -> ColumnElement[bool]:
    return and_(Registration.event_id == event.id, Registration.status.in_(LIVING))
