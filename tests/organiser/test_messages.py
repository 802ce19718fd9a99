"""Messages to many as organisers write, send, follow and stop them.

One file, although it is long: one way through the pages, and what can go wrong on it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import Context
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Campaign,
    CampaignState,
    Event,
    EventStatus,
    Language,
    Letter,
    LetterState,
    Status,
)
from app.services import campaign_starting, settings
from app.worker import tasks
from tests.factories.attendance import a_check_in
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event
from tests.factories.files import PDF
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
WORDS = {
    "subject_en": "A room has changed: {{ place }}",
    "text_en": "The plenary is in room 7.",
    "subject_fr": "Une salle a changé",
    "text_fr": "La plénière est en salle 7.",
}


def address(event: Event, rest: str = "") -> str:
    return f"/organiser/events/{event.slug}/letters/messages{rest}"


def of(campaign: Campaign, rest: str = "") -> str:
    return address(campaign.event, f"/{campaign.id}{rest}")


def as_it_is(organiser: Visitor, path: str) -> TestResponse:
    """What is answered, not taken for a page of ours."""
    db.session.commit()
    return Context().run(FlaskClient.open, organiser, path)


def written(organiser: Visitor, event: Event, query: str = "", **more: object) -> Page:
    return organiser.visit(address(event, f"/new{query}")).submit(**{**WORDS, **more})


def the_only() -> Campaign:
    return db.session.scalars(select(Campaign)).one()


def started(campaign: Campaign) -> None:
    """Let the minute be over, and the worker come by."""
    campaign.starts_at = now() - timedelta(seconds=1)
    db.session.flush()
    campaign_starting.start(campaign.id)
    db.session.commit()


def sending(event: Event, number: int = 3) -> Campaign:
    """A message that has been queued for so many."""
    for _ in range(number):
        a_registration(event)
    campaign = a_campaign(event, state=CampaignState.SCHEDULED, starts_at=now())
    started(campaign)
    return campaign


def test_from_the_list_to_whom_it_shows(organiser: Visitor) -> None:
    event = an_event()
    for status in (Status.CONFIRMED, Status.CONFIRMED, Status.SUBMITTED):
        a_registration(event, status)
    a_registration(event, Status.CONFIRMED, language=Language.FR)
    page = organiser.visit(f"/organiser/events/{event.slug}/participants?status=confirmed")
    page = page.follow("Write to these 3")
    assert page.fields().getlist("status") == ["confirmed"]
    page = page.submit(**WORDS)
    assert page.status == 200
    assert "3 people get it: 2 in English, 1 in French." in page.text
    assert the_only().filters == {"status": ["confirmed"]}
    assert page.all_text("aside .facts dd") == ["confirmed"]
    assert page.all_text(".preview h3") == ["In English", "In French"]
    assert page.all_text(".preview b") == ["A room has changed: Strasbourg", "Une salle a changé"]
    assert page.all_text("h1") == ["A room has changed: Strasbourg"]
    assert "The plenary is in room 7." in page.text
    recipients = page.follow("See who")
    assert recipients.all_text("h1") == ["3 people get it"]
    assert len(recipients.soup.select("tbody tr")) == 3


def test_the_words_of_a_search_choose_nobody(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, family_name="CEBOTARI")
    page = organiser.visit(f"/organiser/events/{event.slug}/participants").submit(
        "form[role=search]", q="cebotari"
    )
    assert "Write to" not in page.one(".head").get_text()
    page = organiser.visit(address(event, "/new?search=12345678"))
    assert "not to the words of a search" in page.text
    written(organiser, event, q="cebotari")
    assert the_only().filters == {}


def test_words_that_cannot_be_used_are_named_with_their_line(organiser: Visitor) -> None:
    event = an_event()
    page = written(organiser, event, text_fr="Bonjour,\n\n{{ badge }}", subject_en="For {{ name }}")
    assert page.status == 422
    assert "Line 3" in page.one("#text_fr-error").get_text()
    assert "{{ badge }}" in page.one("#text_fr-error").get_text()
    assert "{{ name }}" in page.one("#subject_en-error").get_text()
    assert page.fields()["text_en"] == WORDS["text_en"]
    assert db.session.scalars(select(Campaign)).all() == []
    page = written(organiser, event, text_fr="", subject_fr="", status=["confirmed"])
    assert page.all_text(".problem li") == ["Enter a subject in French", "Write the text in French"]
    assert page.fields().getlist("status") == ["confirmed"], "the filters stay"


def test_who_cannot_be_written_to_is_told(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    a_registration(event, Status.UNVERIFIED)
    a_registration(event, Status.DECLINED)
    erased = a_registration(event)
    erased.email, erased.email_key, erased.family_name = None, None, None
    page = written(organiser, event)
    assert "One person gets it" in page.text
    assert "One has no address any more." in page.text
    assert "One has yet to confirm the address" in page.text
    assert "The registration of one has ended" in page.text


def test_discreet_people_stand_as_representatives(organiser: Visitor) -> None:
    event = an_event()
    person = a_registration(event, discreet=True, family_name="HIDDEN", email="hidden@police.example")
    campaign = a_campaign(event, state=CampaignState.SCHEDULED, starts_at=now() + timedelta(hours=1))
    for rest in ("", "/recipients"):
        assert "HIDDEN" not in organiser.visit(of(campaign, rest)).text
        assert "hidden@" not in organiser.visit(of(campaign, rest)).text
    started(campaign)
    letter = db.session.scalars(select(Letter)).one()
    letter.state, letter.server_said = LetterState.FAILED, "550 <Hidden@Police.example>: unknown"
    page = organiser.visit(of(campaign, "/outcome"))
    assert "Representative" in page.text
    assert "550 <…>: unknown" in page.text
    file = organiser.post(
        of(campaign, "/outcome/export"),
        data={**page.fields("#export form"), "format": "csv", "purpose": "checking"},
    )
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "campaign.exported"))
    assert entry.fields[-2:] == ["format=csv", "purpose=checking"]
    refused = page.submit("#export form", button="format=csv", purpose="care")
    assert refused.status == 422
    assert "Choose what the file is for." in refused.one("#purpose-error").get_text()
    for text in (page.text, file.text, refused.text):
        assert "HIDDEN" not in text
        assert "hidden@" not in text.lower()
    assert person.reference in file.text


def test_the_message_is_shown_as_a_mail_program_shows_it(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = written(organiser, event)
    frames = page.soup.select("iframe")
    assert [frame.get("sandbox") for frame in frames] == [[], []], "a frame without any right"
    assert "frame-src 'self'" in page.response.headers["Content-Security-Policy"]
    for frame, words in zip(
        frames, ("The plenary is in room 7.", "La plénière est en salle 7."), strict=True
    ):
        answer = as_it_is(organiser, str(frame["src"]))
        assert words in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert organiser.get(of(the_only(), "/looks/de")).status_code == 404


def test_sent_and_taken_back_within_the_minute(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = written(organiser, event).submit("#send form")
    assert "Goes out in a moment: it can still be taken back." in page.text
    assert "seconds are left." in page.text
    db.session.expire_all()
    assert the_only().state is CampaignState.SCHEDULED
    db.session.commit()
    assert tasks.send_messages() == 0
    page = page.submit("#steps form")
    assert "The message is a draft again. Nothing was sent." in page.text
    db.session.expire_all()
    assert the_only().state is CampaignState.DRAFT
    assert db.session.scalars(select(Letter)).all() == []


def test_whoever_has_come_in_since_is_looked_at_first(organiser: Visitor) -> None:
    event = an_event()
    first = a_registration(event)
    page = written(organiser, event)
    assert "The filters are asked when the message goes out." in page.one("#send").get_text()
    first.email = None
    a_registration(event)
    db.session.flush()
    page = page.submit("#send form")
    assert page.status == 409
    assert "Something has changed since this was shown: nothing was done." in page.one(".problem").get_text()
    db.session.expire_all()
    assert the_only().state is CampaignState.DRAFT
    a_registration(event)
    later = page.submit("#send form", when="later", day=(now() + timedelta(days=9)).date().isoformat())
    assert later.status == 200, "who is found at another moment is another matter"


def test_taken_back_too_late(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = written(organiser, event).submit("#send form")
    started(the_only())
    page = page.submit("#steps form")
    assert "This is not possible any more" in page.text
    assert "Being sent." in page.text


def test_a_moment_by_the_clocks_of_the_place(organiser: Visitor) -> None:
    event = an_event(time_zone="Asia/Tbilisi")
    a_registration(event)
    draft = written(organiser, event)
    page = draft.submit("#send form", when="later", day="2020-01-01")
    assert page.status == 422
    assert "This moment is over." in page.one("#day-error").get_text()
    page = draft.submit("#send form", when="later")
    assert "Enter a day" in page.one("#day-error").get_text()
    day = (now() + timedelta(days=9)).date()
    page = draft.submit("#send form", when="later", day=day.isoformat(), hour="18:00")
    assert "18:00" in page.one("#said").get_text()
    db.session.expire_all()
    starts_at = the_only().starts_at
    assert starts_at is not None
    assert f"{starts_at:%Y-%m-%d %H:%M}" == f"{day} 14:00"


def test_nothing_is_written_about_an_event_that_is_a_draft(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT)
    a_registration(event)
    assert (
        "Write to"
        not in organiser.visit(f"/organiser/events/{event.slug}/participants").one(".head").get_text()
    )
    assert not organiser.visit(address(event)).soup.select(".head a")
    page = written(organiser, event)
    assert page.status == 409
    assert "Publish it first." in page.one(".problem").get_text()


def test_two_tabs(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    draft = written(organiser, event)
    tabs = [draft.follow("Change") for _ in range(2)]
    tabs[0].submit(subject_en="First", status=["submitted"])
    page = tabs[1].submit(subject_en="Second")
    assert page.status == 409
    assert page.all_text(".note dl dd") == ["First", "Registration: submitted"]
    assert draft.submit("#send form").status == 409, "what was looked at is not what would go out"
    page = page.submit()
    assert page.status == 200
    assert page.all_text("h1") == ["Second"]
    page = page.submit("#send form")
    assert organiser.visit(of(the_only(), "/edit")).all_text("h1") == ["Second"], "no draft any more"
    again = draft.submit("#send form")
    assert "This is not possible any more" in again.text


def test_thanks_and_practical_information(organiser: Visitor) -> None:
    event = an_event()
    here = a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.CONFIRMED)
    a_registration(event)
    a_check_in(here)
    for kind, number in (
        ("Send thanks", "One person gets it"),
        ("Send practical information", "2 people get it"),
    ):
        form = organiser.visit(address(event)).follow(kind)
        assert not form.soup.select("[name=subject_en]")
        assert number in form.submit().text
    assert organiser.get(address(event, "/new?kind=confirmed")).status_code == 404


def test_files(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = written(organiser, event)
    page = page.submit("#files form", file=(io.BytesIO(PDF), "../../plan d’accès <b>.pdf"))
    assert page.status == 200
    name = page.one("#files .rows a").get_text()
    assert name.endswith(".pdf")
    assert "/" not in name
    answer = organiser.get(str(page.one("#files .rows a")["href"]))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    wrong = page.submit("#files form[enctype]", file=(io.BytesIO(b"MZ"), "a.exe"))
    assert wrong.status == 422
    assert "Choose one of these" in wrong.one("#file-error").get_text()
    settings.change("message_files_megabytes", 1)
    the_only().files[0].size = 1024 * 1024  # so much is there already
    wrong = wrong.submit("#files form[enctype]", file=(io.BytesIO(PDF), "b.pdf"))
    assert "1 MB together" in wrong.one("#file-error").get_text()
    page = wrong.submit("#files .rows form")
    assert not page.soup.select("#files .rows")


def test_how_far_it_is(organiser: Visitor, statements: Counting) -> None:
    event = an_event()
    campaign = sending(event)
    campaign.filters = {"body": ["MD"], "status": ["submitted"]}
    here = of(campaign)
    with statements() as asked:
        page = organiser.visit(here)
    asked.within(8)
    assert "Being sent." in page.text
    assert page.all_text(".figs b") == ["0 of 3", "3", "0", "0"]
    assert page.one("#progress").has_attr("data-goes-on")
    assert page.follow("Show how it stands now").status == 200
    letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    letters[0].state, letters[0].sent_at = LetterState.SENT, now()
    letters[1].state, letters[1].server_said = LetterState.FAILED, "550 no such mailbox"
    page = organiser.visit(of(campaign))
    assert page.all_text(".figs b") == ["1 of 3", "1", "1", "0"]
    assert (page.one("progress")["value"], page.one("progress")["max"]) == ("2", "3")
    page = page.follow("See to whom, and why")
    assert len(page.soup.select("tbody tr")) == 1
    assert "550 no such mailbox" in page.text
    with statements() as asked:
        assert len(page.follow("All").soup.select("tbody tr")) == 3
    asked.within(8)


def test_pause_go_on_stop(organiser: Visitor) -> None:
    campaign = sending(an_event())
    page = organiser.visit(of(campaign)).submit("form[action$=pause]")
    assert "Paused: nothing goes out." in page.text
    assert not page.one("#progress").has_attr("data-goes-on")
    page = page.submit("form[action$=go-on]")
    assert "Being sent." in page.text
    page = page.follow("Stop…")
    assert "3 letters have not gone out yet." in page.text
    page = page.submit()
    assert "The message is stopped." in page.text
    assert page.all_text(".figs b") == ["0 of 3", "0", "0", "3"]
    assert not page.soup.select("#steps form")
    actions = list(
        db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_kind == "campaign").order_by(AuditEntry.id)
        )
    )
    assert actions == [f"campaign.{step}" for step in ("started", "paused", "resumed", "stopped")]


def test_where_nothing_waits_there_is_nothing_to_stop(organiser: Visitor) -> None:
    campaign = sending(an_event())
    page = organiser.visit(of(campaign))
    db.session.execute(update(Letter).values(state=LetterState.SENT))
    db.session.commit()
    page = page.follow("Stop…")
    assert page.one("main h1").get_text() == "Nothing waits any more."
    assert not page.soup.select("main form")
    assert page.follow("Back").all_text(".figs b") == ["3 of 3", "0", "0", "0"]


def test_a_draft_is_thrown_away(organiser: Visitor) -> None:
    event = an_event()
    page = written(organiser, event)
    assert "Nobody would get" in page.text
    page = page.submit("form[action$=discard]")
    assert "The draft is gone." in page.text
    assert page.all_text("h1") == ["No message yet"]


def test_the_list_asks_the_same_for_many(organiser: Visitor, statements: Counting) -> None:
    event = an_event()
    sending(event)
    here = address(event)
    with statements() as asked:
        organiser.visit(here)
    few = len(asked)
    for _ in range(5):
        a_campaign(event)
    with statements() as asked:
        page = organiser.visit(here)
    assert len(asked) == few
    asked.within(8)
    assert page.all_text("h1") == ["6 messages"]
    assert "0 of 3 sent" in page.text


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "/edit",
        "/looks/en",
        "/recipients",
        "/outcome",
        "/files/1",
        "/stop",
        "/send",
        "/pause",
        "/discard",
        "/files",
    ],
)
def test_a_message_of_another_event_is_not_there(organiser: Visitor, rest: str) -> None:
    campaign = a_campaign(an_event())
    mine = address(an_event(), f"/{campaign.id}{rest}")
    token = organiser.visit(address(campaign.event, "/new")).fields()["csrf_token"]
    if rest in {"/send", "/pause", "/discard", "/files"}:
        assert organiser.post(mine, data={"csrf_token": token}).status_code == 404
    else:
        assert organiser.get(mine).status_code == 404
    db.session.expire_all()
    assert the_only().state is CampaignState.DRAFT


def test_only_organisers_of_the_event(client: Visitor) -> None:
    campaign = a_campaign(an_event())
    sign_in(client, an_organiser(an_event()))
    assert client.get(of(campaign)).status_code == 404
    sign_in(client, a_desk_agent(campaign.event))
    assert client.get(of(campaign)).status_code == 403
