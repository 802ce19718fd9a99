"""What somebody asks for when registering: the answers of the form, checked against the event, not yet a registration."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from app.extensions import db
from app.lib.names import identity_key
from app.models import Body, Category, Event, EventSession, Gender, Language, Mode, Role
from app.services import admission_rules
from app.services.errors import BodyDoesNotFit, ModeNotOffered, SessionNotOffered, SessionsOverlap


@dataclass(frozen=True)
class Application:
    """The answers. Names are tidied already; empty answers are None."""

    category: Category
    mode: Mode
    family_name: str
    email: str
    language: Language
    role: Role | None = None
    body_id: int | None = None
    body_text: str | None = None
    given_name: str | None = None
    own_script_name: str | None = None
    title: str | None = None
    function: str | None = None
    service: str | None = None
    gender: Gender | None = None
    discreet: bool = False
    diet: str | None = None
    access: str | None = None
    consent_photographs: bool = False
    consent_lists: bool = False
    consent_reuse: bool = False
    session_ids: tuple[int, ...] = field(default=())
    notice_id: int | None = None

    @property
    def identity(self) -> str:
        """The key by which the same person at the same event is recognised."""
        return identity_key(self.email, self.given_name, self.family_name)


@dataclass(frozen=True)
class Checked:
    """What the answers refer to."""

    body: Body | None
    sessions: list[EventSession]


def check(event: Event, application: Application) -> Checked:
    """Make sure that the answers fit the event, and find what they refer to.

    Raises:
        Invalid: an affiliation, a role, a mode or a session that does not fit; the error names the field.
    """
    body = db.session.get(Body, application.body_id) if application.body_id else None
    if application.body_id and body is None:
        raise BodyDoesNotFit
    admission_rules.check_affiliation(application.category, body, application.body_text)
    check_mode(event, application.mode)
    return Checked(body, check_sessions(event, application.session_ids))


def check_mode(event: Event, mode: Mode) -> None:
    """Make sure that one can take part in this way.

    Raises:
        ModeNotOffered: the event does not take place so.
    """
    if mode not in event.modes:
        raise ModeNotOffered


_CHOSEN = (
    select(EventSession)
    .where(
        EventSession.id.in_(bindparam("ids", expanding=True)),
        EventSession.event_id == bindparam("event"),
        EventSession.sign_up,
        EventSession.cancelled_at.is_(None),
    )
    .order_by(EventSession.starts_at, EventSession.id)
    .execution_options(populate_existing=True)
)


def check_sessions(event: Event, session_ids: tuple[int, ...]) -> list[EventSession]:
    """The sessions behind the ids.

    Raises:
        SessionNotOffered: one belongs to another event, is cancelled or needs no sign-up.
        SessionsOverlap: two are at the same time.
    """
    if not session_ids:
        return []
    chosen = list(db.session.scalars(_CHOSEN, {"event": event.id, "ids": session_ids}))
    if len(chosen) != len(set(session_ids)):
        raise SessionNotOffered
    check_overlaps(chosen)
    return chosen


def check_overlaps(chosen: list[EventSession]) -> None:
    """Make sure that one person can be in all of the sessions, which are in the order of their start.

    Raises:
        SessionsOverlap: with the titles of the first two that collide.
    """
    for number, first in enumerate(chosen):
        for second in chosen[number + 1 :]:
            if first.overlaps(second):
                raise SessionsOverlap(first=first.title, second=second.title)
