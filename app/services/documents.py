"""Documents of an event: handed in, replaced and removed by organisers; who sees which."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import BinaryIO

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import load_only

from app.extensions import db
from app.lib.clock import now
from app.lib.file_kinds import KINDS, FileKind, is_boundless, is_truly, kind_named
from app.lib.file_names import safe_name
from app.models import DocumentKind, DocumentLanguage, Event, EventDocument, Visibility
from app.services import audit, file_store
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile, NotFound
from app.services.event_errors import (
    FileIsSomethingElse,
    FileKindNotAllowed,
    FileMissing,
    FileUnpacksTooLarge,
)

_KIND_ORDER = list(DocumentKind)
# Asked for by each public page of an event, and therefore put together once.
_VISIBLE = (
    select(EventDocument)
    .where(
        EventDocument.event_id == bindparam("event"),
        EventDocument.visibility.in_(bindparam("seen", expanding=True)),
    )
    .order_by(EventDocument.id)
)


_LISTED = _VISIBLE.options(
    load_only(EventDocument.kind, EventDocument.language, EventDocument.title, EventDocument.size)
)


@dataclass(frozen=True)
class DocumentDetails:
    """What is said about a document."""

    kind: DocumentKind
    language: DocumentLanguage
    visibility: Visibility
    title: str


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in: a name that cannot be trusted, and its content."""

    name: str
    content: BinaryIO


def add(event: Event, details: DocumentDetails, upload: Upload, most: int, actor: Actor) -> EventDocument:
    """Hand in a document of at most so many bytes. Archived events take documents too: the report comes afterwards.

    Raises:
        FileMissing, FileKindNotAllowed, FileUnpacksTooLarge, FileIsSomethingElse, FileTooLarge.
    """
    document = EventDocument(event_id=event.id, **asdict(details))
    _put_file(document, upload, most)
    db.session.add(document)
    db.session.flush()
    audit.record(actor, "document.added", document)
    return document


def edit(
    document: EventDocument,
    details: DocumentDetails,
    upload: Upload | None,
    version: int,
    most: int,
    actor: Actor,
) -> EventDocument:
    """Change what is said about a document and, with an upload, replace its file.

    Raises:
        EditedMeanwhile, and as `add`.
    """
    if document.version != version:
        raise EditedMeanwhile
    changed = {name for name, value in asdict(details).items() if getattr(document, name) != value}
    for name in changed:
        setattr(document, name, getattr(details, name))
    if upload is not None:
        earlier = document.stored_name
        _put_file(document, upload, most)
        file_store.remove(earlier)
        changed.add("file")
    db.session.flush()
    audit.record(actor, "document.changed", document, fields=sorted(changed))
    return document


def remove(document: EventDocument, actor: Actor) -> None:
    """Take a document away, its file with it."""
    audit.record(actor, "document.removed", document)
    file_store.remove(document.stored_name)
    db.session.delete(document)
    db.session.flush()


def of_event(event: Event) -> list[EventDocument]:
    """All documents of an event, agenda first."""
    found = db.session.scalars(
        select(EventDocument).where(EventDocument.event_id == event.id).order_by(EventDocument.id)
    )
    return _in_order(found.all())


def one_of_event(event: Event, document_id: int) -> EventDocument:
    """A document of an event.

    Raises:
        NotFound: the event has none with that id.
    """
    return _one(
        select(EventDocument).where(EventDocument.event_id == event.id, EventDocument.id == document_id)
    )


def visible_documents(event: Event, *, confirmed: bool, correspondent: bool) -> list[EventDocument]:
    """The documents that somebody may see, agenda first."""
    seen = _seen(confirmed=confirmed, correspondent=correspondent)
    return _in_order(db.session.scalars(_LISTED, {"event": event.id, "seen": seen}).all())


def for_correspondents(events: Collection[Event]) -> dict[int, list[EventDocument]]:
    """What correspondents may see of several events, by their ids, agenda first; in one statement."""
    seen = (Visibility.EVERYONE, Visibility.CORRESPONDENTS)
    ids = [event.id for event in events]
    found: dict[int, list[EventDocument]] = {event_id: [] for event_id in ids}
    rows = db.session.scalars(
        select(EventDocument)
        .where(EventDocument.event_id.in_(ids), EventDocument.visibility.in_(seen))
        .order_by(EventDocument.id)
    )
    for document in _in_order(rows):
        found[document.event_id].append(document)
    return found


def visible_document(
    event: Event, document_id: int, *, confirmed: bool, correspondent: bool
) -> EventDocument:
    """One of them.

    Raises:
        NotFound: there is none with that id, or it is not for this person.
    """
    seen = _seen(confirmed=confirmed, correspondent=correspondent)
    query = _VISIBLE.where(EventDocument.id == document_id)
    return _one(query.params(event=event.id, seen=seen))


def kind_of(upload: Upload) -> FileKind:
    """The kind of a file that may be given out, if it truly is what its name says.

    Raises:
        FileMissing, FileKindNotAllowed, FileUnpacksTooLarge, FileIsSomethingElse.
    """
    if not upload.name:
        raise FileMissing
    kind = kind_named(upload.name)
    if kind is None:
        raise FileKindNotAllowed(kinds=", ".join(name.upper() for name in KINDS))
    if not upload.content.read(1):
        raise FileMissing
    if is_boundless(kind, upload.content):
        raise FileUnpacksTooLarge
    if not is_truly(kind, upload.content):
        raise FileIsSomethingElse
    return kind


def _put_file(document: EventDocument, upload: Upload, most: int) -> None:
    kind = kind_of(upload)
    stored = file_store.keep(upload.content, most)
    document.file_name = safe_name(upload.name)
    document.stored_name, document.size = stored
    document.media_type = kind.media_type
    document.uploaded_at = now()


def _seen(*, confirmed: bool, correspondent: bool) -> list[Visibility]:
    seen = [Visibility.EVERYONE]
    if confirmed:
        seen.append(Visibility.CONFIRMED)
    if correspondent:
        seen.append(Visibility.CORRESPONDENTS)
    return seen


def _one(query: Select[EventDocument]) -> EventDocument:
    document = db.session.scalar(query)
    if document is None:
        raise NotFound
    return document


def _in_order(documents: Iterable[EventDocument]) -> list[EventDocument]:
    return sorted(documents, key=lambda document: _KIND_ORDER.index(document.kind))
