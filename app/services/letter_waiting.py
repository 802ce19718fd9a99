"""Why a letter waits, for whoever wonders whether it was sent. The first reason that holds is the one that counts."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import NamedTuple

from app.models import CampaignState, Event, EventStatus, Letter, LetterState
from app.services.heartbeats import MailState


class Reason(enum.StrEnum):
    DRAFT = "draft"  # the event is not published
    PAUSED = "paused"  # the message to many
    LATER = "later"  # goes out at a moment that was chosen
    AGAIN = "again"  # is tried again at a moment, after a refusal
    UNREACHABLE = "unreachable"  # the mail server
    NO_WORKER = "no_worker"
    NOW = "now"  # any moment
    UNDER_WAY = "under_way"


class Waiting(NamedTuple):
    """A reason, and where there is one the moment that it names."""

    reason: Reason
    at: datetime | None = None


def why(letter: Letter, event: Event, mail: MailState, at: datetime) -> Waiting | None:
    """Why a letter has not gone out at a moment; None if it has, or never will."""
    if letter.state is LetterState.SENDING and letter.lease_until and letter.lease_until > at:
        return Waiting(Reason.UNDER_WAY)
    if letter.state not in {LetterState.QUEUED, LetterState.WILL_RETRY, LetterState.SENDING}:
        return None
    if event.status is EventStatus.DRAFT and letter.user_id is None:
        return Waiting(Reason.DRAFT)
    if letter.campaign is not None and letter.campaign.state is CampaignState.PAUSED:
        return Waiting(Reason.PAUSED)
    if letter.not_before > at and letter.state is LetterState.QUEUED:
        return Waiting(Reason.LATER, letter.not_before)
    if mail.unreachable_since is not None:
        return Waiting(Reason.UNREACHABLE, mail.unreachable_since)
    if not mail.worker_alive:
        return Waiting(Reason.NO_WORKER, at - mail.silent if mail.silent is not None else None)
    return Waiting(Reason.AGAIN, letter.not_before) if letter.not_before > at else Waiting(Reason.NOW)
