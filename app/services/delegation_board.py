"""Who is missing: all member states with their replies, observers beside them, and the silent ones with their reminders."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from app.models import BodyKind, Event, EventStatus
from app.services import delegation_replies, mandates
from app.services.delegation_replies import Reply, Standing

NAMED = frozenset({Reply.ANSWERED, Reply.CONFIRMED, Reply.ARRIVED})


@dataclass(frozen=True)
class Board:
    """The replies to one event."""

    event: Event
    states: list[Standing]  # all member states
    others: list[Standing]  # every other body that was invited or sends somebody
    mute: frozenset[int]  # ids of the silent bodies for which nobody speaks

    @property
    def is_convoked(self) -> bool:
        """Whether anybody was invited; otherwise nobody is silent, and who sends nobody is not represented."""
        return any(each.convocation is not None for each in (*self.states, *self.others))

    @property
    def is_recorded(self) -> bool:
        """Whether anything is known of the delegations; of the Network's early events nothing is."""
        return self.event.status is not EventStatus.ARCHIVED or any(
            each.convocation is not None or each.ever or each.living for each in (*self.states, *self.others)
        )

    @property
    def counts(self) -> Counter[Reply]:
        """How many member states have given each reply; together they are all of them."""
        return Counter(each.reply for each in self.states)

    @property
    def named(self) -> int:
        """How many member states have named somebody, or have somebody who registered."""
        return sum(each.reply in NAMED for each in self.states)

    @property
    def silent(self) -> list[Standing]:
        """Those who were invited and have not answered, member states first."""
        return [each for each in (*self.states, *self.others) if each.is_silent]

    @property
    def unspoken(self) -> list[Standing]:
        """The silent ones for which nobody speaks."""
        return [each for each in self.silent if each.body.id in self.mute]


def board(event: Event, language: str) -> Board:
    """The replies to an event, in the alphabetical order of a language; the statements do not grow with the registrations."""
    standings = sorted(delegation_replies.standings(event), key=lambda each: each.body.sort_in(language))
    silent = {each.body.id for each in standings if each.is_silent}
    speaking = mandates.correspondents(silent, fictional=event.fictional)
    return Board(
        event=event,
        states=[each for each in standings if each.body.is_member_state],
        others=[each for each in standings if not each.body.is_member_state],
        mute=frozenset(silent - speaking.keys()),
    )


@dataclass(frozen=True)
class Glance:
    """The answers in short, for a page about something else."""

    counts: Counter[Reply] = field(default_factory=Counter)  # of the member states
    tiles: list[tuple[int, int, Reply]] = field(default_factory=list)  # row, column and reply of each state
    invited_at: datetime | None = None  # the first of the invitations
    invited_states: int = 0
    invited_others: int = 0

    @property
    def states(self) -> int:
        """How many member states there are."""
        return sum(self.counts.values())

    @property
    def is_convoked(self) -> bool:
        """Whether anybody was invited."""
        return self.invited_at is not None


def glance(event: Event) -> Glance:
    """The answers in short, in one statement."""
    answers = delegation_replies.answers(event)
    states = [each for each in answers if each.kind is BodyKind.MEMBER_STATE]
    invited = [each for each in answers if each.invited_at is not None]
    others = sum(each.kind is not BodyKind.MEMBER_STATE for each in invited)
    return Glance(
        Counter(each.reply for each in states),
        [(*each.tile, each.reply) for each in states if each.tile is not None],
        min((each.invited_at for each in invited if each.invited_at), default=None),
        len(invited) - others,
        others,
    )


def people(standing: Standing) -> int:
    """How many people of a delegation are as far as its reply says."""
    numbers = {Reply.ARRIVED: standing.arrived, Reply.CONFIRMED: standing.confirmed}
    return numbers.get(standing.reply, standing.living)
