"""To whom a reminder rule would write now. Never to who has answered, refused or withdrawn, nor to who was asked a moment ago.

Who was invited, nominated or reminded by hand less than a day before the rule's moment (a setting) is not concerned by it: a
later rule is. Who speaks for several bodies gets a letter for each. Practical information is not sent by a rule to who got
it with a message to many in the last days (a setting); who was entered at the desk needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import (
    Body,
    Event,
    Letter,
    LetterKind,
    LetterState,
    Person,
    Registration,
    ReminderAbout,
    ReminderRule,
    Status,
)
from app.services import delegation_points, delegation_replies, mandates, outbox, reminder_times, settings
from app.services.delegation_replies import Standing
from app.services.outbox import Addressee

KINDS = {
    ReminderAbout.SILENT: LetterKind.REMINDER,
    ReminderAbout.OPEN_POINTS: LetterKind.DIGEST,
    ReminderAbout.UNANSWERED: LetterKind.NOMINATION_REMINDER,
    ReminderAbout.PRACTICAL: LetterKind.PRACTICAL_INFORMATION,
}
_RULE = "rule-"
_LOST = (LetterState.FAILED, LetterState.CANCELLED)
_NEEDED = load_only(
    Registration.id,
    Registration.event_id,
    Registration.email,
    Registration.language,
    Registration.created_at,
    Registration.status,
)


@dataclass(frozen=True)
class Reached:
    """Whom a rule reaches, and the bodies that it concerns and for which nobody speaks."""

    people: Sequence[Addressee] = ()
    without_correspondent: Sequence[Body] = field(default_factory=list)

    @property
    def bodies(self) -> int:
        """Of how many delegations correspondents are written to; 0 where those who take part are."""
        return len(
            {about.body.id for about in self.people if isinstance(about, Correspondence) and about.body}
        )

    @property
    def persons(self) -> int:
        """How many different people that are."""
        return len(
            {about.person.id if isinstance(about, Correspondence) else -about.id for about in self.people}
        )


def once_for(rule: ReminderRule) -> str:
    """What makes the letters of a rule the same ones. Not its number, which a database may give again."""
    return f"{_RULE}{rule.event_id}-{rule.about.value}-{rule.days_before}"


class Audience:
    """Those whom the rules of an event can concern, each group read once, however many rules ask for it."""

    def __init__(self, event: Event) -> None:
        self._event = event

    def of(self, rule: ReminderRule) -> Reached:
        """Whom a rule concerns now, or at its moment as things stand; those who have had its letter are among them."""
        when = reminder_times.times(self._event, rule.about, rule.days_before)
        if when is None:
            return Reached()
        find: dict[ReminderAbout, Callable[[datetime], Reached]] = {
            ReminderAbout.SILENT: self._silent,
            ReminderAbout.OPEN_POINTS: self._with_open_points,
            ReminderAbout.UNANSWERED: self._unanswered,
            ReminderAbout.PRACTICAL: self._confirmed,
        }
        return find[rule.about](max(when.due, rule.created_at))  # one made late goes out when it was made

    def still_to_write(self, rule: ReminderRule) -> Reached:
        """Whom a rule concerns and has not written to yet, nor the same rule before it was taken away and made again."""
        found, kind, once = self.of(rule), KINDS[rule.about], once_for(rule)
        fresh = [about for about in found.people if outbox.key_of(kind, about, once) not in self._written]
        return Reached(fresh, found.without_correspondent)

    def _silent(self, due: datetime) -> Reached:
        return self._speaking(
            [each for each in self._standings if each.is_silent and self._asked_before(each, due)]
        )

    def _with_open_points(self, due: datetime) -> Reached:
        points = delegation_points.of_all(self._event, self._standings)
        return self._speaking(
            [each for each in self._standings if each.body.id in points and self._asked_before(each, due)]
        )

    def _unanswered(self, due: datetime) -> Reached:
        return Reached([row for row in self._nominated if row.created_at <= due - self._grace])

    def _confirmed(self, due: datetime) -> Reached:
        lately = max(due, now()) - self._settings[1]
        return Reached(
            [row for row in self._coming if row.id not in self._told or self._told[row.id] <= lately]
        )

    def _speaking(self, standings: Sequence[Standing]) -> Reached:
        """Those who speak for some bodies, and the bodies without anybody."""
        people = [
            Correspondence(person, each.body, self._event)
            for each in standings
            for person in self._speakers.get(each.body.id, [])
        ]
        return Reached(people, [each.body for each in standings if each.body.id not in self._speakers])

    def _asked_before(self, standing: Standing, due: datetime) -> bool:
        """Whether a body was not invited, or reminded by hand, too short a time before a moment."""
        row = standing.convocation
        if row is None:
            return True
        return max(row.invited_at, row.reminded_at or row.invited_at) <= due - self._grace

    @cached_property
    def _settings(self) -> tuple[timedelta, timedelta]:
        hours, days = settings.numbers("reminder_grace_hours", "practical_again_days")
        return timedelta(hours=hours), timedelta(days=days)

    @property
    def _grace(self) -> timedelta:
        return self._settings[0]

    @cached_property
    def _standings(self) -> Sequence[Standing]:
        return delegation_replies.standings(self._event)

    @cached_property
    def _speakers(self) -> dict[int, list[Person]]:
        bodies = [each.body.id for each in self._standings]
        return mandates.correspondents(bodies, fictional=self._event.fictional)

    @cached_property
    def _nominated(self) -> Sequence[Registration]:
        return self._registered(Status.NOMINATED)

    @cached_property
    def _coming(self) -> Sequence[Registration]:
        return self._registered(Status.CONFIRMED)

    @cached_property
    def _told(self) -> dict[int, datetime]:
        """When those who got practical information with a message to many got it last, by registration."""
        rows = db.session.execute(
            select(Letter.registration_id, func.max(Letter.created_at))
            .where(
                Letter.event_id == self._event.id,
                Letter.kind == LetterKind.PRACTICAL_INFORMATION,
                Letter.campaign_id.is_not(None),
                Letter.registration_id.is_not(None),
                Letter.state.not_in(_LOST),
            )
            .group_by(Letter.registration_id)
        )
        return {number: at for number, at in rows if number is not None}

    @cached_property
    def _written(self) -> set[str]:
        mine = Letter.dedupe_key.contains(f":{_RULE}{self._event.id}-", autoescape=True)
        return set(
            db.session.scalars(select(Letter.dedupe_key).where(Letter.event_id == self._event.id, mine))
        )

    def _registered(self, status: Status) -> Sequence[Registration]:
        return db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == self._event.id,
                Registration.status == status,
                Registration.email.is_not(None),
                Registration.walk_in.is_(False),
            )
            .order_by(Registration.id)
            .options(_NEEDED)
        ).all()
