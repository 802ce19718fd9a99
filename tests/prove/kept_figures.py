"""Guards of figures that are kept: frozen, reported, published, and taken over from lists of earlier years."""

from __future__ import annotations

from tests.prove.guard import Guard

_SNAPSHOTS = "app/services/statistics/snapshots.py"
_REPORTING = "app/services/statistics/reporting.py"
_BREAKDOWNS = "app/services/statistics/breakdowns.py"
_LOCKS = "tests/services/statistics/test_figure_locks.py"
_FROZEN = "tests/services/statistics/test_snapshots.py"
_PUBLIC = "tests/services/statistics/test_public_figures.py"
_TAKEN_OVER = "tests/services/earlier_years/test_taking_over.py"

FROZEN = (
    Guard(
        "kept: what was frozen holds",
        _SNAPSHOTS,
        "    if newest is None:\n        return event_figures.figures_of(event)\n",
        "    if event:\n        return event_figures.figures_of(event)\n",
        f"{_FROZEN}::test_what_was_frozen_holds_until_a_newer_version_is",
    ),
    Guard(
        "kept: the event stands still while its figures are frozen",
        _SNAPSHOTS,
        "    event = places.lock(event.id)\n",
        "",
        f"{_LOCKS}::test_it_waits_for_whoever_has_the_event",
    ),
    Guard(
        "kept: nobody is checked in between two of the counts",
        _SNAPSHOTS,
        "    _stand_still(event.id)\n",
        "",
        f"{_LOCKS}::test_freezing_waits_for_whoever_is_being_checked_in",
    ),
    Guard(
        "kept: a new version tells something new",
        _SNAPSHOTS,
        "        if says_the_same(held, found):\n            raise NothingChanged(version=earlier.version)\n",
        "",
        f"{_FROZEN}::test_freezing_again_needs_a_change_and_a_reason",
    ),
    Guard(
        "kept: new definitions are a new version",
        _SNAPSHOTS,
        "    return by_then == DEFINITIONS and figure_differences",
        "    return figure_differences",
        f"{_FROZEN}::test_figures_are_frozen_again_when_the_definitions_have_changed",
    ),
    Guard(
        "kept: whoever reads statistics freezes nothing",
        "app/organiser/statistics/versions.py",
        "@access.allow(access.ORGANISERS)\ndef statistics_freeze",
        "@access.allow(access.STATISTICS)\ndef statistics_freeze",
        "tests/organiser/test_frozen_versions.py::test_the_reader_of_statistics_sets_no_two_versions_beside_each_other",
    ),
    Guard(
        "kept: a reader sets no versions beside each other",
        "app/services/statistics/reader_sight.py",
        "    return user.role is not UserRole.STATISTICS_READER",
        "    return user is not None",
        "tests/organiser/test_frozen_versions.py::test_the_reader_of_statistics_sets_no_two_versions_beside_each_other",
    ),
    Guard(
        "kept: a reader has no attributes where one body sent everybody",
        "app/services/statistics/reader_sight.py",
        "_FEWEST = 2 ",
        "_FEWEST = 0 ",
        "tests/organiser/test_statistics_readers.py::test_where_one_body_sent_everybody_a_reader_sees_no_attributes",
    ),
    Guard(
        "kept: whoever reads statistics is told of no person",
        "app/organiser/participants/participants.py",
        "@access.allow(access.ORGANISERS)\ndef participants(",
        "@access.allow(access.STATISTICS)\ndef participants(",
        "tests/web/test_reader_of_statistics.py",
    ),
)

REPORTED = (
    Guard(
        "reported: figures do not contradict one another",
        _REPORTING,
        "    if new:\n        raise FiguresContradict(new)\n",
        "",
        "tests/organiser/test_reported_figures.py::test_thirty_of_twenty_is_refused_beside_the_figure",
    ),
    Guard(
        "reported: nobody overwrites what somebody else has saved",
        "app/organiser/statistics/reported.py",
        "            meanwhile.refuse_unseen(form, present, partial(places.lock, event.id))\n"
        "            return _save(event, form",
        "            return _save(event, form",
        "tests/organiser/test_reported_figures.py::test_nobody_overwrites_what_somebody_else_has_saved",
    ),
)

PUBLISHED = (
    Guard(
        "published: what is counted is frozen first",
        "app/services/statistics/public_figures.py",
        "    if found.source is Source.COUNTED:\n        raise NotFrozen\n",
        "",
        f"{_PUBLIC}::test_counted_figures_are_public_once_they_are_frozen",
    ),
    Guard(
        "published: no breakdown tells of a few",
        _BREAKDOWNS,
        "number >= FEWEST for number",
        "number >= 0 for number",
        "tests/services/statistics/test_breakdowns.py"
        "::test_a_breakdown_stands_where_each_cell_has_five_or_nobody",
    ),
    Guard(
        "published: no breakdown tells of a few beside an earlier one",
        _BREAKDOWNS,
        "        _singles_out(cells, other) for other in before\n",
        "        False for other in before\n",
        f"{_PUBLIC}::test_what_is_public_moves_only_with_a_new_version",
    ),
    Guard(
        "published: what was public once can be compared for ever",
        _SNAPSHOTS,
        "    read = FigureSnapshot.public_since.is_not(None) | (",
        "    read = (",
        f"{_PUBLIC}::test_what_was_public_once_stays_a_comparison",
    ),
)

EARLIER = (
    Guard(
        "earlier: whoever is alike is counted once",
        "app/services/earlier_years/list_people.py",
        "        known |= _alike(people, room, known, fits)\n",
        "        pass\n",
        f"{_TAKEN_OVER}::test_the_same_list_twice_changes_nothing",
    ),
    Guard(
        "earlier: whoever is like somebody erased gets no name",
        "app/services/earlier_years/list_people.py",
        "one.without_names() if erased else one",
        "one",
        "tests/services/earlier_years/test_known_again.py",
    ),
    Guard(
        "earlier: names older than the period are not kept",
        "app/services/earlier_years/taking_over.py",
        "line.earlier if kept else line.earlier.without_names()",
        "line.earlier",
        f"{_TAKEN_OVER}::test_names_older_than_the_period_are_not_kept",
    ),
    Guard(
        "earlier: an event with registrations of its own takes no list",
        "app/services/earlier_years/taking_over.py",
        "    if db.session.scalar(select(own)):\n        raise PeopleOfOurOwn\n",
        "",
        f"{_TAKEN_OVER}::test_an_event_with_registrations_of_its_own_has_no_list",
    ),
    Guard(
        "earlier: two who take over wait for each other",
        "app/services/earlier_years/looking.py",
        "places.lock(sheet.question.event.id) if lock else sheet.question.event",
        "sheet.question.event",
        "tests/concurrency/test_earlier_years.py::test_the_same_list_taken_over_twice_at_once_counts_once",
    ),
    Guard(
        "earlier: all or nobody within the limits",
        "app/services/earlier_years/taking_over.py",
        "    places.refuse_lowered_limits(SeatCounts(event))\n",
        "",
        f"{_TAKEN_OVER}::test_more_people_than_places_are_refused_with_the_numbers",
    ),
)

GUARDS = (*FROZEN, *REPORTED, *PUBLISHED, *EARLIER)
