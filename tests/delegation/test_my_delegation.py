"""The correspondent's page: what it tells of places, people, deadlines, and what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    LetterKind,
    LetterState,
    Origin,
    Place,
    Role,
    Status,
    Substitute,
)
from app.services import outbox
from tests.delegation.on_the_page import an_open_event, buttons, mine, row, section
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, moment
from tests.factories.registrations import a_registration
from tests.pages import Visitor


def test_places_used_and_left(correspondent: Visitor) -> None:
    event = an_open_event(4)
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.NOMINATED)
    a_registration(event, Status.SUBMITTED)  # nobody has vouched for this one
    a_registration(event, Status.CONFIRMED, category=Category.GUEST, body=a_body("MD"))
    said = section(mine(correspondent), event)
    assert "2 of 4 places used" in said
    assert "1 answered; 1 not answered yet; 2 free" in said
    assert "2 places are free." in said


@pytest.mark.parametrize(
    ("places", "held", "words"),
    [
        (None, 0, ["Nobody is named yet", "There is no limit on places."]),
        (None, 2, ["2 people in the delegation", "There is no limit on places."]),
        (1, 0, ["One place, not used yet", "One place is free."]),
        (1, 1, ["The one place is used", "No place is free."]),
        (2, 2, ["All 2 places are used", "waits for a place", "replace somebody"]),
        (0, 0, ["No places at this event", "No place is free."]),
    ],
)
def test_the_places_in_words(correspondent: Visitor, places: int | None, held: int, words: list[str]) -> None:
    event = an_open_event(places)
    for _ in range(held):
        a_registration(event, Status.CONFIRMED)
    said = section(mine(correspondent), event)
    assert [one for one in words if one not in said] == []


def test_an_exception_for_the_body_wins(correspondent: Visitor) -> None:
    event = an_open_event(4)
    a_quota(event, 7, body=a_body("MD"))
    assert "7 places are free." in section(mine(correspondent), event)


def test_the_deadline_is_told_by_the_clocks_of_the_event(correspondent: Visitor) -> None:
    event = an_open_event(nominations_until=moment(30, 18, zone="Europe/Athens"), time_zone="Europe/Athens")
    assert "18:00 (UTC+2)" in section(mine(correspondent), event).replace("UTC+3", "UTC+2")


def test_without_a_deadline_that_is_said(correspondent: Visitor) -> None:
    event = an_open_event(nominations_until=None, closes_at=None)
    assert "No deadline for nominations" in section(mine(correspondent), event)


def test_people_with_the_head_first_and_what_can_be_done(correspondent: Visitor) -> None:
    event = an_open_event()
    nominated = a_registration(event, Status.NOMINATED, family_name="ALBU", origin=Origin.NOMINATION)
    submitted = a_registration(event, Status.SUBMITTED, family_name="BUJOR")
    unverified = a_registration(event, Status.UNVERIFIED, family_name="CODREANU")
    validated = a_registration(event, Status.VALIDATED, family_name="DARIE")
    head = a_registration(event, Status.CONFIRMED, family_name="ZAPOROJAN", role=Role.HEAD)
    page = mine(correspondent)
    assert page.all_text(".people .fam") == ["ZAPOROJAN", "ALBU", "BUJOR", "CODREANU", "DARIE"]
    assert "Head: Ana ZAPOROJAN" in section(page, event)
    assert buttons(page, nominated) == {"Name as head", "Send the letter again", "Replace", "Withdraw"}
    assert buttons(page, submitted) == {"Validate", "Decline"}
    assert buttons(page, unverified) == {"Send the letter again", "Replace", "Withdraw"}
    assert buttons(page, validated) == {"Name as head", "Replace", "Withdraw"}
    assert buttons(page, head) == {"Replace", "Withdraw"}
    assert "Confirmed" in row(page, head).get_text()


def test_without_the_correspondents_word_nobody_is_validated(correspondent: Visitor) -> None:
    event = an_open_event()
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_correspondent=False)
    submitted = a_registration(event, Status.SUBMITTED)
    page = mine(correspondent)
    assert buttons(page, submitted) == {"Name as head", "Replace", "Withdraw"}
    assert "waiting for you" not in page.text


def test_the_position_on_the_waiting_list_counts_everybody(correspondent: Visitor) -> None:
    event = an_open_event()
    for hours, body, status in ((5, "DE", Status.NOMINATED), (4, "DE", Status.UNVERIFIED)):
        since = now() - timedelta(hours=hours)
        a_registration(event, status, body=a_body(body), place=Place.WAITING, waiting_since=since)
    second = a_registration(
        event, Status.NOMINATED, place=Place.WAITING, waiting_since=now() - timedelta(hours=1)
    )
    third = a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    page = mine(correspondent)
    assert "Waiting list, no. 2" in row(page, second).get_text()
    assert "Waiting list, no. 3" in row(page, third).get_text()


def test_a_discreet_persons_name_is_seen_by_the_own_correspondent(correspondent: Visitor) -> None:
    event = an_open_event()
    person = a_registration(event, Status.CONFIRMED, discreet=True, family_name="CIOBANU")
    said = row(mine(correspondent), person).get_text()
    assert "CIOBANU" in said
    assert "others read “Representative”" in said


def test_one_thing_waits(correspondent: Visitor) -> None:
    event = an_open_event()
    asked = a_registration(event, Status.SUBMITTED, family_name="LUPU")
    page = mine(correspondent)
    said = " ".join(page.one(".note.warn").get_text(" ").split())
    assert "One thing is waiting for you: Ana LUPU has registered without a nomination" in said
    assert page.one(".note.warn a")["href"] == f"#person-{asked.id}"


def test_many_who_wait_are_told_as_one(correspondent: Visitor) -> None:
    event = an_open_event()
    for _ in range(4):
        a_registration(event, Status.SUBMITTED)
    assert "4 people have registered without a nomination." in mine(correspondent).one(".note.warn").text


def test_an_answer_is_awaited_until_somebody_is_named(correspondent: Visitor) -> None:
    event = an_open_event()
    assert "Nobody is nominated yet. Your answer is awaited by" in mine(correspondent).text
    a_registration(event, Status.WITHDRAWN)  # an answer all the same
    assert "Your answer is awaited" not in mine(correspondent).text


def test_a_proposal_waits_until_it_is_settled(correspondent: Visitor) -> None:
    event = an_open_event()
    gone = a_registration(event, Status.WITHDRAWN, family_name="LUPU")
    proposed = Substitute(
        registration_id=gone.id,
        given_name="Vera",
        family_name="NEGRU",
        email="v@igp.example",
        proposed_at=now(),
    )
    db.session.add(proposed)
    page = mine(correspondent)
    assert "Ana LUPU does not come, and proposes somebody else. Decide" in page.one(".note.warn").get_text(
        " "
    ).replace("\n", " ").replace("  ", " ")
    assert "Vera NEGRU" in page.one(f"#proposal-{gone.id}").get_text()
    actions = [str(form["action"]) for form in page.soup.select(f"#proposal-{gone.id} form")]
    assert [action.rsplit("/", 1)[0] for action in actions] == [
        f"/delegation/people/{gone.id}/substitute"
    ] * 2
    proposed.settled_at = now()
    assert not mine(correspondent).soup.select(f"#proposal-{gone.id}")


def test_those_who_do_not_come_stand_apart(correspondent: Visitor) -> None:
    event = an_open_event()
    a_registration(event, Status.WITHDRAWN, family_name="LUPU", replaced=True)
    page = mine(correspondent)
    details = page.one(f"section#{event.slug}-md details").get_text(" ")
    assert "LUPU" in details
    assert "replaced by somebody else" in details
    assert not page.soup.select("details form")


def test_full_and_somebody_to_validate(correspondent: Visitor) -> None:
    event = an_open_event(1)
    a_registration(event, Status.CONFIRMED)
    asked = a_registration(event, Status.SUBMITTED)
    assert "No place of the delegation is free: replace" in row(mine(correspondent), asked).get_text()


def test_whom_our_letter_did_not_reach_is_told_until_another_arrives(correspondent: Visitor) -> None:
    event = an_open_event()
    person = a_registration(event, Status.NOMINATED, family_name="LUPU", email="lpu@igp.example")
    outbox.put(LetterKind.NOMINATION, person).state = LetterState.FAILED
    page = mine(correspondent)
    assert "Our letter did not reach Ana LUPU." in page.one(".note.warn").text
    assert "Our letter to lpu@igp.example could not be delivered." in row(page, person).text
    outbox.put(LetterKind.NOMINATION, person).state = LetterState.SENT
    assert "did not reach" not in mine(correspondent).text
