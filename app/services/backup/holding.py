"""What must not go out by itself from a place that was brought back: it may have gone out since the backup was made.

Letters that were due are failures with a reason: the pages show them as things to do, and send them again one by one or all.
Messages to many are paused, those about to start are drafts again. Reminder rules whose moment has passed count as gone out.
What is due later goes out when it is due.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, CursorResult, Update, select, update
from sqlalchemy.orm import Session, joinedload

from app.lib import clock
from app.lib.wording import N_
from app.models import AuditEntry, Campaign, CampaignState, Letter, LetterState, ReminderRule
from app.services import reminder_times
from app.services.actors import SYSTEM
from app.services.letter_failures import WAITING
from app.services.reminder_times import Stage

REASON = N_("It may have gone out already: everything was restored from a backup.")


class Held(NamedTuple):
    """How many of each were held."""

    letters: int
    messages: int
    rules: int


def hold(connection: Connection) -> Held:
    """Hold it, in the transaction that brings the rows back."""
    with Session(bind=connection) as session:
        held = Held(_letters(session), _messages(session), _rules(session))
        session.commit()  # of the outer transaction's part
    return held


def note(connection: Connection, held: Held | None) -> None:
    """Put the restoring on record, as `audit.record` does, in the same transaction."""
    fields = [f"{name}={number}" for name, number in held._asdict().items()] if held else []
    with Session(bind=connection) as session:
        session.add(
            AuditEntry(
                at=clock.actual(), actor_kind=SYSTEM.kind, actor_id=SYSTEM.id, action="backup.restored",
                subject_kind="", fields=fields,
            )
        )  # fmt: skip
        session.commit()


def _letters(session: Session) -> int:
    """Those of messages to many are held with their message."""
    due = Letter.state.in_(WAITING), Letter.not_before <= clock.now(), Letter.campaign_id.is_(None)
    failed = {"state": LetterState.FAILED, "server_said": REASON, "lease_until": None}
    return _changed(session, update(Letter).where(*due).values(failed))


def _messages(session: Session) -> int:
    begun = update(Campaign).where(Campaign.state == CampaignState.SENDING)
    due = update(Campaign).where(Campaign.state == CampaignState.SCHEDULED, Campaign.starts_at <= clock.now())
    paused = _changed(session, begun.values(state=CampaignState.PAUSED))
    return paused + _changed(session, due.values(state=CampaignState.DRAFT, starts_at=None))


def _rules(session: Session) -> int:
    at, held = clock.now(), 0
    for rule in session.scalars(select(ReminderRule).options(joinedload(ReminderRule.event))):
        if reminder_times.stage(rule.event, rule, at) is Stage.DUE:
            rule.last_run_at = at
            held += 1
    return held


def _changed(session: Session, statement: Update) -> int:
    done = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount
