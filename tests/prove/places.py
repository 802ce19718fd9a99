"""Guards of what happens once: places given, letters sent, check-ins counted, changes saved over another's."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "lock of places: PostgreSQL",
        "app/services/places.py",
        "    .with_for_update(key_share=True)\n",
        "",
        "tests/services/test_event_locks.py::test_it_waits_for_whoever_has_the_lock",
    ),
    Guard(
        "lock of places: SQLite",
        "app/lib/write_transactions.py",
        '    connection.exec_driver_sql("BEGIN" if is_reading() else "BEGIN IMMEDIATE")\n',
        '    connection.exec_driver_sql("BEGIN")\n',
        "tests/guards/test_get_never_writes.py::test_a_unit_that_may_write_takes_its_lock_first",
    ),
    Guard(
        "units: one that may write is one transaction on PostgreSQL",
        "app/lib/write_transactions.py",
        "    else:\n        _begin_after_all(connection)\n",
        "",
        "tests/lib/test_units_on_postgresql.py::test_a_unit_that_may_write_is_one_transaction",
    ),
    Guard(
        "units: what began for reading does not write",
        "app/lib/write_transactions.py",
        "    if session.in_transaction() and session.connection().info.get(_WITHOUT):\n",
        "    if False:\n",
        "tests/lib/test_units_on_postgresql.py::test_what_began_as_a_reading_unit_does_not_write",
    ),
    Guard(
        "units: what is fetched in portions has a transaction",
        "app/lib/write_transactions.py",
        "    if isinstance(cursor, ServerCursor):\n",
        "    if False:\n",
        "tests/lib/test_units_on_postgresql.py::test_portions_are_fetched_within_a_transaction",
    ),
    Guard(
        "units: a backup reads one moment",
        "app/lib/write_transactions.py",
        "    if is_reading() and held.isolation_level in _BY_STATEMENT:\n",
        "    if is_reading():\n",
        "tests/lib/test_units_on_postgresql.py::test_a_backup_reads_one_moment",
    ),
    Guard(
        "places: nobody is held beyond the limit",
        "app/services/places.py",
        "    if seats.is_blocked(registration) or _somebody_is_first(registration, seats):\n",
        "    if _somebody_is_first(registration, seats):\n",
        "tests/services/test_places.py::test_who_comes_while_there_is_room_holds_a_place_the_next_one_waits",
    ),
    Guard(
        "places: nobody passes who waits",
        "app/services/places.py",
        "    if seats.is_blocked(registration) or _somebody_is_first(registration, seats):\n",
        "    if seats.is_blocked(registration):\n",
        "tests/services/test_places.py::test_nobody_passes_an_earlier_verified_person_who_could_have_the_place",
    ),
    Guard(
        "places: no limit below what is held",
        "app/services/places.py",
        "        raise LimitBelowHeld(what=what, held=held, limit=limit)\n",
        "        pass\n",
        "tests/services/test_seat_counts.py::test_a_change_that_leaves_too_many_is_refused",
    ),
    Guard(
        "status: only the steps of the table",
        "app/services/transitions.py",
        "    if actor.kind not in STEPS.get((registration.status, to), frozenset()):\n",
        "    if False:\n",
        "tests/services/test_transitions.py::test_nobody_may_take_a_step_that_is_not_in_the_table",
    ),
    Guard(
        "letters: a claim is a lease",
        "app/services/delivery.py",
        "    left = and_(Letter.state == LetterState.SENDING, Letter.lease_until <= now())\n",
        "    left = Letter.state == LetterState.SENDING\n",
        "tests/services/test_delivery.py::test_a_claim_is_a_lease",
    ),
    Guard(
        "letters: the answer of a lost lease is not written down",
        "app/services/delivery.py",
        "        & (Letter.attempts == letter.attempt)\n",
        "",
        "tests/services/test_delivery.py::test_whoever_died_leaves_the_letter_to_the_next",
    ),
    Guard(
        "letters: what the server took is not sent again",
        "app/worker/delivering.py",
        "            answer = self._taken.get(letter.message_id) or delivery.send(letter, site, post)\n",
        "            answer = delivery.send(letter, site, post)\n",
        "tests/worker/test_noting.py::test_whoever_claims_it_meanwhile_notes_what_the_server_said",
    ),
    Guard(
        "letters: who is to stop notes what was sent",
        "app/worker/delivering.py",
        "                give_up = min(give_up, time.monotonic() + _LAST_SECONDS)\n",
        "                give_up = 0.0\n",
        "tests/worker/test_noting.py::test_whoever_is_to_stop_tries_for_a_while_as_well",
    ),
    Guard(
        "letters: the few that failed are known to be few",
        "app/services/letter_failures.py",
        "Letter.state.type, literal_execute=True)\n",
        "Letter.state.type)\n",
        "tests/services/test_finding_failures.py::test_the_few_that_failed_are_found_among_all_that_were_sent",
    ),
    Guard(
        "the list: whoever waits is numbered once for a page",
        "app/services/participant_list.py",
        'here.cte("positions").prefix_with("MATERIALIZED").c',
        'here.cte("positions").c',
        "tests/services/test_participant_list.py::test_whoever_waits_is_numbered_once_for_a_page",
    ),
    Guard(
        "letters: a lease begins with the lock",
        "app/services/delivery.py",
        "    db.session.connection()  # on SQLite one waits here for the lock: a lease that began before might be over already\n",
        "",
        "tests/worker/test_noting.py::test_a_lease_begins_when_the_lock_is_there",
    ),
    Guard(
        "letters: none is begun late in its lease",
        "app/worker/delivering.py",
        "            if self._paused() or is_stopping() or now() >= letter.begin_by:\n",
        "            if self._paused() or is_stopping() or now() >= letter.finish_by:\n",
        "tests/worker/test_noting.py::test_no_letter_is_begun_when_half_of_its_lease_is_over",
    ),
)
