"""The audit trail as a file: ids and codes as they are stored, with their words, and with the seals that prove them."""

from __future__ import annotations

from collections.abc import Iterator

from app.documents.spreadsheets import Cell, Column, Kind
from app.extensions import db
from app.lib.wording import N_, pgettext, translated
from app.models.labels import label
from app.services import audit
from app.services.actors import Actor
from app.services.records import actions, trail
from app.services.records.trail import USERS, Filters

_HEADINGS: tuple[tuple[str, Kind], ...] = (
    (pgettext("audit", "Line"), Kind.NUMBER),
    (pgettext("audit", "When (UTC)"), Kind.MOMENT),
    (pgettext("audit", "By whom"), Kind.TEXT),
    (pgettext("audit", "Number of the account or person"), Kind.NUMBER),
    (N_("Name"), Kind.TEXT),
    (pgettext("audit", "Action"), Kind.TEXT),
    (pgettext("audit", "Action, code"), Kind.TEXT),
    (pgettext("audit", "On what"), Kind.TEXT),
    (pgettext("audit", "Its number"), Kind.NUMBER),
    (pgettext("audit", "Number of the event"), Kind.NUMBER),
    (pgettext("audit", "Fields and codes"), Kind.TEXT),
    (pgettext("audit", "Seal"), Kind.NUMBER),
    (pgettext("audit", "Digest of the seal"), Kind.TEXT),
)


def note(filters: Filters, kind: str, actor: Actor) -> int:
    """Put on record that the trail is handed out: how many lines, and by what they were narrowed.

    Returns the number of this line: the file holds those before it.
    """
    narrowed = [name for name in vars(Filters()) if getattr(filters, name)]
    entry = audit.record(actor, "audit.exported", fields=[kind, f"number={trail.count(filters)}", *narrowed])
    db.session.flush()
    return entry.id


def columns(language: str) -> list[Column]:
    """The columns of the file."""
    return [Column(translated(heading, language), kind=kind) for heading, kind in _HEADINGS]


def rows(filters: Filters, before: int, language: str) -> Iterator[list[Cell]]:
    """The lines of the file, the oldest first; `before` is what `note` has returned."""
    users = trail.known(()).users
    for (entry, number), digest in trail.all_lines(filters, before):
        name = users.get(entry.actor_id or 0, "") if entry.actor_kind in USERS else ""
        yield [
            entry.id,
            f"{entry.at:%Y-%m-%d %H:%M:%S.%f}",
            label(entry.actor_kind, language),
            entry.actor_id,
            name,
            actions.words(entry.action, language),
            entry.action,
            entry.subject_kind,
            entry.subject_id,
            entry.event_id,
            " ".join(entry.fields),
            number,
            digest,
        ]
