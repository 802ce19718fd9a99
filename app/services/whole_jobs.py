"""Work on many that is done whole or not at all: by the worker, where it would keep a request waiting.

Everything happens in one transaction, together with the note that it is done: whoever dies in between has changed nothing and
leaves the job to the next worker, and nothing is done twice. What was handed in stands in the job sealed, because it may name
people, and goes when the job ends. Whoever asked must still organise the event, and what was looked at is judged again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.lib.sealed_values import Safe
from app.models import Event, Job, JobState, User
from app.services import jobs, places, publishing
from app.services.actors import staff
from app.services.attendance import presence_import, sealed_report
from app.services.earlier_years import looking, sealed_list
from app.services.errors import ChangedSinceShown, DomainError

# Jobs that wait have these names.
EARLIER_LIST, PRESENCE, CANCELLING = "earlier_list", "presence", "event_cancelled"
Told = dict[str, int]  # what came of it, in numbers


@dataclass(frozen=True)
class Asked:
    """What is to be done: at an event, which is locked, for whom, and what was said."""

    event: Event
    user: User
    said: Mapping[str, Any]
    safe: Safe


@dataclass(frozen=True)
class Outcome:
    """What a job says at its end: numbers, or why nothing was done."""

    told: Told
    refused: str | None

    @classmethod
    def of(cls, job: Job, language: str) -> Outcome | None:
        """As it stands in the job; None before its end, and once the job says no more."""
        said: dict[str, Any] = dict(job.parameters)
        if not {"told", "refused"} & set(said):
            return None
        refused = said.get("refused")
        return cls(said.get("told", {}), refused[language] if refused else None)


def ask(kind: str, event: Event, user: User, number: int, **said: object) -> Job:
    """Ask for work on so many people."""
    job = jobs.ask(kind, event, user, **said)
    job.total = number
    db.session.flush()
    return job


def do(job_id: int, event_id: int, attempt: int, safe: Safe) -> bool:
    """Do all of it; False, and nothing is done, if the job is another worker's now.

    Raises:
        DomainError: it is refused by now. Roll back, then call `refuse`.
    """
    event = places.lock(event_id)
    job = jobs.held(job_id, attempt)
    if job is None:
        return False
    user = jobs.asker(job, event)
    if user is None:
        return jobs.fail(job_id, attempt, jobs.NOT_ALLOWED)
    told = WORKS[job.kind](Asked(event, user, job.parameters, safe))
    job.parameters, job.done = {"told": told}, job.total or 0
    job.state, job.finished_at, job.lease_until = JobState.DONE, now(), None
    db.session.flush()
    return True


def refuse(job_id: int, attempt: int, error: DomainError) -> bool:
    """Note why nothing was done, in both languages; False if the job is another worker's now."""
    if not jobs.fail(job_id, attempt, error.code):
        return False
    words = {"en": error.wording("en"), "fr": error.wording("fr")}
    db.session.get_one(Job, job_id).parameters = {"refused": words}
    db.session.flush()
    return True


def _earlier_list(asked: Asked) -> Told:
    sheet = sealed_list.unseal(asked.said["handed"], asked.event, asked.safe)
    if sheet is None:
        raise ChangedSinceShown
    looked = looking.look(sheet)
    made = looked.outlook
    if made is None or not looked.is_right or made.mark != asked.said["seen"]:
        raise looked.refusal or ChangedSinceShown
    looking.take_over(looked, asked.user)
    named = any(line.earlier is not None and line.earlier.is_named for line in looked.lines)
    return {
        "new": len(made.new),
        "came": len(made.came),
        "known": made.known,
        "completes": int(made.completes),
        "without_name": sum(not one.earlier.is_named for one in made.new) if named else 0,
        "names_kept": int(made.names_kept),
    }


def _presence(asked: Asked) -> Told:
    carried = sealed_report.unseal(asked.said["handed"], asked.event, asked.safe)
    if carried is None:
        raise ChangedSinceShown
    anyway = asked.said["anyway"]
    judged = presence_import.judge(carried.question, carried.report, carried.hands, anyway, lock=True)
    if judged.mark != asked.said["seen"]:
        raise ChangedSinceShown
    taken = presence_import.take_over(carried.question, judged, staff(asked.user))
    return {
        "people": taken.people,
        "strangers": len(judged.strangers),
        "others": len(judged.people) - taken.people,
    }


def _cancelling(asked: Asked) -> Told:
    reasons = asked.said["reason_en"], asked.said["reason_fr"]
    return {"letters": publishing.cancel(asked.event.id, *reasons, staff(asked.user))}


WORKS: dict[str, Callable[[Asked], Told]] = {
    EARLIER_LIST: _earlier_list,
    PRESENCE: _presence,
    CANCELLING: _cancelling,
}
