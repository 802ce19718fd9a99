"""Long work: asked for in a request, done by a worker, with its progress and a file to fetch at the end.

The queue only says when to look. A job is claimed for a while (a lease) and claimed anew with each step that is reported;
whoever dies in between leaves it to the next worker, which begins again. The file belongs to whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import IO, Any, cast

from sqlalchemy import ColumnElement, CursorResult, Text, and_, or_, select, update
from sqlalchemy import cast as cast_as

from app.extensions import db
from app.lib import marks
from app.lib.clock import now
from app.models import Event, Job, JobState, User
from app.services import event_sight, file_store, places
from app.services.errors import NotFound

ATTEMPTS = 3
LEASE = timedelta(minutes=2)
INTERRUPTED, FAILED, NOT_ALLOWED = "interrupted", "failed", "not_allowed"  # failure codes
_MOST = 512 * 1024 * 1024  # bytes of a file
_ASKED = "asked"  # among the parameters: the mark of what was asked for, but for words that may name somebody
# Of what was asked for: may name people, and goes when the job ends.
_UNTIL_THE_END = ("reason", "reason_en", "reason_fr", "handed")


def ask(kind: str, event: Event, user: User, **parameters: object) -> Job:
    """Ask for long work; `parameters` are plain values that the work of this kind understands.

    Whoever asks for the same again before it is done – with a second click, or in another tab – is told of the first.
    """
    places.lock(event.id)
    parameters[_ASKED] = marks.of(sorted(item for item in parameters.items() if item[0] != "reason"))
    own = select(Job).where(Job.kind == kind, Job.event_id == event.id, Job.user_id == user.id, _goes_on())
    for known in db.session.scalars(own):
        if known.parameters.get(_ASKED) == parameters[_ASKED]:
            return known
    job = Job(kind=kind, event_id=event.id, user_id=user.id, parameters=parameters, created_at=now())
    db.session.add(job)
    db.session.flush()
    return job


def of_user(job_id: int, user: User) -> Job:
    """The job that a user asked for.

    Raises:
        NotFound: there is none, or it is somebody else's, or about an event that this user no longer works with.
    """
    seen = event_sight.visible(user).with_only_columns(Event.id)
    own = select(Job).where(Job.id == job_id, Job.user_id == user.id)
    job = db.session.scalar(own.where(Job.event_id.is_(None) | Job.event_id.in_(seen)))
    if job is None:
        raise NotFound
    return job


def one_waits() -> bool:
    """Whether a job waits to be done; asks without locking anything."""
    return db.session.scalar(select(Job.id).where(_waits()).limit(1)) is not None


def claim() -> Job | None:
    """The oldest job that waits, claimed; None if there is none. One that ended each attempt with the worker's death fails."""
    while (job := _claim()) is not None:
        if job.attempts <= ATTEMPTS:
            return job
        fail(job.id, job.attempts, INTERRUPTED)
    return None


def report(job_id: int, attempt: int, done: int, total: int | None) -> bool:
    """Note how far a job is, and hold it longer; False if another worker has taken it meanwhile."""
    return _change(job_id, attempt, done=done, total=total, lease_until=now() + LEASE)


def finish(job_id: int, attempt: int, file_name: str, content: IO[bytes]) -> bool:
    """Keep the file and note the end; False, and no file, if another worker has taken the job meanwhile."""
    stored = file_store.keep(content, _MOST)
    values = {
        "state": JobState.DONE,
        "file_name": file_name,
        "stored_name": stored.name,
        "finished_at": now(),
    }
    if _change(job_id, attempt, lease_until=None, **values):
        return True
    file_store.remove(stored.name)
    return False


def held(job_id: int, attempt: int) -> Job | None:
    """The job, locked, while this worker has it; None if it is another's now."""
    return db.session.scalar(select(Job).where(_is_of(job_id, attempt)).with_for_update())


def asker(job: Job, event: Event) -> User | None:
    """Whoever asked for work at an event, as they are now; None if they may no more (account closed, another role)."""
    user = db.session.get_one(User, job.user_id, populate_existing=True)
    if not (user.active and user.organises):
        return None
    sees = event_sight.visible(user).where(Event.id == event.id).with_only_columns(Event.id)
    return user if db.session.scalar(sees) is not None else None


def fail(job_id: int, attempt: int, code: str) -> bool:
    """Note that a job cannot be done, and a code that says why. What was typed or handed in, which may name people, goes."""
    failed = _change(
        job_id, attempt, state=JobState.FAILED, failure_code=code, lease_until=None, finished_at=now()
    )
    job = db.session.get_one(Job, job_id, populate_existing=True) if failed else None
    if job is not None and any(name in job.parameters for name in _UNTIL_THE_END):
        gone = {name: None for name in _UNTIL_THE_END if name in job.parameters}
        job.parameters = {**job.parameters, **gone}
        db.session.flush()
    return failed


def forget_files(ids: Collection[int]) -> int:
    """Remove the files of jobs that have ended, and what was asked for; the jobs remain. Returns how many there were."""
    ended = db.session.scalars(
        select(Job).where(Job.id.in_(ids), Job.finished_at.is_not(None), is_full())
    ).all()
    for job in ended:
        _empty(job)
    db.session.flush()
    return len(ended)


def is_full() -> ColumnElement[bool]:
    """Whether a job still has its file, or says what was asked for."""
    return or_(Job.stored_name.is_not(None), cast_as(Job.parameters, Text) != "{}")


def forget_of_event(event_id: int) -> None:
    """Take away what was made of an event: it may name somebody who is erased. What is being made is begun anew."""
    for job in db.session.scalars(select(Job).where(Job.event_id == event_id, Job.finished_at.is_not(None))):
        _empty(job)
    under_way = (Job.event_id == event_id) & (Job.state == JobState.RUNNING)
    db.session.execute(update(Job).where(under_way).values(state=JobState.QUEUED, lease_until=None))


def remove_of_event(event_id: int) -> None:
    """Remove the jobs of an event that goes, with what was made; whoever is doing one finds that it is not theirs any more."""
    for job in db.session.scalars(select(Job).where(Job.event_id == event_id)):
        _empty(job)
        db.session.delete(job)
    db.session.flush()


def _empty(job: Job) -> None:
    if job.stored_name is not None:
        file_store.remove(job.stored_name)
    job.stored_name, job.parameters = None, {}


def _goes_on() -> ColumnElement[bool]:
    return Job.state.in_((JobState.QUEUED, JobState.RUNNING))


def _waits() -> ColumnElement[bool]:
    left = and_(Job.state == JobState.RUNNING, Job.lease_until <= now())
    return or_(Job.state == JobState.QUEUED, left)


def _claim() -> Job | None:
    oldest = select(Job.id).where(_waits()).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    job_id = db.session.scalar(
        update(Job)
        .where(Job.id == oldest.scalar_subquery())
        .values(state=JobState.RUNNING, attempts=Job.attempts + 1, done=0, lease_until=now() + LEASE)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.get(Job, job_id, populate_existing=True) if job_id is not None else None


def _is_of(job_id: int, attempt: int) -> ColumnElement[bool]:
    return and_(Job.id == job_id, Job.state == JobState.RUNNING, Job.attempts == attempt)


def _change(job_id: int, attempt: int, **values: object) -> bool:
    done = db.session.execute(update(Job).where(_is_of(job_id, attempt)).values(values))
    return cast(CursorResult[Any], done).rowcount == 1
