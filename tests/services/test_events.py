"""Events: made, edited under the lock, with their limits and their programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Category,
    Event,
    EventKind,
    EventStatus,
    Letter,
    LetterKind,
    Mode,
    Place,
    Status,
    Way,
)
from app.services import event_details, events
from app.services.actors import Actor, staff
from app.services.errors import (
    EditedMeanwhile,
    EndBeforeStart,
    EventIncomplete,
    EventReadOnly,
    LimitBelowHeld,
)
from app.services.event_details import EventDetails
from app.services.event_errors import (
    ClosesAfterEnd,
    ClosesBeforeOpening,
    ModeInUse,
    SessionsOutsideEvent,
    SlugNotAllowed,
    SlugTaken,
    YearMissing,
)
from tests import statement_count
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.users import a_user


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def details(**changes: object) -> EventDetails:
    plain = EventDetails(
        EventKind.CONFERENCE,
        a_body("POLICE-NETWORK").id,
        Mode.HYBRID,
        title_en="Trust and Oversight: who watches?",
        title_fr="Confiance et contrôle",
        city="Strasbourg",
        starts_at=moment(60, 9),
        ends_at=moment(61, 17),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_new_event_is_a_draft_with_default_admissions(organiser: Actor) -> None:
    event = events.create(details(), organiser)

    assert event.status is EventStatus.DRAFT
    assert event.slug == f"trust-and-oversight-who-watches-{event.year}"
    assert event.short_code == f"C{event.year % 100}"
    ways = {row.category: row.way for row in event.admissions}
    assert set(ways) == set(Category)
    assert ways[Category.OBSERVER] is Way.NOMINATION_ONLY
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.event_id, line.actor_id) == ("event.created", event.id, organiser.id)


def test_addresses_and_codes_stay_unique(organiser: Actor) -> None:
    first, second = events.create(details(), organiser), events.create(details(), organiser)

    assert second.slug == f"{first.slug}-2"
    assert second.short_code == f"{first.short_code}B"
    with pytest.raises(SlugTaken):
        events.create(details(slug=first.slug), organiser)


def test_an_address_is_made_of_any_title(organiser: Actor) -> None:
    assert events.propose_slug("Œuvre de police – Ελλάδα", 2027) == "oeuvre-de-police-2027"
    assert events.propose_slug("Ελλάδα", 2027) == "event-2027"
    assert events.propose_slug("Police in 2027", 2027) == "police-in-2027"
    assert event_details.is_slug(events.propose_slug("long " * 60, 2027))


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"ends_at": moment(59)}, EndBeforeStart),
        ({"ends_at": None}, EndBeforeStart),
        ({"starts_at": None, "ends_at": None}, YearMissing),
        ({"opens_at": moment(20), "closes_at": moment(10)}, ClosesBeforeOpening),
        ({"closes_at": moment(62)}, ClosesAfterEnd),
        ({"slug": "Not allowed"}, SlugNotAllowed),
        ({"slug": "new"}, SlugNotAllowed),
    ],
)
def test_what_cannot_be_true_is_refused(
    organiser: Actor, changes: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        events.create(details(**changes), organiser)


def test_an_event_whose_dates_are_unknown_has_a_year(organiser: Actor) -> None:
    assert events.create(details(starts_at=None, ends_at=None, year=2025), organiser).year == 2025


def test_the_year_is_that_of_the_place(organiser: Actor) -> None:
    eve = now().replace(year=2030, month=12, day=31, hour=23, minute=30)
    assert events.create(details(starts_at=eve, ends_at=eve + timedelta(hours=2)), organiser).year == 2031


def edited(
    event: Event, actor: Actor, *, move: bool = True, tell: bool = False, **changes: object
) -> events.Edited:
    said = replace(event_details.of(event), **changes)  # type: ignore[arg-type]
    return events.edit(event.id, said, event.version, actor, move_programme=move, tell=tell)


def test_the_second_of_two_editors_is_told(organiser: Actor) -> None:
    event = an_event()
    seen = event.version
    edited(event, organiser, city="Paris")

    with pytest.raises(EditedMeanwhile):
        events.edit(event.id, event_details.of(event), seen, organiser)


def test_what_a_calendar_shows_counts_up(organiser: Actor) -> None:
    event = an_event()

    edited(event, organiser, summary_en="A few words")
    assert event.sequence == 0
    edited(event, organiser, city="Paris")
    edited(event, organiser, starts_at=event.starts_at + timedelta(hours=1))
    assert event.sequence == 2


def test_a_capacity_is_never_lowered_below_what_is_held(organiser: Actor) -> None:
    event = an_event(capacity_in_person=5)
    for _ in range(3):
        a_registration(event)
    a_registration(event, category=Category.SECRETARIAT)  # takes no place of the event

    edited(event, organiser, capacity_in_person=3)
    with pytest.raises(LimitBelowHeld) as refused:
        edited(event, organiser, capacity_in_person=2)
    assert refused.value.values == {"what": "in_person", "held": 3, "limit": 2}


def test_a_raised_capacity_lets_in_who_waits(organiser: Actor) -> None:
    event = an_event(capacity_in_person=1)
    a_registration(event)
    first = a_registration(event, place=Place.WAITING, waiting_since=now() - timedelta(hours=2))
    second = a_registration(event, place=Place.WAITING, waiting_since=now() - timedelta(hours=1))

    assert edited(event, organiser, capacity_in_person=2).promoted == 1
    assert (first.place, second.place) == (Place.HELD, Place.WAITING)
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.registration_id) == (LetterKind.PROMOTED, first.id)


def test_a_mode_that_is_in_use_stays(organiser: Actor) -> None:
    event = an_event()
    a_registration(event, mode=Mode.ONLINE)
    a_registration(event, Status.WITHDRAWN, mode=Mode.IN_PERSON)

    with pytest.raises(ModeInUse):
        edited(event, organiser, mode=Mode.IN_PERSON)
    db.session.rollback()


def test_sessions_take_on_the_only_mode(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event)

    edited(event, organiser, mode=Mode.ONLINE)
    assert session.mode is Mode.ONLINE


def test_the_programme_follows_its_event_and_keeps_the_hour(organiser: Actor) -> None:
    winter, summer = moment(0).replace(month=1, day=10, year=2030, hour=8), timedelta(weeks=26)
    event = an_event(starts_at=winter, ends_at=winter + timedelta(hours=8), closes_at=None)
    session = a_session(event, hour=1)
    hour = event.local(session.starts_at).hour

    edited(event, organiser, starts_at=winter + summer, ends_at=winter + summer + timedelta(hours=8))
    assert session.starts_at - winter == summer  # one hour on the clock, one hour less for summer time
    assert event.local(session.starts_at).hour == hour
    assert session.sequence == 1


def test_a_programme_is_not_left_behind(organiser: Actor) -> None:
    event = an_event()
    a_session(event)
    later = {
        "starts_at": event.starts_at + timedelta(days=14),
        "ends_at": event.ends_at + timedelta(days=14),
    }

    with pytest.raises(SessionsOutsideEvent):
        edited(event, organiser, move=False, **later)


def test_in_another_time_zone_sessions_keep_their_hour(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event)
    hour = event.local(session.starts_at).hour

    edited(event, organiser, time_zone="Europe/Athens", starts_at=event.starts_at - timedelta(hours=1))
    assert event.local(session.starts_at).hour == hour


def test_a_published_event_keeps_what_it_must_have(organiser: Actor) -> None:
    event = an_event()
    with pytest.raises(EventIncomplete):
        edited(event, organiser, title_fr="")
    db.session.rollback()


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_an_ended_event_is_read_only(organiser: Actor, status: EventStatus) -> None:
    with pytest.raises(EventReadOnly):
        edited(an_event(status=status), organiser, city="Paris")


def test_an_address_is_fixed_once_it_is_public(organiser: Actor) -> None:
    draft, public = an_event(status=EventStatus.DRAFT), an_event()

    assert edited(draft, organiser, slug="another").event.slug == "another"
    assert edited(public, organiser, slug="another-one").event.slug != "another-one"


def letters() -> list[tuple[int | None, object]]:
    rows = db.session.scalars(
        select(Letter).where(Letter.kind == LetterKind.EVENT_CHANGED).order_by(Letter.id)
    )
    return [(row.registration_id, row.facts["changed"]) for row in rows]


def test_those_who_registered_are_told_what_has_changed(organiser: Actor) -> None:
    event = an_event()
    told = [
        a_registration(event, status).id for status in (Status.NOMINATED, Status.SUBMITTED, Status.CONFIRMED)
    ]
    for status in (Status.UNVERIFIED, Status.WITHDRAWN):
        a_registration(event, status)

    later = {name: getattr(event, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    assert edited(event, organiser, tell=True, city="Paris", **later).told == 3
    assert letters() == [(number, ["dates", "place"]) for number in told]
    db.session.commit()
    edited(event, organiser, tell=True, ends_at=event.ends_at - timedelta(hours=1))
    assert letters()[3:] == [(number, ["hours"]) for number in told]


def test_nobody_is_told_of_what_does_not_concern_them(organiser: Actor) -> None:
    event, draft = an_event(), an_event(status=EventStatus.DRAFT)
    online = a_registration(event, Status.CONFIRMED, mode=Mode.ONLINE)
    a_registration(event, Status.CONFIRMED)
    a_registration(draft, Status.CONFIRMED)

    assert edited(event, organiser, tell=True, summary_en="Words", capacity_online=9).told == 0
    assert edited(event, organiser, city="Paris").told == 0
    assert edited(draft, organiser, tell=True, city="Paris").told == 0
    assert edited(event, organiser, tell=True, online_link="https://meet.example").told == 1
    assert letters() == [(online.id, ["online_link"])]


def test_telling_many_takes_as_many_statements_as_telling_two(organiser: Actor) -> None:
    """An event with two thousand people is moved within one request."""
    numbers = []
    for people in (2, 20):
        event = an_event()
        for _ in range(people):
            a_registration(event, Status.CONFIRMED)
        db.session.commit()
        with statement_count.counted() as asked:
            assert edited(event, organiser, tell=True, city="Paris").told == people
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
