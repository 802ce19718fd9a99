"""Delivering the outbox: claim a few letters for a while, send each, note what became of it. Claiming and noting are units.

Any number of workers may do this at once. A claim is a lease: whoever dies in between leaves letters that the next one takes
up when the lease is over. A message keeps its Message-ID, so that a repeat can be recognised.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Campaign, CampaignState, Event, EventStatus, Letter, LetterState, Registration, SignUp
from app.services import campaign_recipients, letter_sense, letter_writing, reminder_sense, settings
from app.services.mail_answers import Answer, Outcome, answer_to
from app.services.outgoing import ClaimedLetter, OutgoingMessage, Site, Unmailable, claimed, outgoing

Post = Callable[[OutgoingMessage], str]  # sends a message; returns the server's words, raises what it met
INTERRUPTED = N_("Given up: the worker was interrupted at each attempt.")
UNWRITABLE = N_("The letter could not be written. The service’s log says why.")
_log = logging.getLogger(__name__)
_WHAT_IT_IS_ABOUT = (
    joinedload(Letter.registration).options(
        joinedload(Registration.event),
        joinedload(Registration.body),
        selectinload(Registration.sign_ups).joinedload(SignUp.session),
    ),
    joinedload(Letter.person),
    joinedload(Letter.event),
    joinedload(Letter.campaign).selectinload(Campaign.files),
)


@dataclass(frozen=True)
class Limits:
    """The settings of a run."""

    lease: timedelta
    attempts: int
    first_wait: int  # seconds after the first temporary refusal; doubled after each
    longest_wait: int
    at_once: int
    per_minute: int  # 0: no limit


def limits() -> Limits:
    """The settings as they are now."""
    names = (
        "letter_lease_seconds", "letter_attempts", "letter_retry_seconds", "letter_retry_most_seconds",
        "letters_at_once", "letters_per_minute",
    )  # fmt: skip
    lease, *others = settings.numbers(*names)
    return Limits(timedelta(seconds=lease), *others)


def something_is_due() -> bool:
    """Whether a letter waits to be sent now; asks without locking anything."""
    return db.session.scalar(select(Letter.id).where(is_due()).limit(1)) is not None


def take(limits: Limits) -> list[ClaimedLetter]:
    """Claim the next letters and write those that are new; none when nothing is due, or the mail server has had enough.

    The caller commits before sending them, so that private links work when the letters arrive. A letter that ended each
    attempt with the worker's death fails here, for good, and so does one that cannot be written.
    """
    while number := _how_many(limits):
        letters = _claim(number, limits.lease)
        ready = [letter for letter in letters if _is_ready(letter, limits)]
        db.session.flush()
        if ready or not letters:
            return claimed(ready) if ready else []
    return []


def give_back(letters: Sequence[ClaimedLetter]) -> None:
    """Let go of letters that were claimed and not tried, as if they had not been claimed."""
    for letter in letters:
        before = LetterState.QUEUED if letter.attempt == 1 else LetterState.WILL_RETRY
        changes = {"state": before, "attempts": letter.attempt - 1, "lease_until": None}
        db.session.execute(update(Letter).where(_held(letter)).values(changes))


def send(letter: ClaimedLetter, site: Site, post: Post) -> Answer:
    """Make the message and hand it over, outside of any transaction."""
    try:
        return Answer(Outcome.SENT, post(outgoing(letter, site)))
    except Unmailable as error:
        return Answer(Outcome.NEVER, str(error))
    except Exception as error:
        return answer_to(error, own_sender=bool(letter.sender.address or letter.sender.return_path))


def note(letter: ClaimedLetter, answer: Answer, limits: Limits) -> bool:
    """Write down what became of a letter; False if the lease was over and somebody else has taken it meanwhile."""
    # PostgreSQL keeps no NUL: a server that says one must not have the letter sent again and again.
    changes = {"lease_until": None, "server_said": answer.words.replace("\0", "")[:500]}
    changes |= _consequence(letter.attempt, answer, limits)
    done = db.session.execute(update(Letter).where(_held(letter)).values(changes))
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


def is_due() -> ColumnElement[bool]:
    """Whether a letter could go out now, as a part of another statement."""
    waits = Letter.state.in_([LetterState.QUEUED, LetterState.WILL_RETRY]) & (Letter.not_before <= now())
    left = and_(Letter.state == LetterState.SENDING, Letter.lease_until <= now())
    stopped = and_(Campaign.state == CampaignState.STOPPED, Campaign.finished_at.is_(None))
    held = select(Campaign.id).where(or_(Campaign.state == CampaignState.PAUSED, stopped))
    unpublished = select(Event.id).where(
        Event.status == EventStatus.DRAFT
    )  # what they link to is not there yet
    return (
        or_(waits, left)
        & or_(Letter.campaign_id.is_(None), Letter.campaign_id.not_in(held))
        & or_(Letter.event_id.is_(None), Letter.user_id.is_not(None), Letter.event_id.not_in(unpublished))
    )


def _held(letter: ClaimedLetter) -> ColumnElement[bool]:
    """The row of a claimed letter, as long as nobody else has taken it after the lease."""
    return (
        (Letter.id == letter.letter_id)
        & (Letter.state == LetterState.SENDING)
        & (Letter.attempts == letter.attempt)
    )


def _how_many(limits: Limits) -> int:
    """How many letters may be claimed now."""
    if not limits.per_minute:
        return limits.at_once
    lately = select(func.count()).where(Letter.sent_at > now() - timedelta(minutes=1)).scalar_subquery()
    under_way = select(func.count()).where(Letter.state == LetterState.SENDING).scalar_subquery()
    used = db.session.scalar(select(lately + under_way)) or 0
    return max(0, min(limits.at_once, limits.per_minute - used))


def _claim(number: int, lease: timedelta) -> Sequence[Letter]:
    """The next letters, those to one person before those to many."""
    db.session.connection()  # on SQLite one waits here for the lock: a lease that began before might be over already
    first = (
        select(Letter.id)
        .where(is_due())
        .order_by(Letter.campaign_id.is_not(None), Letter.not_before, Letter.id)
        .limit(number)
        .with_for_update(skip_locked=True)
    )
    ids = db.session.scalars(
        update(Letter)
        .where(Letter.id.in_(first.scalar_subquery()))
        .values(state=LetterState.SENDING, attempts=Letter.attempts + 1, lease_until=now() + lease)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not ids:
        return []
    return db.session.scalars(
        select(Letter)
        .where(Letter.id.in_(ids))
        .order_by(Letter.not_before, Letter.id)
        .options(*_WHAT_IT_IS_ABOUT),
        execution_options={"populate_existing": True},
    ).all()


def _is_ready(letter: Letter, limits: Limits) -> bool:
    """Whether a claimed letter can be sent; if not, it has failed for good, or is not meant for its recipient any more."""
    if letter.attempts > limits.attempts:
        _fail(letter, INTERRUPTED)
        return False
    if _is_to_erased(letter):  # queued while somebody was being erased
        letter.state, letter.lease_until = LetterState.CANCELLED, None
        letter.recipient, letter.facts = None, {}
        return False
    if not _still_concerns(letter):
        letter.state, letter.lease_until = LetterState.CANCELLED, None
        return False
    try:
        with db.session.begin_nested():
            letter_writing.write(letter)
    except Exception:
        _log.exception("letter %s cannot be written", letter.id)
        _fail(letter, UNWRITABLE)
        return False
    return True


def _still_concerns(letter: Letter) -> bool:
    """Whether a letter is still meant for its recipient: much can happen while a mail server is out of reach."""
    to_many = campaign_recipients.still_concerns(letter)
    return to_many and reminder_sense.still_concerns(letter) and letter_sense.attendance_holds(letter)


def _is_to_erased(letter: Letter) -> bool:
    """Whether nobody is left whom a letter is for. Whatever was queued for them, the erased get no letter."""
    return any(
        one is not None and one.anonymised_at is not None for one in (letter.registration, letter.person)
    )


def _fail(letter: Letter, reason: str) -> None:
    letter.state, letter.lease_until, letter.server_said = LetterState.FAILED, None, reason
