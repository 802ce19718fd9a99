"""What letters said is forgotten when its time is over; that they were sent is not."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Campaign,
    CampaignFile,
    CampaignState,
    Letter,
    LetterKind,
    LetterState,
    Registration,
    Status,
)
from app.services import file_store, outbox, settings
from app.services.privacy import retention
from tests import kept
from tests.columns import columns_that_say
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event
from tests.factories.letters import a_conference, a_letter, written
from tests.factories.registrations import a_registration

SECRET = "Cormorant"  # a word that stands nowhere else
LONG_AGO = timedelta(days=181)
LETTERS = [rule for rule in retention.RULES if rule.name in {"letter_texts", "letter_addresses", "messages"}]


def sent(letter: Letter, ago: timedelta = LONG_AGO) -> Letter:
    """The letter, written and sent so long ago."""
    written(letter)
    letter.state, letter.sent_at, letter.server_said = LetterState.SENT, now() - ago, "250 taken"
    letter.created_at = now() - ago - timedelta(minutes=1)
    db.session.flush()
    return letter


def forget() -> int:
    """As the worker does it, in the session of the test."""
    db.session.commit()
    number = sum(retention.run_batch(rule, Path("nowhere")) for rule in LETTERS)
    db.session.commit()
    return number


def test_what_a_letter_said_stands_nowhere_any_more(app: Flask) -> None:
    event = a_conference()
    letter = a_letter(LetterKind.DECLINED, event=event, status=Status.DECLINED, facts={"reason": SECRET})
    sent(letter)
    letter.calendar = f"SUMMARY:{SECRET}"
    assert columns_that_say(SECRET) == ["letter.facts", "letter.text", "letter.html", "letter.calendar"]
    address, at = letter.recipient, letter.sent_at

    assert forget() == 1
    assert columns_that_say(SECRET) == []
    of_the_person = [name for name in columns_that_say("CEBOTARI") if name.startswith("letter.")]
    assert set(of_the_person) <= {"letter.recipient"}, "the address is the person's, who is still there"
    kept = (letter.kind, letter.state, letter.sent_at, letter.recipient, letter.server_said)
    assert kept == (LetterKind.DECLINED, LetterState.SENT, at, address, "250 taken")


@pytest.mark.parametrize(
    ("state", "days", "forgotten"),
    [
        (LetterState.SENT, 181, True),
        (LetterState.SENT, 179, False),
        (LetterState.FAILED, 181, True),
        (LetterState.CANCELLED, 181, True),
        (LetterState.QUEUED, 181, False),  # the event may still be a draft
        (LetterState.WILL_RETRY, 181, False),
    ],
)
def test_its_time_is_over(app: Flask, state: LetterState, days: int, forgotten: bool) -> None:
    letter = written(a_letter())
    letter.state, letter.created_at = state, now() - timedelta(days=days)
    assert forget() == forgotten
    assert (letter.text is None) == forgotten


def test_the_setting_decides(app: Flask) -> None:
    letter = sent(a_letter(), timedelta(days=3))
    settings.change("letter_text_kept_days", 2)
    assert forget() == 1
    assert letter.text is None


def test_the_address_goes_when_the_person_has_been_erased(app: Flask) -> None:
    letter = sent(a_letter(), timedelta(days=1))
    letter.server_said = f"250 <{letter.recipient}> taken"
    assert letter.recipient is not None
    address = letter.recipient
    assert forget() == 0, "the person is still there"
    registration = db.session.get_one(Registration, letter.registration_id)
    registration.email = registration.email_key = registration.identity_key = None
    registration.given_name = registration.family_name = registration.own_script_name = None
    forget()
    assert columns_that_say(address) == []
    assert letter.state is LetterState.SENT


def a_message(**changes: Any) -> tuple[Campaign, Letter]:
    """A message to many with a file, sent long ago to one person."""
    campaign = a_campaign(
        an_event(),
        **{
            "text_en": SECRET, "subject_fr": SECRET, "filters": {"words": SECRET}, "state": CampaignState.DONE,
            "finished_at": now() - LONG_AGO, "created_at": now() - LONG_AGO, **changes,
        },
    )  # fmt: skip
    stored = file_store.keep(io.BytesIO(SECRET.encode()), 100)
    db.session.add(
        CampaignFile(
            campaign=campaign,
            file_name=f"{SECRET}.txt",
            media_type="text/plain",
            size=9,
            stored_name=stored.name,
        )
    )
    letter = outbox.put(LetterKind.MESSAGE, a_registration(campaign.event))
    letter.campaign = campaign
    return campaign, sent(letter)


def test_a_message_to_many_is_forgotten_with_the_last_of_its_letters(app: Flask) -> None:
    _campaign, letter = a_message()
    letter.sent_at = now() - timedelta(days=1)
    assert forget() == 0
    assert len(kept.contents()) == 1
    letter.sent_at = now() - LONG_AGO
    assert forget() == 2
    assert columns_that_say(SECRET) == []
    assert kept.contents() == {}
    assert forget() == 0


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.PAUSED])
def test_a_message_that_is_not_over_stays(app: Flask, state: CampaignState) -> None:
    campaign, _letter = a_message(state=state, finished_at=None)
    forget()
    assert campaign.text_en == SECRET
    assert len(kept.contents()) == 1
