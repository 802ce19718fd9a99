"""What the pages of one event share for those who are signed in: the event they may see, and its tabs."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from app.models import Event, UserRole
from app.services import event_sight
from app.services.actors import Actor, staff

Tab = tuple[str, str, str]


def event_of_user(slug: str) -> Event:
    """The event of an address, if the signed-in user may see it; otherwise there is nothing here (404)."""
    return event_sight.event_of(current_user, slug)


def acting() -> Actor:
    """The signed-in user as the one who acts."""
    return staff(current_user)


def event_tabs(event: Event) -> list[Tab]:
    """The tabs of an event's bar that the signed-in user may open: (key, label, address)."""
    organiser = [
        ("overview", _("Overview"), "organiser.event_home"),
        ("participants", _("Participants"), "organiser.participants"),
        ("delegations", _("Delegations"), "organiser.delegations"),
        ("programme", _("Programme"), "organiser.programme"),
        ("admissions", _("Admission"), "organiser.admissions"),
        ("documents", _("Documents"), "organiser.documents"),
        ("letters", _("Letters"), "organiser.letters"),
        ("papers", pgettext("event", "Papers"), "organiser.papers"),
    ]
    desk = [("checkin", _("Check-in"), "checkin.desk")]
    figures = [("statistics", _("Statistics"), "organiser.statistics")]
    shown = {
        UserRole.DESK_AGENT: desk,
        UserRole.STATISTICS_READER: figures,
    }.get(current_user.role, organiser + desk + figures)
    return [(key, label, url_for(endpoint, slug=event.slug)) for key, label, endpoint in shown]


def letter_ways(event: Event) -> list[Tab]:
    """The pages of an event about letters, for the line at their top: (key, label, address)."""
    ways = [
        ("log", pgettext("letters", "Log"), "organiser.letters"),
        ("messages", pgettext("letters", "Messages"), "organiser.messages"),
        ("reminders", pgettext("letters", "Reminders"), "organiser.reminder_rules"),
        ("texts", pgettext("letters", "Wording"), "organiser.letter_texts"),
        ("sender", pgettext("letters", "Sender"), "organiser.mail_settings"),
    ]
    there = current_app.view_functions
    return [(key, label, url_for(name, slug=event.slug)) for key, label, name in ways if name in there]


def statistics_ways(event: Event) -> list[Tab]:
    """The pages of an event's statistics that the signed-in user may open, for the line at their top."""
    ways = [
        ("figures", pgettext("statistics", "Figures"), "organiser.statistics"),
        ("export", pgettext("statistics", "Files"), "organiser.statistics_export"),
        ("paragraph", pgettext("statistics", "Paragraph"), "organiser.statistics_paragraph"),
    ]
    if current_user.organises:
        ways += [
            ("versions", pgettext("statistics", "Frozen versions"), "organiser.statistics_versions"),
            ("public", pgettext("statistics", "Public figures"), "organiser.public_statistics"),
            ("reported", pgettext("statistics", "Reported figures"), "organiser.reported_figures"),
            ("earlier", pgettext("statistics", "List of an earlier year"), "organiser.earlier_years"),
        ]
    there = current_app.view_functions
    return [(key, label, url_for(name, slug=event.slug)) for key, label, name in ways if name in there]


def privacy_ways() -> list[Tab]:
    """The pages about personal data, for the line at their top: (key, label, address)."""
    ways = [
        ("requests", pgettext("privacy", "Requests"), "organiser.privacy"),
        ("retention", pgettext("privacy", "Retention"), "organiser.retention"),
        ("notice", pgettext("privacy", "Notice"), "organiser.notices"),
        ("audit", _("Audit trail"), "organiser.audit"),
    ]
    there = current_app.view_functions
    return [(key, label, url_for(name)) for key, label, name in ways if name in there]


def settings_ways() -> list[Tab]:
    """The pages on which an administrator sets how everything is done, for the line at their top."""
    return [
        ("overview", pgettext("settings", "Overview"), url_for("organiser.settings")),
        ("name", pgettext("settings", "Name"), url_for("organiser.settings_name")),
        ("contact", pgettext("settings", "Contact"), url_for("organiser.settings_contact")),
        ("sender", pgettext("letters", "Sender"), url_for("organiser.settings_sender")),
        ("texts", pgettext("letters", "Wording"), url_for("organiser.settings_letter_texts")),
        (
            "limits",
            pgettext("settings", "Limits"),
            url_for("organiser.settings_limits", group="registration"),
        ),
        ("system", pgettext("settings", "System"), url_for("organiser.settings_system")),
    ]


def work_navigation() -> list[Tab]:
    """The entries of the navy band for the signed-in user: (key, label, address)."""
    if not current_user or not current_user.is_authenticated:
        return []
    entries = []
    if current_user.organises:
        entries.append(("today", pgettext("work", "Today"), "organiser.today"))
        entries.append(("events", _("Events"), "organiser.events"))
        entries.append(("directory", pgettext("people", "Directory"), "organiser.correspondents"))
    if current_user.role is not UserRole.STATISTICS_READER:
        entries.append(("checkin", _("Check-in"), "checkin.events"))
    if current_user.role is not UserRole.DESK_AGENT:
        entries.append(("statistics", _("Statistics"), "organiser.years"))
    if current_user.role is UserRole.ADMINISTRATOR:
        entries.append(("accounts", _("Accounts"), "accounts.users"))
        entries.append(("privacy", pgettext("privacy", "Privacy"), "organiser.privacy"))
        entries.append(("settings", pgettext("settings", "Settings"), "organiser.settings"))
    there = current_app.view_functions
    return [(key, label, url_for(name)) for key, label, name in entries if name in there]
