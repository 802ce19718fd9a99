"""What the tables are called whose rows the audit trail speaks of."""

from __future__ import annotations

from app.lib.wording import pgettext, translated

SUBJECTS: dict[str, str] = {
    "access_link": pgettext("audit", "link"),
    "body": pgettext("audit", "body"),
    "campaign": pgettext("audit", "message"),
    "convocation": pgettext("audit", "invitation of a body"),
    "erasure": pgettext("audit", "erasure"),
    "event": pgettext("audit", "event"),
    "event_document": pgettext("audit", "document"),
    "event_session": pgettext("audit", "session"),
    "invitation_link": pgettext("audit", "invitation link"),
    "job": pgettext("audit", "file made by the worker"),
    "letter": pgettext("audit", "letter"),
    "letter_text": pgettext("audit", "wording of a letter"),
    "login_session": pgettext("audit", "session of an account"),
    "mandate": pgettext("audit", "mandate"),
    "notice": pgettext("audit", "privacy notice"),
    "notice_draft": pgettext("audit", "draft of the privacy notice"),
    "person": pgettext("audit", "person"),
    "registration": pgettext("audit", "registration"),
    "reminder_rule": pgettext("audit", "reminder rule"),
    "saved_filter": pgettext("audit", "kept filters"),
    "setting": pgettext("audit", "setting"),
    "user": pgettext("audit", "account"),
}


def words(kind: str, language: str) -> str:
    """What a row of a table is called; of a table without words, the table's name."""
    return translated(SUBJECTS[kind], language) if kind in SUBJECTS else kind
