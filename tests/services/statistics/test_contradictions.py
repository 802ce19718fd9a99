"""Reported figures that cannot all be right are refused with their numbers; what is not known contradicts nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import Category, Group
from app.services.indicators import REPORTED
from app.services.statistics import contradictions

STATES = 46
MEMBERS, OBSERVERS, OTHERS = (f"attended_{group.value}" for group in Group)


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (
            {"attended": 20, MEMBERS: 30},
            "“Attended – member states (people)” is 30: that is more than “Attended”, 20.",
        ),
        (
            {"attended": 60, MEMBERS: 30, OBSERVERS: 31},
            "The groups add up to 61: that is more than “Attended”, 60.",
        ),
        (
            {"attended": 65, MEMBERS: 30, OBSERVERS: 20, OTHERS: 14},
            "The three groups add up to 64, but “Attended” is 65.",
        ),
        ({"confirmed": 9, "registered": 8}, "“Confirmed” is 9: that is more than “Registered”, 8."),
        (
            {"attended": 9, "registered": 8},
            "“Attended” is 9: that is more than “Registered”, 8; whoever is entered at the desk is registered too.",
        ),
        (
            {"confirmed_others": 9, "registered_others": 8},
            "“Confirmed – others (people)” is 9: that is more than “Registered – others (people)”, 8.",
        ),
        ({"states_attended": 47}, "“Member states present” is 47: there are 46 member states."),
        (
            {"states_attended": 31, MEMBERS: 30},
            "“Member states present” is 31: that is more than “Attended – member states (people)”, 30;"
            " for each state there was somebody.",
        ),
        (
            {"states_attended": 0, MEMBERS: 30},
            "“Attended – member states (people)” is 30, but “Member states present” is 0:"
            " whoever represents a state makes it represented.",
        ),
        (
            {"states_attended": 30, "attended": 65, OBSERVERS: 40},
            "“Member states present” is 30: without the other groups “Attended” leaves 25 people for them.",
        ),
        (
            {"states_attended": 4, "states_registered": 3},
            "“Member states present” is 4: that is more than “Member states registered”, 3.",
        ),
    ],
)
def test_figures_that_cannot_all_be_right_are_told_with_their_numbers(
    known: dict[str, int], sentence: str
) -> None:
    assert [one.wording("en") for one in contradictions.found(known, STATES)] == [sentence]


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"attended": 65, MEMBERS: 30},
        {"attended": 65, MEMBERS: 30, OBSERVERS: 35},
        {MEMBERS: 30, OTHERS: 5},
        {"attended": 12, "confirmed": 10},
        {"attended": 65, "states_attended": 46},
        {"attended": 0, MEMBERS: 0, OBSERVERS: 0, OTHERS: 0, "states_attended": 0},
    ],
)
def test_what_is_not_known_contradicts_nothing(known: dict[str, int]) -> None:
    assert contradictions.found(known, STATES) == []


def test_the_sentences_are_french_where_one_reads_french() -> None:
    (one,) = contradictions.found({"attended": 20, MEMBERS: 30}, STATES)
    assert "30" in one.wording("fr")
    assert "20" in one.wording("fr")
    assert one.wording("fr") != one.wording("en")


people = st.lists(
    st.tuples(
        st.sampled_from(Category),
        st.integers(1, STATES),
        st.booleans(),
        st.booleans(),
    ),
    max_size=30,
)


@given(people, st.sets(st.sampled_from(list(REPORTED))))
def test_what_is_true_of_a_conference_contradicts_nothing(
    everybody: list[tuple[Category, int, bool, bool]], told: set[str]
) -> None:
    """Whatever part of the truth somebody reports, as long as it is the truth."""
    steps = {
        "registered": everybody,
        "confirmed": [p for p in everybody if p[2]],
        "attended": [p for p in everybody if p[3]],
    }
    truth = {}
    for step, those in steps.items():
        truth[step] = len(those)
        for group in Group:
            truth[f"{step}_{group.value}"] = sum(p[0].group is group for p in those)
        truth[f"states_{step}"] = len({p[1] for p in those if p[0] is Category.MEMBER_STATE_DELEGATE})
    assert truth.keys() == REPORTED.keys()
    assert contradictions.found({code: truth[code] for code in told}, STATES) == []
