"""Figures as they are kept: whatever was counted comes back as it was, and older data is read as far as it goes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.lib.bilingual import Bilingual
from app.models import BodyKind, Category, Event, Group, LetterKind
from app.services.attendance.head_counts import Counted
from app.services.dimensions import DIMENSIONS
from app.services.indicators import LETTERS, REPORTED, STEPS
from app.services.statistics import stored_figures
from app.services.statistics.figure_kinds import (
    Answer,
    BodyFigures,
    BodyNamed,
    DayFigures,
    EventFigures,
    KindFigures,
    LetterFigures,
    SessionFigures,
    WeekFigures,
)
from app.services.statistics.figures import (
    CODES,
    NOT_HELD,
    NOT_RECORDED,
    NOT_YET,
    Frozen,
    Phase,
    Reported,
    Source,
    Summary,
)

EVENT = Event()
FROZEN = Frozen(2, datetime(2027, 6, 14, 9, tzinfo=UTC), "Ana", 1, "corrected")

words = st.text(max_size=8)
counts = st.none() | st.integers(-5, 99_999)
known = st.integers(0, 99_999)
bilinguals = st.builds(Bilingual, words, words)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
reasons = st.sampled_from([NOT_RECORDED, NOT_YET, NOT_HELD])


def numbers(*codes: str) -> SearchStrategy[dict[str, int | None]]:
    """Numbers of some indicators."""
    return st.fixed_dictionaries(dict.fromkeys(codes or CODES, counts))


bodies = st.builds(
    BodyFigures,
    st.builds(
        BodyNamed,
        words,
        st.sampled_from(BodyKind),
        bilinguals,
        bilinguals,
        counts,
        counts,
        st.sampled_from(Answer),
    ),
    numbers(),
)
summaries = st.builds(
    Summary,
    st.just(EVENT),
    st.sampled_from(Phase),
    st.sampled_from(Source),
    numbers(),
    st.fixed_dictionaries({group: numbers() for group in Group}),
    st.lists(
        st.builds(Reported, st.sampled_from(list(REPORTED)), known, words, st.none() | words), max_size=2
    ),
    st.just(FROZEN),
)
sessions = st.builds(
    SessionFigures,
    title=bilinguals,
    starts_at=moments,
    capacity=counts,
    signed_up=counts,
    waiting=counts,
    seen=counts,
    missing=reasons,
    seen_online=counts,
    minutes_online=counts,
    heads=st.none() | st.builds(Counted, known, moments, counts, counts),
)
breakdowns = st.fixed_dictionaries(
    {
        one.code: st.lists(st.tuples(st.sampled_from(list(one.words)), numbers(*STEPS)), max_size=3)
        for one in DIMENSIONS
    }
)
figures = st.builds(
    EventFigures,
    summary=summaries,
    categories=st.lists(st.tuples(st.sampled_from(Category), numbers()), max_size=2),
    kinds=st.lists(
        st.builds(
            KindFigures, st.none() | st.sampled_from(BodyKind), numbers(), st.lists(bodies, max_size=2)
        ),
        max_size=2,
    ),
    breakdowns=breakdowns,
    delegations=st.lists(bodies, max_size=2),
    sessions=st.lists(sessions, max_size=2),
    days=st.lists(st.builds(DayFigures, days, counts, counts, counts, reasons), max_size=2),
    weeks=st.lists(
        st.builds(WeekFigures, st.none() | days, st.fixed_dictionaries(dict.fromkeys(Group, known))),
        max_size=2,
    ),
    letters=st.lists(
        st.builds(LetterFigures, st.sampled_from(LetterKind), numbers(*(one.code for one in LETTERS))),
        max_size=2,
    ),
)


@given(figures)
def test_what_was_counted_comes_back_as_it_was(counted: EventFigures) -> None:
    kept = json.loads(json.dumps(stored_figures.stored(counted)))
    assert stored_figures.restored(kept, EVENT, FROZEN) == counted


@given(figures)
def test_data_older_or_newer_than_the_program_is_read_as_far_as_it_goes(counted: EventFigures) -> None:
    kept = json.loads(json.dumps(stored_figures.stored(counted)))
    del kept["summary"]["total"]["walk_ins"]
    del kept["breakdowns"]["mode"]
    kept["summary"]["total"]["astronauts"] = 3
    kept["categories"].append(["astronaut", {"registered": 1}])
    kept["kinds"].append({"kind": "planet", "numbers": {}, "bodies": []})
    kept["breakdowns"]["shoe_size"] = [["43", {"registered": 1}]]
    kept["breakdowns"]["gender"].append(["unheard_of", {"registered": 1}])
    kept["letters"].append(["telegram", {"letters_written": 1}])
    read = stored_figures.restored(kept, EVENT, FROZEN)
    assert read.summary.total == {**counted.summary.total, "walk_ins": None}
    assert (read.categories, read.kinds, read.letters) == (counted.categories, counted.kinds, counted.letters)
    assert read.breakdowns == {**counted.breakdowns, "mode": []}
