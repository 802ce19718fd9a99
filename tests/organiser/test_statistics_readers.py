"""Who sees an event’s statistics, what the reader of statistics never sees, and how much is asked of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.models import Event, Gender, Language, Mode, Role, Status
from app.services.statistics import snapshots
from tests.factories.attendance import a_check_in, a_head_count
from tests.factories.bodies import a_body
from tests.factories.events import a_session
from tests.factories.figures import a_past_event, the_member_states
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_desk_agent, a_statistics_reader, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


def page_of(client: Visitor, event: Event, **query: str) -> Page:
    return client.visit(f"/organiser/events/{event.slug}/statistics", query_string=query)


def figures_in(page: Page, code: str) -> dict[str, list[str]]:
    """The rows of all tables of some figures, by the code of the table: their heading, and the words of their cells."""
    return {
        " ".join(row.find("th").get_text(" ").split()): [
            " ".join(cell.get_text(" ").split()) for cell in row.select("td")
        ]
        for row in page.soup.select(f"table[data-figures={code}] tr[data-row]")
    }


def test_the_reader_of_statistics_sees_no_name_and_nobodys_attributes(app: Flask, client: Visitor) -> None:
    event = a_past_event()
    secrets = {
        "given_name": "Xanthippe",
        "family_name": "OIKONOMOPOULOU",
        "own_script_name": "Ξανθίππη",
        "title": "Brigadier",
        "function": "Undercover liaison",
        "service": "Directorate X",
        "email": "xanthippe@igp.example",
    }
    person = a_registration(
        event, Status.CONFIRMED, body=a_body("MD"), gender=Gender.OTHER, role=Role.HEAD, mode=Mode.ONLINE,
        language=Language.FR, **secrets,
    )  # fmt: skip
    a_check_in(person)
    sign_in(client, a_statistics_reader())
    answers = [
        client.get(f"/organiser/events/{event.slug}/statistics"),
        client.get("/organiser/statistics?fictional=yes"),
        *(
            client.post(
                f"/organiser/events/{event.slug}/statistics/export",
                data={**token(client, event), "format": kind, "language": "en", "purpose": "evaluation"},
            )
            for kind in ("csv", "csv_semicolon", "json")
        ),
    ]
    for answer in answers:
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        told = [*secrets.values(), person.reference, person.badge_code]
        assert not [secret for secret in told if secret in text]
    page = Page(client, answers[0])
    assert figures_in(page, "bodies") == {
        "Republic of Moldova": ["1", "1", "1"],
        "Together": ["1", "1", "1"],
    }, "totals by body, and nothing else"


def test_where_one_body_sent_everybody_a_reader_sees_no_attributes(app: Flask, client: Visitor) -> None:
    event = a_past_event()
    for gender in (Gender.OTHER, Gender.WOMAN):
        a_check_in(
            a_registration(event, Status.CONFIRMED, body=a_body("MD"), gender=gender, role=Role.ADVISER)
        )
    sign_in(client, a_statistics_reader())
    assert not told_of(client, event) & {"role", "gender", "mode", "language", "first_recorded"}
    assert "one body sent everybody" in page_of(client, event).text
    a_check_in(a_registration(event, Status.CONFIRMED, body=a_body("DE"), gender=Gender.MAN))
    assert {"role", "gender", "mode", "language"} <= told_of(client, event)


def told_of(client: Visitor, event: Event) -> set[str]:
    """The codes of the tables on the page, and of those in the file; both are the same."""
    address = f"/organiser/events/{event.slug}/statistics/export"
    fields = {**token(client, event), "format": "json", "language": "en", "purpose": "activity_report"}
    file = {table["code"] for table in client.post(address, data=fields).get_json()["tables"]}
    page = {str(table["data-figures"]) for table in page_of(client, event).soup.select("[data-figures]")}
    assert page <= file
    return file


def token(client: Visitor, event: Event) -> dict[str, str]:
    page = client.visit(f"/organiser/events/{event.slug}/statistics/export")
    return {"csrf_token": page.fields("form:has([name=purpose])")["csrf_token"]}


def test_who_may_see_it(app: Flask, client: Visitor) -> None:
    event, other = a_past_event(), a_past_event()
    address = f"/organiser/events/{event.slug}/statistics"
    assert client.get(address).status_code == 302
    sign_in(client, a_desk_agent())
    assert client.get(address).status_code == 403
    sign_in(client, a_statistics_reader(other))
    assert client.get(address).status_code == 404
    assert client.get(f"/organiser/events/{other.slug}/statistics").status_code == 200


def people(event: Event, number: int) -> None:
    states = list(the_member_states().values())
    sessions = [a_session(event, hour, capacity=40, sign_up=True) for hour in range(3)]
    for place in range(number):
        person = a_registration(
            event,
            Status.CONFIRMED if place % 5 else Status.SUBMITTED,
            body=states[place % len(states)],
            registered_at=event.starts_at - timedelta(days=place % 90),  # type: ignore[operator]
        )
        a_sign_up(person, sessions[place % 3])
        a_check_in(person, event.days[place % 2], sessions[place % 3])


@pytest.mark.parametrize("number", [10, 1000])
def test_eleven_statements_however_many_people(
    app: Flask, client: Visitor, statements: Callable[[], Any], number: int
) -> None:
    event = a_past_event()
    people(event, number)
    sign_in(client, an_organiser())
    with statements() as asked:
        assert page_of(client, event).status == 200
    assert len(asked) == 11, str(asked)  # one of them asks whether letters go out


def test_one_statement_more_where_somebody_counted_heads(
    app: Flask, client: Visitor, statements: Callable[[], Any]
) -> None:
    event = a_past_event()
    people(event, 10)
    a_head_count(a_session(event), 40)
    sign_in(client, an_organiser())
    with statements() as asked:
        page = page_of(client, event)
    assert len(asked) == 12, str(asked)
    assert "40" in [cells[5] for cells in figures_in(page, "sessions").values()]


def test_frozen_figures_and_what_is_otherwise_now_take_no_more_statements(
    app: Flask, client: Visitor, statements: Callable[[], Any]
) -> None:
    event = a_past_event()
    people(event, 12)
    user = an_organiser()
    snapshots.freeze(event, user)
    a_check_in(a_registration(event, Status.CONFIRMED))
    sign_in(client, user)
    with statements() as asked:
        assert "Frozen on" in page_of(client, event).text
    assert len(asked) == 11, str(asked)
