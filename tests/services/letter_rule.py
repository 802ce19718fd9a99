"""Which letter each unit of work owes to whom, by what it has changed, independently of the services that write them."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from app.extensions import db
from app.models import Letter, LetterKind, Place, Registration, Status, StatusChange
from app.services.answering import NOMINEE_DECLINED
from app.services.replacing import REPLACED

Stood = tuple[Status, Place, bool]  # the last: whether the address is proven

BEGUN: dict[Status, set[LetterKind]] = {
    Status.UNVERIFIED: {LetterKind.CONFIRM_ADDRESS},
    Status.NOMINATED: {LetterKind.NOMINATION, LetterKind.REPLACEMENT},
    Status.SUBMITTED: {LetterKind.RECEIVED, LetterKind.WAITING},
    Status.CONFIRMED: {LetterKind.CONFIRMED},
}
MOVED: dict[Status, set[LetterKind]] = {
    Status.SUBMITTED: {LetterKind.RECEIVED, LetterKind.WAITING},
    Status.CONFIRMED: {LetterKind.CONFIRMED},
    Status.DECLINED: {LetterKind.DECLINED},
    Status.CANCELLED: {LetterKind.CANCELLED},
}


class Post:
    """The letters of one event, looked at after each unit of work."""

    def __init__(self, event_id: int) -> None:
        self.event_id, self.last, self.stood = event_id, 0, dict[int, Stood]()

    def check(self) -> None:
        """Fail if the last unit of work has written too much, too little or the wrong letter."""
        db.session.expire_all()
        new = db.session.scalars(
            select(Letter).where(Letter.event_id == self.event_id, Letter.id > self.last).order_by(Letter.id)
        ).all()
        twice = Counter((row.registration_id, row.person_id, row.facts.get("body_id")) for row in new)
        assert all(number == 1 for number in twice.values()), "two letters of one unit of work to one person"
        assert all(row.state == "queued" for row in new)
        kinds = {row.registration_id: row.kind for row in new if row.registration_id is not None}
        declined = ended = 0
        last_steps = self.last_steps()
        everybody = db.session.scalars(select(Registration).where(Registration.event_id == self.event_id))
        for person in everybody.all():
            before, last = self.stood.get(person.id), last_steps[person.id]
            expected = owed(person, before, last)
            assert kinds.get(person.id) in expected, f"{before} → {person.status}: {kinds.get(person.id)}"
            if before is not None and moved(person, before) and person.body_id is not None:
                declined += last.reason_code == NOMINEE_DECLINED
                ended += before[0] is Status.NOMINATED and person.status is Status.EXPIRED
            self.stood[person.id] = (person.status, person.place, person.verified_at is not None)
        told = {row.kind for row in new if row.person_id is not None and row.registration_id is None}
        due = {LetterKind.NOMINEE_DECLINED: declined, LetterKind.NOMINATIONS_ENDED: ended}
        assert told == {kind for kind, number in due.items() if number}, f"correspondents: {told}"
        self.last = max([row.id for row in new], default=self.last)
        db.session.rollback()

    def last_steps(self) -> dict[int, StatusChange]:
        """The last line of each registration's history."""
        latest = (
            select(func.max(StatusChange.id))
            .join(Registration, Registration.id == StatusChange.registration_id)
            .where(Registration.event_id == self.event_id)
            .group_by(StatusChange.registration_id)
        )
        lines = db.session.scalars(select(StatusChange).where(StatusChange.id.in_(latest)))
        return {line.registration_id: line for line in lines}


def moved(person: Registration, before: Stood | None) -> bool:
    """Whether the status is another one than before."""
    return before is None or before[0] is not person.status


def owed(person: Registration, before: Stood | None, last: StatusChange) -> set[LetterKind | None]:
    """The letters one of which whoever stands so is owed; None where no letter is."""
    if before is None:
        return {*BEGUN[person.status]}
    if not moved(person, before):
        if not before[2] and person.verified_at is not None:  # taken up again, and the address proven now
            return {LetterKind.RECEIVED, LetterKind.WAITING}
        if last.reason_code == "promoted" and before[1] is Place.WAITING and person.place is Place.HELD:
            return {LetterKind.PROMOTED}
        return {
            None,
            LetterKind.SESSION_PLACE,
            *({LetterKind.PROMOTED} if before[1] is not person.place else ()),
        }
    if person.status is Status.VALIDATED:
        answered = before[0] is Status.NOMINATED
        return {LetterKind.RECEIVED, LetterKind.WAITING} if answered else {None}
    if person.status is Status.EXPIRED:
        return {LetterKind.NOMINATION_EXPIRED if before[0] is Status.NOMINATED else None}
    if person.status is Status.WITHDRAWN:
        return {
            {REPLACED: LetterKind.REPLACED, NOMINEE_DECLINED: None}.get(
                last.reason_code or "", LetterKind.WITHDRAWN
            )
        }
    return {*MOVED[person.status]}
