"""The page *System* in words: one line for each part of the application, and what the title says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from app.lib import dates, numbers, seat_time
from app.lib.small_numbers import in_words
from app.lib.version import version
from app.lib.wording import capitalised
from app.models import JobState, LetterState
from app.services.system_state import SystemState
from app.web import running
from app.web.locale import language
from app.web.mail_banner import silence_words
from app.web.running import Disk
from config import Config


class Seen(NamedTuple):
    """What was looked at; None where it could not be."""

    state: SystemState | None
    disk: Disk | None
    newest_schema: str
    config: Config
    engine: str


class Line(NamedTuple):
    """A part of the application, what is known of it, and where there is more."""

    title: str
    said: Sequence[str]
    href: str = ""
    label: str = ""


def headline(troubles: Sequence[object]) -> str:
    """The news, as a title."""
    if not troubles:
        return _("Everything is well")
    number = len(troubles)
    words = in_words(number, language())
    return capitalised(
        ngettext(
            "One thing needs looking after", "%(number)s things need looking after", number, number=words
        )
    )


def ago(period: timedelta) -> str:
    """How long ago something was."""
    if period < timedelta(minutes=1):
        return _("less than a minute ago")
    return _("%(period)s ago", period=silence_words(period))


def size(number: int) -> str:
    """A number of bytes."""
    return dates.file_size(number, language())


def moment(state_moment: object) -> str:
    """A moment by the clocks of the Network's seat."""
    return seat_time.with_place(state_moment, language())  # type: ignore[arg-type]


def lines(seen: Seen) -> list[Line]:
    """Everything that is known, in the order in which one would look."""
    of_database = _of_database(seen.state, seen) if seen.state else ()
    return [*of_database, *_of_machine(seen)]


def _of_database(state: SystemState, seen: Seen) -> Iterator[Line]:
    yield Line(_("Worker"), [_worker(state)])
    yield Line(_("Mail server"), list(_mail_server(state, seen.config)), *_sender())
    yield Line(_("Letters"), list(_letters(state)))
    yield Line(_("Long work"), [_jobs(state)])
    yield Line(_("Database"), list(_database(state, seen)))
    yield Line(_("Backup"), list(_backup(state)))
    yield Line(_("Audit trail"), list(_trail(state)), url_for("organiser.audit"), _("Open the audit trail"))


def _sender() -> tuple[str, str]:
    return url_for("organiser.settings_sender"), _("Send yourself a test")


def _worker(state: SystemState) -> str:
    if state.worker_heard is None:
        return _("It has never run here.")
    return _("Heard of %(ago)s.", ago=ago(state.at - state.worker_heard))


def _mail_server(state: SystemState, config: Config) -> Iterator[str]:
    if not config.mail_server:
        yield _("None is set: letters go into the mailbox of this installation and reach nobody.")
    elif state.mail_down_since is None:
        yield _("%(name)s. No trouble is known.", name=config.mail_server)
    else:
        yield _(
            "%(name)s. Out of reach since %(moment)s.",
            name=config.mail_server,
            moment=moment(state.mail_down_since),
        )


def _letters(state: SystemState) -> Iterator[str]:
    waiting = sum(state.letters.get(name, 0) for name in (LetterState.QUEUED, LetterState.WILL_RETRY))
    if state.due.since is not None:
        yield ngettext(
            "One letter could go out now; it has been due for %(period)s.",
            "%(num)s letters could go out now; the oldest has been due for %(period)s.",
            state.due.number,
            period=silence_words(state.at - state.due.since),
        )
    else:
        yield _("No letter is due.")
    if later := max(waiting - state.due.number, 0):
        yield ngettext(
            "One waits for its moment, or for its event to be published.",
            "%(num)s wait for their moment, or for their event to be published.",
            later,
        )
    if state.failed:
        yield ngettext(
            "One could not be delivered: it stands on the letters’ page of its event.",
            "%(num)s could not be delivered: they stand on the letters’ pages of their events.",
            state.failed,
        )
    yield ngettext(
        "One has gone out in all.", "%(num)s have gone out in all.", state.letters.get(LetterState.SENT, 0)
    )


def _jobs(state: SystemState) -> str:
    if state.unfinished.since is None:
        return _("Nothing is under way.")
    running_now = state.jobs.get(JobState.RUNNING, 0)
    return ngettext(
        "One piece of work waits or is under way (%(running)s under way), the oldest for %(period)s.",
        "%(num)s pieces of work wait or are under way (%(running)s under way), the oldest for %(period)s.",
        state.unfinished.number,
        running=running_now,
        period=silence_words(state.at - state.unfinished.since),
    )


def _database(state: SystemState, seen: Seen) -> Iterator[str]:
    kind = "PostgreSQL" if seen.engine == "postgresql" else "SQLite"
    yield _("%(kind)s, %(size)s.", kind=kind, size=size(state.size))
    if state.schema == seen.newest_schema:
        yield _("Its tables are those of this version (%(revision)s).", revision=state.schema)
    else:
        yield _(
            "Its tables are at %(revision)s; this version works with %(newest)s.",
            revision=state.schema or "–",
            newest=seen.newest_schema,
        )


def _backup(state: SystemState) -> Iterator[str]:
    if state.backup is None:
        yield _("None is known of.")
        return
    yield _(
        "The latest is of %(moment)s (%(ago)s).",
        moment=moment(state.backup.at),
        ago=ago(state.at - state.backup.at),
    )
    if state.backup.size is not None:
        yield _("It has %(size)s.", size=size(state.backup.size))


def _trail(state: SystemState) -> Iterator[str]:
    if state.sealed_at is None:
        yield _("No line is sealed yet.")
    else:
        yield ngettext(
            "One line is sealed, the latest at %(moment)s.",
            "%(number)s lines are sealed, the latest at %(moment)s.",
            state.seals,
            number=numbers.number(state.seals, language()),
            moment=moment(state.sealed_at),
        )
    if state.unsealed.number:
        yield ngettext("One waits for its seal.", "%(num)s wait for their seal.", state.unsealed.number)
    elif state.seals:
        yield _("None waits for its seal.")


def _of_machine(seen: Seen) -> Iterator[Line]:
    if seen.disk is not None:
        said = _("%(free)s of %(whole)s are free.", free=size(seen.disk.free), whole=size(seen.disk.whole))
        yield Line(_("Disk of the instance folder"), [said])
    started = pgettext("version", "Running since %(moment)s.", moment=moment(running.STARTED))
    yield Line(_("Version"), [f"{version()}.", started])
