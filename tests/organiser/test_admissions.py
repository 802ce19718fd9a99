"""Admission, quotas and invitation links as an organiser sets them."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Admission,
    BodyKind,
    Category,
    Event,
    EventStatus,
    InvitationLink,
    Place,
    Quota,
    Status,
    Way,
)
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event
from tests.factories.registrations import a_registration
from tests.pages import Visitor


def address(event: Event, rest: str = "") -> str:
    return f"/organiser/events/{event.slug}/admission{rest}"


def rule(category: Category) -> Admission:
    db.session.expire_all()
    return db.session.scalars(select(Admission).where(Admission.category == category)).one()


def test_ways_and_approvals_are_set(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(address(event))
    assert not page.soup.select("#correspondent_press")  # nobody nominates the press
    assert "nomination_only" not in str(page.one("#way_press"))
    page = page.submit(way_observer="open_form", secretariat_observer="y", capacity_guest=None)

    assert page.status == 200, page.text
    assert "The admission is saved." in page.text
    observer = rule(Category.OBSERVER)
    assert (observer.way, observer.needs_correspondent, observer.needs_secretariat) == (
        Way.OPEN_FORM,
        True,
        True,
    )
    assert not rule(Category.GUEST).counts_capacity


def test_quotas_and_exceptions(organiser: Visitor) -> None:
    event, germany = an_event(), a_body("DE")
    page = organiser.visit(address(event)).submit(
        kind_member_state="3", new_body=str(germany.id), new_places="5"
    )
    assert page.fields()["kind_member_state"] == "3"
    assert page.fields()[f"body_{germany.id}"] == "5"
    page = page.submit(**{f"body_{germany.id}": "", "kind_member_state": "4"})
    assert f"body_{germany.id}" not in page.fields()
    assert [row.places for row in db.session.scalars(select(Quota))] == [4]


def test_half_an_exception_is_pointed_out(organiser: Visitor) -> None:
    event, germany = an_event(), a_body("DE")
    page = organiser.visit(address(event)).submit(new_places="5", kind_agency="7")
    assert page.status == 422
    assert page.all_text(".problem li") == ["Choose a body and say how many places it has"]
    assert page.fields()["kind_agency"] == "7"
    page = page.submit(new_places="", new_body=str(germany.id))
    assert page.one("#new_places")["aria-invalid"] == "true"


def test_a_lowered_quota_is_refused_where_it_was_typed(organiser: Visitor) -> None:
    event, moldova = an_event(), a_body("MD")
    for _ in range(3):
        a_registration(event, Status.CONFIRMED)
    page = organiser.visit(address(event)).submit(kind_member_state="2", way_press="open_form")
    assert page.status == 409
    words = "Places held already: 3. The limit cannot be lowered to 2."
    assert words in page.one("#kind_member_state-error").get_text()
    assert page.fields()["way_press"] == "open_form"
    assert rule(Category.PRESS).way is Way.INVITATION_LINK

    page = page.submit(new_body=str(moldova.id), new_places="1")
    assert "cannot be lowered to 1" in page.one("#new_places-error").get_text()
    a_quota(event, 3, body=moldova)
    page = organiser.visit(address(event)).submit(**{f"body_{moldova.id}": "0"})
    assert "cannot be lowered to 0" in page.one(f"#body_{moldova.id}-error").get_text()


def test_who_begins_to_count_must_fit(organiser: Visitor) -> None:
    event = an_event(capacity_in_person=0)
    a_registration(event, category=Category.INTERPRETER)
    page = organiser.visit(address(event)).submit(capacity_interpreter="y")
    assert page.status == 409
    assert page.all_text(".problem li") == ["Places held already: 1. The limit cannot be lowered to 0."]


def test_what_a_change_brought_about_is_said(organiser: Visitor) -> None:
    event = an_event()
    a_quota(event, 0, kind=BodyKind.MEMBER_STATE)
    a_registration(event, Status.NOMINATED, place=Place.WAITING)
    a_registration(event, category=Category.SPEAKER_EXPERT)
    page = organiser.visit(address(event)).submit(kind_member_state="1", secretariat_speaker_expert=None)

    assert "One registration lacked nothing else and is confirmed." in page.text
    assert "One person on the waiting list got a place and a letter." in page.text


def test_two_tabs(organiser: Visitor) -> None:
    event = an_event()
    first, second = organiser.visit(address(event)), organiser.visit(address(event))
    first.submit(way_press="open_form")
    page = second.submit(way_guest="open_form")

    assert page.status == 409
    assert page.all_text(".note dl dt") == ["Way: press", "Way: guest"]
    assert page.fields()["way_guest"] == "open_form"
    assert page.submit().status == 200
    assert rule(Category.PRESS).way is Way.INVITATION_LINK  # the second had it so, was told, and saved again


def test_an_archived_admission_is_only_read(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.ARCHIVED)
    page = organiser.visit(address(event))
    assert page.one("main form fieldset").has_attr("disabled")
    assert not page.soup.select("main form button")
    assert organiser.get(address(event, "/links/new")).status_code == 409


def test_a_link_is_shown_once(organiser: Visitor) -> None:
    event = an_event(title_en="The conference")
    page = organiser.visit(address(event)).follow("Make a link").submit(category="press", max_uses="3")

    shown = str(page.one("#new-link")["value"])
    assert re.fullmatch(r"http://localhost/i/[\w-]{22,}", shown)
    assert "used 0 of 3 times" in page.text
    token = shown.rpartition("/")[2]
    assert token not in organiser.visit(address(event)).text
    invited = organiser.visit(f"/i/{token}")
    assert "The conference" in invited.text


def test_a_link_for_one_body_and_one_address_is_revoked(organiser: Visitor) -> None:
    event, interpol = an_event(), a_body("INTERPOL")
    page = organiser.visit(address(event, "/links/new"))
    page = page.submit(category="observer", body=str(interpol.id), email=" <Liaison@Interpol.example> ")
    assert "INTERPOL · Liaison@interpol.example" in page.text
    token = str(page.one("#new-link")["value"]).rpartition("/")[2]

    page = page.submit(form='#links form[action$="/revoke"]')
    assert page.all_text("#links .chip") == ["Revoked"]
    assert organiser.get(f"/i/{token}").status_code == 410


def test_a_link_that_makes_no_sense_is_pointed_out(organiser: Visitor) -> None:
    event = an_event()
    admission_of(event, Category.GUEST, way=Way.NOT_ADMITTED)
    page = organiser.visit(address(event, "/links/new"))
    assert page.all_text("#category option")[-2:] == ["Press", "Security"]
    yesterday = str((now() - timedelta(days=1)).date())
    page = page.submit(category="press", expires_on=yesterday, max_uses="0", email="nobody")
    assert page.all_text(".problem li") == [
        "This is not an e-mail address. It looks like name@example.org",
        "Enter a whole number from 1 to 500",
    ]
    page = page.submit(max_uses="1", email="", body=str(a_body("MD").id))
    assert page.all_text(".problem li") == ["Choose a day that is not over yet."]
    page = page.submit(category="observer", expires_on="2099-01-01", body=str(a_body("MD").id))
    assert "does not fit" in page.one("#body-error").get_text()
    assert not db.session.scalars(select(InvitationLink)).all()


def test_the_page_asks_the_same_for_many(organiser: Visitor, statements) -> None:  # type: ignore[no-untyped-def]
    event = an_event()
    a_registration(event)

    def asked_for() -> int:
        organiser.visit(address(event, "/links/new")).submit(
            category="observer", body=str(a_body("INTERPOL").id)
        )
        organiser.visit(address(event))  # the new link is shown
        with statements() as asked:
            organiser.visit(address(event))
        asked.within(8)
        return len(asked)

    few = asked_for()
    for number in range(15):
        a_quota(event, 3, body=a_body(f"X{number}", BodyKind.AGENCY))
        a_registration(event)
    assert asked_for() == few
