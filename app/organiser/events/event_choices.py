"""What can be chosen in the form of an event: hosts, countries, time zones, languages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.extensions import db
from app.lib.names import sort_key
from app.lib.wording import capitalised
from app.lib.zone_cities import OF_MEMBER_STATES, zone_city
from app.models import Body
from app.web.bodies import body_choices
from app.web.locale import language
from app.web.option_lists import OptionList

FROM_THE_LIST: dict[str, Any] = {
    "invalid_choice_message": _l("Choose from the list")
}  # said of anything else
USUAL_HOST = "POLICE-NETWORK"
USUAL_ZONE = "Europe/Paris"
LANGUAGES = ("en", "fr", "de", "es", "it", "pl", "pt", "ro", "ru", "tr", "uk")


def bodies() -> list[Body]:
    """All bodies: any of them can hold an event, even one that cannot send anybody."""
    return list(db.session.scalars(select(Body)))


def host_choices(found: list[Body]) -> OptionList:
    """Who can hold an event."""
    return body_choices(found)


def country_choices(found: list[Body]) -> list[tuple[str, str]]:
    """The countries by the names that the Council of Europe uses."""
    chosen = language()
    states = sorted((body for body in found if body.iso2), key=lambda body: body.sort_in(chosen))
    return [
        ("", _("Choose from the list")),
        *((str(body.iso2), body.name.in_language(chosen)) for body in states),
    ]


def zone_choices(present: str) -> list[tuple[str, str]]:
    """The clocks of the member states by their cities, in the order of those; the event's own is always among them."""
    zones = {*OF_MEMBER_STATES, *([present] if present else [])}
    named = [(zone, zone_city(zone, language())) for zone in zones]
    return sorted(named, key=lambda choice: (choice[0] == "UTC", sort_key(choice[1])))


def language_choices(among: Collection[str] = LANGUAGES) -> list[tuple[str, str]]:
    """Languages by their names in the reader's language, the working languages first."""
    names = Locale(language()).languages
    named = [(code, capitalised(str(names[code]))) for code in LANGUAGES if code in among]
    return [*named[:2], *sorted(named[2:], key=lambda choice: choice[1])]
