"""The words for the codes of the enums, in both languages; terms of the Network's vocabulary."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from app.lib.wording import N_, translated
from app.models.admissions import Category, Group, Way
from app.models.bodies import BodyKind
from app.models.campaigns import CampaignState
from app.models.documents import DocumentKind, DocumentLanguage, Visibility
from app.models.events import EventKind, EventStatus, Mode
from app.models.letter_kinds import LetterKind
from app.models.letters import LetterState
from app.models.people import Gender, Language
from app.models.programme import SessionKind, SessionRoleKind
from app.models.registrations import ActorKind, Origin, Place, Role, Status
from app.models.reminder_rules import ReminderAbout
from app.models.users import UserRole

# Two enums can share a code, and members of two str enums with one code are equal: the type is part of the key.
_MESSAGES: dict[tuple[type[enum.StrEnum], str], str] = {}


def _label(messages: Mapping[Any, str]) -> None:
    _MESSAGES.update({(type(member), member.value): message for member, message in messages.items()})


_label({
    BodyKind.MEMBER_STATE: N_("member state"),
    BodyKind.OBSERVER_STATE: N_("observer state"),
    BodyKind.OBSERVER_ORGANISATION: N_("observer organisation"),
    BodyKind.INTERNAL_PARTNER: N_("part of the Council of Europe"),
    BodyKind.EUROPEAN_NETWORK: N_("European network"),
    BodyKind.EU_WORKING_GROUP: N_("working party of the EU Council"),
    BodyKind.AGENCY: N_("agency of the European Union"),
    BodyKind.EU_INSTITUTION: N_("institution of the European Union"),
    BodyKind.OTHER_STATE: N_("other state"),
})  # fmt: skip
_label({
    Category.MEMBER_STATE_DELEGATE: N_("delegate of a member state"),
    Category.OBSERVER: N_("observer"),
    Category.INTERNAL_PARTNER: N_("internal partner"),
    Category.SPEAKER_EXPERT: N_("speaker or expert"),
    Category.SECRETARIAT: N_("secretariat"),
    Category.INTERPRETER: N_("interpreter"),
    Category.PRESS: N_("press"),
    Category.SECURITY: N_("security"),
    Category.GUEST: N_("guest"),
})  # fmt: skip
_label({
    Group.MEMBER_STATES: N_("member states"),
    Group.OBSERVERS: N_("observers"),
    Group.OTHERS: N_("others"),
})  # fmt: skip
_label({
    Way.OPEN_FORM: N_("open form"),
    Way.NOMINATION_ONLY: N_("nomination only"),
    Way.INVITATION_LINK: N_("invitation link"),
    Way.NOT_ADMITTED: N_("not admitted"),
})  # fmt: skip
_label({
    EventKind.CONFERENCE: N_("conference"),
    EventKind.CORRESPONDENTS_MEETING: N_("correspondents’ meeting"),
})  # fmt: skip
_label({
    EventStatus.DRAFT: N_("draft"),
    EventStatus.PUBLISHED: N_("published"),
    EventStatus.CLOSED: N_("registration closed"),
    EventStatus.ARCHIVED: N_("archived"),
    EventStatus.CANCELLED: N_("event cancelled"),
})  # fmt: skip
_label({Mode.IN_PERSON: N_("in person"), Mode.ONLINE: N_("online"), Mode.HYBRID: N_("in person and online")})
_label({
    SessionKind.PLENARY: N_("plenary session"),
    SessionKind.BREAKOUT: N_("break-out session"),
    SessionKind.SIDE_EVENT: N_("side event"),
    SessionKind.SOCIAL_EVENT: N_("social event"),
    SessionKind.BREAK: N_("break"),
})  # fmt: skip
_label({
    SessionRoleKind.SPEAKER: N_("speaker"),
    SessionRoleKind.CHAIR: N_("chair"),
    SessionRoleKind.MODERATOR: N_("moderator"),
    SessionRoleKind.RAPPORTEUR: N_("rapporteur"),
})  # fmt: skip
_label({
    DocumentKind.AGENDA: N_("agenda"),
    DocumentKind.PRACTICAL_INFORMATION: N_("practical information"),
    DocumentKind.PRESENTATION: N_("presentation"),
    DocumentKind.REPORT: N_("meeting report"),
})  # fmt: skip
_label(
    {
        DocumentLanguage.EN: N_("English"),
        DocumentLanguage.FR: N_("French"),
        DocumentLanguage.BOTH: N_("English and French"),
    }
)
_label({
    Visibility.EVERYONE: N_("everyone"),
    Visibility.CONFIRMED: N_("confirmed participants"),
    Visibility.CORRESPONDENTS: N_("correspondents"),
})  # fmt: skip
_label({
    Gender.WOMAN: N_("woman"),
    Gender.MAN: N_("man"),
    Gender.OTHER: N_("other"),
    Gender.PREFERS_NOT_TO_SAY: N_("prefers not to say"),
})  # fmt: skip
_label({Language.EN: N_("English"), Language.FR: N_("French")})
_label({
    Status.UNVERIFIED: N_("address to be confirmed"),
    Status.NOMINATED: N_("nominated"),
    Status.SUBMITTED: N_("submitted"),
    Status.VALIDATED: N_("validated"),
    Status.CONFIRMED: N_("confirmed"),
    Status.DECLINED: N_("declined"),
    Status.WITHDRAWN: N_("withdrawn"),
    Status.CANCELLED: N_("cancelled"),
    Status.EXPIRED: N_("expired"),
})  # fmt: skip
_label({Place.NONE: N_("no place"), Place.HELD: N_("place held"), Place.WAITING: N_("waiting list")})
_label({
    Role.HEAD: N_("head of delegation"),
    Role.DELEGATE: N_("delegate"),
    Role.ALTERNATE: N_("alternate"),
    Role.ADVISER: N_("adviser"),
    Role.NATIONAL_CORRESPONDENT: N_("national correspondent"),
})  # fmt: skip
_label({
    Origin.PUBLIC: N_("public form"),
    Origin.NOMINATION: N_("nomination"),
    Origin.STAFF: N_("entered by the secretariat"),
    Origin.DESK: N_("entered at the desk"),
    Origin.IMPORT: N_("import"),
})  # fmt: skip
_label({
    ActorKind.PERSON: N_("the person"),
    ActorKind.CORRESPONDENT: N_("the correspondent"),
    ActorKind.STAFF: N_("the secretariat"),
    ActorKind.DESK: N_("the desk"),
    ActorKind.SYSTEM: N_("the system"),
})  # fmt: skip
_label({
    LetterKind.CONFIRM_ADDRESS: N_("confirm your address"),
    LetterKind.RECEIVED: N_("registration received"),
    LetterKind.WAITING: N_("on the waiting list"),
    LetterKind.PROMOTED: N_("a place has become free"),
    LetterKind.SESSION_PLACE: N_("a place in a session has become free"),
    LetterKind.CONFIRMED: N_("registration confirmed"),
    LetterKind.DECLINED: N_("registration declined"),
    LetterKind.WITHDRAWN: N_("registration withdrawn"),
    LetterKind.CANCELLED: N_("registration cancelled"),
    LetterKind.EVENT_CANCELLED: N_("event cancelled"),
    LetterKind.REPLACED: N_("replaced by somebody else"),
    LetterKind.PRIVATE_LINK: N_("private link"),
    LetterKind.EVENT_CHANGED: N_("event changed"),
    LetterKind.NOMINATION: N_("nomination"),
    LetterKind.REPLACEMENT: N_("nomination in place of somebody else"),
    LetterKind.NOMINATION_REMINDER: N_("reminder to a nominated person"),
    LetterKind.NOMINATION_EXPIRED: N_("nomination ended"),
    LetterKind.PRACTICAL_INFORMATION: N_("practical information"),
    LetterKind.THANKS: N_("thanks"),
    LetterKind.CERTIFICATE: N_("certificate of attendance"),
    LetterKind.MESSAGE: N_("message"),
    LetterKind.CONVOCATION: N_("convocation"),
    LetterKind.CONVOCATION_COPY: N_("copy of a convocation"),
    LetterKind.REMINDER: N_("reminder"),
    LetterKind.NOMINEE_DECLINED: N_("nomination not accepted"),
    LetterKind.NOMINATIONS_ENDED: N_("nominations of a delegation ended"),
    LetterKind.DIGEST: N_("summary for correspondents"),
    LetterKind.SIGN_IN_LINK: N_("sign-in link"),
    LetterKind.ACCOUNT_INVITATION: N_("account made"),
    LetterKind.ACCOUNT_CHANGED: N_("account changed"),
})  # fmt: skip
_label({
    LetterState.QUEUED: N_("queued"),
    LetterState.SENDING: N_("being sent"),
    LetterState.SENT: N_("sent"),
    LetterState.WILL_RETRY: N_("will be tried again"),
    LetterState.FAILED: N_("failed"),
    LetterState.CANCELLED: N_("not sent"),
})  # fmt: skip
_label({
    ReminderAbout.SILENT: N_("delegations that have not answered"),
    ReminderAbout.OPEN_POINTS: N_("delegations for which something is open"),
    ReminderAbout.UNANSWERED: N_("nominated persons who have not answered"),
    ReminderAbout.PRACTICAL: N_("practical information for those who are confirmed"),
})  # fmt: skip
_label({
    CampaignState.DRAFT: N_("draft"),
    CampaignState.SCHEDULED: N_("will be sent"),
    CampaignState.SENDING: N_("being sent"),
    CampaignState.PAUSED: N_("paused"),
    CampaignState.STOPPED: N_("stopped"),
    CampaignState.DONE: N_("sent"),
})  # fmt: skip
_label({
    UserRole.ADMINISTRATOR: N_("administrator"),
    UserRole.ORGANISER: N_("organiser"),
    UserRole.DESK_AGENT: N_("desk agent"),
    UserRole.STATISTICS_READER: N_("statistics reader"),
})  # fmt: skip


def message(member: enum.StrEnum) -> str:
    """The English message id of a code, to be translated by whoever shows it."""
    return _MESSAGES[type(member), member.value]


def label(member: enum.StrEnum, language: str) -> str:
    """The word for a code in a language."""
    return translated(message(member), language)
