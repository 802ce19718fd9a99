"""The organisers' pages of events: list, new, changes, copy."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Category, Event, EventStatus, ReportedFigure, Status, UserEvent
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.pages import Visitor
from tests.signing_in import sign_in


def only_event() -> Event:
    db.session.expire_all()
    return db.session.scalars(select(Event)).one()


def test_a_draft_is_made_and_seen_by_the_secretariat_only(organiser: Visitor) -> None:
    a_body("POLICE-NETWORK")
    page = organiser.visit("/organiser/events/new")
    page = page.submit(
        title_en="Trust and Oversight", title_fr="Confiance et contrôle", starts_on="9.6.2027",
        starts_time="08h30", ends_on="2027-06-10", ends_time="13:00", capacity_in_person="1 800",
    )  # fmt: skip

    assert page.status == 200, page.text
    assert page.address == "/organiser/events/trust-and-oversight-2027"
    event = only_event()
    assert event.status is EventStatus.DRAFT
    assert f"{event.starts_at:%Y-%m-%d %H:%M}" == "2027-06-09 06:30"  # two hours less in UTC
    assert (event.capacity_in_person, event.interpretation) == (1800, ["en", "fr"])
    assert organiser.get("/events/trust-and-oversight-2027").status_code == 404


def test_nothing_typed_is_lost(organiser: Visitor) -> None:
    a_body("POLICE-NETWORK")
    page = organiser.visit("/organiser/events/new").submit(
        title_en="A title", starts_on="2027-06-10", ends_on="2027-06-09", capacity_online="many"
    )

    assert page.status == 422
    assert page.one("title").get_text().startswith("Error:")
    assert page.fields()["title_en"] == "A title"
    assert page.fields()["capacity_online"] == "many"
    assert page.all_text(".problem li") == ["Enter a whole number from 0 to 100000"]

    page = page.submit(capacity_online="")
    assert page.all_text(".problem li") == ["The end must come after the start."]
    assert page.one("#ends_on")["aria-invalid"] == "true"
    assert page.fields()["title_en"] == "A title"


def test_one_day_without_the_other_is_pointed_out(organiser: Visitor) -> None:
    a_body("POLICE-NETWORK")
    page = organiser.visit("/organiser/events/new").submit(starts_on="2027-06-10", starts_time="25:00")

    assert page.all_text(".problem li") == [
        "Enter an hour, such as 09:30",
        "Enter both the first and the last day, or neither of them",
    ]


def test_switching_the_language_keeps_what_was_typed(organiser: Visitor) -> None:
    a_body("POLICE-NETWORK")
    typed = organiser.visit("/organiser/events/new").fields()
    typed["title_en"] = "Half a ti"
    response = organiser.post("/organiser/events/new?lang=fr", data={**typed.to_dict(), "lang": "fr"})

    assert response.status_code == 200
    assert 'value="Half a ti"' in response.get_data(as_text=True)
    assert '<html lang="fr"' in response.get_data(as_text=True)


def test_hostile_input_is_an_error_and_nothing_more(organiser: Visitor) -> None:
    a_body("POLICE-NETWORK")
    page = organiser.visit("/organiser/events/new")
    typed = page.submit(
        title_en="x" * 10_000, title_fr="a\x00b\u202ec", kind="party", host_body="0", quorum="9" * 5000
    )

    assert typed.status == 422
    assert "Use 300 characters at most" in typed.text
    assert not db.session.scalars(select(Event)).all()


def test_the_list_counts_in_two_statements(organiser: Visitor, statements) -> None:  # type: ignore[no-untyped-def]
    event = an_event(title_en="The coming one")
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.UNVERIFIED)
    a_registration(event, Status.WITHDRAWN, replaced=True)
    past = an_event(starts_at=moment(-400), title_en="The past one")
    reported = an_event(starts_at=moment(-800), title_en="The reported one")
    db.session.add(
        ReportedFigure(
            event_id=reported.id, indicator="attended", value=65, source="Report", entered_at=moment(0)
        )
    )
    an_event(status=EventStatus.DRAFT, title_en="The draft")
    with statements() as asked:
        page = organiser.visit("/organiser/events")
    few = len(asked)

    assert page.all_text("h1") == ["One event is coming"]
    assert "one registered · one confirmed" in page.text
    assert "65 participants" in page.text
    assert "not recorded" in page.text  # nobody on record is not zero people
    for _ in range(30):
        a_registration(event), a_registration(past), an_event()
    with statements() as asked:
        organiser.visit("/organiser/events")
    assert len(asked) == few
    asked.within(4)


def test_a_limited_account_sees_its_own_events_and_those_it_makes(client: Visitor) -> None:
    a_body("POLICE-NETWORK")
    mine, theirs = an_event(), an_event()
    user = a_user(all_events=False)
    db.session.add(UserEvent(user_id=user.id, event_id=mine.id))
    visitor = sign_in(client, user)

    assert theirs.title_en not in visitor.visit("/organiser/events").text
    for page in ("", "/edit", "/copy", "/publish", "/cancel", "/archive"):
        assert visitor.get(f"/organiser/events/{theirs.slug}{page}").status_code == 404
    made = visitor.visit("/organiser/events/new").submit(title_en="My own", year="2027")
    assert made.status == 200
    assert "My own" in visitor.visit("/organiser/events").text


def test_two_tabs(organiser: Visitor) -> None:
    event = an_event(city="Strasbourg")
    first = organiser.visit(f"/organiser/events/{event.slug}/edit")
    second = organiser.visit(f"/organiser/events/{event.slug}/edit")
    first.submit(city="Paris")
    page = second.submit(city="Vienna", summary_en="Typed in the second tab")

    assert page.status == 409
    assert page.fields()["city"] == "Vienna"
    assert page.fields()["summary_en"] == "Typed in the second tab"
    assert page.all_text(".note dl dd") == ["Paris", "–"]
    assert page.submit().status == 200  # having seen it, the second may go on
    assert only_event().city == "Vienna"


def test_a_capacity_below_what_is_held_is_refused_with_the_numbers(organiser: Visitor) -> None:
    event = an_event(capacity_in_person=5)
    for _ in range(3):
        a_registration(event)
    page = organiser.visit(f"/organiser/events/{event.slug}/edit").submit(
        capacity_in_person="2", city="Paris"
    )

    assert page.status == 409
    words = "Places held already: 3. The limit cannot be lowered to 2."
    assert words in page.one("#capacity_in_person-error").get_text()
    assert page.fields()["city"] == "Paris"
    assert only_event().city == "Strasbourg"


def test_raising_a_capacity_says_who_got_in(organiser: Visitor) -> None:
    event = an_event(capacity_in_person=1)
    a_registration(event)
    a_registration(event, place="waiting", waiting_since=moment(-1))
    page = organiser.visit(f"/organiser/events/{event.slug}/edit").submit(capacity_in_person="2")

    assert "One person on the waiting list got a place and a letter." in page.text


def test_those_who_registered_are_told_unless_the_organiser_says_no(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    page = organiser.visit(f"/organiser/events/{event.slug}/edit").submit(city="Paris")
    assert "One person is told of the change by letter." in page.text
    page = organiser.visit(f"/organiser/events/{event.slug}/edit").submit(city="Vienna", tell=None)
    assert "told of the change" not in page.text


def test_an_archived_event_is_not_edited(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.ARCHIVED)

    page = organiser.visit(f"/organiser/events/{event.slug}/edit")
    assert page.status == 409
    assert "archived or cancelled" in page.text


def test_an_event_of_which_only_the_days_are_known(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT)
    organiser.visit(f"/organiser/events/{event.slug}/edit").submit(starts_time="", ends_time="")

    event = only_event()
    assert not event.times_known
    assert len(event.days) == 2
    fields = organiser.visit(f"/organiser/events/{event.slug}/edit").fields()
    assert (fields["starts_time"], fields["ends_time"]) == ("", "")


def test_a_copy_falls_on_the_same_weekdays(organiser: Visitor) -> None:
    source = an_event(opens_at=moment(10), online_link="https://meet.example/secret")
    a_session(source, hour=1, sign_up=True, capacity=40)
    a_session(source, hour=3, cancelled_at=moment(1))
    a_quota(source, 3, kind="member_state")
    a_registration(source, Status.CONFIRMED)
    first_day = source.days[0]
    page = organiser.visit(f"/organiser/events/{source.slug}/copy")
    assert page.fields()["day"] == str(first_day + timedelta(weeks=52))
    later = first_day + timedelta(weeks=53)
    page = page.submit(day=str(later - timedelta(days=later.weekday())))  # the Monday of that week

    assert page.status == 200, page.text
    copy = db.session.scalars(select(Event).where(Event.id != source.id)).one()
    assert copy.days == [day + timedelta(weeks=53) for day in source.days]
    assert copy.status is EventStatus.DRAFT
    assert copy.local(copy.starts_at).time() == source.local(source.starts_at).time()
    assert [(row.capacity, row.sign_up) for row in copy.sessions] == [(40, True)]
    assert [row.places for row in copy.quotas] == [3]
    assert {row.category for row in copy.admissions} == set(Category)
    assert copy.online_link is None
    assert copy.ical_uid != source.ical_uid


def test_an_event_without_dates_is_copied_into_a_year(organiser: Visitor) -> None:
    source = an_event(
        starts_at=None, ends_at=None, opens_at=None, closes_at=None, status=EventStatus.ARCHIVED, year=2025
    )
    page = organiser.visit(f"/organiser/events/{source.slug}/copy")

    assert "day" not in page.fields()
    assert page.submit(year="2031").status == 200
    assert db.session.scalars(select(Event.year).where(Event.id != source.id)).one() == 2031


def test_french_speaks_french(app: Flask, organiser: Visitor) -> None:
    event = an_event(title_fr="La conférence")
    for address in (
        "/organiser/",
        "/organiser/events",
        "/organiser/events/new",
        f"/organiser/events/{event.slug}/edit",
    ):
        page = organiser.visit(f"{address}?lang=fr")
        assert page.one("html")["lang"] == "fr"
    assert "La conférence" in organiser.visit("/organiser/?lang=fr").text


def test_the_spaces_of_french_survive_the_form(organiser: Visitor) -> None:
    title = "Confiance et contrôle\u202f: qui surveille\u202f?"
    event = an_event(title_fr=title, summary_fr=f"«\u202fOui\u202f»\n\n{title}")
    organiser.visit(f"/organiser/events/{event.slug}/edit").submit(
        city="Paris", title_en="  Trust \u00a0 and\x0btrust "
    )

    event = only_event()
    assert event.title_fr == title
    assert event.summary_fr == f"«\u202fOui\u202f»\n\n{title}"
    assert event.title_en == "Trust \u00a0 andtrust"


def test_it_says_who_signs_and_forgets_it_again(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(f"/organiser/events/{event.slug}/edit")
    page.submit(
        signatory="Inès MARTIN", signatory_function_en="Secretary", signatory_function_fr="Secrétaire"
    )
    db.session.refresh(event)
    assert (event.signatory, event.signatory_function.fr) == ("Inès MARTIN", "Secrétaire")
    page = organiser.visit(f"/organiser/events/{event.slug}/edit")
    assert page.one("#signatory")["value"] == "Inès MARTIN"
    page.submit(signatory="", signatory_function_en="", signatory_function_fr="")
    db.session.refresh(event)
    assert (event.signatory, event.signatory_function.fr) == (None, "")
