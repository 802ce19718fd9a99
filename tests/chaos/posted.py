"""Each letter was taken by the mail server once; a second time at most what a killed worker was sending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Letter
from tests.chaos.machine import SENDERS, Death
from tests.mail_server import MailServer


class Post:
    """The letters of an event, and what arrived of them."""

    def __init__(self, event_id: int, mail: MailServer) -> None:
        asked = select(Letter.message_id, Letter.event_id)
        self._known = dict(db.session.execute(asked).tuples().all())
        self.queued = {name for name, of_event in self._known.items() if of_event == event_id}
        names = [str(each["Message-ID"]).strip("<>").partition("@")[0] for each in list(mail.accepted)]
        self.arrived = Counter(names)
        self.repeated = {name: self.arrived[name] - 1 for name in self.queued if self.arrived[name] > 1}

    def faults(self, deaths: Sequence[Death]) -> Iterator[str]:
        """What is wrong with them."""
        lost, unknown = self.queued - set(self.arrived), set(self.arrived) - set(self._known)
        if lost:
            yield f"{len(lost)} letters are noted as sent and never arrived: {sorted(lost)[:3]}"
        if unknown:
            yield f"{len(unknown)} letters arrived of which nothing is known: {sorted(unknown)[:3]}"
        held = Counter(name for death in deaths for name in death.held)
        for name, times in self.repeated.items():
            if times > held[name]:
                yield f"letter {name} arrived {times} times too often, died with it: {held[name]}; {_facts(name)}"
        most = SENDERS * sum(bool(death.held) for death in deaths)
        if sum(self.repeated.values()) > most:
            yield f"{sum(self.repeated.values())} repeats, where {most} letters at most were being sent"


def _facts(name: str) -> tuple[object, ...]:
    asked = select(Letter.kind, Letter.attempts, Letter.created_at, Letter.sent_at, Letter.server_said)
    return tuple(db.session.execute(asked.where(Letter.message_id == name)).one())
