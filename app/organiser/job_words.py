"""The words of work that the worker does on many: what it is, what came of it, what was left out and why, and where to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.models import Event, Job, JobState
from app.organiser.participants import participant_words
from app.organiser.presence import presence_words
from app.organiser.statistics.earlier import earlier_words
from app.services import whole_jobs
from app.services.attendance.presence_import import Taken
from app.services.decision_jobs import Decided
from app.services.whole_jobs import Outcome, Told
from app.web.locale import language

Note = tuple[str, str]  # its kind, and what it says
_ENDED = {JobState.DONE, JobState.FAILED}


@dataclass(frozen=True)
class Shown:
    """What the page of such work shows."""

    title: str
    tab: str
    notes: list[Note]
    back: tuple[str, str]  # an address, and what is there


@dataclass(frozen=True)
class _Kind:
    """A kind of work: its name and tab, how its numbers are told, where one goes when it is done, and when it was refused."""

    title: str
    tab: str
    told: Callable[[Told], list[Note]]
    done: tuple[str, str]  # a page, and what is there
    again: tuple[str, str]


def decisions(job: Job, event: Event) -> Shown:
    """A decision on many."""
    decided = Decided.of(job, language())
    title = participant_words.action_words(decided.action) if decided else _("Decision on many")
    back = url_for("organiser.participants", slug=event.slug), _("Back to the participants")
    return Shown(title, "participants", _decision_notes(job, decided), back)


def whole(job: Job, event: Event) -> Shown:
    """Work that is done whole or not at all."""
    kind = _KINDS[job.kind]
    endpoint, words = kind.again if job.state is JobState.FAILED else kind.done
    return Shown(kind.title, kind.tab, _whole_notes(job, kind), (url_for(endpoint, slug=event.slug), words))


def _decision_notes(job: Job, decided: Decided | None) -> list[Note]:
    if decided is None:
        return [("info", _("This was done some time ago; each registration says what became of it."))]
    if job.state not in _ENDED:
        return []
    notes = [("ok", participant_words.done_words(decided.action, decided.done))] if decided.done else []
    if job.state is JobState.FAILED:
        others = _("The others could not be done: they are as they were.")
        way_on = _("Select them again; if it fails again, tell your administrator.")
        notes.append(("stop", f"{others} {way_on}"))
    elif decided.left_alone:
        notes.append(("warn", participant_words.left_alone(decided.left_alone)))
    return notes


def _whole_notes(job: Job, kind: _Kind) -> list[Note]:
    if job.state not in _ENDED:
        return []
    outcome = Outcome.of(job, language())
    if job.state is JobState.DONE:
        return kind.told(outcome.told) if outcome else [("info", _("This was done some time ago."))]
    if outcome is not None and outcome.refused:
        return [("stop", outcome.refused)]
    return [("stop", _("Nothing was done. Ask for it again; if it fails again, tell your administrator."))]


def _list(told: Told) -> list[Note]:
    known = ngettext(
        "One person of the list is left as is: on record already, with nothing new.",
        "%(num)s people of the list are left as they are: on record already, with nothing new.",
        told["known"],
    )
    left_out = _names_left_out(told["without_name"], kept=bool(told["names_kept"]))
    notes = [
        ("ok", earlier_words.done(told["new"], told["came"])),
        ("info", known if told["known"] else ""),
        ("info", left_out if told["without_name"] else ""),
    ]
    return [(code, words) for code, words in notes if words]


def _names_left_out(number: int, *, kept: bool) -> str:
    if not kept:
        return ngettext(
            "One name is left out: names are no longer kept so long after this event.",
            "%(num)s names are left out: names are no longer kept so long after this event.",
            number,
        )
    return ngettext(
        "One name is left out: somebody of the same body and category was erased, or is on record without a name.",
        "%(num)s names are left out: somebody of the same body and category was erased, or is on record without a name.",
        number,
    )


def _presence(told: Told) -> list[Note]:
    others = ngettext(
        "With one person nothing changes: known already, there too shortly, or not counted.",
        "With %(num)s people nothing changes: known already, there too shortly, or not counted.",
        told["others"],
    )
    strangers = ngettext(
        "One line of the report is left out: it is not known who that is.",
        "%(num)s lines of the report are left out: it is not known who these are.",
        told["strangers"],
    )
    notes = [
        ("ok", presence_words.done(Taken(told["people"], 0, 0))),
        ("info", others if told["others"] else ""),
        ("warn", strangers if told["strangers"] else ""),
    ]
    return [(code, words) for code, words in notes if words]


def _cancelling(told: Told) -> list[Note]:
    words = ngettext(
        "The event is cancelled. One letter is on its way.",
        "The event is cancelled. %(num)s letters are on their way.",
        told["letters"],
    )
    return [("ok", words)]


_KINDS = {
    whole_jobs.EARLIER_LIST: _Kind(
        _l("Import a list of participants"),
        "statistics",
        _list,
        ("organiser.statistics", _l("Statistics of the event")),
        ("organiser.earlier_years", _l("Hand the list in again")),
    ),
    whole_jobs.PRESENCE: _Kind(
        _l("Presence online"),
        "participants",
        _presence,
        ("organiser.participants", _l("Back to the participants")),
        ("organiser.presence", _l("Hand the report in again")),
    ),
    whole_jobs.CANCELLING: _Kind(
        _l("Cancel the event"),
        "overview",
        _cancelling,
        ("organiser.event_home", _l("Back to the event")),
        ("organiser.event_home", _l("Back to the event")),
    ),
}
