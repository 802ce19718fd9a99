"""What there is to do about an event, in words: what it is called, what it means, and the one place where it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from app.models import Event
from app.models.registrations import Status
from app.services.today.matters import Line, Matter
from app.services.today.tasks import Task

_TASKS = frozenset(task.value for task in Task)
_WAITING = [Status.NOMINATED.value, Status.SUBMITTED.value, Status.VALIDATED.value]


class Shown(NamedTuple):
    """A line of a queue."""

    line: Line
    title: str
    note: str
    since: str
    href: str
    label: str

    @property
    def event(self) -> Event:
        return self.line.event


def shown(line: Line, at: datetime) -> Shown:
    """A line as a page shows it."""
    title, note, label = _said(line)
    return Shown(line, title, note, since_words(line, at), _address(line), label)


def since_words(line: Line, at: datetime) -> str:
    """How long the oldest of them waits, by the calendar of the event's place; of one thing since when."""
    if line.since is None or line.matter in _UNDATED:
        return ""
    days = (line.event.local(at).date() - line.event.local(line.since).date()).days
    if days <= 0:
        return _("since today") if line.number == 1 else _("the oldest since today")
    if days == 1:
        return _("since yesterday") if line.number == 1 else _("the oldest since yesterday")
    if line.number == 1:
        return ngettext("for %(num)s day", "for %(num)s days", days)
    return ngettext("the oldest for %(num)s day", "the oldest for %(num)s days", days)


_UNDATED = frozenset({Matter.BODY, Matter.DOUBLE})


def text_words() -> dict[str, str]:
    """The texts of an event that have two languages."""
    return {
        "title": pgettext("text of an event", "title"),
        "summary": pgettext("text of an event", "summary"),
        "practical": pgettext("text of an event", "practical information"),
        "venue": pgettext("text of an event", "venue"),
    }


def _said(line: Line) -> tuple[str, str, str]:
    """Title, note and button."""
    look = _("Look")
    if line.matter is Matter.TEXTS:
        lacking = ", ".join(text_words()[name] for name in line.names)
        return _("Texts in one language only"), lacking[:1].upper() + lacking[1:], _("Translate")
    if line.matter is Matter.DRAFT:
        if line.names:
            missing = _("Missing: %(texts)s", texts=", ".join(_(words) for words in line.names))
            return _("A draft: not everything is there yet"), missing, _("Complete")
        return _("A draft, ready to be published"), _("Nobody but the secretariat sees it."), _("Publish…")
    # Asked one by one: a page with thirty lines would otherwise translate a thousand messages.
    said: dict[Matter, Callable[[], tuple[str, str, str]]] = {
        Matter.CONFIRM: lambda: (
            _("Waiting for your confirmation"),
            _("A place is held for them, and nobody else has to approve."),
            _("Confirm…"),
        ),
        Matter.VALIDATE: lambda: (
            _("To be validated by the secretariat"),
            _("Nobody speaks for their body, so nobody else can approve them."),
            _("Validate…"),
        ),
        Matter.LETTERS: lambda: (
            _("Letters that could not be delivered"),
            _("Correct the address and send them again, or set them aside."),
            look,
        ),
        Matter.SUBSTITUTES: lambda: (
            _("Substitutes proposed"),
            _("By people who declined, in delegations without a correspondent."),
            _("Decide…"),
        ),
        Matter.CORRESPONDENT: lambda: (
            _("Waiting for the correspondent"),
            _("The secretariat can validate in their stead, with a reason."),
            look,
        ),
        Matter.SILENT: lambda: (
            _("Delegations that have not answered"),
            _("They were invited. One click drafts a reminder to the silent ones only."),
            _("Remind…"),
        ),
        Matter.MUTE: lambda: (
            _("Invited delegations without a correspondent"),
            _("Nobody can answer for them. Enter a correspondent."),
            look,
        ),
        Matter.SUBSTITUTES_THEIRS: lambda: (
            _("Substitutes whom a correspondent can take up"),
            _("Proposed by people who declined."),
            look,
        ),
        Matter.BODY: lambda: (
            _("Bodies typed by hand"),
            _("Those that are in the list of bodies can be matched with it."),
            _("Match…"),
        ),
        Matter.DOUBLE: lambda: (
            _("Perhaps registered twice"),
            _("People of the same name with different addresses."),
            _("Compare…"),
        ),
        Matter.WAITING: lambda: (
            _("On the waiting list"),
            _("They move up by themselves when a place becomes free."),
            look,
        ),
        Matter.SESSIONS_WAITING: lambda: (
            _("Waiting for a place in a session"),
            _("A larger room lets them in."),
            _("Programme"),
        ),
        Matter.UNVERIFIED: lambda: (
            _("Address to be confirmed"),
            _(
                "They have not pressed the button of their letter yet. Their place is held for a while, then given up."
            ),
            look,
        ),
        Matter.SESSIONS: lambda: (_("Sessions in one language only"), "", _("Programme")),
        Matter.FREEZE: lambda: (
            _("Figures to freeze"),
            _("Before the people are forgotten, so that what was counted stays."),
            _("Freeze…"),
        ),
        Matter.CERTIFICATES: lambda: (
            _("Certificates of attendance"),
            _("They can be sent to everybody who came."),
            _("Send…"),
        ),
        Matter.ARCHIVE: lambda: (
            _("Over and not archived"),
            _("Archived, it is read-only; figures and documents stay."),
            _("Archive…"),
        ),
    }
    return said[line.matter]()


def _address(line: Line) -> str:
    """The page that shows exactly what was counted, or does what is asked for."""
    if line.matter.value in _TASKS:
        sort = "name" if line.matter is Matter.DOUBLE else None
        return _page("participants", line, task=line.matter.value, sort=sort)
    if line.matter in {Matter.SUBSTITUTES, Matter.SUBSTITUTES_THEIRS} and line.body:
        return _page("delegation", line, code=line.body)
    if line.matter is Matter.DRAFT:
        return _page("event_edit" if line.names else "event_publish", line)
    ways: dict[Matter, tuple[str, dict[str, Any]]] = {
        Matter.LETTERS: ("letters", {"_anchor": "to-do"}),
        Matter.SUBSTITUTES: ("delegations", {"view": "list"}),
        Matter.SUBSTITUTES_THEIRS: ("delegations", {"view": "list"}),
        Matter.SILENT: ("delegations", {"only": "silent"}),
        Matter.MUTE: ("delegations", {"only": "mute"}),
        Matter.WAITING: ("participants", {"place": "waiting", "status": _WAITING}),
        Matter.SESSIONS_WAITING: ("programme", {}),
        Matter.UNVERIFIED: ("participants", {"status": "unverified"}),
        Matter.TEXTS: ("event_edit", {}),
        Matter.SESSIONS: ("programme", {}),
        Matter.FREEZE: ("statistics_versions", {}),
        Matter.CERTIFICATES: ("certificates_send", {}),
        Matter.ARCHIVE: ("event_archive", {}),
    }
    endpoint, more = ways[line.matter]
    return _page(endpoint, line, **more)


def _page(endpoint: str, line: Line, **more: Any) -> str:
    return url_for(f"organiser.{endpoint}", slug=line.event.slug, **more)
