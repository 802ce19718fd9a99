"""Taking a consent back. It can be done at any time, after the event too; giving one belongs to the registration itself."""

from __future__ import annotations

from collections.abc import Collection

from app.extensions import db
from app.models import Registration
from app.services import audit, registering
from app.services.actors import Actor
from app.services.errors import PersonErased

CONSENTS = ("consent_photographs", "consent_lists", "consent_reuse")


def given(registration: Registration) -> list[str]:
    """The consents that stand."""
    return [name for name in CONSENTS if getattr(registration, name)]


def withdraw(registration_id: int, names: Collection[str], actor: Actor) -> list[str]:
    """Take consents back; those that were not given stay so. Says which ones it took back.

    Raises:
        PersonErased: there is nothing left to take back.
    """
    registration = registering.fresh(registration_id)
    if registration.anonymised_at is not None:
        raise PersonErased
    taken = [name for name in given(registration) if name in names]
    for name in taken:
        setattr(registration, name, False)
    if "consent_reuse" in taken and registration.person is not None:
        registration.person.reuse_consent = False
    if taken:
        audit.record(actor, "registration.consent_withdrawn", registration, fields=taken)
    db.session.flush()
    return taken
