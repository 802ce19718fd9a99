"""Guards of what is counted: each is missed by the plain count over generated conferences."""

from __future__ import annotations

from tests.prove.guard import Guard

_CONDITIONS = "app/services/participation.py"
_COUNTS = "app/services/statistics/figure_counts.py"
_ROWS = "app/services/statistics/counted_rows.py"
_BY_HAND = "tests/services/statistics/test_every_indicator.py"

GUARDS = (
    Guard(
        "by hand: who was replaced is not registered",
        _CONDITIONS,
        "    return and_(Registration.registered_at.is_not(None), Registration.replaced.is_(False))\n",
        "    return Registration.registered_at.is_not(None)\n",
        f"{_BY_HAND}::test_people_and_states",
    ),
    Guard(
        "by hand: a check-in that was undone is none",
        _CONDITIONS,
        "    return and_(CheckIn.kind == CheckInKind.IN, stands())\n",
        "    return CheckIn.kind == CheckInKind.IN\n",
        f"{_BY_HAND}::test_the_desk_and_the_page_of_a_body_tell_the_same",
    ),
    Guard(
        "by hand: a check-in that was undone is none when whole events are counted",
        _CONDITIONS,
        "    return exists().where(came, events(CheckIn.event_id), never_undone(events))\n",
        "    return exists().where(came, events(CheckIn.event_id))\n",
        f"{_BY_HAND}::test_people_and_states",
    ),
    Guard(
        "by hand: a list of those who came does not tell who had registered",
        "app/services/statistics/figures.py",
        "    return hidden | _BESIDES_WHO_CAME if event.only_who_came else hidden\n",
        "    return hidden\n",
        f"{_BY_HAND}::test_the_desk_and_the_page_of_a_body_tell_the_same",
    ),
    Guard(
        "by hand: what was never asked is no refusal to answer",
        _ROWS,
        '    unasked = {"gender": imported, ',
        "    unasked = {",
        f"{_BY_HAND}::test_dimensions",
    ),
    Guard(
        "by hand: only registered people hold a place in a session",
        _COUNTS,
        "        .where(facts.c.registered)\n",
        "",
        f"{_BY_HAND}::test_sessions_days_weeks_and_letters",
    ),
)
