"""Messages to many as drafts: made, changed, thrown away. How they go out: campaign_sending.py and campaign_starting.py."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.emails import letters
from app.emails.words import Problem
from app.extensions import db
from app.lib.clock import now
from app.models import Campaign, CampaignState, Event, EventStatus, LetterKind
from app.services import audit, campaign_recipients, file_store, letter_writing
from app.services.actors import Actor
from app.services.campaign_errors import EventNotPublished, IllegalCampaignStep, SearchIsNoFilter
from app.services.errors import EditedMeanwhile, NotFound
from app.services.participant_filters import Filters
from app.services.wording_errors import UnusableWords

_LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class CampaignWords:
    """What a message says, in both languages; nothing where its kind has words of its own."""

    subject_en: str = ""
    subject_fr: str = ""
    text_en: str = ""
    text_fr: str = ""


def draft(event: Event, kind: LetterKind, words: CampaignWords, filters: Filters, actor: Actor) -> Campaign:
    """Begin a message to whom the filters find when it goes out; kinds with words of their own go to those concerned.

    Raises:
        EventNotPublished, UnusableWords, SearchIsNoFilter.
    """
    if kind not in campaign_recipients.KINDS:
        raise ValueError(f"{kind} is no letter to many")
    if event.status is EventStatus.DRAFT:
        raise EventNotPublished
    campaign = Campaign(
        event=event,
        user_id=actor.id,
        kind=kind,
        name=uuid.uuid4().hex,
        created_at=now(),
        filters=_allowed(kind, filters).stored(),
        **_usable(kind, words),
    )
    db.session.add(campaign)
    db.session.flush()
    note(campaign, "drafted", actor)
    return campaign


def edit(campaign: Campaign, words: CampaignWords, filters: Filters, version: int, actor: Actor) -> Campaign:
    """Change a draft.

    Raises:
        IllegalCampaignStep, EditedMeanwhile, and as `draft`.
    """
    as_draft(campaign, version)
    for name, value in _usable(campaign.kind, words).items():
        setattr(campaign, name, value)
    campaign.filters = _allowed(campaign.kind, filters).stored()
    touch(campaign)
    note(campaign, "changed", actor)
    return campaign


def discard(campaign: Campaign, version: int, actor: Actor) -> None:
    """Throw a draft away, its files with it.

    Raises:
        IllegalCampaignStep, EditedMeanwhile.
    """
    as_draft(campaign, version)
    note(campaign, "discarded", actor)
    for file in campaign.files:
        file_store.remove(file.stored_name)
    db.session.delete(campaign)
    db.session.flush()


def of_event(event: Event) -> Sequence[Campaign]:
    """The messages of an event, the latest first."""
    rows = select(Campaign).where(Campaign.event_id == event.id).order_by(Campaign.id.desc())
    return db.session.scalars(rows).all()


def one_of_event(event: Event, campaign_id: int) -> Campaign:
    """A message of an event.

    Raises:
        NotFound: the event has none with that id.
    """
    campaign = db.session.scalar(
        select(Campaign).where(Campaign.event_id == event.id, Campaign.id == campaign_id)
    )
    if campaign is None:
        raise NotFound
    return campaign


def lock(campaign: Campaign, *states: CampaignState) -> Campaign:
    """Lock a message and read it anew, so that whoever else is at it, the worker too, comes before or after.

    Raises:
        NotFound: it was thrown away.
        IllegalCampaignStep: it is in none of these states any more.
    """
    found = db.session.scalar(
        select(Campaign).where(Campaign.id == campaign.id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if found is None:
        raise NotFound
    if found.state not in states:
        raise IllegalCampaignStep(state=found.state)
    return found


def as_draft(campaign: Campaign, version: int) -> None:
    """Lock a draft that somebody has looked at in this version.

    Raises:
        NotFound, IllegalCampaignStep: it is none any more.
        EditedMeanwhile: it is not what was looked at.
    """
    lock(campaign, CampaignState.DRAFT)
    if campaign.version != version:
        raise EditedMeanwhile


def touch(campaign: Campaign) -> None:
    """Count a change, also where only the files have changed: whoever looked at the draft before is told."""
    flag_modified(campaign, "filters")
    db.session.flush()


def note(campaign: Campaign, step: str, actor: Actor, *more: str) -> None:
    """Write down what was done: the message, and to whom it goes, in codes."""
    codes = [campaign.kind.value, *Filters.restored(campaign.filters).codes(), *more]
    audit.record(actor, f"campaign.{step}", campaign, fields=codes)


def problems(words: CampaignWords) -> dict[str, list[Problem]]:
    """What keeps the words of a message from being used, by their columns."""
    written = Campaign(kind=LetterKind.MESSAGE, **asdict(words))
    found: dict[str, list[Problem]] = {}
    for language in _LANGUAGES:
        parts = letters.problems(LetterKind.MESSAGE, letter_writing.campaign_words(written, language))
        found |= {f"{part}_{language}": lines for part, lines in parts.items() if part != "heading"}
        for part in ("subject", "text"):
            if not getattr(words, f"{part}_{language}").strip():
                found[f"{part}_{language}"] = [Problem(1, "empty", part)]
    return found


def _usable(kind: LetterKind, words: CampaignWords) -> dict[str, str]:
    """The words as columns, if they can be used.

    Raises:
        UnusableWords.
    """
    if kind is not LetterKind.MESSAGE:
        return asdict(CampaignWords())
    wrong = problems(words)
    if wrong:
        raise UnusableWords(wrong)
    return asdict(words)


def _allowed(kind: LetterKind, filters: Filters) -> Filters:
    """The filters of a message. Words of a search are names: they are kept nowhere.

    Raises:
        SearchIsNoFilter.
    """
    if filters.words:
        raise SearchIsNoFilter
    return campaign_recipients.concerned(kind, filters)
