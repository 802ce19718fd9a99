"""A message to many on its way: scheduled, taken back, paused, stopped. Each step locks the message, as the worker does."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from app.extensions import db
from app.lib.clock import now
from app.models import Campaign, CampaignState, Letter, LetterState
from app.services import campaign_recipients, campaigns, outbox, settings
from app.services.actors import Actor
from app.services.campaign_errors import NobodyToWriteTo, StartPast
from app.services.errors import ChangedSinceShown
from app.services.participant_filters import Filters

WAITING = (LetterState.QUEUED, LetterState.WILL_RETRY)


def schedule(
    campaign: Campaign, version: int, at: datetime | None, actor: Actor, seen: str | None = None
) -> Campaign:
    """Let a draft go out, now (`at` is None) or at a moment; never before the time in which it can be taken back is over.

    `seen` is the mark of those to whom the page said that it goes. For a moment that is chosen it does not count: whoever
    is found then is another matter.

    Raises:
        IllegalCampaignStep, EditedMeanwhile, NobodyToWriteTo, StartPast.
        ChangedSinceShown: it would go to others than those.
    """
    campaigns.as_draft(campaign, version)
    if at is not None and at < now():
        raise StartPast
    if not campaign_recipients.reach(campaign.event, Filters.restored(campaign.filters)).total:
        raise NobodyToWriteTo
    if at is None and seen is not None and seen != campaign_recipients.mark(campaign):
        raise ChangedSinceShown
    grace = timedelta(seconds=settings.number("message_grace_seconds"))
    campaign.state = CampaignState.SCHEDULED
    campaign.starts_at = max(at or now(), now() + grace)
    db.session.flush()
    campaigns.note(campaign, "scheduled", actor)
    return campaign


def take_back(campaign: Campaign, actor: Actor) -> Campaign:
    """Make a draft again of what has not been started; nothing was queued.

    Raises:
        IllegalCampaignStep: the worker has started it.
    """
    campaigns.lock(campaign, CampaignState.SCHEDULED)
    campaign.state, campaign.starts_at = CampaignState.DRAFT, None
    db.session.flush()
    campaigns.note(campaign, "taken_back", actor)
    return campaign


def pause(campaign: Campaign, actor: Actor) -> Campaign:
    """Hold what waits; the few letters that a worker has in its hands at this moment still go out.

    Raises:
        IllegalCampaignStep.
    """
    campaigns.lock(campaign, CampaignState.SENDING)
    campaign.state = CampaignState.PAUSED
    db.session.flush()
    campaigns.note(campaign, "paused", actor)
    return campaign


def go_on(campaign: Campaign, actor: Actor) -> Campaign:
    """Send what a pause has held.

    Raises:
        IllegalCampaignStep.
    """
    campaigns.lock(campaign, CampaignState.PAUSED)
    campaign.state = CampaignState.SENDING
    db.session.flush()
    campaigns.note(campaign, "resumed", actor)
    db.session.info[outbox.QUEUED] = True  # the worker is woken
    return campaign


def stop(campaign: Campaign, actor: Actor) -> Campaign:
    """Cancel what has not gone out, for good.

    Raises:
        IllegalCampaignStep.
    """
    campaigns.lock(campaign, CampaignState.SENDING, CampaignState.PAUSED)
    campaign.state = CampaignState.STOPPED
    db.session.flush()
    db.session.execute(
        update(Letter)
        .where(Letter.campaign_id == campaign.id, Letter.state.in_(WAITING))
        .values(state=LetterState.CANCELLED)
        .execution_options(synchronize_session=False)
    )
    campaigns.note(campaign, "stopped", actor)
    return campaign
