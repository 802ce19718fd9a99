"""What a letter says beyond its rows and only the services know: the name, the position, who decides."""

from __future__ import annotations

from sqlalchemy import select

from app.emails.correspondents import Correspondence
from app.emails.letters import Subject
from app.extensions import db
from app.models import Admission, Category, LetterKind, Registration, Status, User
from app.services import places, settings
from app.services.shown_names import Viewer, shown_name

_UNDECIDED = {LetterKind.RECEIVED, LetterKind.PROMOTED}
MOMENTARY = ("position", "deciders")  # what `of_this_moment` finds anew for another letter


def of_this_moment(kind: LetterKind, registration: Registration) -> dict[str, object]:
    """What is kept with a letter because it may be different by the time it is written. Nothing personal."""
    if kind is LetterKind.WAITING:
        return {"position": places.position(registration)}
    if kind in _UNDECIDED:
        return {"deciders": deciders(registration)}
    return {}


def for_writing(kind: LetterKind, about: Subject) -> dict[str, object]:
    """What is looked up when a letter is written: whom to greet, and how long a link will work."""
    if isinstance(about, User):
        return {"name": about.name, "hours": settings.number("password_link_hours")}
    if isinstance(about, Correspondence):
        person = about.person
        name = " ".join(part for part in (person.given_name, person.family_name) if part)
        hours = {"hours": settings.number("sign_in_link_hours")} if kind is LetterKind.SIGN_IN_LINK else {}
        return {"name": name, **hours}
    return {"name": shown_name(about, Viewer.SELF, about.language.value).full}


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
