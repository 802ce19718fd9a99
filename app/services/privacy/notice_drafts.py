"""The next version of the privacy notice, while it is being written. There is one draft at most, which everybody shares."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Notice, NoticeDraft
from app.services import audit
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile, NotFound, Refused

_ONLY = 1  # the id of the draft


class NothingChanged(Refused):
    code = "notice_unchanged"
    sentence: ClassVar[str] = N_("This text is in force already: there is nothing to publish.")


def draft() -> NoticeDraft | None:
    """The draft; None while nobody is writing one."""
    return db.session.get(NoticeDraft, _ONLY)


def save(text: Bilingual, version: int, actor: Actor) -> NoticeDraft:
    """Keep what was written; `version` is that of the draft it began with, 0 where there was none.

    Raises:
        EditedMeanwhile: somebody else has saved, published or discarded in the meantime.
    """
    row = draft()
    if (row.version if row else 0) != version:
        raise EditedMeanwhile
    if row is None:
        row = _begun(text)
    elif row.text != text:
        row.text_en, row.text_fr, row.changed_at = text.en, text.fr, now()
    db.session.flush()
    audit.record(actor, "notice.draft_saved", row)
    return row


def publish(version: int, actor: Actor) -> Notice:
    """Put the draft in force as the next version; `version` is that of the draft that was looked at.

    Raises:
        NotFound: there is no draft.
        EditedMeanwhile: it is no longer what was looked at.
        NothingChanged: it says what is in force already.
    """
    row = db.session.scalar(select(NoticeDraft).where(NoticeDraft.id == _ONLY).with_for_update())
    if row is None:
        raise NotFound
    if row.version != version:
        raise EditedMeanwhile
    newest = db.session.scalar(select(Notice).order_by(Notice.number.desc()).limit(1))
    if newest is not None and newest.text == row.text:
        raise NothingChanged
    number = (db.session.scalar(select(func.max(Notice.number))) or 0) + 1
    notice = Notice(number=number, text_en=row.text_en, text_fr=row.text_fr, published_at=now())
    db.session.add(notice)
    db.session.delete(row)
    db.session.flush()
    audit.record(actor, "notice.published", notice, fields=[f"number={number}"])
    return notice


def discard(version: int, actor: Actor) -> None:
    """Throw the draft away; what is in force stays.

    Raises:
        NotFound, EditedMeanwhile: it is no longer what was looked at.
    """
    row = draft()
    if row is None:
        raise NotFound
    if row.version != version:
        raise EditedMeanwhile
    audit.record(actor, "notice.draft_discarded", row)
    db.session.delete(row)
    db.session.flush()


def _begun(text: Bilingual) -> NoticeDraft:
    row = NoticeDraft(id=_ONLY, text_en=text.en, text_fr=text.fr, changed_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:  # somebody else began one at the same moment
        raise EditedMeanwhile from error
    return row
