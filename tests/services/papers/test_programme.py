"""The programme on paper: who is named for whom, the hours, days, parallel and cancelled sessions, two languages or one."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Event,
    EventSession,
    EventStatus,
    Mode,
    SessionKind,
    SessionRole,
    SessionRoleKind,
    Status,
)
from app.services.papers import making, programme
from app.services.papers.paper_errors import NothingToPrint
from app.services.papers.paper_kinds import Options, PaperKind, PaperLanguage, Readers, Selection
from tests.factories.events import a_session
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration

EN = Options(language=PaperLanguage.EN)
TO_PARTICIPANTS = Options(language=PaperLanguage.EN, readers=Readers.PARTICIPANTS)


def facts(event: Event, options: Options = EN) -> dict[str, Any]:
    return dict(programme.gather(event, Selection(), options).facts)


def sessions(event: Event, options: Options = EN) -> list[dict[str, Any]]:
    return [one for day in facts(event, options)["days"] for slot in day["slots"] for one in slot["sessions"]]


def speaks(session: EventSession, **who: Any) -> None:
    db.session.add(SessionRole(session=session, kind=SessionRoleKind.SPEAKER, **who))
    db.session.flush()


def named(event: Event, options: Options) -> list[str]:
    return [part["who"].main for one in sessions(event, options) for part in one["people"]]


def test_speakers_are_named_for_those_who_may_read_it(app: Flask) -> None:
    event = a_conference()
    session = a_session(event)
    agreed = a_registration(event, Status.CONFIRMED, given_name="Lena", family_name="HUBER", function="Judge")
    speaks(session, registration=agreed, name_public=True)
    speaks(session, plain_name="Jan KOVÁČ", function_en="Expert", function_fr="Expert")
    hidden = a_registration(
        event, Status.CONFIRMED, family_name="SECRETMARK", function="Analyst", discreet=True
    )
    speaks(session, registration=hidden)
    speaks(session, plain_name="Nobody KNOWN")
    assert named(event, EN) == ["Lena HUBER, Judge", "Expert", "Analyst"]
    assert named(event, TO_PARTICIPANTS) == [
        "Lena HUBER, Judge",
        "Jan KOVÁČ, Expert",
        "Analyst",
        "Nobody KNOWN",
    ]


def test_days_hours_and_what_is_held_together(app: Flask) -> None:
    event = a_conference(mode=Mode.IN_PERSON)
    a_session(event, 0, title_en="Opening")
    a_session(event, 2, title_en="A", position=1)
    a_session(event, 2, title_en="B", position=2)
    a_session(event, 24, title_en="Closing")
    a_session(event, 25, title_en="Never", cancelled_at=now())
    days = facts(event)["days"]
    assert [day["day"].main for day in days] == ["Wednesday 9 June 2027", "Thursday 10 June 2027"]
    assert [[one["title"].main for one in slot["sessions"]] for slot in days[0]["slots"]] == [
        ["Opening"],
        ["A", "B"],
    ]
    first = event.local(event.sessions[0].starts_at)
    assert days[0]["slots"][0]["times"].startswith(f"{first:%H:%M}–")
    assert days[0]["slots"][0]["utc"] == ""
    assert facts(event)["hours"].main == "Hours in Strasbourg (UTC+2)."


def test_one_day_of_it(app: Flask) -> None:
    event = a_conference()
    a_session(event, 0, title_en="Opening")
    a_session(event, 24, title_en="Closing")
    second = Options(language=PaperLanguage.EN, day=event.days[1])
    assert [one["title"].main for one in sessions(event, second)] == ["Closing"]
    assert programme.gather(event, Selection(), second).number == 1


def test_whoever_joins_online_reads_utc_as_well(app: Flask) -> None:
    event = a_conference(mode=Mode.HYBRID)
    session = a_session(event, 0, mode=Mode.HYBRID)
    (slot,) = facts(event)["days"][0]["slots"]
    assert slot["utc"] == f"{session.starts_at:%H:%M}–{session.ends_at:%H:%M} UTC"
    assert slot["times"] != slot["utc"].removesuffix(" UTC")
    assert facts(event)["hours"].main.endswith("in grey UTC.")


def test_in_two_languages_the_other_one_stands_beside_where_it_differs(app: Flask) -> None:
    event = a_conference()
    a_session(event, title_en="Opening", title_fr="Ouverture")
    a_session(event, 1, title_en="Forum", title_fr="Forum", kind=SessionKind.BREAK)
    both = sessions(event, Options())
    assert [one["title"] for one in both] == [("Opening", "Ouverture"), ("Forum", "")]
    assert [one["title"] for one in sessions(event, Options(language=PaperLanguage.FR))] == [
        ("Ouverture", ""),
        ("Forum", ""),
    ]


def test_a_draft_says_so_and_a_fictional_event_too(app: Flask) -> None:
    event = a_conference(status=EventStatus.DRAFT, fictional=True)
    a_session(event)
    said = facts(event, Options())
    assert said["over_right"] == "Provisional / Provisoire"
    assert said["fictional"].main == "Fictional event: nobody named here exists."


def test_without_sessions_there_is_nothing_to_print(app: Flask) -> None:
    event = a_conference()
    a_session(event, cancelled_at=now())
    with pytest.raises(NothingToPrint) as refused:
        making.prepare(event, PaperKind.PROGRAMME, Selection(), Options())
    assert "Le programme n’a pas encore de séance" in refused.value.wording("fr")


def test_what_was_chosen_survives_being_kept(app: Flask) -> None:
    event = a_conference()
    chosen = Options(
        language=PaperLanguage.FR, readers=Readers.PARTICIPANTS, day=event.days[0], session=3, final=True
    )
    assert Options.restored(chosen.stored()) == chosen


def test_a_preview_sets_the_beginning_and_counts_the_whole(app: Flask) -> None:
    event = a_conference()
    for hour in range(40):
        a_session(event, hour % 10)
    glimpse = making.glimpse(event, PaperKind.PROGRAMME, Selection(), EN)
    shown = sum(len(slot["sessions"]) for day in glimpse.facts["days"] for slot in day["slots"])
    assert (glimpse.number, shown) == (40, glimpse.paper.few)
    assert 1 <= len(making.pictures(glimpse)) <= making.PREVIEWED_PAGES
