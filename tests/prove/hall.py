"""Guards of what the hall sees and of the head counts beside the log."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "hall: only the event’s own desk opens its board",
        "app/checkin/board.py",
        "    event, asked = event_of_user(slug), Asked.of(request.args)\n    try:\n",
        "    from app.models import Event as All\n    from app.extensions import db\n\n"
        "    event, asked = db.session.query(All).filter_by(slug=slug).one(), Asked.of(request.args)\n"
        "    try:\n",
        "tests/checkin/test_board.py::test_who_may_look",
    ),
    Guard(
        "hall: who has left represents nobody",
        "app/services/attendance/attendance_counts.py",
        "    there = log.c.inside if inside else log.c.standing\n",
        "    there = log.c.standing\n",
        "tests/services/attendance/test_live_board.py::test_in_a_session_with_exits_only_those_inside_represent_their_state",
    ),
    Guard(
        "head counts: only in sessions of this event",
        "app/services/attendance/head_counts.py",
        "    if session_id not in {session.id for session in sessions_of(event)}:\n",
        "    if False:\n",
        "tests/services/attendance/test_head_counts.py::test_heads_are_not_counted_in_breaks_and_cancelled_sessions",
    ),
    Guard(
        "head counts: nothing at an archived event",
        "app/services/attendance/head_counts.py",
        "    refuse_read_only(event)\n",
        "",
        "tests/services/attendance/test_head_counts.py::test_nothing_is_counted_at_an_archived_event",
    ),
    Guard(
        "head counts: a session that was counted is not deleted",
        "app/services/programme.py",
        "signed.exists() | seen.exists() | counted.exists()",
        "signed.exists() | seen.exists()",
        "tests/services/test_programme.py::test_a_session_in_which_heads_were_counted_is_cancelled",
    ),
)
