"""Events in every state of knowledge, and the files of their figures as somebody fetches them."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.test import TestResponse

from app.models import Category, Event, EventStatus, Gender, LetterKind, Mode, Origin, Place, Status
from app.services import outbox
from app.services.statistics import snapshots
from tests.factories.attendance import a_check_in, a_head_count, undone
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import an_organiser
from tests.figure_files import Read, in_csv, in_json, in_workbook
from tests.pages import Page, Visitor


def address(event: Event) -> str:
    return f"/organiser/events/{event.slug}/statistics"


def asked(client: Visitor, page: str, **chosen: str) -> TestResponse:
    """What answers to the form of a page when some of its choices are changed."""
    fields = Page(client, client.get(page)).fields("form#file")
    return client.post(page, data={**fields, "purpose": "evaluation", **chosen})


def exported(client: Visitor, event: Event, form: str, **chosen: str) -> bytes:
    """The file of some form about an event."""
    answer = asked(client, f"{address(event)}/export", format=form, **chosen)
    assert answer.status_code == 200, Page(client, answer).text[:2000]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Disposition"].endswith(f".{form.removesuffix('_semicolon')}")
    return answer.data


def a_busy_event() -> Event:
    states = the_member_states()
    event = a_past_event(title_en="Busy", title_fr="Animée")
    session = a_session(event, 1, capacity=2, sign_up=True, title_en="=1+1 workshop", title_fr="=1+1 atelier")
    a_session(event, 2, title_en="Nobody at the door")
    for code in ("GE", "DE", "AT"):
        person = a_registration(event, Status.CONFIRMED, body=states[code], gender=Gender.MAN)
        a_sign_up(person, session) if code != "AT" else None
        a_check_in(person, event.days[0], session)
    a_head_count(session, 4)
    undone(a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER, mode=Mode.ONLINE)))
    a_registration(
        event, Status.DECLINED, category=Category.PRESS, body_text="@newspaper", registered_at=event.opens_at
    )
    outbox.put(LetterKind.RECEIVED, person)
    return event


def an_event_to_come() -> Event:
    event = an_event(title_en="Soon")
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    a_session(event, capacity=2, sign_up=True, title_en="Workshop")
    return event


def a_cancelled_event() -> Event:
    event = an_event(status=EventStatus.CANCELLED)
    a_registration(event, Status.CONFIRMED)
    return event


def an_event_of_those_who_came() -> Event:
    event = a_past_event(only_who_came=True)
    a_check_in(a_registration(event, Status.CONFIRMED, origin=Origin.IMPORT, gender=None), None)
    return event


def an_event_of_which_nothing_is_known() -> Event:
    return a_past_event(starts_at=None, ends_at=None, opens_at=None, closes_at=None)


def the_reported_conference() -> Event:
    the_member_states()
    return the_conference_of_2024()


def a_frozen_event() -> Event:
    """One more has come since, which is said beside the frozen numbers and stands in no file of them."""
    event = a_busy_event()
    snapshots.freeze(event, an_organiser())
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.GUEST, body_text="A town"))
    return event


SCENES: dict[str, Callable[[], Event]] = {
    "busy": a_busy_event,
    "frozen": a_frozen_event,
    "to come": an_event_to_come,
    "cancelled": a_cancelled_event,
    "only who came": an_event_of_those_who_came,
    "nothing known": an_event_of_which_nothing_is_known,
    "reported": the_reported_conference,
}


def all_files(client: Visitor, event: Event, language: str) -> dict[str, Read]:
    document = exported(client, event, "json", language=language)
    return {
        "json": in_json(document),
        "csv": in_csv(exported(client, event, "csv", language=language)),
        "csv_semicolon": in_csv(exported(client, event, "csv_semicolon", language=language), ";"),
        "xlsx": in_workbook(exported(client, event, "xlsx", language=language), document),
    }
