"""The log of the desk: each scan that was answered is one line of it, and each person is the first once."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.checkin.asking import check_in_id
from app.extensions import db
from app.models import CheckIn, CheckInKind, Registration
from app.services.attendance.checking_in import Answer
from tests.chaos.crowd import Crowd

_KNOWN = {Answer.WELCOME.value, Answer.ALREADY_IN.value, Answer.NOT_CONFIRMED.value}


def faults(event_id: int, there: Sequence[Registration], crowd: Crowd) -> Iterator[str]:
    """What is wrong with the log."""
    log: dict[int, list[CheckIn]] = defaultdict(list)
    for line in db.session.scalars(select(CheckIn).where(CheckIn.event_id == event_id)):
        log[line.registration_id].append(line)
    for row in there:
        answers = crowd.scans.get(row.reference, {})
        yield from (f"{row.reference}: {fault}" for fault in _of_one(log[row.id], answers))
    unknown = set(crowd.scans) - {row.reference for row in there}
    if unknown:
        yield f"of those who were scanned nobody knows {unknown}"


def _of_one(lines: list[CheckIn], answers: dict[uuid.UUID, str]) -> Iterator[str]:
    told = Counter(answers.values())
    if set(told) - _KNOWN:
        yield f"a scan was answered {set(told) - _KNOWN}"
    if told[Answer.WELCOME] > 1:
        yield f"was the first {told[Answer.WELCOME]} times"
    if told[Answer.ALREADY_IN] and not told[Answer.WELCOME]:
        yield "is said to be in, and nobody was welcomed"
    welcomed = [scan for scan, answer in answers.items() if answer == Answer.WELCOME]
    if len(lines) != len(welcomed):
        yield f"has {len(lines)} lines of the log, {len(welcomed)} scans were welcomed"
    for line in lines:
        assert line.day is not None
        known = {str(check_in_id(scan, line.registration_id, line.day, None)) for scan in welcomed}
        if line.kind is not CheckInKind.IN or line.client_id not in known:
            yield "has a line of the log that no scan asked for"
