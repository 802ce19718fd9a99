"""The tables, one aggregate a file. Importing this package makes all of them known to the metadata."""

from app.models.access_links import AccessLink, LinkPurpose
from app.models.admissions import DELEGATIONS, Admission, Category, Group, InvitationLink, Quota, Way
from app.models.attendance import CheckIn, CheckInKind, HeadCount
from app.models.audit import AuditEntry, AuditSeal
from app.models.bodies import Body, BodyKind, NetworkObserver
from app.models.campaigns import Campaign, CampaignFile, CampaignState
from app.models.choices import ImportWord, ListChoice, SavedFilter
from app.models.delegations import Convocation, Substitute
from app.models.documents import DocumentKind, DocumentLanguage, EventDocument, Visibility
from app.models.erasures import Erasure, ErasureRule
from app.models.events import Event, EventKind, EventStatus, Mode
from app.models.figures import FigureSnapshot, ReportedFigure
from app.models.jobs import Heartbeat, Job, JobState
from app.models.letter_kinds import LetterKind
from app.models.letter_texts import LetterText
from app.models.letters import Letter, LetterState
from app.models.link_requests import LinkRequest, RequestedLink
from app.models.mandates import Mandate
from app.models.notices import Notice, NoticeDraft
from app.models.people import Gender, Language, Person
from app.models.programme import EventSession, SessionKind, SessionRole, SessionRoleKind, SignUp
from app.models.rate_counts import RateCount
from app.models.registrations import (
    LIVING,
    ActorKind,
    Needs,
    Origin,
    Place,
    Registration,
    Role,
    Status,
    StatusChange,
)
from app.models.reminder_rules import ReminderAbout, ReminderRule
from app.models.settings import Setting
from app.models.stored_files import StoredFile, StoredPiece
from app.models.users import AccountChange, LoginSession, RecoveryCode, User, UserEvent, UserRole

__all__ = [
    "DELEGATIONS", "LIVING", "AccessLink", "AccountChange", "ActorKind", "Admission", "AuditEntry", "AuditSeal", "Body",
    "BodyKind", "Campaign", "CampaignFile", "CampaignState", "Category", "CheckIn", "CheckInKind", "Convocation",
    "DocumentKind", "DocumentLanguage", "Erasure", "ErasureRule", "Event", "EventDocument", "EventKind",
    "EventSession", "EventStatus", "FigureSnapshot", "Gender", "Group", "HeadCount", "Heartbeat", "ImportWord",
    "InvitationLink", "Job", "JobState", "Language", "Letter", "LetterKind", "LetterState", "LetterText", "LinkPurpose",
    "LinkRequest", "ListChoice", "LoginSession", "Mandate",
    "Mode", "Needs", "NetworkObserver", "Notice", "NoticeDraft", "Origin", "Person", "Place", "Quota", "RateCount",
    "RecoveryCode", "Registration", "ReminderAbout", "ReminderRule", "ReportedFigure", "RequestedLink", "Role",
    "SavedFilter", "SessionKind", "SessionRole", "SessionRoleKind", "Setting", "SignUp", "Status", "StatusChange", "StoredFile",
    "StoredPiece", "Substitute", "User", "UserEvent", "UserRole", "Visibility", "Way",
]  # fmt: skip
