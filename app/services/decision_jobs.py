"""A decision on many hundreds: taken by the worker, portion by portion, with its progress.

Each portion is committed together with the note that it is done: whoever dies in between leaves the rest to the next worker,
and nothing is done twice. The reason, which may name somebody, goes from the job when it ends. Before each portion it is asked
whether whoever asked for it may still decide: an account that was closed or lost the event decides nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Job, JobState, User
from app.services import bulk_deciding, jobs, places
from app.services.actors import staff
from app.services.bulk_deciding import Outcome
from app.services.registration_actions import Action

DECISIONS = "decisions"  # jobs that wait have this name
_PORTION = 20


@dataclass(frozen=True)
class Decided:
    """What a job has done so far: for how many, and how many were left alone, by the sentence that says why."""

    action: Action
    done: int
    left_alone: Counter[str]

    @classmethod
    def of(cls, job: Job, language: str) -> Decided | None:
        """As it stands in the job, in a language; None once the job says no more what was asked for."""
        said: dict[str, Any] = dict(job.parameters)
        if not said:
            return None
        reasons = Counter[str]()
        for sentences, times in said["left_alone"]:
            reasons[sentences[language]] += times
        return cls(Action(said["action"]), said["done"], reasons)


def ask(
    event: Event, looked_at: Mapping[int, str], action: Action, user: User, reason: str | None, left: Outcome
) -> Job:
    """Ask for a decision on the registrations that were looked at, in their order, each as it was; `left` stay out.

    Raises:
        NotFound, TooManySelected: as `bulk_deciding.foresee`.
    """
    ordered = [number for batch in bulk_deciding.batches(event, list(looked_at)) for number in batch]
    job = jobs.ask(
        DECISIONS,
        event,
        user,
        action=action.value,
        reason=reason,
        looked_at=[[number, looked_at[number]] for number in ordered],
        done=0,
        left_alone=_counted([], left),
    )
    job.total = len(ordered)
    db.session.flush()
    return job


def step(job_id: int, event_id: int, attempt: int) -> bool:
    """Decide on the next few; True while there are more, False when none is left or the job is another worker's now."""
    event = places.lock(event_id)
    job = jobs.held(job_id, attempt)
    if job is None:
        return False
    user = jobs.asker(job, event)
    if user is None:
        jobs.fail(job_id, attempt, jobs.NOT_ALLOWED)
        return False
    said: dict[str, Any] = dict(job.parameters)
    waiting: list[tuple[int, str]] = [(number, status) for number, status in said["looked_at"]]
    if waiting:
        _decide(event, user, said, waiting[:_PORTION])
    said["looked_at"] = waiting[_PORTION:]
    job.total = job.total or len(waiting)
    job.done, job.lease_until = job.total - len(said["looked_at"]), now() + jobs.LEASE
    if not said["looked_at"]:
        said["reason"] = None
        job.state, job.finished_at, job.lease_until = JobState.DONE, now(), None
    job.parameters = said
    return bool(said["looked_at"])


def _decide(event: Event, user: User, said: dict[str, Any], portion: Sequence[tuple[int, str]]) -> None:
    seen = dict(portion)
    action, reason = Action(said["action"]), said["reason"]
    outcome = bulk_deciding.take(event, list(seen), action, staff(user), reason, seen)
    said["done"] += len(outcome.done)
    said["left_alone"] = _counted(said["left_alone"], outcome)


def _counted(before: list[Any], outcome: Outcome) -> list[Any]:
    """How many were left alone for each reason, which is kept in both languages."""
    counted: dict[str, list[Any]] = {sentences["en"]: [sentences, times] for sentences, times in before}
    for error in outcome.refused.values():
        sentences = {"en": error.wording("en"), "fr": error.wording("fr")}
        counted.setdefault(sentences["en"], [sentences, 0])[1] += 1
    return list(counted.values())
