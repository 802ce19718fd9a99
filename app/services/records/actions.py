"""Every action of the audit trail: its code, the group it belongs to, and its words. A code without words fails a test.

Although it is long, it is one table: to add an action is to add a line.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from app.lib.wording import pgettext, translated


class Group(enum.StrEnum):
    """What an action is about: by these the trail is narrowed."""

    ACCOUNTS = "accounts"
    REFUSALS = "refusals"
    OPENINGS = "openings"
    EXPORTS = "exports"
    REGISTRATIONS = "registrations"
    DELEGATIONS = "delegations"
    EVENTS = "events"
    LETTERS = "letters"
    PRIVACY = "privacy"


class Action(NamedTuple):
    """The group of an action, and its words as a message id."""

    group: Group
    words: str


GROUPS: dict[Group, str] = {
    Group.ACCOUNTS: pgettext("audit", "signing in and accounts"),
    Group.REFUSALS: pgettext("audit", "refusals"),
    Group.OPENINGS: pgettext("audit", "personal data opened"),
    Group.EXPORTS: pgettext("audit", "files handed out"),
    Group.REGISTRATIONS: pgettext("audit", "registrations and decisions"),
    Group.DELEGATIONS: pgettext("audit", "delegations and mandates"),
    Group.EVENTS: pgettext("audit", "events and programme"),
    Group.LETTERS: pgettext("audit", "letters and messages"),
    Group.PRIVACY: pgettext("audit", "erasing, notices and settings"),
}
# fmt: off
ACTIONS: dict[str, Action] = {
    "user.password_accepted": Action(Group.ACCOUNTS, pgettext("audit", "Password accepted")),
    "user.signed_in": Action(Group.ACCOUNTS, pgettext("audit", "Signed in")),
    "user.signed_out": Action(Group.ACCOUNTS, pgettext("audit", "Signed out")),
    "user.session_ended": Action(Group.ACCOUNTS, pgettext("audit", "Session ended")),
    "user.sessions_ended": Action(Group.ACCOUNTS, pgettext("audit", "Sessions ended")),
    "user.password_set": Action(Group.ACCOUNTS, pgettext("audit", "Password set by a link")),
    "user.password_changed": Action(Group.ACCOUNTS, pgettext("audit", "Password changed")),
    "user.second_factor_set": Action(Group.ACCOUNTS, pgettext("audit", "Second factor set up")),
    "user.second_factor_reset": Action(Group.ACCOUNTS, pgettext("audit", "Second factor reset")),
    "user.recovery_codes_made": Action(Group.ACCOUNTS, pgettext("audit", "Recovery codes made")),
    "user.invited": Action(Group.ACCOUNTS, pgettext("audit", "Account made")),
    "user.invited_again": Action(Group.ACCOUNTS, pgettext("audit", "Account invited again")),
    "user.changed": Action(Group.ACCOUNTS, pgettext("audit", "Account changed")),
    "user.details_changed": Action(Group.ACCOUNTS, pgettext("audit", "Own account changed")),
    "user.closed": Action(Group.ACCOUNTS, pgettext("audit", "Account closed")),
    "user.reopened": Action(Group.ACCOUNTS, pgettext("audit", "Account reopened")),
    "correspondent.entered": Action(Group.ACCOUNTS, pgettext("audit", "Correspondent came in by a link")),
    "user.sign_in_refused": Action(Group.REFUSALS, pgettext("audit", "Sign-in refused")),
    "user.proof_refused": Action(Group.REFUSALS, pgettext("audit", "Code or password refused")),
    "access.refused": Action(Group.REFUSALS, pgettext("audit", "Page refused: another role may open it")),
    "registration.name_opened": Action(Group.OPENINGS, pgettext("audit", "True name opened")),
    "registration.needs_opened": Action(Group.OPENINGS, pgettext("audit", "Needs read")),
    "letter.opened": Action(Group.OPENINGS, pgettext("audit", "Letter to somebody in discreet mode opened")),
    "mandate.opened": Action(Group.OPENINGS, pgettext("audit", "Correspondent in discreet mode opened")),
    "person.searched": Action(Group.OPENINGS, pgettext("audit", "Person searched for")),
    "data.opened": Action(Group.OPENINGS, pgettext("audit", "All about a person opened")),
    "participants.exported": Action(Group.EXPORTS, pgettext("audit", "List of participants handed out")),
    "figures.exported": Action(Group.EXPORTS, pgettext("audit", "Statistics handed out")),
    "mandates.exported": Action(Group.EXPORTS, pgettext("audit", "Directory handed out")),
    "list_choice.kept": Action(Group.EXPORTS, pgettext("audit", "Columns of a list kept")),
    "list_choice.replaced": Action(Group.EXPORTS, pgettext("audit", "Kept columns of a list replaced")),
    "list_choice.removed": Action(Group.EXPORTS, pgettext("audit", "Kept columns of a list removed")),
    "saved_filter.kept": Action(Group.EVENTS, pgettext("audit", "Filters of a list kept")),
    "saved_filter.renamed": Action(Group.EVENTS, pgettext("audit", "Kept filters renamed")),
    "saved_filter.replaced": Action(Group.EVENTS, pgettext("audit", "Kept filters replaced")),
    "saved_filter.removed": Action(Group.EVENTS, pgettext("audit", "Kept filters removed")),
    "campaign.exported": Action(Group.EXPORTS, pgettext("audit", "Outcome of a message handed out")),
    "data.exported": Action(Group.EXPORTS, pgettext("audit", "Data about a person handed out")),
    "audit.exported": Action(Group.EXPORTS, pgettext("audit", "Audit trail handed out")),
    "paper.made": Action(Group.EXPORTS, pgettext("audit", "Paper handed out")),
    "registration.created": Action(Group.REGISTRATIONS, pgettext("audit", "Registered")),
    "registration.entered": Action(Group.REGISTRATIONS, pgettext("audit", "Entered by the secretariat")),
    "registration.walk_in": Action(Group.REGISTRATIONS, pgettext("audit", "Entered at the desk")),
    "registration.verified": Action(Group.REGISTRATIONS, pgettext("audit", "Address confirmed")),
    "registration.validated": Action(Group.REGISTRATIONS, pgettext("audit", "Validated")),
    "registration.confirmed": Action(Group.REGISTRATIONS, pgettext("audit", "Confirmed")),
    "registration.declined": Action(Group.REGISTRATIONS, pgettext("audit", "Declined")),
    "registration.withdrawn": Action(Group.REGISTRATIONS, pgettext("audit", "Withdrawn")),
    "registration.cancelled": Action(Group.REGISTRATIONS, pgettext("audit", "Cancelled")),
    "registration.expired": Action(Group.REGISTRATIONS, pgettext("audit", "Expired")),
    "registration.reopened": Action(Group.REGISTRATIONS, pgettext("audit", "Reopened")),
    "registration.changed": Action(Group.REGISTRATIONS, pgettext("audit", "Registration changed")),
    "registration.replaced": Action(Group.REGISTRATIONS, pgettext("audit", "Replaced by somebody else")),
    "registration.link_sent": Action(Group.REGISTRATIONS, pgettext("audit", "Private link sent again")),
    "registration.links_ended": Action(Group.REGISTRATIONS, pgettext("audit", "Private links ended")),
    "registration.consent_withdrawn": Action(Group.REGISTRATIONS, pgettext("audit", "Consent withdrawn")),
    "history.imported": Action(Group.REGISTRATIONS, pgettext("audit", "People of an earlier year imported")),
    "presence.imported": Action(Group.REGISTRATIONS, pgettext("audit", "Presence online imported")),
    "registration.nominated": Action(Group.DELEGATIONS, pgettext("audit", "Nominated")),
    "registration.nomination_accepted": Action(Group.DELEGATIONS, pgettext("audit", "Nomination accepted")),
    "registration.nomination_declined": Action(Group.DELEGATIONS, pgettext("audit", "Nomination not accepted")),
    "registration.head_named": Action(Group.DELEGATIONS, pgettext("audit", "Head of delegation named")),
    "registration.head_changed": Action(Group.DELEGATIONS, pgettext("audit", "Head of delegation changed")),
    "substitute.taken": Action(Group.DELEGATIONS, pgettext("audit", "Proposed substitute taken")),
    "substitute.set_aside": Action(Group.DELEGATIONS, pgettext("audit", "Proposed substitute set aside")),
    "event.convoked": Action(Group.DELEGATIONS, pgettext("audit", "Bodies invited")),
    "event.silent_reminded": Action(Group.DELEGATIONS, pgettext("audit", "Silent delegations reminded")),
    "event.released": Action(Group.DELEGATIONS, pgettext("audit", "Nominations ended")),
    "convocation.refused": Action(Group.DELEGATIONS, pgettext("audit", "Invitation declined by a body")),
    "convocation.refusal_taken_back": Action(Group.DELEGATIONS, pgettext("audit", "Body comes after all")),
    "mandate.begun": Action(Group.DELEGATIONS, pgettext("audit", "Mandate begun")),
    "mandate.ended": Action(Group.DELEGATIONS, pgettext("audit", "Mandate ended")),
    "mandate.corrected": Action(Group.DELEGATIONS, pgettext("audit", "Mandate corrected")),
    "mandates.imported": Action(Group.DELEGATIONS, pgettext("audit", "Mandates imported")),
    "body.copies_chosen": Action(Group.DELEGATIONS, pgettext("audit", "Addresses for copies chosen")),
    "body.joined_network": Action(Group.DELEGATIONS, pgettext("audit", "Date of joining the Network changed")),
    "event.created": Action(Group.EVENTS, pgettext("audit", "Event created")),
    "event.copied": Action(Group.EVENTS, pgettext("audit", "Event copied")),
    "event.edited": Action(Group.EVENTS, pgettext("audit", "Event changed")),
    "event.admission_changed": Action(Group.EVENTS, pgettext("audit", "Admission changed")),
    "event.published": Action(Group.EVENTS, pgettext("audit", "Event published")),
    "event.closed": Action(Group.EVENTS, pgettext("audit", "Registration closed early")),
    "event.reopened": Action(Group.EVENTS, pgettext("audit", "Registration reopened")),
    "event.archived": Action(Group.EVENTS, pgettext("audit", "Event archived")),
    "event.cancelled": Action(Group.EVENTS, pgettext("audit", "Event cancelled")),
    "event.discarded": Action(Group.EVENTS, pgettext("audit", "Draft of an event discarded")),
    "session.created": Action(Group.EVENTS, pgettext("audit", "Session added")),
    "session.edited": Action(Group.EVENTS, pgettext("audit", "Session changed")),
    "session.cancelled": Action(Group.EVENTS, pgettext("audit", "Session cancelled")),
    "session.restored": Action(Group.EVENTS, pgettext("audit", "Session restored")),
    "session.removed": Action(Group.EVENTS, pgettext("audit", "Session removed")),
    "session.person_set": Action(Group.EVENTS, pgettext("audit", "Part in a session given")),
    "session.person_removed": Action(Group.EVENTS, pgettext("audit", "Part in a session taken away")),
    "document.added": Action(Group.EVENTS, pgettext("audit", "Document added")),
    "document.changed": Action(Group.EVENTS, pgettext("audit", "Document changed")),
    "document.removed": Action(Group.EVENTS, pgettext("audit", "Document removed")),
    "invitation.created": Action(Group.EVENTS, pgettext("audit", "Invitation link made")),
    "invitation.revoked": Action(Group.EVENTS, pgettext("audit", "Invitation link revoked")),
    "figures.frozen": Action(Group.EVENTS, pgettext("audit", "Figures frozen")),
    "figures.reported": Action(Group.EVENTS, pgettext("audit", "Reported figures changed")),
    "figures.published": Action(Group.EVENTS, pgettext("audit", "Figures published")),
    "figures.withdrawn": Action(Group.EVENTS, pgettext("audit", "Figures taken off the public page")),
    "demonstration.removed": Action(Group.EVENTS, pgettext("audit", "Fictional events removed")),
    "certificates.sent": Action(Group.LETTERS, pgettext("audit", "Certificates of attendance sent")),
    "letter.sent_again": Action(Group.LETTERS, pgettext("audit", "Letter sent again")),
    "letter.set_aside": Action(Group.LETTERS, pgettext("audit", "Failure of a letter set aside")),
    "letter_text.saved": Action(Group.LETTERS, pgettext("audit", "Wording of a letter saved")),
    "letter_text.standard": Action(Group.LETTERS, pgettext("audit", "Standard wording taken again")),
    "letter_text.tested": Action(Group.LETTERS, pgettext("audit", "Letter tested")),
    "event.sender_changed": Action(Group.LETTERS, pgettext("audit", "Sender of an event changed")),
    "event.sender_tested": Action(Group.LETTERS, pgettext("audit", "Sender of an event tested")),
    "campaign.drafted": Action(Group.LETTERS, pgettext("audit", "Message drafted")),
    "campaign.changed": Action(Group.LETTERS, pgettext("audit", "Message changed")),
    "campaign.discarded": Action(Group.LETTERS, pgettext("audit", "Message discarded")),
    "campaign.file_added": Action(Group.LETTERS, pgettext("audit", "File added to a message")),
    "campaign.file_removed": Action(Group.LETTERS, pgettext("audit", "File taken from a message")),
    "campaign.scheduled": Action(Group.LETTERS, pgettext("audit", "Message to be sent")),
    "campaign.taken_back": Action(Group.LETTERS, pgettext("audit", "Message taken back")),
    "campaign.started": Action(Group.LETTERS, pgettext("audit", "Message begun to be sent")),
    "campaign.paused": Action(Group.LETTERS, pgettext("audit", "Message paused")),
    "campaign.resumed": Action(Group.LETTERS, pgettext("audit", "Message goes on")),
    "campaign.stopped": Action(Group.LETTERS, pgettext("audit", "Message stopped")),
    "reminder_rule.added": Action(Group.LETTERS, pgettext("audit", "Reminder rule added")),
    "reminder_rule.removed": Action(Group.LETTERS, pgettext("audit", "Reminder rule removed")),
    "reminder_rule.sent": Action(Group.LETTERS, pgettext("audit", "Reminders sent by a rule")),
    "registration.erased": Action(Group.PRIVACY, pgettext("audit", "Registration erased")),
    "user.erased": Action(Group.PRIVACY, pgettext("audit", "Account erased")),
    "person.erased": Action(Group.PRIVACY, pgettext("audit", "Person erased")),
    "backup.made": Action(Group.EXPORTS, pgettext("audit", "Backup made")),
    "backup.restored": Action(Group.PRIVACY, pgettext("audit", "Everything restored from a backup")),
    "notice.draft_saved": Action(Group.PRIVACY, pgettext("audit", "Draft of the privacy notice saved")),
    "notice.draft_discarded": Action(Group.PRIVACY, pgettext("audit", "Draft of the privacy notice discarded")),
    "notice.published": Action(Group.PRIVACY, pgettext("audit", "Privacy notice published")),
    "setting.changed": Action(Group.PRIVACY, pgettext("audit", "Limit or period changed")),
    "network.name_changed": Action(Group.PRIVACY, pgettext("audit", "Name of the Network changed")),
    "network.contact_changed": Action(Group.PRIVACY, pgettext("audit", "Contact of the secretariat changed")),
    "network.sender_changed": Action(Group.PRIVACY, pgettext("audit", "Sender of all letters changed")),
    "network.sender_tested": Action(Group.LETTERS, pgettext("audit", "Sender of all letters tested")),
}
# fmt: on


def words(code: str, language: str) -> str:
    """What a code says; of one that is not known any more, the code itself."""
    action = ACTIONS.get(code)
    return translated(action.words, language) if action is not None else code


def group_words(group: Group, language: str) -> str:
    """What a group is called."""
    return translated(GROUPS[group], language)


def codes_of(group: Group) -> list[str]:
    """The codes of a group."""
    return [code for code, action in ACTIONS.items() if action.group is group]
