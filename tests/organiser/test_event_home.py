"""The page on which an organiser begins."""

from __future__ import annotations

from datetime import timedelta

from app.extensions import db
from app.lib.clock import now
from app.models import Category, EventStatus, Language, Letter, LetterKind, LetterState, Mode, Place, Status
from app.services import reference_data
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration, a_sign_up
from tests.pages import Visitor


def a_busy_event() -> tuple[object, str]:
    event = an_event(capacity_in_person=10, summary_en="Only in English")
    workshop = a_session(event, sign_up=True, capacity=0, text_en="Only in English")
    a_registration(event, Status.SUBMITTED)  # the correspondent has not validated
    a_registration(event, Status.VALIDATED)
    a_registration(event, category=Category.SPEAKER_EXPERT)
    waits_twice = a_registration(event, Status.CONFIRMED)
    a_sign_up(waits_twice, workshop, Place.WAITING)
    a_sign_up(waits_twice, a_session(event, 2, sign_up=True, capacity=0), Place.WAITING)
    a_registration(event, Status.CONFIRMED, body=a_body("DE"), mode=Mode.ONLINE)
    a_registration(event, Status.CONFIRMED, category=Category.OBSERVER)
    a_registration(event, Status.VALIDATED, place=Place.WAITING)
    a_registration(event, Status.UNVERIFIED)
    a_registration(event, Status.WITHDRAWN)
    return event, f"/organiser/events/{event.slug}"


def a_failed_letter(event, registration) -> None:  # type: ignore[no-untyped-def]
    db.session.add(
        Letter(
            dedupe_key=f"x{registration.id}", kind=LetterKind.CONFIRMED, registration_id=registration.id,
            event_id=event.id, recipient=registration.email, language=Language.EN, state=LetterState.FAILED,
            not_before=now(), message_id=f"m{registration.id}", created_at=now(), server_said="550 mailbox full",
        )
    )  # fmt: skip
    db.session.flush()


def figures(page) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {
        cell.select_one("div > span").get_text(strip=True): cell.select_one("b").get_text(" ", strip=True)
        for cell in page.soup.select(".figs > div")
    }


def rows(page) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {
        row.select_one(".grow b").get_text(strip=True): row.select_one(".cnt").get_text(strip=True)
        for row in page.soup.select(".rows > li")
    }


def test_what_is_to_be_decided_stands_first(organiser: Visitor) -> None:
    event, address = a_busy_event()
    a_failed_letter(event, a_registration(event, Status.WITHDRAWN, family_name="MAILBOX"))
    page = organiser.visit(address)

    assert page.all_text("h1") == ["Four things to decide today"]
    assert rows(page) == {
        "Waiting for your confirmation": "2",
        "To be validated by the secretariat": "1",
        "Letters that could not be delivered": "1",
        "On the waiting list": "1",
        "Waiting for a place in a session": "1",
        "Address to be confirmed": "1",
        "Texts in one language only": "1",
        "Sessions in one language only": "1",
    }
    assert "550 mailbox full" in page.text
    assert "MAILBOX" in page.text


def test_the_key_figures(organiser: Visitor) -> None:
    _event, address = a_busy_event()
    shown = figures(organiser.visit(address))

    assert shown["registered"] == "8"
    assert shown["confirmed in person"] == "2 of 10"
    assert shown["confirmed online"] == "1"
    assert shown["member states confirmed"].startswith("2 of ")
    assert shown["on the waiting list"] == "1"


def test_nothing_to_decide(organiser: Visitor) -> None:
    page = organiser.visit(f"/organiser/events/{an_event().slug}")
    assert page.all_text("h1") == ["Nothing to decide today"]


def test_a_draft_says_what_it_lacks(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT, title_fr="")
    page = organiser.visit(f"/organiser/events/{event.slug}")

    assert page.all_text("h1") == ["A draft: not everything is there yet"]
    assert page.all_text("main .note li") == ["the title in French"]


def test_the_dates_stand_in_their_order(organiser: Visitor) -> None:
    event = an_event(nominations_until=moment(30), opens_at=moment(-3), closes_at=moment(50))
    page = organiser.visit(f"/organiser/events/{event.slug}")

    assert page.all_text(".steps b") == [
        "Registration opened", "Nominations close", "Registration closes", "Final list, badges, name plates",
        "Check-in opens", "The event begins", "The event ends",
    ]  # fmt: skip
    assert page.one(".steps .now b").get_text() == "Nominations close"


def test_registration_never_opens_before_the_publication(organiser: Visitor) -> None:
    draft = an_event(opens_at=moment(-3), closes_at=moment(50), status=EventStatus.DRAFT)
    late = an_event(opens_at=moment(-3), closes_at=moment(50), published_at=moment(-1))
    early = an_event(opens_at=moment(-1), closes_at=moment(50), published_at=moment(-3))
    first = {
        event: organiser.visit(f"/organiser/events/{event.slug}").all_text(".steps b")[:2]
        for event in (draft, late, early)
    }
    assert first[draft] == ["Registration closes", "Final list, badges, name plates"]
    assert first[late] == ["Published", "Registration closes"]
    assert first[early] == ["Published", "Registration opened"]


def test_a_name_that_is_not_to_be_shown_is_not(organiser: Visitor) -> None:
    event = an_event()
    a_failed_letter(event, a_registration(event, family_name="HIDDEN", discreet=True))
    page = organiser.visit(f"/organiser/events/{event.slug}")

    assert "HIDDEN" not in page.text
    assert "Representative" in page.text


def test_the_newest_are_named_unless_their_name_is_not_to_be_shown(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.VALIDATED, family_name="SHOWN")
    hidden = a_registration(event, Status.VALIDATED, family_name="HIDDEN", discreet=True)
    page = organiser.visit(f"/organiser/events/{event.slug}")

    assert "SHOWN" in page.one(".rows").get_text()
    assert "HIDDEN" not in page.text
    page.one(f".rows a[href$='/participants/{hidden.id}']")


def test_weeks_are_drawn_once_there_are_two(organiser: Visitor) -> None:
    event = an_event(opens_at=moment(-30))
    a_registration(event, registered_at=now() - timedelta(days=15))
    address = f"/organiser/events/{event.slug}"
    assert "Registrations by week" in organiser.visit(address).text

    young = an_event(opens_at=now() - timedelta(minutes=1))
    a_registration(young)
    assert "Registrations by week" not in organiser.visit(f"/organiser/events/{young.slug}").text


def test_the_map_counts_the_answers_of_the_delegations(organiser: Visitor) -> None:
    reference_data.load()
    event = an_event()
    for code in ("AT", "DE"):
        a_registration(event, Status.CONFIRMED, body=a_body(code))
    page = organiser.visit(f"/organiser/events/{event.slug}")

    drawn = page.one("aside .sec svg")
    assert len(drawn.select("rect")) >= 46
    assert page.one("aside .sec:has(svg) p").get_text(strip=True) == "2 confirmed · 44 not represented"


def test_ten_statements_whatever_the_number(organiser: Visitor, statements) -> None:  # type: ignore[no-untyped-def]
    event, address = a_busy_event()
    a_failed_letter(event, a_registration(event))
    with statements() as asked:
        organiser.visit(address)
    asked.within(10)
    few = len(asked)
    for _ in range(40):
        a_registration(event, Status.CONFIRMED)
        a_session(event, text_fr="Seulement en français")
    with statements() as asked:
        organiser.visit(address)
    assert len(asked) == few


def test_a_draft_without_dates_has_no_empty_list_of_dates(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT, starts_at=None, ends_at=None, year=2027)
    page = organiser.visit(f"/organiser/events/{event.slug}")
    assert "its dates" in page.text
    assert not page.soup.select("aside section > h2 + ol")
    assert [title.text for title in page.soup.select("aside h2")] == ["The event as a whole"]
    assert page.one("aside .btn[href$='/publish']")["class"] == ["btn", "btn-line"]
