"""The tour de table: who is present by the log, in the order in which the delegations speak."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from app.extensions import db
from app.lib.clock import now
from app.models import Category, CheckInKind, Event, Language, Mode, Registration, Role, Status
from app.services.papers import making
from app.services.papers.paper_kinds import Options, PaperKind, PaperLanguage, Selection
from app.services.papers.tour_de_table import gather
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration

EN = Options(language=PaperLanguage.EN)


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


def somebody(event: Event, family: str, **changes: Any) -> Registration:
    return a_registration(event, Status.CONFIRMED, family_name=family, **changes)


def rows(event: Event, options: Options = EN, selection: Selection | None = None) -> list[Any]:
    facts = gather(event, selection or Selection(), options).facts
    return [row for section in facts["sections"] for row in section["rows"]]


def families(event: Event, options: Options = EN) -> list[list[str]]:
    return [[person["family"] for person in row["people"]] for row in rows(event, options)]


def on(event: Event, number: int) -> Options:
    return Options(language=PaperLanguage.EN, day=event.days[number])


def test_who_was_seen_on_the_day_is_present(event: Event) -> None:
    first, second = event.days
    a_check_in(somebody(event, "FIRST DAY"), first)
    a_check_in(somebody(event, "SECOND DAY"), second)
    a_check_in(somebody(event, "SESSION"), first, a_session(event))
    undone(a_check_in(somebody(event, "UNDONE"), first))
    somebody(event, "ABSENT")
    assert families(event, on(event, 0)) == [["FIRST DAY", "SESSION"]]
    assert families(event, on(event, 1)) == [["SECOND DAY"]]


def test_who_was_let_in_is_present_whatever_the_status(event: Event) -> None:
    a_check_in(a_registration(event, Status.WITHDRAWN, family_name="LET IN"))
    assert families(event, on(event, 0)) == [["LET IN"]]


def test_of_a_session_who_is_in_it(event: Event) -> None:
    session, other = a_session(event, exits=True), a_session(event, 2)
    there, gone = somebody(event, "THERE"), somebody(event, "GONE")
    a_check_in(there, session=session)
    a_check_in(gone, session=session, at=now() - timedelta(minutes=5))
    a_check_in(gone, session=session, kind=CheckInKind.OUT)
    a_check_in(somebody(event, "ELSEWHERE"), session=other)
    a_check_in(somebody(event, "ENTRANCE"))
    assert families(event, Options(session=session.id)) == [["THERE"]]


def test_a_session_of_another_event_has_nobody_in_it(event: Event) -> None:
    session = a_session(an_event())
    a_check_in(somebody(event, "SOMEBODY"))
    assert gather(event, Selection(), Options(session=session.id)).number == 0


def test_delegations_are_numbered_in_the_order_of_precedence(event: Event) -> None:
    for family, body, category, role in (
        ("OBSERVER", "CA", Category.OBSERVER, None),
        ("MEMBER", "DE", Category.MEMBER_STATE_DELEGATE, Role.DELEGATE),
        ("ZULU", "DE", Category.MEMBER_STATE_DELEGATE, Role.HEAD),
        ("AUSTRIAN", "AT", Category.MEMBER_STATE_DELEGATE, Role.DELEGATE),
    ):
        a_check_in(somebody(event, family, body=a_body(body), category=category, role=role))
    told = rows(event, on(event, 0))
    assert [(row["number"], row["name"].main) for row in told] == [
        (1, "Austria"),
        (2, "Germany"),
        (3, "Canada"),
    ]
    assert [person["family"] for person in told[1]["people"]] == ["ZULU", "MEMBER"]
    assert told[1]["people"][0]["notes"] == ["Head of delegation"]
    french = Options(language=PaperLanguage.EN, order=Language.FR, day=event.days[0])
    assert [row["name"].main for row in rows(event, french)] == ["Germany", "Austria", "Canada"]


@pytest.mark.parametrize("category", [category for category in Category if not category.in_delegation])
def test_interpreters_press_and_security_do_not_speak(event: Event, category: Category) -> None:
    a_check_in(somebody(event, "SOMEBODY", category=category, body_text="University"))
    silent = category in {Category.INTERPRETER, Category.PRESS, Category.SECURITY}
    assert families(event, on(event, 0)) == ([] if silent else [["SOMEBODY"]])


def test_discreet_persons_stand_without_name(event: Event) -> None:
    a_check_in(somebody(event, "SECRET", given_name="Ani", own_script_name="Անի", discreet=True))
    facts = gather(event, Selection(), Options(day=event.days[0])).facts
    assert (
        rows(event, Options(day=event.days[0]))[0]["people"][0]["unnamed"]
        == "Representative / Représentant·e"
    )
    assert not any(secret in repr(facts) for secret in ("SECRET", "Ani", "Անի"))


def test_who_takes_part_online_is_told(event: Event) -> None:
    a_check_in(somebody(event, "FAR AWAY", mode=Mode.ONLINE))
    assert rows(event, on(event, 0))[0]["people"][0]["notes"] == ["Online"]


# When -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "day", "state"),
    [
        ("2027-06-01 10:00+00:00", 9, "Present on 9 June 2027"),
        ("2027-06-09 07:42+00:00", 9, "Present on 9 June 2027 at 09:42"),
        ("2027-06-10 07:05+00:00", 10, "Present on 10 June 2027 at 09:05"),
        ("2027-07-01 10:00+00:00", 10, "Present on 10 June 2027"),
    ],
)
def test_without_a_day_it_is_today_or_the_day_of_the_event_next_to_it(
    app: object, today: str, day: int, state: str
) -> None:
    with time_machine.travel("2027-04-10 10:00+00:00", tick=False):
        event = an_event()
    assert event.days == [date(2027, 6, 9), date(2027, 6, 10)]
    for number, one in enumerate(event.days, 9):
        a_check_in(somebody(event, f"DAY {number}"), one)
    with time_machine.travel(today, tick=False):
        told = gather(event, Selection(), EN).facts
    assert told["state"].main == state
    assert [one["family"] for one in told["sections"][0]["rows"][0]["people"]] == [f"DAY {day}"]


def test_an_event_without_dates_has_nobody_present(app: object) -> None:
    assert gather(an_event(starts_at=None, status="draft"), Selection(), EN).number == 0


# On paper ---------------------------------------------------------------------------------------------------------


def test_each_delegation_stands_on_the_paper_with_its_number(event: Event) -> None:
    session = a_session(event, title_en="Opening", title_fr="Ouverture")
    for code in ("AT", "DE", "MD"):
        a_check_in(somebody(event, f"OF {code}", body=a_body(code)), session=session)
    options = Options(session=session.id)
    prepared = making.prepare(event, PaperKind.TOUR_DE_TABLE, Selection(), options)
    text = " ".join(PdfReader(io.BytesIO(making.pdf(prepared))).pages[0].extract_text().split())
    for words in ("Opening · Ouverture", "1 Austria Autriche", "2 Germany Allemagne", "OF MD", "Has spoken"):
        assert words in text


def test_it_asks_as_much_for_ten_as_for_hundreds(event: Event, statements: Any) -> None:
    for number in (10, 200):
        for made in many_registrations(event, number):
            person = db.session.get(Registration, made)
            assert person is not None
            a_check_in(person)
        db.session.expire(event, ["sessions"])
        with statements() as asked:
            gather(event, Selection(), Options(day=event.days[0]))
        asked.within(3)
