"""All that is kept about somebody, in words: the same on the page, on the paper and for the person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.documents.data_sheets import Row, Section
from app.lib import dates
from app.lib.wording import N_, capitalised, translated
from app.models import AccessLink, AuditEntry, Event, LinkPurpose, Mandate, Person
from app.models.labels import label
from app.services.privacy import record_words, registration_words
from app.services.privacy.holdings import Holdings, OfRegistration
from app.services.privacy.spoken import Spoken

_PURPOSES = {
    LinkPurpose.CONFIRM_ADDRESS: N_("link that confirms the address"),
    LinkPurpose.MY_REGISTRATION: N_("link to the registration"),
    LinkPurpose.SIGN_IN: N_("link to the page of the delegation"),
    LinkPurpose.SET_PASSWORD: N_("link that sets a password"),
}


def sections(holdings: Holdings, language: str, *, with_needs: bool) -> list[Section]:
    """The sections, in the order in which they are read; needs stand in them only where they are asked for."""
    say = Spoken(language)
    found = [_person(holdings.person, say)] if holdings.person else []
    found += _mandates(holdings.mandates, say)
    for one in holdings.registrations:
        found += _registration(one, say, with_needs=with_needs)
    found += _part(
        N_("Letters as a correspondent"), registration_words.letters(holdings.letters, None, say), say, 2
    )
    found += _part(N_("Links as a correspondent"), _links(holdings.links, None, say), say, 2)
    found += _part(N_("Who did what"), _records(holdings, say), say, 2)
    return found


def _person(person: Person, say: Spoken) -> Section:
    rows = [
        say.row(N_("Name"), " ".join(part for part in (person.given_name, person.family_name) if part)),
        say.row(N_("E-mail address"), person.email),
        say.row(N_("Title or rank"), person.title),
        say.row(N_("Language of the letters"), label(person.language, say.language)),
        say.row(N_("Gender"), label(person.gender, say.language) if person.gender else None),
        say.yes_no(N_("Discreet mode"), person.discreet),
        say.yes_no(N_("May be reused for later events"), person.reuse_consent),
        say.row(N_("Known since"), say.moment(person.created_at)),
    ]
    return Section(say(N_("The person")), rows)


def _mandates(mandates: Iterable[Mandate], say: Spoken) -> list[Section]:
    rows = [Row(mandate.body.name.in_language(say.language), _period(mandate, say)) for mandate in mandates]
    return [Section(say(N_("Mandates")), rows)] if rows else []


def _period(mandate: Mandate, say: Spoken) -> str:
    first = dates.day(mandate.from_date, say.language, weekday=False, year=True)
    if mandate.until_date is None:
        return say(N_("since %(day)s"), day=first)
    last = dates.day(mandate.until_date, say.language, weekday=False, year=True)
    return say(N_("from %(first)s to %(last)s"), first=first, last=last)


def _registration(one: OfRegistration, say: Spoken, *, with_needs: bool) -> list[Section]:
    event = one.registration.event
    days = dates.day_range(event.days[0], event.days[-1], say.language) if event.days else ""
    heading = ", ".join(part for part in (event.title.in_language(say.language), days) if part)
    words = registration_words
    found = [Section(heading, words.answers(one, say, with_needs=with_needs))]
    found += _part(N_("Sessions"), words.sessions(one, say), say)
    found += _part(N_("History"), words.history(one, say), say)
    found += _part(N_("Check-ins"), words.check_ins(one, say), say)
    found += _part(N_("Letters"), words.letters(one.letters, event, say), say)
    found += _part(N_("Links"), _links(one.links, event, say), say)
    return found


def _part(heading: str, rows: list[Row], say: Spoken, level: int = 3) -> list[Section]:
    return [Section(say(heading), rows, level)] if rows else []


def _links(links: Iterable[AccessLink], event: Event | None, say: Spoken) -> list[Row]:
    return [
        Row(
            say.moment(link.created_at, event),
            capitalised(say(_PURPOSES[link.purpose])),
            _life(link, event, say),
        )
        for link in links
    ]


def _life(link: AccessLink, event: Event | None, say: Spoken) -> str:
    """What has become of a link."""
    steps: list[tuple[str, datetime | None]] = [
        (N_("opened on %(moment)s"), link.used_at),
        (N_("revoked on %(moment)s"), link.revoked_at),
        (N_("valid until %(moment)s"), link.expires_at if link.revoked_at is None else None),
    ]
    return ", ".join(say(words, moment=say.moment(at, event)) for words, at in steps if at is not None)


def _records(holdings: Holdings, say: Spoken) -> list[Row]:
    return [_record(entry, say) for entry in holdings.records]


def _record(entry: AuditEntry, say: Spoken) -> Row:
    who = translated(N_("by %(who)s"), say.language, who=label(entry.actor_kind, say.language))
    return Row(say.moment(entry.at), record_words.what(entry, say.language), who)
