"""What a letter says beyond its rows and only the services know: the name, the position, who decides."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.emails.correspondents import Copy, Correspondence
from app.emails.letters import Subject
from app.extensions import db
from app.models import Admission, Category, LetterKind, Registration, Status, Substitute, User
from app.services import delegation_points, places, settings
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


def for_writing(kind: LetterKind, about: Subject, kept: Mapping[str, object]) -> dict[str, object]:
    """What is looked up when a letter is written: whom to greet, of whom it speaks, how long a link will work."""
    if isinstance(about, User):
        return {"name": about.name, "hours": settings.number("password_link_hours")}
    if isinstance(about, Copy):
        return {}
    if isinstance(about, Correspondence):
        person = about.person
        name = " ".join(part for part in (person.given_name, person.family_name) if part)
        return {"name": name, **_for_correspondent(kind, about, kept)}
    return {"name": shown_name(about, Viewer.SELF, about.language.value).full}


def _for_correspondent(
    kind: LetterKind, about: Correspondence, kept: Mapping[str, object]
) -> dict[str, object]:
    if kind is LetterKind.SIGN_IN_LINK:
        return {"hours": settings.number("sign_in_link_hours")}
    if kind is LetterKind.DIGEST and "missing" not in kept and about.event and about.body:
        return {"missing": delegation_points.of_body(about.event, about.body)}
    if kind is not LetterKind.NOMINEE_DECLINED:
        return {}
    registration = db.session.get_one(Registration, kept["nominee_id"])
    proposed = db.session.get(Substitute, registration.id)
    nominee = shown_name(registration, Viewer.OWN_CORRESPONDENT, registration.language.value).full
    substitute = " ".join(
        part for part in (proposed and proposed.given_name, proposed and proposed.family_name) if part
    )
    return {"nominee": nominee, "substitute": substitute}


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
