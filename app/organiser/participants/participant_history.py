"""What happened to a registration, line by line: what, when by the clocks of the event's place, by whom, and why."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.models import ActorKind, AuditEntry, Place, Registration, StatusChange
from app.models.labels import label
from app.services.participant_page import NAME_OPENED, NEEDS_OPENED, ParticipantPage
from app.web.formatting import event_moment
from app.web.locale import language

Line = dict[str, Any]


def history(registration: Registration, page: ParticipantPage) -> list[Line]:
    """The lines for the component, the newest last and marked as the present state."""
    lines = [_line(entry, registration, page) for entry in page.history]
    decisions = [
        line for line, entry in zip(lines, page.history, strict=True) if isinstance(entry, StatusChange)
    ]
    if decisions and registration.is_living:
        decisions[-1]["state"] = "now"
    return lines


def by_whom(entry: Any, page: ParticipantPage) -> str:
    """Who did it: a user by name, everybody else by kind."""
    if entry.actor_kind in {ActorKind.STAFF, ActorKind.DESK} and entry.actor_id in page.names:
        return page.names[entry.actor_id]
    return label(entry.actor_kind, language())


def _line(entry: StatusChange | AuditEntry, registration: Registration, page: ParticipantPage) -> Line:
    is_decision = isinstance(entry, StatusChange)
    return {
        "state": "done",
        "text": _decision(entry) if isinstance(entry, StatusChange) else _besides(entry),
        "when": _(
            "%(moment)s, by %(who)s",
            moment=event_moment(entry.at, registration.event),
            who=by_whom(entry, page),
        ),
        "datetime": entry.at.isoformat(),
        "note": _reason(entry) if is_decision else None,
    }


def _decision(change: StatusChange) -> str:
    parts = []
    if change.status_from != change.status_to:
        parts.append(label(change.status_to, language()))
    if change.place_from != change.place_to and change.place_to is not Place.NONE:
        parts.append(label(change.place_to, language()))
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def _reason(entry: Any) -> str | None:
    known = {
        "promoted": _("Moved up from the waiting list"),
        "mode_changed": _("Takes part in another way"),
        "reopened": _("Taken up again"),
    }
    return entry.note or known.get(entry.reason_code or "")


def _besides(entry: AuditEntry) -> str:
    if entry.action == NAME_OPENED:
        return _("True name opened")
    if entry.action == NEEDS_OPENED:
        return _("Needs read")
    if entry.action == "registration.link_sent":
        return _("Link sent again")
    if entry.action == "registration.links_ended":
        return _("All links ended")
    named = _fields()
    return _(
        "Changed: %(fields)s", fields=", ".join(dict.fromkeys(named.get(name, name) for name in entry.fields))
    )


def _fields() -> dict[str, str]:
    return {
        "given_name": _("given name"),
        "family_name": _("family name"),
        "own_script_name": _("name in the person’s own script"),
        "email": _("e-mail address"),
        "title": _("title"),
        "function": _("function"),
        "service": _("service"),
        "language": _("language"),
        "discreet": _("discreet mode"),
        "category": _("category"),
        "body": _("body"),
        "role": _("part in the delegation"),
        "mode": _("way of taking part"),
        "sessions": _("sessions"),
        "needs": _("needs"),
        "consent_photographs": _("consent"),
        "consent_lists": _("consent"),
        "consent_reuse": _("consent"),
    }
