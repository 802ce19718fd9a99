"""How it is kept what this installation is called, whom to ask and who writes: a setting each, changed by an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.lib.installation import Contact, Installation, NetworkName, Sender
from app.models import Setting
from app.services import audit, settings
from app.services.actors import Actor

NAME, CONTACT, SENDER = "network_name", "network_contact", "network_sender"
_KINDS: dict[str, type[NetworkName] | type[Contact] | type[Sender]] = {
    NAME: NetworkName,
    CONTACT: Contact,
    SENDER: Sender,
}
_ACTIONS = {
    NAME: "network.name_changed",
    CONTACT: "network.contact_changed",
    SENDER: "network.sender_changed",
}
Part = TypeVar("Part", NetworkName, Contact, Sender)


def change(part: Part, actor: Actor) -> list[str]:
    """Set the name, the contact or the sender; returns the names of the fields that are different now.

    The caller has checked who may, and the values.
    """
    name = next(name for name, kind in _KINDS.items() if kind is type(part))
    settings.lock()
    row = db.session.get(Setting, name, populate_existing=True)
    before, after = flat(_part(name, row.value if row else None)), flat(part)
    changed = [field for field, value in after.items() if before[field] != value]
    if not changed:
        return []
    if row is None:
        row = Setting(name=name)
        db.session.add(row)
    row.value, row.changed_at = dict(after), now()
    action = _ACTIONS[name]
    audit.record(actor, action, row, fields=changed)
    db.session.flush()
    return changed


def stored(session: Session | None = None) -> Installation:
    """What the database says now; in a session of its own for whoever only looks."""
    query = select(Setting.name, Setting.value).where(Setting.name.in_(_KINDS))
    kept = dict((session or db.session).execute(query).tuples().all())
    return Installation(
        name=made(NetworkName, _mapping(kept.get(NAME))),
        contact=made(Contact, _mapping(kept.get(CONTACT))),
        sender=made(Sender, _mapping(kept.get(SENDER))),
    )


def flat(part: NetworkName | Contact | Sender) -> dict[str, str]:
    """A part by its fields as they are kept and typed: one for each language where there are two."""
    found: dict[str, str] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Bilingual):
            found |= {f"{field.name}_en": value.en, f"{field.name}_fr": value.fr}
        else:
            found[field.name] = value
    return found


def made(kind: type[Part], values: Mapping[str, object]) -> Part:
    """A part from its fields; what is missing is as at the beginning."""
    beginning = kind()
    known: dict[str, Any] = {
        field.name: _value(values, field.name, getattr(beginning, field.name)) for field in fields(beginning)
    }
    return kind(**known)


def _part(name: str, value: object) -> NetworkName | Contact | Sender:
    return made(_KINDS[name], _mapping(value))  # type: ignore[type-var]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _value(values: Mapping[str, object], name: str, beginning: str | Bilingual) -> str | Bilingual:
    if isinstance(beginning, Bilingual):
        both = (
            _text(values.get(f"{name}_{language}"), beginning.in_language(language))
            for language in ("en", "fr")
        )
        return Bilingual(*both)
    return _text(values.get(name), beginning)


def _text(value: object, beginning: str) -> str:
    return value if isinstance(value, str) else beginning
