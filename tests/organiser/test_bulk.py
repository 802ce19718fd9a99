"""One decision on many: a look that says exactly what will happen, then that, then how many."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import EventStatus, Job, Letter, LetterKind, Registration, Status, StatusChange
from app.services import bulk_deciding
from app.worker.working import do_jobs
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.organiser.test_participants import listed
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

FORM = "form[data-select-all]"


def look(page: Page, action: str, *chosen: Registration) -> Page:
    ids = [str(registration.id) for registration in chosen]
    return page.submit(FORM, button="whom=selected", registration=ids, action=action)


def number(status: Status) -> int:
    return db.session.scalar(select(func.count()).where(Registration.status == status)) or 0


def test_a_mixed_selection_is_looked_at_then_decided(organiser: Visitor) -> None:
    event = an_event()
    ready = [a_registration(event, Status.VALIDATED, family_name=f"READY {n}") for n in range(2)]
    early = a_registration(event, family_name="EARLY")
    gone = a_registration(event, Status.WITHDRAWN, family_name="GONE", discreet=True)
    untouched = a_registration(event, Status.VALIDATED)
    page = look(listed(organiser, event, "?q=ana&sort=name"), "confirm", *ready, early, gone)
    assert page.status == 200
    assert "2 of the 4 selected will change. " in page.text
    assert page.one("h1").get_text() == "Confirm"
    changing, staying = page.all_text("section.sec")
    assert staying.startswith("2 stay as they are")
    assert "EARLY" in staying
    assert "the correspondent has not validated it" in staying
    assert "Representative" in staying
    assert "GONE" not in page.text
    assert changing.startswith("2 will change")
    assert "READY 0" in changing
    assert all(row.status is Status.VALIDATED for row in ready), "looking has changed something"
    assert not db.session.scalars(select(StatusChange)).all()
    page = page.submit("form#bulk")
    assert page.all_text(".note.ok") == ["2 registrations confirmed."]
    assert page.one(".note.warn").get_text(" ").count("(1)") == 2
    assert page.one("input[name=q]")["value"] == "ana"
    assert page.address.endswith("&sort=name")
    assert {row.status for row in ready} == {Status.CONFIRMED}
    assert (early.status, gone.status, untouched.status) == (
        Status.SUBMITTED,
        Status.WITHDRAWN,
        Status.VALIDATED,
    )
    assert list(db.session.scalars(select(Letter.kind))) == [LetterKind.CONFIRMED] * 2


def test_all_that_match_are_chosen_on_every_page(organiser: Visitor) -> None:
    event = an_event()
    many_registrations(event, 70)
    db.session.commit()
    submitted, others = number(Status.SUBMITTED), 70 - number(Status.SUBMITTED)
    page = listed(organiser, event, "?status=submitted&lang=en")
    page = page.submit(FORM, button="whom=all", action="decline")
    assert f"{submitted} of the {submitted} selected will change." in page.text
    page = page.submit("form#bulk", reason="The event is full")
    assert f"{submitted} registrations declined." in page.text
    assert number(Status.DECLINED) == submitted
    assert db.session.scalar(select(func.count()).where(Registration.status != Status.DECLINED)) == others


@pytest.mark.parametrize("action", ["validate", "decline", "cancel"])
def test_a_reason_is_asked_for(organiser: Visitor, action: str) -> None:
    event = an_event()
    registration = a_registration(event)
    page = look(listed(organiser, event), action, registration).submit("form#bulk", reason="  ")
    assert page.status == 422
    assert page.one("#reason")["aria-invalid"] == "true"
    assert registration.status is Status.SUBMITTED
    page = page.submit("form#bulk", reason="Because")
    assert page.status == 200
    assert set(db.session.scalars(select(StatusChange.note).where(StatusChange.note.is_not(None)))) == {
        "Because"
    }


def test_the_link_goes_to_each_in_its_way(organiser: Visitor) -> None:
    event = an_event()
    confirmed, unverified = a_registration(event, Status.CONFIRMED), a_registration(event, Status.UNVERIFIED)
    page = look(listed(organiser, event), "send_link", confirmed, unverified)
    assert "2 of the 2 selected get a letter." in page.text
    page = page.submit("form#bulk")
    assert "2 letters are on their way." in page.text
    kinds = dict(db.session.execute(select(Letter.registration_id, Letter.kind)).tuples().all())
    assert kinds == {confirmed.id: LetterKind.PRIVATE_LINK, unverified.id: LetterKind.CONFIRM_ADDRESS}


def test_nobody_selected_leads_back(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = look(listed(organiser, event, "?q=ana"), "confirm")
    assert "Select at least one person first." in page.text
    assert page.one("input[name=q]")["value"] == "ana"


def test_nobody_willing_offers_no_button(organiser: Visitor) -> None:
    event = an_event()
    registration = a_registration(event, Status.DECLINED)
    page = look(listed(organiser, event), "confirm", registration)
    assert "The one selected stays as it is." in page.text
    assert not page.soup.select("form#bulk")


def test_many_are_decided_by_the_worker_with_their_progress(
    app: Flask, organiser: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_deciding, "AT_ONCE", 10)
    event = an_event()
    many_registrations(event, 150)
    db.session.commit()
    waiting = number(Status.SUBMITTED)
    assert waiting > bulk_deciding.AT_ONCE
    page = listed(organiser, event, "?status=submitted").submit(FORM, button="whom=all", action="decline")
    assert f"{waiting} of the {waiting} selected will change." in page.text
    assert "you see how far it is" in page.text
    page = page.submit("form#bulk", reason="The event is full")
    assert page.status == 200
    assert page.one("h1").get_text() == "Decline"
    assert page.one("[data-live][data-goes-on] progress")["max"] == str(waiting)
    assert number(Status.DECLINED) == 0
    assert do_jobs(app) == 1
    page = organiser.visit(page.address)
    assert page.all_text(".note.ok") == [f"{waiting} registrations declined."]
    assert number(Status.SUBMITTED) == 0
    job = db.session.scalars(select(Job).execution_options(populate_existing=True)).one()
    assert "full" not in str(job.parameters), "the reason goes with the end of the job"
    assert organiser.get(f"{page.address}/file").status_code == 404
    job.parameters = {}
    db.session.commit()
    assert "some time ago" in organiser.visit(page.address).text


def test_whoever_changed_meanwhile_is_left_as_it_is(organiser: Visitor) -> None:
    event = an_event()
    one, two, early = (
        a_registration(event, status) for status in (Status.VALIDATED, Status.VALIDATED, Status.SUBMITTED)
    )
    page = look(listed(organiser, event), "decline", one, two)
    one.status = Status.CONFIRMED
    db.session.commit()
    page = page.submit("form#bulk", reason="Full")
    assert page.all_text(".note.ok") == ["One registration declined."]
    assert "this registration is now “confirmed”" in page.one(".note.warn").get_text()
    assert (one.status, two.status) == (Status.CONFIRMED, Status.DECLINED)
    three = a_registration(event, Status.VALIDATED)
    page = look(listed(organiser, event), "confirm", three, early)
    early.status = Status.VALIDATED
    db.session.commit()
    page.submit("form#bulk")
    assert three.status is Status.CONFIRMED
    assert early.status is Status.VALIDATED, "the look said that it stays"


def test_people_of_other_events_are_not_there(client: Visitor) -> None:
    own, other = an_event(), an_event()
    mine, foreign = a_registration(own, Status.VALIDATED), a_registration(other, Status.VALIDATED)
    visitor = sign_in(client, an_organiser(own))
    page = listed(visitor, own)
    assert look(page, "confirm", mine, foreign).status == 404
    look_first = look(page, "confirm", mine)
    assert (
        look_first.submit("form#bulk", looked_at=f"{mine.id}-validated {foreign.id}-validated").status == 404
    )
    assert look_first.submit("form#bulk", left=str(foreign.id)).status == 404
    token = page.fields(FORM)["csrf_token"]
    for step in ("", "/do"):
        data = {"csrf_token": token, "action": "confirm", "registration": str(foreign.id)}
        data["looked_at"] = f"{foreign.id}-validated"
        assert (
            visitor.post(f"/organiser/events/{other.slug}/participants/bulk{step}", data=data).status_code
            == 404
        )
    assert (mine.status, foreign.status) == (Status.VALIDATED, Status.VALIDATED)


@pytest.mark.parametrize("action", ["", "reopen", "withdraw", "delete", "confirm\x00"])
def test_an_unknown_action_does_nothing(organiser: Visitor, action: str) -> None:
    event = an_event()
    registration = a_registration(event, Status.VALIDATED)
    page = listed(organiser, event)
    assert look(page, action, registration).status == 400
    page = look(page, "confirm", registration)
    assert page.submit("form#bulk", action=action).status == 400
    assert registration.status is Status.VALIDATED


@pytest.mark.parametrize("ids", [["x"], ["-1"], ["9" * 400], ["1.5", "\x00", "١"]])
def test_ids_that_are_none_are_passed_over(organiser: Visitor, ids: list[str]) -> None:
    event = an_event()
    a_registration(event)
    page = listed(organiser, event).submit(FORM, button="whom=selected", registration=ids, action="confirm")
    assert "Select at least one person first." in page.text


def test_an_archived_event_offers_no_decision(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.ARCHIVED)
    a_registration(event, Status.CONFIRMED)
    page = listed(organiser, event)
    assert not page.soup.select(".bulk, input.row-pick")
    assert page.follow("Export").soup.select("#list-file [name=format]")


def test_it_is_never_a_link(organiser: Visitor) -> None:
    event = an_event()
    for step in ("", "/do"):
        address = f"/organiser/events/{event.slug}/participants/bulk{step}"
        assert organiser.get(address).status_code == 405
        assert organiser.post(address, data={"action": "confirm"}).status_code == 400, (
            "no token was asked for"
        )
