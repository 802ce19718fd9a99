"""The words for what the secretariat sees of a letter: what it is, why it waits, what has happened to it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from app.lib.wording import capitalised
from app.models import Event, Letter, LetterState
from app.models.labels import label
from app.services.letter_waiting import Reason, Waiting
from app.web import mail_banner
from app.web.formatting import event_moment
from app.web.locale import language

Step = dict[str, Any]


def kind(letter: Letter) -> str:
    """What letter it is; a user's that belongs to an event is a test."""
    if letter.event_id is not None and letter.user_id is not None:
        return _("Test")
    return capitalised(label(letter.kind, language()))


def filter_label(name: str) -> str:
    """What a filter of the log asks about."""
    return {"state": _("State"), "kind": _("Letter")}[name]


def waiting(found: Waiting | None, event: Event) -> str:
    """Why a letter has not gone out yet; empty if it has, or never will."""
    if found is None:
        return ""
    moment = event_moment(found.at, event) if found.at else ""
    return {
        Reason.DRAFT: _("The event is a draft: goes out once it is published."),
        Reason.PAUSED: _("The message is paused."),
        Reason.LATER: _("Goes out at %(moment)s.", moment=moment),
        Reason.AGAIN: _("Will be tried again at %(moment)s.", moment=moment),
        Reason.UNREACHABLE: _("The mail server is out of reach since %(moment)s.", moment=moment),
        Reason.NO_WORKER: (
            _("The worker is not running since %(moment)s.", moment=moment)
            if moment
            else _("The worker has never run.")
        ),
        Reason.NOW: _("Goes out any moment."),
        Reason.UNDER_WAY: _("The conversation with the mail server is under way."),
    }[found.reason]


def history(letter: Letter, event: Event, waits: str, opened: bool) -> list[Step]:
    """What is known to have happened to a letter, for the component: queued, tried, and how that ended."""
    steps = [_step("done", _("Queued"), letter.created_at, event)]
    said = mail_banner.server_words(letter, opened)
    ended = letter.state in {LetterState.SENT, LetterState.FAILED}
    refused = letter.attempts - (1 if ended else 0)
    if refused > 0:
        words = ngettext("Tried once, without success", "Tried %(num)s times, without success", refused)
        steps.append(_step("done", words, None, event, note="" if ended else said))
    if letter.state is LetterState.SENT:
        steps.append(_step("done", _("Taken by the mail server"), letter.sent_at, event, note=said))
    elif letter.state is LetterState.FAILED:
        steps.append(_step("now", _("Failed for good"), None, event, note=said))
        if letter.set_aside_at is not None:
            steps.append(_step("done", pgettext("letter", "Set aside"), letter.set_aside_at, event))
    elif letter.state is LetterState.CANCELLED:
        steps.append(_step("now", _("Not sent"), None, event))
    else:
        steps.append(_step("now", waits, None, event))
    return steps


def _step(state: str, text: str, at: Any, event: Event, note: str = "") -> Step:
    moment = {"when": event_moment(at, event), "datetime": at.isoformat()} if at is not None else {}
    return {"state": state, "text": text, "note": note, **moment}
