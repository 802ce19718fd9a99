"""Messages to many: drafted, scheduled, taken back; who gets them, and that two editors do not overwrite each other."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Campaign,
    CampaignState,
    Category,
    Event,
    EventStatus,
    Language,
    LetterKind,
    Status,
)
from app.services import (
    campaign_files,
    campaign_preview,
    campaign_recipients,
    campaign_sending,
    campaigns,
    settings,
)
from app.services.actors import staff
from app.services.campaign_errors import (
    EventNotPublished,
    FilesTooLarge,
    IllegalCampaignStep,
    NobodyToWriteTo,
    SearchIsNoFilter,
    StartPast,
)
from app.services.campaign_preview import Place
from app.services.campaigns import CampaignWords
from app.services.documents import Upload
from app.services.errors import EditedMeanwhile, NotFound
from app.services.event_errors import FileKindNotAllowed
from app.services.participant_filters import Attendance, Filters
from app.services.wording_errors import UnusableWords
from tests import kept
from tests.factories.bodies import a_body
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event
from tests.factories.files import PDF, a_file
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration
from tests.factories.users import a_user

WORDS = CampaignWords("A room has changed", "Une salle a changé", "Room 7.", "Salle 7.")


def drafted(event: Event, kind: LetterKind = LetterKind.MESSAGE, **filters: Any) -> Campaign:
    return campaigns.draft(event, kind, WORDS, Filters(**filters), staff(a_user()))


def who(campaign: Campaign) -> set[int]:
    return {line.id for line in campaign_recipients.page(campaign, 1, "en").lines}


def test_the_filter_is_kept_as_codes_and_noted(app: Flask) -> None:
    campaign = drafted(an_event(), status=(Status.CONFIRMED,), body=("MD",))
    assert campaign.filters == {"status": ["confirmed"], "body": ["MD"]}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "campaign.drafted")).one()
    assert entry.fields == ["message", "body=MD", "status=confirmed"]
    assert (entry.subject_id, entry.event_id) == (campaign.id, campaign.event_id)


def test_words_of_a_search_are_no_filter(app: Flask) -> None:
    with pytest.raises(SearchIsNoFilter):
        drafted(an_event(), words="CEBOTARI")


@pytest.mark.parametrize(
    ("part", "text", "problem"),
    [
        ("text_en", "Hello,\n\n{{ person.email }}", (3, "sign", "{{")),
        ("text_fr", "Bonjour {{ badge }}", (1, "unknown", "badge")),
        ("subject_en", "For {{ name }}", (1, "not_here", "name")),
        ("subject_fr", "{{ link }}", (1, "not_here", "link")),
        ("text_fr", "{% if x %}", (1, "sign", "{%")),
        ("text_en", "a\n\n{{ particulars }}\n\n{{particulars}}", (5, "twice", "particulars")),
        ("subject_fr", " ", (1, "empty", "subject")),
        ("text_en", "", (1, "empty", "text")),
    ],
)
def test_words_that_cannot_be_used(app: Flask, part: str, text: str, problem: tuple[int, str, str]) -> None:
    words = CampaignWords(**{**WORDS.__dict__, part: text})
    with pytest.raises(UnusableWords) as refused:
        campaigns.draft(an_event(), LetterKind.MESSAGE, words, Filters(), staff(a_user()))
    assert list(refused.value.problems) == [part]
    assert refused.value.problems[part][0] == problem


def test_particulars_are_placed_once_however_they_are_spelt(app: Flask) -> None:
    words = CampaignWords("a", "b", "One.\n\n{{particulars}}\n\nTwo.", "{{  particulars }}")
    campaign = campaigns.draft(an_event(), LetterKind.MESSAGE, words, Filters(), staff(a_user()))
    a_registration(campaign.event)
    written = campaign_preview.written(campaign, "en", Place("https://site.example", "x@example.org"))
    assert written is not None
    before, after = written.text.split("One.")[1].split("Two.")
    assert "Strasbourg" in before
    assert "Strasbourg" not in after


def test_who_is_written_to(app: Flask) -> None:
    event = an_event()
    here = {
        a_registration(event, status).id
        for status in (Status.NOMINATED, Status.SUBMITTED, Status.VALIDATED, Status.CONFIRMED)
    }
    unverified = a_registration(event, Status.UNVERIFIED, language=Language.FR)
    ended = a_registration(event, Status.WITHDRAWN)
    erased = a_registration(event, Status.CONFIRMED)
    erased.email, erased.email_key, erased.family_name = None, None, None
    a_registration(an_event())
    db.session.flush()
    assert who(drafted(event)) == here
    assert campaign_recipients.reach(event, Filters()) == campaign_recipients.Reach(
        {Language.EN: 4, Language.FR: 0}, no_address=1, unverified=1, ended=1
    )
    asked = Filters(status=(Status.UNVERIFIED, Status.WITHDRAWN))
    assert who(drafted(event, status=asked.status)) == {unverified.id, ended.id}
    assert campaign_recipients.reach(event, asked).languages == {Language.EN: 1, Language.FR: 1}


def test_thanks_and_practical_information_go_to_those_concerned(app: Flask) -> None:
    event = an_event()
    confirmed = a_registration(event, Status.CONFIRMED, category=Category.OBSERVER)
    a_registration(event, Status.SUBMITTED)
    practical = drafted(event, LetterKind.PRACTICAL_INFORMATION, status=(Status.SUBMITTED,))
    assert who(practical) == {confirmed.id}
    assert practical.subject_en == "", "its words stand elsewhere"
    thanks = drafted(event, LetterKind.THANKS)
    assert thanks.filters == {"attendance": [Attendance.IN]}
    assert who(thanks) == set()


def test_other_letters_are_not_for_many(app: Flask) -> None:
    with pytest.raises(ValueError, match="no letter to many"):
        drafted(an_event(), LetterKind.CONFIRMED)


def test_two_editors(app: Flask) -> None:
    campaign, actor = drafted(an_event()), staff(a_user())
    first = campaign.version
    campaigns.edit(campaign, WORDS, Filters(), first, actor)
    with pytest.raises(EditedMeanwhile):
        campaigns.edit(campaign, WORDS, Filters(), first, actor)
    with pytest.raises(EditedMeanwhile):
        campaign_sending.schedule(campaign, first, None, actor)
    with pytest.raises(EditedMeanwhile):
        campaigns.discard(campaign, first, actor)


def test_a_minute_to_take_it_back(app: Flask) -> None:
    campaign, actor = drafted(an_event()), staff(a_user())
    a_registration(campaign.event)
    campaign_sending.schedule(campaign, campaign.version, None, actor)
    assert campaign.state is CampaignState.SCHEDULED
    assert campaign.starts_at is not None
    left = campaign.starts_at - now()
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)
    with pytest.raises(IllegalCampaignStep):
        campaigns.edit(campaign, WORDS, Filters(), campaign.version, actor)
    campaign_sending.take_back(campaign, actor)
    assert (campaign.state, campaign.starts_at) == (CampaignState.DRAFT, None)


def test_a_moment_is_kept_and_never_shortens_the_minute(app: Flask) -> None:
    campaign, actor = drafted(an_event()), staff(a_user())
    a_registration(campaign.event)
    settings.change("message_grace_seconds", 600)
    campaign_sending.schedule(campaign, campaign.version, now() + timedelta(seconds=5), actor)
    assert campaign.starts_at is not None
    assert campaign.starts_at > now() + timedelta(seconds=590)
    campaign_sending.take_back(campaign, actor)
    later = now() + timedelta(days=3)
    campaign_sending.schedule(campaign, campaign.version, later, actor)
    assert campaign.starts_at == later
    campaign_sending.take_back(campaign, actor)
    with pytest.raises(StartPast):
        campaign_sending.schedule(campaign, campaign.version, now() - timedelta(minutes=1), actor)


def test_what_cannot_be_sent(app: Flask) -> None:
    actor = staff(a_user())
    alone = drafted(an_event())
    with pytest.raises(NobodyToWriteTo):
        campaign_sending.schedule(alone, alone.version, None, actor)
    with pytest.raises(EventNotPublished):
        drafted(an_event(status=EventStatus.DRAFT))
    for step in (
        campaign_sending.pause,
        campaign_sending.go_on,
        campaign_sending.stop,
        campaign_sending.take_back,
    ):
        with pytest.raises(IllegalCampaignStep):
            step(alone, actor)


def test_a_message_of_another_event_is_not_there(app: Flask) -> None:
    campaign = a_campaign(an_event())
    with pytest.raises(NotFound):
        campaigns.one_of_event(an_event(), campaign.id)


def test_files_have_room_together(app: Flask) -> None:
    campaign, actor = drafted(an_event()), staff(a_user())
    settings.change("message_files_megabytes", 1)
    large = PDF + b"x" * (700 * 1024)

    def put(content: bytes, name: str = "plan.pdf") -> None:
        upload = Upload(name, io.BytesIO(content))
        campaign_files.add(campaign, upload, campaign.version, 50 * 1024 * 1024, actor)

    put(large)
    with pytest.raises(FilesTooLarge):
        put(large)
    put(a_file("docx"), "a.docx")
    with pytest.raises(FileKindNotAllowed):
        put(b"MZ", "a.exe")
    first = campaign.files[0].stored_name
    assert set(kept.contents()) == {file.stored_name for file in campaign.files}, (
        "what was refused left nothing"
    )
    before = campaign.version
    campaign_files.remove(campaign.files[0], campaign.version, actor)
    assert campaign.version == before + 1, "whoever looked at it with the file is told"
    db.session.commit()
    assert first not in kept.contents()
    put(large)
    campaigns.discard(campaign, campaign.version, actor)
    db.session.commit()
    assert kept.contents() == {}
    assert db.session.scalars(select(Campaign)).all() == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_preview_gives_nothing_away(app: Flask, language: str) -> None:
    event = a_conference()
    campaign = campaigns.draft(
        event,
        LetterKind.MESSAGE,
        CampaignWords("Room", "Salle", "For {{ name }}: {{ link }}", "Pour {{ name }} : {{ link }}"),
        Filters(),
        staff(a_user()),
    )
    place = Place("https://site.example/", "secretariat@example.org")
    assert campaign_preview.written(campaign, language, place) is None
    a_registration(event, family_name="HIDDEN", discreet=True, body=a_body("MD"))
    written = campaign_preview.written(campaign, language, place)
    assert written is not None
    assert "HIDDEN" not in written.text + written.html
    assert f"https://site.example/events/{event.slug}" in written.text
    assert "secretariat@example.org" in written.text
    assert not [sign for sign in written.text + written.html if sign in "\ue000\ue001"]
    db.session.commit()
    assert written.subject == {"en": "Room", "fr": "Salle"}[language]


def test_the_preview_shows_a_code_that_is_nobodys(app: Flask) -> None:
    event = a_conference()
    person = a_registration(event, Status.CONFIRMED)
    campaign = drafted(event, LetterKind.PRACTICAL_INFORMATION)
    written = campaign_preview.written(campaign, "fr", Place("https://site.example", "x@example.org"))
    assert written is not None
    assert "data:image/png;base64," in written.html
    assert person.badge_code not in written.html
    assert db.session.get_one(type(person), person.id).language is Language.EN
