"""The programme as an organiser builds it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventSession, EventStatus, Mode, Place
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.pages import Visitor


def address(event: Event, rest: str = "") -> str:
    return f"/organiser/events/{event.slug}/programme{rest}"


def test_a_session_is_added_to_a_day(organiser: Visitor) -> None:
    event = an_event(
        starts_at=None, ends_at=None, opens_at=None, closes_at=None, status=EventStatus.DRAFT, year=2027
    )
    assert "A programme needs the event’s dates." in organiser.visit(address(event)).text
    event.starts_at = event.created_at.replace(2027, 6, 9, 6, 30)
    event.ends_at = event.starts_at + timedelta(days=1, hours=5)
    page = organiser.visit(address(event))
    assert page.all_text("h2") == ["Wednesday 9 June", "Thursday 10 June"]

    page = page.follow("Add a session on this day").submit(
        title_en="Who watches the tool?", starts="9:15", ends="10h45", day="2027-06-10", room="G03", capacity="180"
    )  # fmt: skip
    assert page.status == 200, page.text
    session = db.session.scalars(select(EventSession)).one()
    assert f"{session.starts_at:%Y-%m-%d %H:%M}–{session.ends_at:%H:%M}" == "2027-06-10 07:15–08:45"
    assert page.all_text(".rows time") == ["09:15–10:45"]


def test_errors_keep_what_was_typed(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(address(event, "/new")).submit(
        starts="11:00", ends="10:00", room="G03", title_fr="Séance"
    )
    assert page.status == 422
    assert page.all_text(".problem li") == ["The end must come after the start."]
    assert page.fields()["room"] == "G03"
    page = page.submit(title_fr="", starts="soon")
    assert page.all_text(".problem li") == [
        "Enter the title in at least one language",
        "Enter an hour, such as 09:30",
    ]


def test_what_has_one_answer_is_not_asked(organiser: Visitor) -> None:
    event = an_event(mode=Mode.IN_PERSON)
    page = organiser.visit(address(event, "/new"))
    assert "How can people take part?" not in page.text
    assert page.submit(title_en="Opening", starts="9:00", ends="10:00").status == 200
    assert db.session.scalars(select(EventSession.mode)).one() is Mode.IN_PERSON
    assert "How can people take part?" in organiser.visit(address(an_event(), "/new")).text


def test_two_tabs(organiser: Visitor) -> None:
    session = a_session(an_event(), room="G03")
    first = organiser.visit(address(session.event, f"/{session.id}"))
    second = organiser.visit(address(session.event, f"/{session.id}"))
    first.submit(room="G05")
    page = second.submit(title_en="A better title")

    assert page.status == 409
    assert page.all_text(".note dl dt") == ["Title in English", "Room"]
    assert page.fields()["title_en"] == "A better title"
    assert page.submit().status == 200


def test_a_smaller_room_is_refused_with_the_numbers(organiser: Visitor) -> None:
    event = an_event()
    session = a_session(event, sign_up=True, capacity=2)
    for _ in range(2):
        a_sign_up(a_registration(event), session)
    page = organiser.visit(address(event, f"/{session.id}")).submit(capacity="1")

    assert page.status == 409
    assert "Places held already: 2" in page.one("#capacity-error").get_text()


def test_removing_says_what_becomes_of_the_session(organiser: Visitor) -> None:
    event = an_event()
    empty, chosen = a_session(event, 1), a_session(event, 2, sign_up=True)
    a_sign_up(a_registration(event), chosen, Place.WAITING)

    page = organiser.visit(address(event, f"/{empty.id}/remove"))
    assert "Nobody has signed up." in page.text
    assert "The session is removed." in page.submit().text
    page = organiser.visit(address(event, f"/{chosen.id}/remove"))
    assert "One person has signed up" in page.text
    page = page.submit()
    assert "The session is cancelled." in page.text
    assert page.all_text(".rows .chip") == ["Cancelled"]
    page = page.submit(form=f'form[action$="/{chosen.id}/restore"]')
    assert "takes place after all" in page.text


def test_a_session_of_another_event_is_not_there(organiser: Visitor) -> None:
    event, session = an_event(), a_session(an_event())
    for rest in ("", "/remove", "/people", "/people/1"):
        assert organiser.get(address(event, f"/{session.id}{rest}")).status_code == 404


def test_speakers_are_added_changed_and_taken_away(organiser: Visitor) -> None:
    event = an_event()
    session = a_session(event)
    person = a_registration(event, given_name="Jan", family_name="VAN DEN BERGHE")
    page = (
        organiser.visit(address(event)).follow("People").submit(person="berghe van", function_en="Rapporteur")
    )
    assert page.status == 200
    assert person.reference in page.text
    assert "Not named on the public page" in page.text

    page = page.follow("Edit Jan VAN DEN BERGHE").submit(name_public="y", kind="chair")
    assert page.all_text(".rows .over") == ["Chair"]
    page = page.submit(form='form[action$="/remove"]')
    assert not page.soup.select(".rows")
    assert session.title_en in page.text


def test_somebody_unknown_is_said_beside_the_field(organiser: Visitor) -> None:
    event = an_event()
    session = a_session(event)
    page = organiser.visit(address(event, f"/{session.id}/people")).submit(
        person="Nobody", function_fr="Présidente"
    )
    assert page.status == 422
    assert "Nobody registered for this event" in page.one("#person-error").get_text()
    assert page.fields("main form")["function_fr"] == "Présidente"


def test_one_room_twice_is_pointed_out(organiser: Visitor) -> None:
    event = an_event()
    a_session(event, room="G03")
    a_session(event, room="G03")
    assert "G03 is needed twice at the same time." in organiser.visit(address(event)).text


def test_an_archived_programme_is_only_read(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.ARCHIVED)
    session = a_session(event)
    page = organiser.visit(address(event))
    assert not page.soup.select("main .rows a, main .rows form")
    assert organiser.get(address(event, f"/{session.id}")).status_code == 409


def test_the_page_asks_the_same_for_many(organiser: Visitor, statements) -> None:  # type: ignore[no-untyped-def]
    event = an_event(mode=Mode.HYBRID)

    def more(number: int) -> int:
        for _ in range(number):
            a_sign_up(a_registration(event), a_session(event, sign_up=True, capacity=5))
        with statements() as asked:
            organiser.visit(address(event))
        asked.within(6)
        return len(asked)

    assert more(2) == more(30)
