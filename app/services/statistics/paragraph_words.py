"""The sentences that the paragraph for the activity report is made of, each tense apart. Numbers come in as %(num)s.

Groups are said with nouns, so that 30 representatives of member states can never be read as 30 states.
"""

from __future__ import annotations

from typing import NamedTuple

from app.lib.wording import N_, N_n
from app.models import EventKind, Gender, Group
from app.services.statistics.figures import Phase

Forms = tuple[str, str]

# With a title, and without one.
SUBJECTS = {
    EventKind.CONFERENCE: (N_("The conference “%(title)s”"), N_("The conference")),
    EventKind.CORRESPONDENTS_MEETING: (
        N_("The correspondents’ meeting “%(title)s”"),
        N_("The correspondents’ meeting"),
    ),
}
OPENINGS = {
    Phase.BEFORE: N_("%(event)s will take place %(circumstances)s."),
    Phase.RUNNING: N_("%(event)s is taking place %(circumstances)s."),
    Phase.AFTER: N_("%(event)s took place %(circumstances)s."),
    Phase.CANCELLED: N_("%(event)s, which was to take place %(circumstances)s, was cancelled."),
}

IN_GROUP: dict[Group, Forms] = {
    Group.MEMBER_STATES: N_n(
        "%(num)s representative of a member state", "%(num)s representatives of member states"
    ),
    Group.OBSERVERS: N_n("%(num)s observer", "%(num)s observers"),
    Group.OTHERS: N_n("%(num)s other participant", "%(num)s other participants"),
}
ALL_IN_GROUP: dict[Group, Forms] = {
    Group.MEMBER_STATES: N_n(", representing a member state", ", all representing member states"),
    Group.OBSERVERS: N_n(", as an observer", ", all of them as observers"),
    Group.OTHERS: N_n(", in another capacity", ", all in another capacity"),
}
WHOLE, PART_OF_IT = N_(": %(parts)s"), N_(", including %(parts)s")
PARTS_ALONE = N_("Among those who took part there were %(parts)s.")

CAME = {
    Phase.AFTER: N_n(
        "%(num)s person took part in it%(details)s.", "It brought together %(num)s people%(details)s."
    ),
    Phase.RUNNING: N_n(
        "So far %(num)s person has taken part in it%(details)s.",
        "So far %(num)s people have taken part in it%(details)s.",
    ),
}
NOBODY_CAME = {Phase.AFTER: N_("Nobody took part in it."), Phase.RUNNING: N_("So far nobody has come.")}


class Tense(NamedTuple):
    """How registrations and confirmations are told: as they stand now, or as they stood."""

    registered: Forms
    nobody: str
    of_whom: Forms
    everybody: Forms
    none: Forms
    states: Forms
    no_state: str


PRESENT = Tense(
    registered=N_n(
        "So far %(num)s person has registered%(rest)s.", "So far %(num)s people have registered%(rest)s."
    ),
    nobody=N_("Nobody has registered yet."),
    of_whom=N_n(", of whom %(num)s is confirmed%(details)s", ", of whom %(num)s are confirmed%(details)s"),
    everybody=N_n(" and is confirmed%(details)s", ", all of whom are confirmed%(details)s"),
    none=N_n(", but is not confirmed yet", ", none of whom is confirmed yet"),
    states=N_n("%(states)s has at least one confirmed delegate.", "%(states)s have at least one confirmed delegate."),
    no_state=N_("No member state has a confirmed delegate yet."),
)  # fmt: skip
PAST = Tense(
    registered=N_n("%(num)s person had registered%(rest)s.", "%(num)s people had registered%(rest)s."),
    nobody=N_("Nobody had registered."),
    of_whom=N_n(", of whom %(num)s was confirmed%(details)s", ", of whom %(num)s were confirmed%(details)s"),
    everybody=N_n(" and was confirmed%(details)s", ", all of whom were confirmed%(details)s"),
    none=N_n(", but was not confirmed", ", none of whom was confirmed"),
    states=N_n("%(states)s had at least one confirmed delegate.", "%(states)s had at least one confirmed delegate."),
    no_state=N_("No member state had a confirmed delegate."),
)  # fmt: skip
CONFIRMED_ALONE = N_n("%(num)s person was confirmed%(details)s.", "%(num)s people were confirmed%(details)s.")
EXCEPTIONS = N_("; %(parts)s")
ABSENT = N_n("%(num)s person who was confirmed was absent", "%(num)s people who were confirmed were absent")
UNCONFIRMED = N_n(
    "%(num)s person took part without being confirmed", "%(num)s people took part without being confirmed"
)

SOME_STATES = N_n("%(num)s of the %(all)s member states", "%(num)s of the %(all)s member states")
STATES_ALONE = N_n("%(num)s member state", "%(num)s member states")
ALL_STATES = N_("All %(all)s member states")
STATES_CAME = {
    Phase.AFTER: N_n("%(states)s was represented.", "%(states)s were represented."),
    Phase.RUNNING: N_n("%(states)s is represented so far.", "%(states)s are represented so far."),
}
NO_STATE_CAME = {
    Phase.AFTER: N_("No member state was represented."),
    Phase.RUNNING: N_("No member state is represented so far."),
}

GENDERS: dict[str | None, str] = {
    Gender.WOMAN.value: N_("%(number)s women"),
    Gender.MAN.value: N_("%(number)s men"),
    Gender.OTHER.value: N_("%(number)s people of another gender"),
    Gender.PREFERS_NOT_TO_SAY.value: N_("%(number)s people who preferred not to say"),
    None: N_("%(number)s people who did not state their gender"),
}
BY_GENDER = N_("Among them there were %(parts)s.")
BY_MODE = N_(
    "%(in_person)s of them had registered to take part in person and %(online)s to take part online."
)

UNKNOWN = N_("The number %(parts)s is not recorded.")
UNKNOWN_PEOPLE = N_("of participants")
UNKNOWN_GROUPS = {
    Group.MEMBER_STATES: N_("of representatives of member states"),
    Group.OBSERVERS: N_("of observers"),
    Group.OTHERS: N_("of other participants"),
}
UNKNOWN_STATES = N_("of member states represented")

FROZEN = N_("Figures frozen on %(day)s (version %(version)s; definitions, version %(definitions)s).")
COUNTED = N_("Figures as counted on %(day)s, not frozen yet.")
REPORTED = N_("Reported figures; source: %(source)s.")
