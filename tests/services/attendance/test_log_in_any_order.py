"""Whatever the order of check-ins, exits, undos, repeats, deliveries, reports, head counts, withdrawals: all say the same.

Desk, board, list, files and statistics are compared with a plain sheet of paper (plain_log.py) after each step or at the end.
It is one file although it is long: a state machine is one class, and what must hold is read beside what happens.
PROVE=1000 in the environment tries so many random sequences instead of the few, always the same, of the usual run.
"""

from __future__ import annotations

import csv
import io
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.lib.figure_table import ALL
from app.lib.zoom_reports import Report, Stay
from app.models import ActorKind, Category, CheckIn, CheckInKind, Event, Group, Registration, Status
from app.services import deciding, participant_export, participant_list
from app.services.actors import Actor
from app.services.attendance import (
    attendance_counts,
    checking_in,
    desk_search,
    handing_in,
    head_counts,
    live_board,
    occasions,
    offline_list,
    presence_import,
    who_is_there,
)
from app.services.attendance.checking_in import Answer
from app.services.attendance.handing_in import Queued
from app.services.attendance.log_lines import Desk
from app.services.attendance.occasions import Occasion
from app.services.attendance.presence_lines import Fate, Question
from app.services.body_directory import BodyDirectory
from app.services.participant_filters import Attendance, Filters
from app.services.participant_order import Order, Sorting
from app.services.statistics import event_figures, figure_export
from app.services.statistics.figure_export import FileKind
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration
from tests.records import STAFF
from tests.services.attendance.plain_log import Note, Place, Sheet

MORNING = datetime(2027, 6, 9, 7, tzinfo=UTC)  # nine o'clock in Strasbourg
DOOR = Desk(Actor(ActorKind.DESK, 3), "desk 2")
DELEGATE = Category.MEMBER_STATE_DELEGATE
CAST: list[tuple[Status, Category, str | None]] = [
    (Status.CONFIRMED, DELEGATE, "MD"),
    (Status.CONFIRMED, DELEGATE, "MD"),
    (Status.CONFIRMED, DELEGATE, "DE"),
    (Status.CONFIRMED, Category.OBSERVER, "INTERPOL"),
    (Status.SUBMITTED, Category.SPEAKER_EXPERT, "AT"),
    (Status.NOMINATED, DELEGATE, "FR"),
]
somebody = st.integers(0, len(CAST) - 1)
somewhere = st.sampled_from([0, 1, 2, 2, 2, 3, 4])  # mostly where exits are scanned
minutes_ago = st.integers(0, 40)
anything = st.integers(0, 1000)


class Attendances(RuleBasedStateMachine):
    """Two days with three sessions, in one of which exits are scanned."""

    def __init__(self) -> None:
        super().__init__()
        self.event_id = 0
        self.sheet = Sheet()
        self.said: dict[uuid.UUID, tuple[Note, Queued]] = {}  # what was recorded, by its own id
        self.time = MORNING

    @initialize()
    def begin(self) -> None:
        with clock.set_to(MORNING - timedelta(days=30)):
            event = an_event(starts_at=MORNING, ends_at=MORNING + timedelta(days=1, hours=8), closes_at=None)
            sessions = [a_session(event, 1), a_session(event, 3, exits=True), a_session(event, 25)]
            people = [self.somebody_of(event, *part) for part in CAST]
            db.session.commit()
        self.event_id, self.people = event.id, [person.id for person in people]
        first, second = event.days
        self.places = [
            Place(first),
            Place(first, sessions[0].id),
            Place(first, sessions[1].id, exits=True),
            Place(second, sessions[2].id),
            Place(second),
        ]

    @staticmethod
    def somebody_of(event: Event, status: Status, category: Category, code: str | None) -> Registration:
        return a_registration(event, status, category=category, body=a_body(code) if code else None)

    # What happens -------------------------------------------------------------------------------------------------

    @rule(who=somebody, where=somewhere, anyway=st.booleans())
    def a_badge_is_scanned(self, who: int, where: int, anyway: bool) -> None:
        person, place, client_id = self.people[who], self.places[where], uuid.uuid4()
        outcome = self.at_the_desk(
            place, person, lambda *found: checking_in.check_in(*found, DOOR, client_id, anyway=anyway)
        )
        if self.sheet.says_the_same(person, place, self.time, out=False):
            assert outcome is Answer.ALREADY_IN
        elif self.status_of(person) is not Status.CONFIRMED and not anyway:
            assert outcome is Answer.NOT_CONFIRMED
        else:
            assert outcome is Answer.WELCOME
            self.note(client_id, person, place, self.time, out=False)

    @rule(who=somebody)
    def somebody_goes_out(self, who: int) -> None:
        person, place, client_id = self.people[who], self.places[2], uuid.uuid4()
        outcome = self.at_the_desk(
            place, person, lambda *found: checking_in.check_out(*found, DOOR, client_id)
        )
        if self.sheet.was_in(person, place, self.time):
            assert outcome is Answer.LEFT
            self.note(client_id, person, place, self.time, out=True)
        else:
            assert outcome is Answer.NOT_IN

    @rule(
        entries=st.lists(st.tuples(somebody, somewhere, st.booleans(), minutes_ago), min_size=1, max_size=4),
        wrong=st.integers(-300, 300),
    )
    def a_desk_delivers_late(self, entries: list[tuple[int, int, bool, int]], wrong: int) -> None:
        clock_of_the_desk = self.time + timedelta(minutes=wrong)
        queued = [
            self.queued(who, where, out and where == 2, clock_of_the_desk - timedelta(minutes=ago))
            for who, where, out, ago in entries
        ]
        answers = self.deliver(queued, clock_of_the_desk)
        told = sorted(zip(entries, queued, answers, strict=True), key=lambda each: -each[0][3])
        for (_, where, _, ago), entry, answer in told:
            at, place = self.time - timedelta(minutes=ago), self.places[where]
            if self.sheet.says_the_same(entry.registration_id, place, at, out=entry.out):
                assert answer is (Answer.NOT_IN if entry.out else Answer.ALREADY_IN)
            else:
                assert answer is (Answer.LEFT if entry.out else Answer.WELCOME)
                self.note(entry.client_id, entry.registration_id, place, at, out=entry.out)

    @rule(who=somebody, where=somewhere, minutes=st.integers(10, 60))
    def a_report_tells_who_was_online(self, who: int, where: int, minutes: int) -> None:
        person, place = self.people[who], self.places[where]
        places = dict.fromkeys((place, Place(place.day)))
        judged = self.read_a_report(person, place, minutes)
        fates = {line.occasion.session and line.occasion.session.id: line for line in judged.people[0].lines}
        assert set(fates) == {each.session_id for each in places}
        for each in places:
            line = fates[each.session_id]
            assert (line.fate is Fate.IN_PERSON) == self.sheet.came(person, each)
            if line.fate in {Fate.NEW, Fate.REPLACES}:
                assert (line.fate is Fate.REPLACES) == ((person, each) in self.sheet.online)
                self.sheet.online[person, each] = line.at

    @rule(where=st.sampled_from([1, 2, 2, 3]), number=st.integers(0, len(CAST)))
    def heads_are_counted(self, where: int, number: int) -> None:
        place = self.places[where]
        with clock.set_to(self.time):
            head_counts.count(self.event, place.session_id or 0, number, STAFF)
            db.session.commit()
        self.sheet.heads[place] = number, self.time

    @precondition(lambda self: self.said)
    @rule(which=anything)
    def something_is_handed_in_again(self, which: int) -> None:
        note, entry = list(self.said.values())[which % len(self.said)]
        (answer,) = self.deliver([entry], self.time)
        assert answer == ("taken_back" if note.struck else note.desk_said)

    @precondition(lambda self: self.said)
    @rule(which=anything)
    def something_is_taken_back(self, which: int) -> None:
        client_id = list(self.said)[which % len(self.said)]
        with clock.set_to(self.time):
            entry = db.session.scalars(select(CheckIn).where(CheckIn.client_id == str(client_id))).one()
            checking_in.undo(self.event, entry.id, DOOR)
            db.session.commit()
        self.said[client_id][0].struck = True

    @rule(who=somebody)
    def a_registration_ends(self, who: int) -> None:
        status = self.status_of(self.people[who])
        end = {Status.CONFIRMED: deciding.withdraw, Status.SUBMITTED: deciding.cancel}.get(status)
        if end is not None:
            with clock.set_to(self.time):
                end(self.people[who], STAFF, "why")
                db.session.commit()

    @rule(minutes=st.integers(1, 30))
    def time_passes(self, minutes: int) -> None:
        self.time += timedelta(minutes=minutes)

    # How it is done -----------------------------------------------------------------------------------------------

    @property
    def event(self) -> Event:
        return db.session.get_one(Event, self.event_id)

    def occasion(self, place: Place) -> Occasion:
        return occasions.of(self.event, place.day, place.session_id)

    def status_of(self, person: int) -> Status:
        db.session.rollback()
        return db.session.get_one(Registration, person).status

    def at_the_desk(
        self, place: Place, person: int, act: Callable[[Occasion, Registration], checking_in.Outcome]
    ) -> Answer:
        with clock.set_to(self.time):
            outcome = act(self.occasion(place), checking_in.of_event(self.event, person))
            db.session.commit()
        return outcome.answer

    def queued(self, who: int, where: int, out: bool, at: datetime) -> Queued:
        place = self.places[where]
        day = None if place.session_id else place.day
        return Queued(uuid.uuid4(), self.people[who], at, day, place.session_id, out)

    def deliver(self, entries: list[Queued], sent_at: datetime) -> list[Answer | None]:
        with clock.set_to(self.time):
            handed = handing_in.hand_in(self.event, DOOR, entries, sent_at)
            answers = [one.answer for one in handed]
            db.session.commit()
        return answers

    def read_a_report(self, person: int, place: Place, minutes: int) -> presence_import.Judged:
        """A report of a meeting for a session or a day; whatever is in the way, it is to be recorded."""
        sessions = tuple(session for session in self.event.sessions if session.id == place.session_id)
        address = db.session.get_one(Registration, person).email
        report = Report([Stay(2, "", address or "", minutes)], timed=False)
        with clock.set_to(self.time):
            question = Question(self.event, sessions, place.day)
            judged = presence_import.judge(question, report, anyway=[person], lock=True)
            presence_import.take_over(question, judged, STAFF)
            db.session.commit()
        return judged

    def note(self, client_id: uuid.UUID, person: int, place: Place, at: datetime, *, out: bool) -> None:
        note = self.sheet.write(person, place, at, out=out)
        day = None if place.session_id else place.day
        self.said[client_id] = note, Queued(client_id, person, at, day, place.session_id, out)

    # What must hold -----------------------------------------------------------------------------------------------

    @invariant()
    def desk_and_board_show_the_same(self) -> None:
        if self.event_id:
            with clock.set_to(self.time):
                for place in self.places:
                    self.check_place(place)
                seen = {place.session_id: len(self.sheet.seen(place)) for place in self.places}
                assert attendance_counts.by_session(self.event_id) == {
                    number: people for number, people in seen.items() if number and people
                }
                counted = head_counts.of_event(self.event_id)
                assert {
                    number: (one.number, one.by_log) for number, one in counted.items()
                } == self.sheet.compared()
            db.session.rollback()

    def check_place(self, place: Place) -> None:
        seen = self.sheet.seen(place) if place.session_id else self.sheet.seen(day=place.day)
        there = self.sheet.inside(place) if place.exits else seen
        counted = live_board.board(self.event, place.day, place.session_id).presence
        assert (counted.groups, counted.states) == (self.groups(seen), self.states(seen))
        assert (counted.groups_now, counted.states_now) == (self.groups(there), self.states(there))
        assert (counted.inside is not None) == place.exits

    def check_who_is_in(self, place: Place) -> None:
        """The search at the desk, the list that the desk keeps, and whatever lists those who are present."""
        occasion, there = self.occasion(place), self.sheet.inside(place)
        assert self.in_the_lists(occasion) == [there, there]
        if occasion.session is None:
            present, there = who_is_there.seen_on(place.day), self.sheet.seen(day=place.day)
        else:
            present = who_is_there.in_session(occasion.session)
            there = there if place.exits else self.sheet.seen(place)
        found = select(Registration.id).where(present, Registration.event_id == self.event_id)
        assert set(db.session.scalars(found)) == there

    @staticmethod
    def in_the_lists(occasion: Occasion) -> list[set[int]]:
        matches = desk_search.matching(occasion, "cebotari").matches
        kept = offline_list.listing(occasion)
        return [
            {match.registration.id for match in matches if match.entry},
            {one.registration.id for one in kept if one.last and one.last.kind is CheckInKind.IN},
        ]

    def groups(self, people: Iterable[int]) -> dict[Group, int]:
        return dict.fromkeys(Group, 0) | Counter(CAST[self.people.index(who)][1].group for who in people)

    def states(self, people: Iterable[int]) -> int:
        parts = [CAST[self.people.index(who)] for who in people]
        return len({code for _, category, code in parts if category is DELEGATE})

    def teardown(self) -> None:
        if self.event_id:
            with clock.set_to(self.time):
                for place in self.places:
                    self.check_who_is_in(place)
                self.check_the_list()
                self.check_the_statistics()
            db.session.rollback()

    def check_the_list(self) -> None:
        came, sorting = Filters(attendance=(Attendance.IN,)), Sorting(Order.NAME)
        directory = BodyDirectory("en")
        page = participant_list.page(self.event, came, sorting, 1, directory, "en")
        first = {who: self.sheet.first(who) for who in self.sheet.seen()}
        assert {line.id: line.came_at for line in page.lines} == first
        assert page.counts.groups == self.groups(first)
        rows = participant_export.rows(self.event, came, sorting, "en")
        zone = self.event.zone
        local = [at.astimezone(zone).replace(tzinfo=None) for at in first.values() if at]
        assert sorted(row[-1] for row in rows if isinstance(row[-1], datetime)) == sorted(local)

    def check_the_statistics(self) -> None:
        figures, seen = event_figures.figures_of(self.event), self.sheet.seen()
        confirmed = {who for who in self.people if self.status_of(who) is Status.CONFIRMED}
        total, known = figures.summary.total, bool(self.sheet.notes or self.sheet.online)
        assert total["attended"] == (len(seen) if known else None)
        assert total["absent"] == (len(confirmed - seen) if known else None)
        assert total["attended_unconfirmed"] == (len(seen - confirmed) if known else None)
        assert total["states_attended"] == (self.states(seen) if known else None)
        sessions = [len(self.sheet.seen(place)) for place in self.places if place.session_id]
        assert [one.seen or 0 for one in figures.sessions] == sessions
        days = [len(self.sheet.seen(day=day)) for day in self.event.days]
        assert [one.seen or 0 for one in figures.days] == days
        self.check_the_file(figures, sessions, days)

    @staticmethod
    def check_the_file(figures: event_figures.EventFigures, sessions: list[int], days: list[int]) -> None:
        file = figure_export.of_event(figures, FileKind.CSV, "en")
        rows: list[dict[str, Any]] = [*csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))]

        def column(table: str, code: str) -> list[int]:
            parts = [row for row in rows if row["Code"] != ALL]
            found = [row["Value"] for row in parts if (row["Table"], row["Column"]) == (table, code)]
            return [int(value) if value.isdecimal() else 0 for value in found]

        assert column("sessions", "seen") == sessions
        assert column("days", "seen") == days
        attended = sum(column("groups", "attended"))
        assert attended == (figures.summary.total["attended"] or 0)


@pytest.mark.usefixtures("app")
def test_the_log_in_any_order(database: str) -> None:
    wanted = os.environ.get("PROVE")
    few = 12 if database == "sqlite" else 4
    run_state_machine_as_test(
        Attendances,
        settings=settings(
            max_examples=int(wanted) if wanted else few,
            stateful_step_count=25,
            derandomize=not wanted,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
