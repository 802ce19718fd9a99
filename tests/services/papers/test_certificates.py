"""Certificates of attendance: for those who came, with what the log has."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from flask import Flask

from app.models import Event, Language, Mode, Registration, Status
from app.services.papers import certificates
from app.services.papers.paper_kinds import Options, PaperLanguage, Selection
from tests.factories.attendance import a_check_in, undone
from tests.factories.letters import ENDS, a_conference
from tests.factories.registrations import a_registration
from tests.statement_count import Statements

EN, FR = (Options(language=language) for language in (PaperLanguage.EN, PaperLanguage.FR))


def pages(event: Event, options: Options = EN, selection: Selection | None = None) -> list[dict[str, Any]]:
    gathered = certificates.gather(event, selection or Selection(), options)
    assert gathered.number == len(gathered.facts["pages"])
    return list(gathered.facts["pages"])


def someone(event: Event, family: str, status: Status = Status.CONFIRMED, **changes: Any) -> Registration:
    return a_registration(event, status, family_name=family, **changes)


def test_only_those_who_came_have_one(app: Flask) -> None:
    event = a_conference()
    a_check_in(someone(event, "SOLER"))
    a_check_in(someone(event, "LETIN", Status.WITHDRAWN))
    undone(a_check_in(someone(event, "MISTAKEN")))
    someone(event, "ABSENT")
    assert [page["name"] for page in pages(event)] == ["Ana LETIN", "Ana SOLER"]


def test_the_days_are_those_of_the_log(app: Flask) -> None:
    event = a_conference(ends_at=ENDS + timedelta(days=2))
    person = someone(event, "SOLER")
    for number in (0, 0, 1, 3):
        a_check_in(person, event.days[number])
    undone(a_check_in(person, event.days[2]))
    (page,) = pages(event)
    assert page["days"][0] == "Days attended: 9 June, 10 June and 12 June 2027"
    (page,) = pages(event, FR)
    assert page["days"][0] == "Présence\u202f: 9 juin, 10 juin et 12 juin 2027"


def test_it_says_how_somebody_took_part(app: Flask) -> None:
    event = a_conference(mode=Mode.HYBRID)
    person = someone(event, "SOLER")
    a_check_in(person, mode=Mode.ONLINE)
    assert pages(event)[0]["took_part"][0] == "took part online in the following event:"
    a_check_in(person, event.days[1], mode=Mode.IN_PERSON)
    assert "in person and online" in pages(event)[0]["took_part"][0]


def test_the_discreet_are_left_out_unless_one_is_asked_for(app: Flask) -> None:
    event = a_conference()
    hidden = someone(event, "SECRET", discreet=True)
    a_check_in(hidden)
    a_check_in(someone(event, "SOLER"))
    many = certificates.gather(event, Selection(), EN)
    assert ([page["name"] for page in many.facts["pages"]], many.left_out) == (["Ana SOLER"], 1)
    alone = certificates.gather(event, Selection(registration_id=hidden.id), EN)
    assert ([page["name"] for page in alone.facts["pages"]], alone.left_out) == (["Ana SECRET"], 0)


def test_whoever_the_event_names_signs_it(app: Flask) -> None:
    event = a_conference(signatory="Inès MARTIN", signatory_function_fr="Secrétaire")
    a_check_in(someone(event, "SOLER"))
    facts = certificates.gather(event, Selection(), FR).facts
    assert (facts["signatory"], facts["signatory_function"][0]) == ("Inès MARTIN", "Secrétaire")
    event.signatory, event.signatory_function_fr = None, ""
    facts = certificates.gather(event, Selection(), FR).facts
    assert (facts["signatory"], facts["signatory_function"][0]) == (
        "",
        "Pour le secrétariat du Réseau police",
    )


def test_ones_own_is_in_ones_own_language_with_ones_name(app: Flask) -> None:
    person = someone(a_conference(), "SECRET", discreet=True, language=Language.FR)
    a_check_in(person)
    facts = certificates.for_letter(person)
    assert (facts["title"], facts["other_title"]) == ("Attestation de présence", "")
    assert facts["pages"][0]["name"] == "Ana SECRET"


def test_many_cost_no_more_statements_than_one(
    app: Flask, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    event = a_conference()
    for number in range(12):
        a_check_in(someone(event, f"SOLER {number:02}"))
    with statements() as asked:
        assert len(pages(event, FR)) == 12
    asked.within(4)
