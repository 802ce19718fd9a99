"""Who of a list is on record already: by name, by being alike, and after names were erased."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import ErasureRule, Event, Person, Registration
from app.services.earlier_years import list_people
from app.services.earlier_years.list_kinds import ListKind
from app.services.privacy import erasing
from app.services.statistics import event_figures
from app.worker import forgetting
from tests.factories.earlier_years import NAMED, UNNAMED, an_earlier_event, imported, looked
from tests.factories.people import a_person
from tests.records import STAFF


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    return tmp_path / "mailbox"


def people(event: Event) -> list[Registration]:
    query = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def new_names(event: Event, text: str, kind: ListKind = ListKind.WITH_CAME) -> list[str | None]:
    outlook = looked(event, text, kind).outlook
    assert outlook is not None
    return [one.earlier.told.get("family_name") for one in outlook.new]


def test_an_erased_name_does_not_come_back(app: Flask, maildir: Path) -> None:
    event = an_earlier_event()
    imported(event, NAMED)
    erasing.erase_registration(people(event)[1], STAFF, ErasureRule.REQUEST, maildir)
    assert new_names(event, NAMED) == []
    longer = NAMED + "Nino;KIPIANI;;Georgia;Delegate;Delegate;M;yes\n"
    assert new_names(event, longer) == [None]
    imported(event, longer)
    assert [one.family_name for one in people(event)][1] is None
    assert "BERIDZE" not in {one.family_name for one in people(event)}


def test_the_period_erases_names_and_the_list_still_changes_nothing(app: Flask, maildir: Path) -> None:
    event = an_earlier_event()
    imported(event, NAMED)
    before, event_id = event_figures.figures_of(event), event.id
    db.session.commit()
    with time_machine.travel(now() + timedelta(days=700)):
        assert forgetting.forget_all(maildir)
        event = db.session.get_one(Event, event_id)
        assert {one.family_name for one in people(event)} == {None}
        after = event_figures.figures_of(event)
        assert (after.summary.total, after.categories, after.breakdowns) == (
            before.summary.total, before.categories, before.breakdowns,
        )  # fmt: skip
        assert not (outlook := looked(event, NAMED).outlook) or not outlook.changes


def test_a_list_without_names_finds_those_with_names(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, NAMED, ListKind.ONLY_WHO_CAME)
    text = "State;Category;Role;Gender\nMD;Delegate;Head;F\nGeorgia;Delegate;Delegate;M\nGeorgia;Delegate;Delegate;M\n"
    assert len(new_names(event, text, ListKind.ONLY_WHO_CAME)) == 1


def test_an_address_that_is_new_is_the_same_person(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, NAMED)
    assert new_names(event, NAMED.replace("ÖZ;;", "ÖZ;oz@bka.example;")) == []
    assert new_names(event, NAMED.replace("ana@igp.example", "other@igp.example")) == ["CEBOTARI"]


def test_whoever_wants_to_be_shown_to_nobody_stays_so(app: Flask) -> None:
    known = {"given_name": "Giorgi", "family_name": "BERIDZE", "email": "giorgi@police.example"}
    a_person(discreet=True, **known)
    event = an_earlier_event()
    imported(event, NAMED)
    assert [one.discreet for one in people(event)] == [False, True, False, False, False]


def test_no_person_is_made_or_linked(app: Flask) -> None:
    imported(an_earlier_event(), NAMED)
    assert db.session.scalars(select(Person)).all() == []


rows = st.tuples(
    st.sampled_from(["MD", "Georgia", "INTERPOL"]),
    st.sampled_from(["F", "M", ""]),
    st.sampled_from(["yes", "no"]),
)


@given(st.lists(rows, min_size=1, max_size=12), st.lists(rows, max_size=6), st.booleans())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_a_list_holds_it_counts_once(
    app: Flask,
    first: list[tuple[str, str, str]],
    rest: list[tuple[str, str, str]],
    names: bool,
) -> None:
    def text(told: list[tuple[str, str, str]]) -> str:
        named = [f"P{'abcdefghijklmnopqr'[place]};{';'.join(row)}" for place, row in enumerate(told)]
        lines = named if names else [";".join(row) for row in told]
        return "\n".join([("Family name;" if names else "") + "State;Gender;Came", *lines]) + "\n"

    event = an_earlier_event()
    for told in (first, first, [*first, *rest], [*first, *rest], first):
        imported(event, text(told))
    everybody = [*first, *rest]
    total = event_figures.figures_of(event).summary.total
    came = sum(row[2] == "yes" for row in everybody)
    assert len(people(event)) == total["confirmed"] == len(everybody)
    assert total["attended"] == (came or None)
    db.session.rollback()


def test_a_number_is_as_good_as_so_many_rows(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, UNNAMED, ListKind.ONLY_WHO_CAME)
    rows = [line.split(";") for line in UNNAMED.splitlines()[1:]]
    text = "State;Category\n" + "".join(
        f"{state};{category}\n" * int(number) for state, category, number in rows
    )
    assert new_names(event, text, ListKind.ONLY_WHO_CAME) == []


def test_people_alike_are_not_compared_each_with_each(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    event, number = an_earlier_event(), 300
    text = "Category;Number of people;Came\nGuest;%s;%s\n"
    imported(event, text % (number, "yes"))
    compared, nameless = list[int](), list_people._nameless
    monkeypatch.setattr(list_people, "_nameless", lambda *given: compared.append(1) or nameless(*given))  # type: ignore[func-returns-value]
    assert len(new_names(event, text % (number, "no"))) == number, "whoever came is none of those who did not"
    assert new_names(event, text % (number, "yes")) == []
    assert len(compared) <= 4 * number, "three ways to be alike, and the one that fits at once"
