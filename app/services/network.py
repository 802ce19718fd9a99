"""What this installation is called, whom to ask and who writes: kept as settings, and in the process (`app/lib/installation.py`).

A page costs no statement by it: each process looks again after half a minute, and the one that changed something at once. Where
the database does not answer, what was known last holds.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import installation
from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.lib.installation import Contact, Installation, NetworkName, SenderOfAll
from app.lib.transaction_kind import reading
from app.models import Setting
from app.services import audit
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile
from app.services.outgoing import Site

SECONDS = 30  # for which a process does not look again
NAME, CONTACT, SENDER = "network_name", "network_contact", "network_sender"
ARTICLES = {"en": ("the", ""), "fr": ("le", "la", "l’", "les", "")}
_KINDS: dict[str, type[NetworkName] | type[Contact] | type[SenderOfAll]] = {
    NAME: NetworkName,
    CONTACT: Contact,
    SENDER: SenderOfAll,
}
_ACTIONS = {
    NAME: "network.name_changed",
    CONTACT: "network.contact_changed",
    SENDER: "network.sender_changed",
}
Part = TypeVar("Part", NetworkName, Contact, SenderOfAll)


class Configured(Protocol):
    """What the environment says."""

    @property
    def base_url(self) -> str: ...
    @property
    def contact_address(self) -> str: ...
    @property
    def mail_sender(self) -> str: ...
    @property
    def mail_sender_name(self) -> str: ...
    @property
    def mail_return_path(self) -> str: ...
    @property
    def attachments_path(self) -> Any: ...


class _Looked:
    """When this process looks again, by its own clock."""

    again = -math.inf


def renew() -> None:
    """Look again, if it is time; in a short unit of its own, whatever else is under way."""
    if time.monotonic() >= _Looked.again:
        look_again()


def look_again() -> None:
    """Let what the database says hold in this process."""
    _Looked.again = time.monotonic() + SECONDS  # first: the other threads go on with what is known
    try:
        with reading(), Session(db.engine) as glance:
            installation.take(_stored(glance))
    except SQLAlchemyError:
        return  # what was known last holds, and the page itself says what is wrong


def hold_still(beginning: Installation | None = None) -> None:
    """Begin anew and look no more, for tests that count statements."""
    installation.take(beginning or Installation())
    _Looked.again = math.inf


def change(part: Part, seen: str, actor: Actor) -> list[str]:
    """Set the name, the contact or the sender; returns the names of the fields that are different now.

    The caller has checked who may, and the values. `seen` is the `state` that whoever changes it was shown.

    Raises:
        EditedMeanwhile: something else stands there now.
    """
    name = next(name for name, kind in _KINDS.items() if kind is type(part))
    row = db.session.get(Setting, name, with_for_update=True, populate_existing=True)
    before, after = flat(_part(name, row.value if row else None)), flat(part)
    if state(_part(name, row.value if row else None)) != seen:
        raise EditedMeanwhile
    changed = [field for field, value in after.items() if before[field] != value]
    if not changed:
        return []
    if row is None:
        row = _added(name, after)
    else:
        row.value, row.changed_at = dict(after), now()
    action = _ACTIONS[name]
    audit.record(actor, action, row, fields=changed)
    db.session.flush()
    return changed


def stored() -> Installation:
    """What the database says now, for whoever changes it."""
    return _stored(db.session)


def state(part: NetworkName | Contact | SenderOfAll) -> str:
    """What stands there, in short: whoever edits it says what was seen, so that nobody overwrites another unseen."""
    return sha256(repr(sorted(flat(part).items())).encode()).hexdigest()[:16]


def flat(part: NetworkName | Contact | SenderOfAll) -> dict[str, str]:
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


def contact_address(config: Configured) -> str:
    """Where the secretariat reads what people ask."""
    return installation.present().contact.email or config.contact_address


def answers_to(config: Configured) -> str:
    """Where answers to letters go that no event sends elsewhere; the letters name it as the address for questions."""
    return installation.present().sender.reply_to or contact_address(config)


def sender_name(config: Configured) -> str:
    """Under which name letters go out; a new name of the Network holds here too, unless somebody chose another."""
    return installation.present().sender.name or default_sender_name(config)


def default_sender_name(config: Configured) -> str:
    """The same where nobody has chosen a name: the one that is configured, or, after a new name of the Network, that one."""
    held = installation.present()
    if held.renamed and config.mail_sender_name == _in_both(NetworkName()):
        return _in_both(held.name)
    return config.mail_sender_name


def _in_both(names: NetworkName) -> str:
    return " – ".join(dict.fromkeys(names.name))


def site(config: Configured) -> Site:
    """What letters need to know of the installation, as it holds now."""
    own = installation.present().sender
    return Site(
        config.base_url,
        own.address or config.mail_sender,
        sender_name(config),
        answers_to(config),
        own.return_path or config.mail_return_path,
        config.attachments_path,
    )


def _stored(session: Any) -> Installation:
    query = select(Setting.name, Setting.value).where(Setting.name.in_(_KINDS))
    kept = dict(session.execute(query).tuples().all())
    return Installation(
        name=made(NetworkName, _mapping(kept.get(NAME))),
        contact=made(Contact, _mapping(kept.get(CONTACT))),
        sender=made(SenderOfAll, _mapping(kept.get(SENDER))),
    )


def _part(name: str, value: object) -> NetworkName | Contact | SenderOfAll:
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


def _added(name: str, values: dict[str, str]) -> Setting:
    row = Setting(name=name, value=values, changed_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # somebody else was faster
        raise EditedMeanwhile from None
    return row
