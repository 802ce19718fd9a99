"""The words of the audit trail: who, what, on what; and its filters as the page offers them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from app.lib import dates, numbers, seat_time
from app.lib.wording import capitalised
from app.models import AuditEntry, Event, Registration, User
from app.models.labels import label
from app.organiser.audit import audit_address as address
from app.organiser.participants.participant_questions import Question
from app.organiser.privacy import retention_words
from app.services import setting_changes, setting_words
from app.services.privacy import retention
from app.services.records import actions, subjects
from app.services.records.actions import Group
from app.services.records.trail import OTHERS, USERS, About, Filters, Known
from app.web.locale import language


def moment(entry: AuditEntry) -> str:
    """When it was, by the clocks of the Network's seat, to the second."""
    return seat_time.moment(entry.at, language(), seconds=True)


def who(entry: AuditEntry, known: Known) -> str:
    """Who did it: a member of the staff by name, everybody else by the kind and, where there is one, the number."""
    if entry.actor_kind in USERS and entry.actor_id is not None:
        return known.users.get(entry.actor_id) or _("Account %(number)s", number=entry.actor_id)
    kind = capitalised(label(entry.actor_kind, language()))
    if entry.actor_id is None:
        return kind
    return _("%(who)s, person %(number)s", who=kind, number=entry.actor_id)


def what(entry: AuditEntry) -> str:
    """What was done."""
    return actions.words(entry.action, language())


def fields(entry: AuditEntry) -> str:
    """What was touched, in codes; of a limit or period in words, with the number of before and the one of after."""
    codes = entry.fields
    if entry.action == setting_changes.CHANGED and len(codes) == 3 and all(map(str.isdecimal, codes[1:])):
        period = codes[0] in retention.PERIODS
        name = (
            retention_words.question(codes[0]) if period else setting_words.name_words(codes[0], language())
        )
        before, after = (numbers.number(int(number), language()) for number in codes[1:])
        return _("%(name)s: %(before)s → %(after)s", name=name, before=before, after=after)
    return ", ".join(codes)


def subject(kind: str, number: int | None, known: Known) -> str:
    """On what it was done, by what everybody may know of it."""
    kind_words = capitalised(subjects.words(kind, language()))
    if number is None:
        return kind_words
    if kind == Event.__tablename__ and number in known.events:
        return known.events[number].in_language(language())
    name = {
        Registration.__tablename__: known.references,
        User.__tablename__: known.users,
    }.get(kind, {}).get(number)  # fmt: skip
    return _("%(kind)s %(number)s", kind=kind_words, number=name or number)


def about(entry: AuditEntry) -> About | None:
    """The row that a line is about."""
    return About(entry.subject_kind, entry.subject_id) if entry.subject_id is not None else None


def questions(filters: Filters, known: Known) -> list[Question]:
    """The filters with choices."""
    users = [
        (str(number), name or _("Account %(number)s", number=number)) for number, name in known.users.items()
    ]
    others = [(kind.value, label(kind, language())) for kind in OTHERS]
    groups = [(group.value, actions.group_words(group, language())) for group in Group]
    events = [(str(number), title.in_language(language())) for number, title in known.events.items()]
    asked = address.said(filters)
    return [
        Question(
            "group", pgettext("audit", "What"), groups, asked["group"], address.url(filters.without("groups"))
        ),
        Question(
            "who",
            pgettext("audit", "By whom"),
            [*others, *users],
            asked["who"],
            address.url(filters.without("users", "others")),
        ),
        Question(
            "event", _("Event"), events, [*map(str, asked["event"])], address.url(filters.without("events"))
        ),
    ]


def in_use(filters: Filters, known: Known) -> list[tuple[str, str]]:
    """The other filters that are in use: words, and the address without it."""
    found = []
    if filters.about:
        found.append(
            (subject(filters.about.kind, filters.about.id, known), address.url(filters.without("about")))
        )
    if filters.since:
        day = dates.day(filters.since, language(), weekday=False, year=True)
        found.append((_("from %(day)s", day=day), address.url(filters.without("since"))))
    if filters.until:
        day = dates.day(filters.until, language(), weekday=False, year=True)
        found.append((_("until %(day)s", day=day), address.url(filters.without("until"))))
    return found
