"""One registration in words: the answers, the sessions, the history, the check-ins, the letters."""

from __future__ import annotations

from collections.abc import Iterable

from app.documents.data_sheets import Row
from app.lib import dates
from app.lib.wording import N_, capitalised
from app.models import (
    CheckIn,
    CheckInKind,
    Event,
    Letter,
    Origin,
    Place,
    Registration,
    SessionRole,
    StatusChange,
)
from app.models.labels import label
from app.services.privacy.holdings import OfRegistration
from app.services.privacy.spoken import Spoken

_REASONS = {
    "promoted": N_("Moved up from the waiting list"),
    "mode_changed": N_("Takes part in another way"),
    "reopened": N_("Taken up again"),
}
_CHECK_INS = {
    CheckInKind.IN: N_("checked in"),
    CheckInKind.OUT: N_("left"),
    CheckInKind.UNDO: N_("taken back"),
}
_MINUTES = N_("%(number)s minutes online")


def answers(one: OfRegistration, say: Spoken, *, with_needs: bool) -> list[Row]:
    """What was answered, and how the registration stands."""
    return [
        *_who(one.registration, say),
        *_how(one.registration, say),
        *_agreed(one, say),
        *(_needs(one, say) if with_needs else []),
    ]


def _who(registration: Registration, say: Spoken) -> list[Row]:
    name = " ".join(part for part in (registration.given_name, registration.family_name) if part)
    body = registration.body.name.in_language(say.language) if registration.body else registration.body_text
    return [
        say.row(N_("Reference"), registration.reference),
        say.row(N_("Name"), name),
        say.row(N_("Name in the person’s own script"), registration.own_script_name),
        say.row(N_("E-mail address"), registration.email),
        say.row(N_("Title or rank"), registration.title),
        say.row(N_("Function"), registration.function),
        say.row(N_("Service"), registration.service),
        say.row(N_("Represents"), body),
        say.row(N_("Language of the letters"), label(registration.language, say.language)),
        say.row(N_("Gender"), label(registration.gender, say.language) if registration.gender else None),
    ]


def _how(registration: Registration, say: Spoken) -> list[Row]:
    event = registration.event
    capacity = label(registration.category, say.language)
    part = label(registration.role, say.language) if registration.role else ""
    state = f"{label(registration.status, say.language)}, {label(registration.place, say.language)}"
    asked = say.moment(registration.created_at, event)
    confirmed = say.moment(registration.verified_at, event) if registration.verified_at else None
    return [
        say.row(N_("Takes part as"), capitalised(capacity), part),
        say.row(N_("Takes part"), capitalised(label(registration.mode, say.language))),
        say.row(N_("State"), capitalised(state)),
        say.row(N_("Entered"), capitalised(label(registration.origin, say.language)), asked),
        say.row(N_("Address confirmed"), confirmed),
        say.row(N_("First recorded participation"), _first(registration, say)),
        say.row(N_("Code of the badge"), registration.badge_code),
    ]


def _first(registration: Registration, say: Spoken) -> str:
    if registration.first_recorded is None:
        return say(N_("not recorded"))
    return say(N_("yes") if registration.first_recorded else N_("no"))


def _agreed(one: OfRegistration, say: Spoken) -> list[Row]:
    registration = one.registration
    shown = say(N_("Version %(number)s"), number=one.notice) if one.notice else say(N_("not recorded"))
    return [
        say.row(N_("Privacy notice that was shown"), shown),
        say.yes_no(N_("Agreed to photographs and recordings"), registration.consent_photographs),
        say.yes_no(N_("Agreed to stand in lists given to others"), registration.consent_lists),
        say.yes_no(N_("May be reused for later events"), registration.consent_reuse),
        say.yes_no(N_("Discreet mode"), registration.discreet),
    ]


def _needs(one: OfRegistration, say: Spoken) -> list[Row]:
    needs = one.needs
    return [
        say.row(N_("Meals"), needs.diet if needs else None),
        say.row(N_("Access"), needs.access if needs else None),
    ]


def sessions(one: OfRegistration, say: Spoken) -> list[Row]:
    """The sessions chosen, the parts in them, and whom the person has proposed instead."""
    event = one.registration.event
    rows = [
        Row(say.moment(row.session.starts_at, event), row.session.title.in_language(say.language),
            label(Place(row.place), say.language))
        for row in one.sign_ups
    ]  # fmt: skip
    rows += [_part(role, event, say) for role in one.roles]
    if one.substitute is not None:
        proposed = one.substitute
        name = " ".join(part for part in (proposed.given_name, proposed.family_name) if part)
        said = ", ".join(part for part in (proposed.function, proposed.email) if part)
        rows.append(Row(say(N_("Proposed instead")), name, said))
    return rows


def _part(role: SessionRole, event: Event, say: Spoken) -> Row:
    function = role.function.in_language(say.language)
    words = ", ".join(part for part in (label(role.kind, say.language), function) if part)
    title = role.session.title.in_language(say.language)
    return Row(say.moment(role.session.starts_at, event), title, words)


def history(one: OfRegistration, say: Spoken) -> list[Row]:
    """Each step of the decision, with its reason."""
    event = one.registration.event
    return [Row(say.moment(step.at, event), _step(step, say), _why(step, say)) for step in one.history]


def _step(step: StatusChange, say: Spoken) -> str:
    words = [label(step.status_to, say.language)]
    if step.place_to is not step.place_from and step.place_to is not Place.NONE:
        words.append(label(step.place_to, say.language))
    return capitalised(", ".join(words))


def _why(step: StatusChange, say: Spoken) -> str:
    who = say(N_("by %(who)s"), who=label(step.actor_kind, say.language))
    known = _REASONS.get(step.reason_code or "")
    reason = step.note or (say(known) if known else "")
    return f"{who}: {reason}" if reason else who


def check_ins(one: OfRegistration, say: Spoken) -> list[Row]:
    """The lines of the log of attendance."""
    event = one.registration.event
    imported = one.registration.origin is Origin.IMPORT
    return [
        Row(_day(row, say) if imported else say.moment(row.at, event), _checked(row, say), row.desk or "")
        for row in one.check_ins
    ]


def _day(row: CheckIn, say: Spoken) -> str:
    """The day that an imported list tells, if it tells one; it has no hours."""
    if row.day is None:
        return say(N_("day not recorded"))
    return dates.day(row.day, say.language, weekday=False, year=True)


def _checked(row: CheckIn, say: Spoken) -> str:
    where = row.session.title.in_language(say.language) if row.session else label(row.mode, say.language)
    words = f"{capitalised(say(_CHECK_INS[row.kind]))}, {where}"
    return words if row.minutes is None else f"{words}, {say(_MINUTES, number=row.minutes)}"


def letters(rows: Iterable[Letter], event: Event | None, say: Spoken) -> list[Row]:
    """The letters to somebody: when, which, to what address, and what has become of them."""
    return [
        Row(
            say.moment(row.sent_at or row.created_at, event),
            capitalised(label(row.kind, say.language)),
            ", ".join(part for part in (row.recipient, label(row.state, say.language)) if part),
        )
        for row in rows
    ]
