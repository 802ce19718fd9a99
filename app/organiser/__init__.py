"""The secretariat's door: events, participants, statistics."""

from __future__ import annotations

from flask import Flask

from app.organiser import (  # noqa: F401
    admissions,
    audit,
    bodies,
    bulk,
    convocation,
    correspondent,
    correspondents,
    correspondents_import,
    data_erasing,
    data_requests,
    decisions,
    delegation,
    delegation_letters,
    delegation_naming,
    delegation_release,
    delegation_reminder,
    delegations,
    documents,
    event_home,
    event_status,
    events,
    invitations,
    jobs,
    letter,
    letter_actions,
    letter_previews,
    letter_texts,
    letter_versions,
    letters,
    mail_settings,
    message_outcome,
    message_steps,
    messages,
    notices,
    participant,
    participant_changes,
    participant_exports,
    participant_new,
    participant_replacing,
    participants,
    programme,
    programme_people,
    reminder_letters,
    reminder_rules,
    retention,
    retention_periods,
    statistics,
    years,
)
from app.organiser.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
