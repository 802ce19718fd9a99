"""A line of the audit trail as the person reads it whom it is about: what was done, without who did it by name."""

from __future__ import annotations

from app.lib.wording import N_, translated
from app.models import AuditEntry
from app.services.records import actions

_FIELDS = {
    "given_name": N_("given name"),
    "family_name": N_("family name"),
    "own_script_name": N_("name in the person’s own script"),
    "name": N_("name"),
    "email": N_("e-mail address"),
    "address": N_("e-mail address"),
    "title": N_("title"),
    "function": N_("function"),
    "service": N_("service"),
    "language": N_("language"),
    "gender": N_("gender"),
    "discreet": N_("discreet mode"),
    "category": N_("category"),
    "body": N_("body"),
    "role": N_("part in the delegation"),
    "mode": N_("way of taking part"),
    "sessions": N_("sessions"),
    "needs": N_("needs"),
    "consent_photographs": N_("photographs"),
    "consent_lists": N_("lists given to others"),
    "consent_reuse": N_("later events"),
}
_NAMED = (
    "registration.changed",
    "registration.consent_withdrawn",
    "mandate.corrected",
    "data.opened",
    "data.exported",
)


def what(entry: AuditEntry, language: str) -> str:
    """What was done, in a language, and to which answers where that is said."""
    words = actions.words(entry.action, language)
    named = [_FIELDS[name] for name in entry.fields if name in _FIELDS] if entry.action in _NAMED else []
    touched = ", ".join(dict.fromkeys(translated(message, language) for message in named))
    return translated(N_("%(what)s: %(fields)s"), language, what=words, fields=touched) if touched else words
