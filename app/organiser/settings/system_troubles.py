"""What is not well, and what to do about it: by administrators on a page, or by whoever runs the server with a command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.organiser.settings.system_words import Seen, moment, size
from app.services.system_state import SystemState
from app.web.mail_banner import silence_words
from app.web.running import Disk

_LONG = timedelta(hours=1)  # for which work may take, or wait
_LITTLE, _VERY_LITTLE = 2_000_000_000, 500_000_000  # bytes that are left


class Trouble(NamedTuple):
    """What is wrong, what it means, what to do; a command for whoever runs the server, or a page."""

    what: str
    todo: str
    kind: str = "warn"  # stop: something does not work
    quoted: str = ""  # a server's own words
    command: str = ""
    href: str = ""
    label: str = ""


def found(seen: Seen) -> list[Trouble]:
    """Everything, the gravest first."""
    if seen.state is None:
        first: Iterator[Trouble] = iter(
            [Trouble(_("The database could not be asked."), _("The log of the web server says why."), "stop")]
        )
    else:
        first = _of_database(seen.state, seen)
    troubles = [*first, *(_of_disk(seen.disk) if seen.disk else ())]
    return sorted(troubles, key=lambda trouble: trouble.kind != "stop")


def _of_database(state: SystemState, seen: Seen) -> Iterator[Trouble]:
    yield from _of_tables(state, seen)
    yield from _of_letters(state)
    yield from _of_long_work(state)
    yield from _of_backup(state, seen)
    yield from _of_seals(state)


def _of_tables(state: SystemState, seen: Seen) -> Iterator[Trouble]:
    if state.schema != seen.newest_schema:
        yield Trouble(
            _("The tables are not those of this version."),
            _("Whoever runs the server brings them up to date:"),
            "stop",
            command="flask db upgrade",
        )


def _of_letters(state: SystemState) -> Iterator[Trouble]:
    if not state.worker_alive:
        yield _worker(state)
    elif state.mail_down_since is None and state.letters_late and state.due.since is not None:
        yield Trouble(
            _("Letters wait longer than they should: the oldest is due for %(period)s.",
              period=silence_words(state.at - state.due.since)),
            _("After a message to many, or with a limit of letters a minute, that is as it should be. "
                "Otherwise the log of the worker says why."),
            href=url_for("organiser.settings_limits", group="letters"),
            label=_("How letters are delivered"),
        )  # fmt: skip
    if state.mail_down_since is not None:
        yield Trouble(
            _("The mail server cannot be reached since %(moment)s.", moment=moment(state.mail_down_since)),
            _("Letters wait and go out as soon as it answers. Ask whoever looks after it, with its words."),
            "stop",
            quoted=state.mail_said,
            href=url_for("organiser.settings_sender"),
            label=_("Look at the sender"),
        )


def _of_long_work(state: SystemState) -> Iterator[Trouble]:
    if state.worker_alive and state.unfinished.since and state.at - state.unfinished.since > _LONG:
        period = silence_words(state.at - state.unfinished.since)
        yield Trouble(
            _("Long work is not finished after %(period)s.", period=period),
            _("The log of the worker says why."),
        )


def _of_seals(state: SystemState) -> Iterator[Trouble]:
    if state.worker_alive and state.seal_late:
        yield Trouble(
            _("Lines of the audit trail are not sealed."),
            _("The worker does it each minute, and its log says what keeps it. By hand:"),
            command="flask audit seal",
        )


def _worker(state: SystemState) -> Trouble:
    if state.worker_heard is None:
        what = _("The worker has never run.")
    else:
        what = _(
            "The worker has been silent for %(period)s.", period=silence_words(state.at - state.worker_heard)
        )
    return Trouble(
        what,
        _("Letters, reminders and long work wait; nothing is lost. Whoever runs the server starts it again:"),
        "stop",
        command="systemctl restart events-worker",
    )


def _of_backup(state: SystemState, seen: Seen) -> Iterator[Trouble]:
    by_hand = _("One is made each night. Whoever runs the server finds out why not, and makes one now:")
    command = "systemctl start events-backup"
    if state.backup is not None and state.backup_late:
        period = silence_words(state.at - state.backup.at)
        yield Trouble(_("The latest backup is %(period)s old.", period=period), by_hand, command=command)
    elif state.backup is None and seen.config.production:
        yield Trouble(_("No backup was ever made here, as far as is known."), by_hand, command=command)


def _of_disk(disk: Disk) -> Iterator[Trouble]:
    if disk.free >= _LITTLE:
        return
    yield Trouble(
        _("The disk is almost full: %(free)s are left.", free=size(disk.free)),
        _("Without room nobody can register. Whoever runs the server makes room or adds some."),
        "stop" if disk.free < _VERY_LITTLE else "warn",
    )
