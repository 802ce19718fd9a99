"""What the reminder rules of an event will do, announced before they do it: when, to how many, and to whom as things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import Body, Event, Registration, ReminderRule
from app.services import reminder_rules, reminder_times
from app.services.reminder_recipients import Audience, Reached
from app.services.reminder_times import Stage
from app.services.shown_names import ShownName, Viewer, shown_name, shown_person

SHOWN = 40  # names on the page of a rule
_TO_COME = (Stage.AHEAD, Stage.DUE, Stage.RESTING)


@dataclass(frozen=True)
class Forecast:
    """A rule, where it stands, and whom it would reach; nobody where it has gone out or cannot."""

    rule: ReminderRule
    stage: Stage
    due: datetime | None
    reached: Reached
    takes_in_latecomers: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be expected of it, as things stand."""
        return self.stage in {Stage.GONE, Stage.MISSED}


@dataclass(frozen=True)
class Recipient:
    """One whom a rule would reach, as others may see this person."""

    name: ShownName
    body: Body | None
    body_text: str
    registration_id: int | None  # None: a correspondent


def of_event(event: Event) -> list[Forecast]:
    """All rules of an event, those first that go out first."""
    audience, found = Audience(event), [_forecast(event, rule) for rule in reminder_rules.of_event(event)]
    known = [_with_reach(each, audience) for each in found]
    return sorted(known, key=lambda each: (each.due is None, each.due or each.rule.created_at, each.rule.id))


def of_rule(event: Event, rule: ReminderRule) -> Forecast:
    """One rule alone."""
    return _with_reach(_forecast(event, rule), Audience(event))


def recipients(reached: Reached, language: str) -> list[Recipient]:
    """The first whom a rule reaches, with their names, in the order in which they are read."""
    speakers = [about for about in reached.people if isinstance(about, Correspondence) and about.body]
    speakers.sort(key=lambda about: _place_of(about.body, language))
    if speakers:
        return [_speaker(about, language) for about in speakers[:SHOWN]]
    return _registered(
        [about.id for about in reached.people if isinstance(about, Registration)][:SHOWN], language
    )


def without_correspondent(reached: Reached, language: str) -> list[Body]:
    """The bodies for which nobody speaks, in the same order."""
    return sorted(reached.without_correspondent, key=lambda body: _place_of(body, language))


def _place_of(body: Body | None, language: str) -> tuple[bool, str]:
    return (body is None or not body.is_member_state, body.sort_in(language) if body else "")


def _forecast(event: Event, rule: ReminderRule) -> Forecast:
    at, when = now(), reminder_times.times(event, rule.about, rule.days_before)
    return Forecast(
        rule=rule,
        stage=reminder_times.stage(event, rule, at),
        due=when.due if when else None,
        reached=Reached(),
        takes_in_latecomers=reminder_times.takes_in_latecomers(event, rule, at),
    )


def _with_reach(found: Forecast, audience: Audience) -> Forecast:
    if found.stage not in _TO_COME:
        return found
    reached = audience.still_to_write(found.rule)
    return Forecast(found.rule, found.stage, found.due, reached, found.takes_in_latecomers)


def _speaker(about: Correspondence, language: str) -> Recipient:
    return Recipient(shown_person(about.person, Viewer.OTHERS, language), about.body, "", None)


def _registered(ids: Sequence[int], language: str) -> list[Recipient]:
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .order_by(Registration.sort_name, Registration.id)
        .options(joinedload(Registration.body))
        .execution_options(populate_existing=True)
    )
    return [
        Recipient(shown_name(row, Viewer.OTHERS, language), row.body, row.body_text or "", row.id)
        for row in rows
    ]
