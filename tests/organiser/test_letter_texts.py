"""Organisers word a letter: list, form, refusals line by line, two tabs, versions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.emails.letters import TYPES
from app.extensions import db
from app.models import AuditEntry, Event, EventStatus, Language, LetterKind, LetterText, UserRole
from app.services import letter_wording
from app.services.actors import staff
from tests.factories.events import an_event
from tests.factories.users import a_user
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

TEXT = "Welcome to {{ place }}.\n\n{{ particulars }}\n\nSee you there."


def address(event: Event, rest: str = "/confirmed/en") -> str:
    return f"/organiser/events/{event.slug}/letters/texts{rest}"


def worded(organiser: Visitor, event: Event, rest: str = "/confirmed/en", **words: Any) -> Page:
    said = {"subject": "Come to {{ place_and_dates }}", "heading": "Come", "text": TEXT, **words}
    return organiser.visit(address(event, rest)).submit("#wording", **said)


def test_the_list_has_every_letter_that_is_worded(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(address(event, ""))
    assert page.all_text("h1") == ["All letters go out in the standard words"]
    assert {str(row["id"]) for row in page.soup.select(".rows > li")} == {
        kind.value for kind, letter in TYPES.items() if letter.worded
    }
    assert page.all_text("h2")[:4] == ["Registration", "Taking part", "End of a registration", "Delegations"]
    assert "When somebody has withdrawn." in page.text


def test_a_letter_is_worded_and_the_other_language_follows(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(address(event))
    assert "Your place is confirmed: {{ place_and_dates }}" in page.fields("#wording")["subject"]
    page = worded(organiser, event)
    assert "The letter is saved." in page.text
    assert "French: the letter is not adapted yet." in page.text
    assert page.all_text("#confirmed .chip") == ["not adapted"]
    assert "own words, version 1" in page.one("#confirmed").get_text()
    page = worded(organiser, event, "/confirmed/fr", text="Bonjour.\n\n{{ particulars }}")
    assert "not adapted" not in page.text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "letter_text.saved")).first()
    assert entry is not None
    assert entry.fields == ["confirmed", "en"]
    assert worded(organiser, event).all_text(".note") == ["Nothing was changed."]


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("text", "One\n{{ nmae }}\n\n{{ particulars }}", "Line 2: this letter does not know {{ nmae }}. Did you mean {{ name }}?"),  # noqa: E501
        ("text", "{{ particulars }}\n\n{% if x %}", "Line 3: {% is no part of a placeholder."),
        ("text", "See {{ particulars }}", "Line 1: {{ particulars }} needs a paragraph of its own"),
        ("text", "{{ particulars }}\n\n{{ particulars }}", "Line 3: {{ particulars }} stands there a second time."),
        ("text", "Nothing", "{{ particulars }} is missing"),
        ("text", "x" * 10_001, "Use 10000 characters at most"),
        ("text", "", "Write something here"),
        ("subject", "Dear {{ name }}", "{{ name }} can only be used in the text."),
        ("subject", "x" * 201, "Use 200 characters at most"),
        ("heading", "{{ link }}", "{{ link }} can only be used in the text."),
        ("heading", "{{ 7*7 }}", "{{ is no part of a placeholder."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_beside_the_field(
    organiser: Visitor, part: str, typed: str, said: str
) -> None:
    event = an_event()
    page = worded(organiser, event, **{part: typed})
    assert page.status == 422
    assert said in page.one(f"#{part}-error").get_text()
    assert page.fields("#wording")[part].replace("\r\n", "\n") == typed
    assert not db.session.scalars(select(LetterText)).all()
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Error:")


def test_two_tabs(organiser: Visitor) -> None:
    event = an_event()
    tabs = [organiser.visit(address(event)) for _ in range(2)]
    tabs[0].submit("#wording", text="First\n\n{{ particulars }}")
    page = tabs[1].submit("#wording", text="Second\n\n{{ particulars }}")
    assert page.status == 409
    assert "First {{ particulars }}" in " ".join(page.all_text(".note pre"))
    assert page.fields("#wording")["text"].startswith("Second")
    assert page.submit("#wording").status == 200
    assert [row.text[:6] for row in db.session.scalars(select(LetterText).order_by(LetterText.version))] == [
        "First\n",
        "Second",
    ]


def test_versions_are_looked_at_taken_again_and_left(organiser: Visitor) -> None:
    event = an_event()
    worded(organiser, event, text="First\n\n{{ particulars }}")
    worded(organiser, event, text="Second\n\n{{ particulars }}")
    page = organiser.visit(address(event)).follow("Versions")
    assert page.all_text("ol h2") == ["Version 2", "Version 1"]
    assert page.all_text("ol .chip") == ["in use"]
    look = page.follow("Version 1")
    assert "First" in look.one("pre").get_text()
    page = look.submit()
    assert page.all_text("ol h2") == ["Version 3", "Version 2", "Version 1"]
    page = page.submit("main form[action$=standard]")
    assert page.all_text("ol h2")[0] == "Version 4: back to the standard words"
    assert page.all_text("ol .chip") == ["in use"]
    assert "It goes out in the standard words." in page.text
    assert organiser.get(address(event, "/confirmed/en/versions/9")).status_code == 404


def test_a_button_of_an_old_page_takes_nothing_back_unawares(organiser: Visitor) -> None:
    event = an_event()
    worded(organiser, event)
    old = organiser.visit(address(event, "/confirmed/en/versions"))
    worded(organiser, event, heading="Another")
    page = old.submit("main form[action$=standard]")
    assert "Somebody else has changed this in the meantime" in page.text
    assert "version 2" in page.text


def test_begin_with_the_standard_words_saves_nothing(organiser: Visitor) -> None:
    event = an_event()
    worded(organiser, event)
    page = organiser.visit(address(event)).submit("#wording", button="standard=1", text="Typed")
    assert page.fields("#wording")["text"].startswith("{{ how }}")
    assert page.fields("#wording")["version"] == "1"
    assert len(db.session.scalars(select(LetterText)).all()) == 1


def test_switching_the_language_keeps_what_was_typed(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(address(event)).submit("#wording", button="lang=fr", text="Not finished")
    assert page.fields("#wording")["text"] == "Not finished"
    assert "Enregistrer" in page.text
    assert not db.session.scalars(select(LetterText)).all()


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_letters_of_what_is_over_can_only_be_read(organiser: Visitor, status: EventStatus) -> None:
    event = an_event()
    form = organiser.visit(address(event))
    event.status = status
    page = organiser.visit(address(event))
    assert not page.soup.select("#wording")
    assert "{{ particulars }}" in page.text
    assert form.submit("#wording", text="x\n\n{{ particulars }}").status == 409


def test_words_for_every_event_are_shown_as_such(organiser: Visitor) -> None:
    event = an_event()
    words = letter_wording.Words("All", "All", "For all\n\n{{ particulars }}")
    letter_wording.save(None, LetterKind.CONFIRMED, Language.EN, words, 0, staff(a_user()))
    page = organiser.visit(address(event, ""))
    assert "words for every event, version 1" in page.one("#confirmed").get_text()
    page = organiser.visit(address(event))
    assert page.fields("#wording")["text"].startswith("For all")
    assert page.fields("#wording")["version"] == "0"


@pytest.mark.parametrize("rest", ["/sign_in_link/en", "/nothing/en", "/confirmed/de", "/message/en/preview"])
def test_what_nobody_words_is_not_there(organiser: Visitor, rest: str) -> None:
    assert organiser.get(address(an_event(), rest)).status_code == 404


def test_others_do_not_come_in(client: Visitor) -> None:
    event = an_event()
    assert client.get(address(event)).status_code == 302
    sign_in(client, a_user(role=UserRole.DESK_AGENT))
    for rest in ("", "/confirmed/en", "/confirmed/en/preview", "/confirmed/en/versions"):
        assert client.get(address(event, rest)).status_code == 403
    sign_in(client, a_user(all_events=False))
    assert client.get(address(event)).status_code == 404


def test_the_list_asks_the_same_for_many(organiser: Visitor, statements: Any) -> None:
    event = an_event()
    for rest in ("/confirmed/en", "/received/fr", "/thanks/en"):
        for number in range(3):
            worded(organiser, event, rest, heading=f"Heading {number}")
    with statements() as asked:
        organiser.visit(address(event, ""))
    asked.within(5)
    with statements() as asked:
        organiser.visit(address(event))
    asked.within(6)
