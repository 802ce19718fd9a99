"""What needs doing today."""

from __future__ import annotations

from app.extensions import db
from app.models import EventStatus, Language, Status, UserEvent, UserRole
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.organiser.test_event_home import a_failed_letter
from tests.pages import Visitor
from tests.signing_in import sign_in


def test_one_queue_over_all_events(organiser: Visitor) -> None:
    first, second = an_event(title_en="First"), an_event(title_en="Second", summary_en="One-sided")
    a_registration(first, Status.VALIDATED, registered_at=moment(-3))
    a_registration(second, Status.VALIDATED, registered_at=moment(-5))
    a_registration(second, Status.VALIDATED)
    a_failed_letter(first, a_registration(first, Status.WITHDRAWN))
    page = organiser.visit("/organiser/")

    assert page.all_text("h1") == ["Four things to decide today"]
    said = [
        " ".join(row.get_text(" ", strip=True).split())
        for row in page.soup.select("section:first-of-type .rows > li")
    ]
    assert said[0].startswith("2 Waiting for your confirmation Second · the oldest for 5 days")
    assert said[1].startswith("1 Waiting for your confirmation First · for 3 days")
    assert said[2].startswith("1 Letters that could not be delivered First · since today")


def test_each_kind_of_thing_to_do_is_named(organiser: Visitor) -> None:
    """To confirm, failed letters, silent states, missing translations; the deadlines stand beside them."""
    event = an_event(nominations_until=moment(3), venue_en="One-sided")
    a_convocation(event, a_body("FR"))
    a_correspondent(a_body("FR"))
    a_session(event, title_fr="")
    a_registration(event, Status.VALIDATED)
    a_failed_letter(event, a_registration(event, Status.WITHDRAWN))
    page = organiser.visit("/organiser/")
    named = page.all_text("section .rows .grow b")
    assert {
        "Waiting for your confirmation",
        "Letters that could not be delivered",
        "Delegations that have not answered",
        "Texts in one language only",
        "Sessions in one language only",
    } <= set(named), named
    assert "Nominations close" in page.all_text("aside section:first-of-type b")


def test_each_button_leads_to_those_rows(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.VALIDATED, family_name="WAITS")
    a_registration(event, Status.SUBMITTED, family_name="NOT YET")
    a_registration(event, Status.CONFIRMED, family_name="DONE")
    page = organiser.visit("/organiser/")
    assert page.all_text("h1") == ["Two things to decide today"]
    confirm = page.follow("Confirm… – Waiting for your confirmation, " + event.title_en)
    assert "WAITS" in confirm.text
    assert "NOT YET" not in confirm.text
    assert "DONE" not in confirm.text


def test_every_way_opens(organiser: Visitor) -> None:
    event = an_event(nominations_until=moment(3), venue_en="One-sided")
    a_convocation(event, a_body("FR"))
    a_session(event, title_fr="")
    a_registration(event, Status.SUBMITTED)
    a_registration(event, Status.VALIDATED)
    a_failed_letter(event, a_registration(event, Status.WITHDRAWN))
    over = an_event(starts_at=moment(-5))
    a_registration(over, Status.CONFIRMED)
    an_event(status=EventStatus.DRAFT, title_fr="")
    an_event(status=EventStatus.DRAFT)
    page = organiser.visit("/organiser/")
    ways = [way["href"] for way in page.soup.select("main a[href]")]
    assert len(ways) > 20
    for way in dict.fromkeys(ways):
        assert organiser.get(way).status_code == 200, way


def test_the_dates_of_the_next_two_weeks(organiser: Visitor) -> None:
    event = an_event(nominations_until=moment(3), closes_at=moment(13), title_en="Near")
    an_event(nominations_until=moment(20), closes_at=moment(30))
    page = organiser.visit("/organiser/")
    assert page.all_text("aside section:first-of-type b") == ["Nominations close", "Registration closes"]
    assert "in 3 days" in page.text
    assert page.one("aside section:first-of-type li:first-of-type b a")["href"].endswith(
        f"/{event.slug}/delegations"
    )


def test_the_needs_of_people_go_after_the_event(organiser: Visitor) -> None:
    an_event(starts_at=moment(-4), title_en="Just over")
    assert "Access and diet needs are erased" in organiser.visit("/organiser/").text


def test_nothing_to_do_is_said_kindly(organiser: Visitor) -> None:
    page = organiser.visit("/organiser/")
    assert page.all_text("h1") == ["Nothing to decide today"]
    assert page.follow("Prepare an event").status == 200
    an_event()
    page = organiser.visit("/organiser/")
    assert page.all_text("h1") == ["Nothing to decide today, and all is on its way"]


def test_a_limited_organiser_sees_the_own_events_only(client: Visitor) -> None:
    mine, theirs = an_event(title_en="Mine"), an_event(title_en="Theirs")
    for event in (mine, theirs):
        a_registration(event, Status.VALIDATED)
    user = a_user(all_events=False)
    db.session.add(UserEvent(user_id=user.id, event_id=mine.id))
    page = sign_in(client, user).visit("/organiser/")
    assert page.all_text("h1") == ["One thing to decide today"]
    assert "Mine" in page.text
    assert "Theirs" not in page.text


def test_others_begin_elsewhere(client: Visitor) -> None:
    visitor = sign_in(client, a_user(role=UserRole.STATISTICS_READER))
    assert visitor.get("/organiser/").status_code == 403


def test_in_french(client: Visitor) -> None:
    for _ in range(2):
        a_registration(an_event(), Status.VALIDATED)
    page = sign_in(client, a_user(language=Language.FR)).visit("/organiser/?lang=fr")
    assert page.all_text("h1") == ["Deux décisions à prendre aujourd’hui"]


def test_seven_statements_whatever_the_number(organiser: Visitor, statements) -> None:  # type: ignore[no-untyped-def]
    def fill(number: int) -> None:
        for _ in range(number):
            event = an_event(nominations_until=moment(3), venue_en="One-sided")
            a_session(event, title_fr="")
            a_convocation(event, a_body("FR"))
            a_failed_letter(event, a_registration(event, Status.VALIDATED))

    fill(1)
    with statements() as asked:
        organiser.visit("/organiser/")
    assert len(asked) == 7, str(asked)
    fill(12)
    with statements() as asked:
        page = organiser.visit("/organiser/")
    assert len(asked) == 7, str(asked)
    assert page.all_text("main .rows .cnt")[:13] == ["1"] * 13
