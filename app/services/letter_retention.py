"""What letters said is forgotten after a while: the fact, the date, the kind and the state stay, the content goes.

Done in batches, so that nobody waits for long. A batch is a unit of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Text, cast, exists, func, or_, select, update

from app.extensions import db
from app.lib.clock import now
from app.models import Campaign, CampaignState, Letter, LetterState, Person, Registration
from app.services import file_store, settings

BATCH = 500
_ENDED = (LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED)
_NOTHING = "{}"


def forget_contents() -> int:
    """Forget what letters said that ended longer ago than the setting allows; returns how many, 0 when none is left."""
    over = func.coalesce(Letter.sent_at, Letter.created_at) < _oldest()
    ids = _batch(Letter.state.in_(_ENDED), over, _has_content())
    nothing: dict[str, object] = {"subject": None, "text": None, "html": None, "calendar": None, "facts": {}}
    db.session.execute(
        update(Letter).where(Letter.id.in_(ids)).values(nothing), execution_options=_UNSYNCHRONISED
    )
    return len(ids)


def forget_addresses() -> int:
    """Forget to whom letters went whose person has been erased, and what servers said of it; returns how many."""
    erased = or_(
        Letter.registration_id.in_(select(Registration.id).where(Registration.email.is_(None))),
        Letter.person_id.in_(select(Person.id).where(Person.email.is_(None))),
    )
    ids = _batch(Letter.state.in_(_ENDED), Letter.recipient.is_not(None), erased)
    nothing: dict[str, object] = {"recipient": None, "server_said": None}
    db.session.execute(
        update(Letter).where(Letter.id.in_(ids)).values(nothing), execution_options=_UNSYNCHRONISED
    )
    return len(ids)


def forget_campaigns(folder: Path) -> int:
    """Forget the words, the filter and the files of messages to many once all their letters are forgotten.

    Returns:
        How many messages were forgotten; their files in the folder go when the unit is committed.
    """
    remembered = or_(_has_content(), Letter.state.not_in(_ENDED))
    ended = Campaign.state.in_((CampaignState.DONE, CampaignState.STOPPED))
    says = Campaign.subject_en + Campaign.subject_fr + Campaign.text_en + Campaign.text_fr != ""
    query = select(Campaign).where(
        ended,
        or_(says, cast(Campaign.filters, Text) != _NOTHING),
        func.coalesce(Campaign.finished_at, Campaign.created_at) < _oldest(),
        ~exists().where(Letter.campaign_id == Campaign.id, remembered),
    )
    campaigns = db.session.scalars(query.order_by(Campaign.id).limit(BATCH)).all()
    for campaign in campaigns:
        campaign.subject_en = campaign.subject_fr = campaign.text_en = campaign.text_fr = ""
        campaign.filters = {}
        for file in campaign.files:
            file_store.remove(folder, file.stored_name)
        campaign.files.clear()
    db.session.flush()
    return len(campaigns)


_UNSYNCHRONISED = {"synchronize_session": False}


def _oldest() -> datetime:
    return now() - timedelta(days=settings.number("letter_text_kept_days"))


def _has_content() -> ColumnElement[bool]:
    parts = (Letter.subject, Letter.text, Letter.html, Letter.calendar)
    return or_(*(part.is_not(None) for part in parts), cast(Letter.facts, Text) != _NOTHING)


def _batch(*conditions: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(select(Letter.id).where(*conditions).order_by(Letter.id).limit(BATCH)))
