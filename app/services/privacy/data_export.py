"""A copy of what is kept about somebody, to be handed over: as JSON for machines, as PDF for people. Handing out is recorded.

The JSON is every column of every row about the person, but for those of `LEFT_OUT`; docs/privacy.md describes it.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import inspect

from app.documents import data_sheets
from app.documents.data_sheets import DataSheet
from app.extensions import Base
from app.lib import installation
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Body, CheckIn, Event, Origin, Person, Registration
from app.services import audit
from app.services.actors import Actor
from app.services.privacy import data_words
from app.services.privacy.holdings import Holdings, OfRegistration
from app.services.privacy.spoken import Spoken

FORMAT, VERSION = "police-network/personal-data", 1
# Not handed out: what only serves comparing and sorting, secrets as they are stored, the machinery of sending, the ids of
# other people, and the letter's second form, which says the same as the first.
LEFT_OUT = {
    "identity_key", "email_key", "sort_name", "search_text", "version", "token_digest", "dedupe_key", "facts", "html",
    "lease_until", "not_before", "message_id", "actor_id", "user_id", "client_id", "badge_code", "id", "person_id", "body_id",
    "event_id", "registration_id", "session_id", "notice_id", "replaces_id", "campaign_id", "undoes_id", "subject_id",
    "position", "attempts", "set_aside_at", "received_at",
}  # fmt: skip


class Format(enum.StrEnum):
    """As what a copy is handed out."""

    JSON = "json"
    PDF = "pdf"


class DataFile(NamedTuple):
    """A file to be downloaded; nobody's name stands in its name."""

    name: str
    content_type: str
    content: bytes


def note(subject: Person | Registration, form: Format, actor: Actor) -> None:
    """Put on record that a copy is handed out. It holds the needs."""
    audit.record(actor, "data.exported", subject, fields=[form.value, "needs"])


def file_of(holdings: Holdings, form: Format, language: str) -> DataFile:
    """The copy of all that is kept."""
    name = f"personal-data-{now():%Y-%m-%d}.{form.value}"
    if form is Format.JSON:
        content = json.dumps(as_json(holdings), ensure_ascii=False, indent=2).encode()
        return DataFile(name, "application/json", content)
    return DataFile(name, "application/pdf", data_sheets.pdf(_sheet(holdings, language)))


def as_json(holdings: Holdings) -> dict[str, Any]:
    """Everything as plain values: codes as the database has them, moments in UTC."""
    mandates = [{"body": _body(one.body), **_columns(one)} for one in holdings.mandates]
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now().isoformat(),
        "person": _columns(holdings.person) if holdings.person else None,
        "mandates": mandates,
        "registrations": [_registration(one) for one in holdings.registrations],
        "letters": _rows(holdings.letters),
        "links": _rows(holdings.links),
        "records": _rows(holdings.records),
    }


def _registration(one: OfRegistration) -> dict[str, Any]:
    row = one.registration
    return {
        "event": _event(row.event),
        "body": _body(row.body),
        **_columns(row),
        "badge_code": row.badge_code,
        "notice_version": one.notice,
        "needs": _columns(one.needs) if one.needs else None,
        "history": _rows(one.history),
        "sessions": [{"session": _titled(sign_up.session), **_columns(sign_up)} for sign_up in one.sign_ups],
        "parts": [{"session": _titled(role.session), **_columns(role)} for role in one.roles],
        "check_ins": [
            {"session": _titled(row.session) if row.session else None, **_columns(row), **_hours(row, one)}
            for row in one.check_ins
        ],
        "proposed_instead": _columns(one.substitute) if one.substitute else None,
        "letters": _rows(one.letters),
        "links": _rows(one.links),
    }


def _hours(row: CheckIn, one: OfRegistration) -> dict[str, Any]:
    """When somebody came; an imported list tells no hours."""
    return {"at": None} if one.registration.origin is Origin.IMPORT else {}


def _event(event: Event) -> dict[str, Any]:
    return {
        "code": event.slug,
        **_titled(event),
        "starts_at": _plain(event.starts_at),
        "ends_at": _plain(event.ends_at),
    }


def _titled(row: Any) -> dict[str, str]:
    return {"title_en": row.title_en, "title_fr": row.title_fr}


def _body(body: Body | None) -> dict[str, str] | None:
    return {"code": body.code, "name_en": body.name_en, "name_fr": body.name_fr} if body else None


def _rows(rows: Iterable[Base]) -> list[dict[str, Any]]:
    return [_columns(row) for row in rows]


def _columns(row: Base) -> dict[str, Any]:
    """Every column of a row but those that are left out."""
    names = [column.key for column in inspect(type(row)).column_attrs if column.key not in LEFT_OUT]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, enum.StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _sheet(holdings: Holdings, language: str) -> DataSheet:
    say = Spoken(language)
    return DataSheet(
        language=language,
        title=say(N_("What is kept about you")),
        over=installation.spoken(language).long_name,
        lede=say(
            N_(
                "This is all that the registration system %(of_the_network)s holds about you. What the words mean, and "
                "how long each thing is kept, stands in the privacy notice."
            ),
            of_the_network=installation.spoken(language).of_the_network,
        ),
        footer=say(N_("Made on %(moment)s"), moment=say.moment(now())),
        dated=now().date(),
        sections=data_words.sections(holdings, language, with_needs=True),
    )
