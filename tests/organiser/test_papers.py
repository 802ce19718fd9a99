"""The papers’ pages: what one chooses, for whom, how it will look, the file. Nothing to print is said, and all is on record."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urljoin

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import AuditEntry, Event, EventStatus, Job, JobState, Registration, Status
from app.services import settings
from app.worker.working import do_jobs
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.papers import a_meeting
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.services.papers.pdf_reading import Pdf
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


def papers(event: Event, kind: str = "", query: str = "") -> str:
    return f"/organiser/events/{event.slug}/papers" + (f"/{kind}" if kind else "") + query


def answered(page: Page, form: str = "#paper", **answers: str) -> dict[str, str]:
    """The fields of a form, some of them answered otherwise."""
    return page.fields(form).to_dict() | answers


def looked_at(page: Page, **answers: str) -> Page:
    """The page after “Look at it”."""
    answer = page.visitor.post(
        str(page.one("#paper")["action"]).partition("#")[0], data=answered(page, **answers)
    )
    return Page(page.visitor, answer)


def fetched(page: Page, form: str = "pdf", **answers: str) -> TestResponse:
    """What the button for the file is answered with."""
    button = page.one(f"#paper button[value={form}]")
    fields = answered(page, format=form, **answers)
    return page.visitor.post(urljoin(page.address, str(button["formaction"])), data=fields)


def lines(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_each_paper_is_offered_with_what_it_is_for(app: Flask, organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(papers(event))
    assert {"Badges", "Programme", "List of participants"} <= set(page.all_text("main li h2"))
    page = organiser.visit(f"/organiser/events/{event.slug}/programme")
    assert "Programme on paper" not in page.text
    a_session(event)
    page = organiser.visit(f"/organiser/events/{event.slug}/programme").follow("Programme on paper")
    assert page.one("h1").text == "Programme"


def test_it_asks_only_what_the_paper_looks_at(app: Flask, organiser: Visitor) -> None:
    event = an_event()
    assert set(organiser.visit(papers(event, "badges")).fields("#paper")) == {"csrf_token", "layout"}
    asked = set(organiser.visit(papers(event, "programme")).fields("#paper"))
    assert asked == {"csrf_token", "language", "readers", "day"}


def test_it_is_looked_at_before_it_is_made(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    page = looked_at(organiser.visit(papers(event, "badges")))
    assert page.status == 200
    pictures = page.soup.select("#preview img")
    assert 1 <= len(pictures) <= 3
    assert all(picture["alt"] for picture in pictures)
    head, _, content = str(pictures[0]["src"]).partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(content).startswith(b"\x89PNG")
    assert "9 stand on it. You see its beginning." in page.text
    assert lines("paper.made") == []


def test_the_file_is_a_pdf_with_a_name_of_its_own_and_is_on_record(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    answer = fetched(organiser.visit(papers(event, "programme")), language="fr")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith(
        f"attachment; filename={event.slug}-programme-fr-"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert str(Pdf(answer.data).root["/Lang"]) == "fr"
    (line,) = lines("paper.made")
    assert (line.subject_id, line.fields) == (event.id, ["kind=programme", "format=pdf", "number=1"])


def test_the_list_is_also_a_file_for_word(app: Flask, organiser: Visitor) -> None:
    meeting = a_meeting()
    page = organiser.visit(papers(meeting.event, "list-of-participants"))
    answer = fetched(page, "docx")
    assert answer.mimetype.endswith("wordprocessingml.document")
    assert "List of participants" in "\n".join(
        one.text for one in Document(io.BytesIO(answer.data)).paragraphs
    )
    assert lines("paper.made")[0].fields[1] == "format=docx"
    page = organiser.visit(papers(meeting.event, "badges"))
    assert not page.soup.select("button[value=docx]")
    address = papers(meeting.event, "badges/file")
    assert organiser.post(address, data={**page.fields("#paper"), "format": "docx"}).status_code == 400


def test_the_filters_of_the_list_come_along(app: Flask, organiser: Visitor) -> None:
    meeting = a_meeting()
    page = organiser.visit(f"/organiser/events/{meeting.event.slug}/participants?body=GE&body=AM")
    page = page.follow("Papers for these 2")
    assert "For those of the 2 people whom these filters find" in page.text
    assert "Programme" not in page.all_text("main li h2")
    page = page.follow("Badges")
    assert "Body:" in page.one("#whom").text
    assert "2 stand on it." in looked_at(page).text
    words = Pdf(fetched(page).data).words
    assert "BERIDZE" in words
    assert "KOVALENKO" not in words
    assert lines("paper.made")[0].fields[:2] == ["body=GE", "body=AM"]


def test_words_that_were_searched_come_along_and_stand_in_no_address(app: Flask, organiser: Visitor) -> None:
    meeting = a_meeting()
    list_page = organiser.visit(f"/organiser/events/{meeting.event.slug}/participants")
    answer = organiser.post(list_page.address, data=answered(list_page, "form[role=search]", q="beridze"))
    page = organiser.visit(answer.headers["Location"]).follow("Papers for this person").follow("Badges")
    assert "beridze" not in page.address.casefold()
    assert "BERIDZE" in Pdf(fetched(page).data).words
    assert lines("paper.made")[0].fields[0] == "search"


def test_one_person_from_their_page(app: Flask, organiser: Visitor) -> None:
    meeting = a_meeting()
    one = meeting.named[0]
    page = organiser.visit(f"/organiser/events/{meeting.event.slug}/participants/{one.id}")
    page = page.follow("Badge, name plate and letters").follow("Badges")
    assert one.reference in page.one("#whom").text
    assert "One stands on it." in looked_at(page).text
    answer = fetched(page)
    assert str(one.family_name) not in answer.headers["Content-Disposition"]
    assert lines("registration.name_opened") == []


def test_somebody_of_another_event_is_not_found(app: Flask, organiser: Visitor) -> None:
    event, stranger = an_event(), a_registration(an_event(), Status.CONFIRMED)
    assert organiser.get(papers(event, "badges", f"?person={stranger.id}")).status_code == 404
    assert organiser.get(papers(event, f"?person={stranger.id}")).status_code == 404


def test_nothing_to_print_is_said_and_why(app: Flask, organiser: Visitor) -> None:
    event = an_event()
    for answer in (
        looked_at(organiser.visit(papers(event, "programme"))),
        Page(organiser, fetched(organiser.visit(papers(event, "programme")))),
    ):
        assert answer.status == 409
        assert (
            "There is nothing to print. The programme has no session yet, or none on this day." in answer.text
        )
        assert answer.one("h1").text == "Programme"
    assert lines("paper.made") == []


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("programme", {"language": "de"}),
        ("programme", {"day": "2020-01-01"}),
        ("badges", {"layout": "round"}),
        ("tour-de-table", {"session": "999"}),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_its_question(
    app: Flask, organiser: Visitor, kind: str, answers: dict[str, str]
) -> None:
    event = a_meeting().event
    page = looked_at(organiser.visit(papers(event, kind)), **answers)
    assert page.status == 422
    assert "Choose from the list" in page.text
    assert fetched(organiser.visit(papers(event, kind)), **answers).status_code == 422


def test_switching_the_language_keeps_what_was_chosen(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    page = organiser.visit(papers(event, "badges", "?body=GE"))
    button = page.one("button[name=lang][value=fr]")
    fields = answered(page, layout="single", lang="fr")
    answer = Page(organiser, organiser.post(urljoin(page.address, str(button["formaction"])), data=fields))
    assert answer.status == 200
    assert answer.one("#paper input[name=layout][checked]")["value"] == "single"
    assert "Pour qui" in answer.text
    assert "body=GE" in str(answer.one("#paper")["action"])
    assert not answer.soup.select("#preview")


def the_discreet(event: Event) -> Registration:
    return db.session.scalars(
        select(Registration).where(Registration.event_id == event.id, Registration.discreet)
    ).one()


def test_the_discreet_are_left_out_of_true_names_and_that_is_said(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    page = looked_at(organiser.visit(papers(event, "certificates")))
    assert "8 stand on it." in page.text
    assert "One person in discreet mode is left out." in page.text
    assert "SECRETMARK" not in Pdf(fetched(page).data).words
    assert lines("registration.name_opened") == []


def test_one_discreet_persons_true_name_is_opened_on_record(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    person = the_discreet(event)
    address = papers(event, "certificates", f"?person={person.id}")
    page = organiser.visit(address)
    assert "Representative" in page.one("#whom").text
    assert "opens the true name, which is written down" in page.text
    assert lines("registration.name_opened") == []
    looked_at(page)
    assert [line.subject_id for line in lines("registration.name_opened")] == [person.id]
    assert "SECRETMARK" in Pdf(fetched(page).data).words
    assert len(lines("registration.name_opened")) == 2


def test_a_badge_of_one_discreet_person_opens_nothing(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    page = organiser.visit(papers(event, "badges", f"?person={the_discreet(event).id}"))
    assert "SECRETMARK" not in Pdf(fetched(page).data).words
    assert lines("registration.name_opened") == []


def test_a_long_paper_is_made_by_the_worker(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    settings.change("papers_at_once", 10)
    for number in range(3):
        a_check_in(a_registration(event, Status.CONFIRMED, family_name=f"MANY {number}", body=a_body("GE")))
    answer = fetched(organiser.visit(papers(event, "badges", "?status=confirmed")), layout="single")
    assert answer.status_code == 303
    assert lines("paper.made")[0].fields == ["status=confirmed", "kind=badges", "format=pdf", "number=12"]
    page = organiser.visit(answer.headers["Location"])
    assert "The paper is long" in page.text
    assert do_jobs(app) == 1
    job = db.session.scalars(select(Job).execution_options(populate_existing=True)).one()
    assert (job.state, job.done, job.total) == (JobState.DONE, 12, 12)
    page = organiser.visit(answer.headers["Location"])
    file = organiser.get(str(page.one("a.btn-primary")["href"]))
    paper = Pdf(file.data)
    assert len(paper.reader.pages) == 12
    assert "MANY2" in paper.words
    assert page.follow("Back to the papers").one("h1")


def test_of_a_job_for_whom_nobody_is_left_it_is_said(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    settings.change("papers_at_once", 10)
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.CONFIRMED)
    answer = fetched(organiser.visit(papers(event, "badges")))
    assert answer.status_code == 303
    for one in db.session.scalars(select(Registration)):
        one.anonymised_at = one.created_at
    db.session.commit()
    do_jobs(app)
    assert "could not be made" in organiser.visit(answer.headers["Location"]).text


def test_an_archived_event_still_prints(app: Flask, organiser: Visitor) -> None:
    event = a_meeting().event
    event.status = EventStatus.ARCHIVED
    page = organiser.visit(papers(event, "certificates"))
    assert fetched(page).mimetype == "application/pdf"


def test_the_pages_cost_few_statements(app: Flask, organiser: Visitor, statements: Counted) -> None:
    event = a_meeting().event
    organiser.visit(papers(event))
    with statements() as asked:
        organiser.visit(papers(event))
    asked.within(8)
    page = organiser.visit(papers(event, "badges", "?body=GE"))
    with statements() as asked:
        looked_at(page)
    asked.within(16)
