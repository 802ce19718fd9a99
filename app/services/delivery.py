"""Delivering the outbox: claim a letter for a while, send it, note what became of it. Claiming and noting are units of work.

Any number of workers may do this at once. A claim is a lease: whoever dies in between leaves a letter that the next one takes
up when the lease is over. The message keeps its Message-ID, so that a repeat can be recognised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Letter, LetterState
from app.services import settings
from app.services.mail_answers import Answer, Outcome, answer_to
from app.services.outgoing import ClaimedLetter, OutgoingMessage, Site, Unmailable, claimed, outgoing

Post = Callable[[OutgoingMessage], str]  # sends a message; returns the server's words, raises what it met
INTERRUPTED = N_("Given up: the worker was interrupted at each attempt.")


@dataclass(frozen=True)
class Limits:
    """The settings of a run."""

    lease: timedelta
    attempts: int
    first_wait: int  # seconds after the first temporary refusal; doubled after each
    longest_wait: int


def limits() -> Limits:
    """The settings as they are now."""
    names = ("letter_lease_seconds", "letter_attempts", "letter_retry_seconds", "letter_retry_most_seconds")
    lease, *others = settings.numbers(*names)
    return Limits(timedelta(seconds=lease), *others)


def something_is_due() -> bool:
    """Whether a letter waits to be sent now; asks without locking anything."""
    return db.session.scalar(select(Letter.id).where(_due()).limit(1)) is not None


def take(limits: Limits) -> ClaimedLetter | None:
    """Claim the next letter; None when nothing is due.

    The caller commits before sending it, so that the private link works when the letter arrives. A letter that ended each
    attempt with the worker's death fails here, for good.
    """
    while (letter := _claim(limits.lease)) is not None:
        if letter.attempts <= limits.attempts:
            return claimed(letter)
        letter.state, letter.lease_until, letter.server_said = LetterState.FAILED, None, INTERRUPTED
        db.session.flush()
    return None


def send(letter: ClaimedLetter, site: Site, post: Post) -> Answer:
    """Make the message and hand it over, outside of any transaction."""
    try:
        return Answer(Outcome.SENT, post(outgoing(letter, site)))
    except Unmailable as error:
        return Answer(Outcome.NEVER, str(error))
    except Exception as error:
        return answer_to(error)


def note(letter: ClaimedLetter, answer: Answer, limits: Limits) -> bool:
    """Write down what became of a letter; False if the lease was over and somebody else has taken it meanwhile."""
    mine = (
        (Letter.id == letter.letter_id)
        & (Letter.state == LetterState.SENDING)
        & (Letter.attempts == letter.attempt)
    )
    changes = {"lease_until": None, "server_said": answer.words[:500]}
    changes |= _consequence(letter.attempt, answer, limits)
    done = db.session.execute(update(Letter).where(mine).values(changes))
    return cast(CursorResult[Any], done).rowcount == 1


def _consequence(attempt: int, answer: Answer, limits: Limits) -> dict[str, Any]:
    if answer.outcome is Outcome.SENT:
        return {"state": LetterState.SENT, "sent_at": now()}
    if answer.outcome is Outcome.UNREACHABLE:  # no fault of the letter: it waits as long as it takes
        again = now() + timedelta(seconds=limits.first_wait)
        return {"state": LetterState.WILL_RETRY, "not_before": again, "attempts": attempt - 1}
    if answer.outcome is Outcome.LATER and attempt < limits.attempts:
        seconds = min(limits.first_wait * 2 ** (attempt - 1), limits.longest_wait)
        return {"state": LetterState.WILL_RETRY, "not_before": now() + timedelta(seconds=seconds)}
    return {"state": LetterState.FAILED}


def _due() -> ColumnElement[bool]:
    waits = Letter.state.in_([LetterState.QUEUED, LetterState.WILL_RETRY]) & (Letter.not_before <= now())
    return or_(waits, and_(Letter.state == LetterState.SENDING, Letter.lease_until <= now()))


def _claim(lease: timedelta) -> Letter | None:
    first = (
        select(Letter.id)
        .where(_due())
        .order_by(Letter.not_before, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    letter_id = db.session.scalar(
        update(Letter)
        .where(Letter.id == first.scalar_subquery())
        .values(state=LetterState.SENDING, attempts=Letter.attempts + 1, lease_until=now() + lease)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    if letter_id is None:
        return None
    return db.session.get_one(
        Letter,
        letter_id,
        options=[joinedload(Letter.registration), joinedload(Letter.event)],
        populate_existing=True,
    )
