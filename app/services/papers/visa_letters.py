"""The visa support letter: that somebody is expected at an event, for whoever decides on a visa. One page for each person.

It says what the registration has, and leaves room for what only the passport has. It bears the true name: whoever asks for
many gets none of the discreet, for them one asks one by one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from babel import Locale
from sqlalchemy import and_

from app.lib.dates import day_range
from app.lib.wording import N_, translated
from app.models import Event, Mode, Registration
from app.services.papers.names_on_paper import of_oneself
from app.services.papers.paper_kinds import Gathered, Options, PaperLanguage, Selection
from app.services.papers.paper_words import Speech
from app.services.papers.people import chosen, named
from app.services.papers.signing import signed
from app.services.participation import confirmed

TITLE = N_("Visa support letter")
_TO = N_("To the consular authorities concerned")
_CONFIRMED = N_(
    "We confirm that the person named below is registered for the following event and is expected there in person."
)
_ASKED = N_(
    "We should be grateful if the visa that this journey needs could be granted in time. Please quote the reference."
)
_BY_HAND = (N_("Passport number"), N_("Nationality"), N_("Date of birth"))


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """The letters for those who are confirmed and come in person, by name; in two languages, a page in each."""
    expected = and_(confirmed(), Registration.mode == Mode.IN_PERSON)
    found = chosen(event, replace(selection, at_most=None), expected)
    people, left_out = named(found, selection)
    say = Speech(options.language)
    facts = {
        **say.top(event, TITLE),
        "words": {language: _words(event, language) for language in say.languages},
        "pages": [_page(person, language) for person in people for language in say.languages],
    }
    return Gathered(facts, len(people), left_out)


def _words(event: Event, language: str) -> dict[str, Any]:
    """What all letters in a language say."""
    say = Speech(PaperLanguage(language))
    return {
        "host": event.host_body.name.in_language(language),
        "title": say(TITLE)[0],
        "to": say(_TO)[0],
        "confirmed": say(_CONFIRMED)[0],
        "asked": say(_ASKED)[0],
        "event": _event(event, language),
        "by_hand": [say(question)[0] for question in _BY_HAND],
        "person": say(N_("The person"))[0],
        "event_heading": say(N_("The event"))[0],
        "reference": say(N_("Reference"))[0],
        "contact": event.mail_reply_to or "",
        **signed(event, say),
    }


def _event(event: Event, language: str) -> list[tuple[str, str]]:
    """The event as questions and answers; what is not known is left out."""
    days = day_range(event.days[0], event.days[-1], language) if event.days else ""
    asked = [
        (N_("Event"), event.title.in_language(language)),
        (N_("Dates"), days),
        (N_("Place"), ", ".join(filter(None, (event.city, _country(event, language))))),
        (N_("Venue"), event.venue.in_language(language)),
        (N_("Host"), event.host_body.name.in_language(language)),
    ]
    return [(translated(question, language), answer) for question, answer in asked if answer]


def _country(event: Event, language: str) -> str:
    return str(Locale(language).territories.get(event.country_iso2 or "", ""))


def _page(person: Registration, language: str) -> dict[str, Any]:
    name = of_oneself(person, language)
    body = person.body.name.in_language(language) if person.body else person.body_text or ""
    asked = [
        (N_("Given name"), name.given),
        (N_("Family name"), name.family),
        (N_("Name in own script"), name.own_script),
        (N_("Function"), person.function or ""),
        (N_("Service"), person.service or ""),
        (N_("On behalf of"), body),
    ]
    return {
        "language": language,
        "name": name.full,
        "person": [(translated(question, language), answer) for question, answer in asked if answer],
        "reference": person.reference,
    }
