"""Under which sender an event's letters go out, and where answers and refusals go; what is empty is the installation's."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from app.emails.sender_tests import sender_test
from app.extensions import db
from app.models import Event, Letter, LetterKind, User
from app.services import audit, event_states, outbox, places
from app.services.actors import Actor, staff
from app.services.errors import EditedMeanwhile


@dataclass(frozen=True)
class SenderDetails:
    """Addresses are valid, or None."""

    mail_sender: str | None
    mail_sender_name: str | None
    mail_reply_to: str | None
    mail_return_path: str | None


def change(event_id: int, details: SenderDetails, version: int, actor: Actor) -> list[str]:
    """Set an event's own sender; returns the names of what has changed.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        EditedMeanwhile: somebody else has changed the event since the form was opened.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    if event.version != version:
        raise EditedMeanwhile
    wanted = {name: value or None for name, value in asdict(details).items()}
    changed = [name for name, value in wanted.items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, wanted[name])
    if changed:
        audit.record(actor, "event.sender_changed", event, event_id=event.id, fields=changed)
        db.session.flush()
    return changed


def send_test(event: Event, user: User) -> Letter:
    """Queue a letter to the user under the event's sender as it is saved; it goes out while the event is a draft, too."""
    letter = outbox.put_for_user(LetterKind.MESSAGE, user)
    letter.event_id = event.id
    letter.subject, letter.text, letter.html = sender_test(event, user)
    db.session.flush()
    audit.record(staff(user), "event.sender_tested", event, event_id=event.id)
    return letter
