"""Whether a reminder is still right at the moment in which it goes out: a mail server may have been out of reach for hours."""

from __future__ import annotations

from app.extensions import db
from app.models import Body, Event, Letter, LetterKind
from app.services import delegation_points, delegation_replies, letter_sense, mandates
from app.services.delegation_replies import Reply

_TO_PARTICIPANTS = (LetterKind.NOMINATION_REMINDER, LetterKind.PRACTICAL_INFORMATION)
_TO_DELEGATIONS = (LetterKind.REMINDER, LetterKind.DIGEST)
_HEARD_OF = {Reply.WILL_NOT_ATTEND, Reply.ANSWERED, Reply.CONFIRMED, Reply.ARRIVED}


def still_concerns(letter: Letter) -> bool:
    """Whether what a letter reminds of still holds for its recipient; true of letters that remind of nothing.

    It is not once somebody has answered, refused or withdrawn, the correspondent's mandate has ended, or nothing is open.
    """
    event = letter.event
    if event is None or letter.user_id is not None or letter.campaign_id is not None:
        return True
    if letter.kind in _TO_PARTICIPANTS:
        return letter_sense.still_holds(letter, event)
    return letter.kind not in _TO_DELEGATIONS or _awaits(letter, event)


def _awaits(letter: Letter, event: Event) -> bool:
    body = db.session.get(Body, letter.body_id) if letter.body_id else None
    if body is None or not letter_sense.still_holds(letter, event) or not _speaks(letter, event, body):
        return False
    if letter.kind is LetterKind.DIGEST:
        return "missing" in letter.facts or bool(delegation_points.of_body(event, body))
    (standing,) = delegation_replies.standings(event, only=body) or (None,)
    return standing is None or standing.reply not in _HEARD_OF


def _speaks(letter: Letter, event: Event, body: Body) -> bool:
    speaking = mandates.correspondents([body.id], fictional=event.fictional).get(body.id, [])
    return any(person.id == letter.person_id for person in speaking)
