"""The worker's part in messages to many: one letter for each who is found when it is time, and the note that all is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    String,
    and_,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import cast as sql_cast

from app.extensions import db
from app.lib.clock import now
from app.models import Campaign, CampaignState, Letter, LetterState, Registration
from app.models.column_types import UtcDateTime
from app.services import campaign_recipients, campaigns, outbox
from app.services.actors import SYSTEM
from app.services.campaign_sending import WAITING


def something_is_due() -> bool:
    """Whether a message is to be started, or its end to be noted; asks without locking anything."""
    due = or_(_due(), _all_gone(), _all_stopped())
    return db.session.scalar(select(Campaign.id).where(due).limit(1)) is not None


def due() -> Sequence[int]:
    """The ids of the messages that are to be started now."""
    return db.session.scalars(
        select(Campaign.id).where(_due()).order_by(Campaign.starts_at, Campaign.id)
    ).all()


def start(campaign_id: int) -> int:
    """Queue a message that is due: one statement, however many get it. Several workers at once start it once.

    The caller commits; if it dies before that, nothing has happened. Returns how many letters were queued.
    """
    campaign = db.session.scalar(
        select(Campaign).where(Campaign.id == campaign_id, _due()).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if campaign is None:  # another worker was faster, or it was taken back
        return 0
    number = _queue(campaign)
    campaign.state = CampaignState.SENDING
    db.session.flush()
    campaigns.note(campaign, "started", SYSTEM, f"number={number}")
    db.session.info[outbox.QUEUED] = True
    return number


def settle() -> None:
    """Note the end of those of which nothing waits any more. What a stop has found in a worker's hands is cancelled here,
    if it did not go out.
    """
    stopped = select(Campaign.id).where(_stopped())
    left = and_(Letter.state == LetterState.SENDING, Letter.lease_until <= now())
    for change in (
        update(Letter)
        .where(Letter.campaign_id.in_(stopped), or_(Letter.state.in_(WAITING), left))
        .values(state=LetterState.CANCELLED, lease_until=None),
        update(Campaign)
        .where(_all_gone())
        .values(state=CampaignState.DONE, finished_at=now(), version=Campaign.version + 1),
        update(Campaign).where(_all_stopped()).values(finished_at=now(), version=Campaign.version + 1),
    ):
        db.session.execute(change.execution_options(synchronize_session=False))


def _queue(campaign: Campaign) -> int:
    """One letter for each registration that the filter finds at this moment."""
    at = now()
    id_as_text = sql_cast(Registration.id, String)
    columns: dict[str, Any] = {
        "dedupe_key": literal(f"campaign:{campaign.id}:", String) + id_as_text,
        "kind": literal(campaign.kind, Letter.kind.type),
        "registration_id": Registration.id,
        "event_id": Registration.event_id,
        "campaign_id": literal(campaign.id),
        "recipient": Registration.email,
        "language": Registration.language,
        "facts": literal({}, JSON),
        "state": literal(LetterState.QUEUED, Letter.state.type),
        "attempts": literal(0),
        "not_before": _moment(at),
        "message_id": literal(f"{campaign.name}-", String) + id_as_text,
        "created_at": _moment(at),
    }
    meant = select(*columns.values()).where(*campaign_recipients.found(campaign)).order_by(Registration.id)
    queued = db.session.execute(
        insert(Letter).from_select(list(columns), meant, include_defaults=False),
        execution_options={"preserve_rowcount": True},
    )
    return cast(CursorResult[Any], queued).rowcount


def _moment(at: datetime) -> ColumnElement[datetime]:
    return literal(at, UtcDateTime())


def _due() -> ColumnElement[bool]:
    return and_(Campaign.state == CampaignState.SCHEDULED, Campaign.starts_at <= now())


def _all_gone() -> ColumnElement[bool]:
    waiting = exists().where(
        Letter.campaign_id == Campaign.id, Letter.state.in_([*WAITING, LetterState.SENDING])
    )
    return and_(Campaign.state == CampaignState.SENDING, ~waiting)


def _stopped() -> ColumnElement[bool]:
    return and_(Campaign.state == CampaignState.STOPPED, Campaign.finished_at.is_(None))


def _all_stopped() -> ColumnElement[bool]:
    """Stopped, and no worker has one of its letters in its hands any more."""
    in_hands = exists().where(
        Letter.campaign_id == Campaign.id, Letter.state == LetterState.SENDING, Letter.lease_until > now()
    )
    return and_(_stopped(), ~in_hands)
