"""Delivering the outbox: claim a letter for a while, send it, note what became of it. Claiming and noting are units of work.

Any number of workers may do this at once. A claim is a lease: whoever dies in between leaves a letter that the next one takes
up when the lease is over. The message keeps its Message-ID, so that a repeat can be recognised.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Letter, LetterState
from app.services import settings
from app.services.mail_answers import Answer, Outcome, answer_to
from app.services.outgoing import OutgoingMessage, Site, Unmailable, outgoing

Post = Callable[[OutgoingMessage], str]  # sends a message; returns the server's words, raises what it met
_log = logging.getLogger(__name__)
INTERRUPTED = N_("Given up: the worker was interrupted at each attempt.")


def something_is_due() -> bool:
    """Whether a letter waits to be sent now; asks without locking anything."""
    return db.session.scalar(select(Letter.id).where(_due()).limit(1)) is not None


def take(site: Site) -> OutgoingMessage | None:
    """Claim the next letter that can be sent and make its message; None when nothing is due.

    The caller commits before sending it, so that the private link works when the letter arrives. What can never be sent
    fails here, for good.
    """
    lease, most = settings.numbers("letter_lease_seconds", "letter_attempts")
    while (letter := _claim(timedelta(seconds=lease))) is not None:
        try:
            if letter.attempts > most:
                raise Unmailable(INTERRUPTED)
            return outgoing(letter, site)
        except Unmailable as error:
            _fail(letter, str(error))
        except SQLAlchemyError:
            raise
        except Exception as error:  # one letter that cannot be made must not stop all others
            _log.exception("letter %s cannot be made", letter.id)
            _fail(letter, f"{type(error).__name__}: {error}")
    return None


def send(message: OutgoingMessage, post: Post) -> Answer:
    """Hand a message over, outside of any transaction."""
    try:
        return Answer(Outcome.SENT, post(message))
    except Exception as error:
        return answer_to(error)


def note(message: OutgoingMessage, answer: Answer) -> bool:
    """Write down what became of a letter; False if the lease was over and somebody else has taken it meanwhile."""
    mine = (
        (Letter.id == message.letter_id)
        & (Letter.state == LetterState.SENDING)
        & (Letter.attempts == message.attempt)
    )
    changes = {
        "lease_until": None,
        "server_said": answer.words[:500],
        **_consequence(message.attempt, answer),
    }
    done = db.session.execute(update(Letter).where(mine).values(changes))
    return cast(CursorResult[Any], done).rowcount == 1


def _fail(letter: Letter, words: str) -> None:
    letter.state, letter.lease_until, letter.server_said = LetterState.FAILED, None, words[:500]
    db.session.flush()


def _consequence(attempt: int, answer: Answer) -> dict[str, object]:
    attempts, wait, most = settings.numbers(
        "letter_attempts", "letter_retry_seconds", "letter_retry_most_seconds"
    )
    if answer.outcome is Outcome.SENT:
        return {"state": LetterState.SENT, "sent_at": now()}
    if answer.outcome is Outcome.UNREACHABLE:  # no fault of the letter: it waits as long as it takes
        again = now() + timedelta(seconds=wait)
        return {"state": LetterState.WILL_RETRY, "not_before": again, "attempts": attempt - 1}
    if answer.outcome is Outcome.LATER and attempt < attempts:
        again = now() + timedelta(seconds=min(wait * 2 ** (attempt - 1), most))
        return {"state": LetterState.WILL_RETRY, "not_before": again}
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
    return db.session.scalar(
        update(Letter)
        .where(Letter.id == first.scalar_subquery())
        .values(state=LetterState.SENDING, attempts=Letter.attempts + 1, lease_until=now() + lease)
        .returning(Letter)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
