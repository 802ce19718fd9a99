"""What a letter says beyond its rows and only the services know: the name, the position, who decides."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Admission, Category, LetterKind, Registration, Status, User
from app.services import places, settings
from app.services.shown_names import Viewer, shown_name

_UNDECIDED = {LetterKind.RECEIVED, LetterKind.PROMOTED}


def facts_for(kind: LetterKind, registration: Registration) -> dict[str, object]:
    """The facts for a letter to a registered person."""
    facts: dict[str, object] = {
        "name": shown_name(registration, Viewer.SELF, registration.language.value).full
    }
    if kind is LetterKind.WAITING:
        facts["position"] = places.position(registration)
    if kind in _UNDECIDED:
        facts["deciders"] = deciders(registration)
    return facts


def facts_for_user(kind: LetterKind, user: User) -> dict[str, object]:
    """The facts for a letter to somebody with an account."""
    return {"hours": settings.number("password_link_hours")} if kind is LetterKind.ACCOUNT_INVITATION else {}


def deciders(registration: Registration) -> list[str]:
    """Who still has to approve a registration, in codes: correspondent or contact_point, secretariat."""
    admission = db.session.scalar(
        select(Admission).where(
            Admission.event_id == registration.event_id, Admission.category == registration.category
        )
    )
    first = []
    if (
        admission is not None
        and admission.needs_correspondent
        and registration.status is not Status.VALIDATED
    ):
        delegate = registration.category is Category.MEMBER_STATE_DELEGATE
        first = ["correspondent" if delegate else "contact_point"]
    return [*first, "secretariat"] if not first or (admission and admission.needs_secretariat) else first
