"""What the columns of a list are: remembered from an earlier list, or guessed from their headings in English and French."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.lib.names import fold
from app.lib.wording import N_
from app.services.earlier_years.list_kinds import NAMES, ListKind, Question, day_field

_HEADINGS: dict[str, tuple[str, ...]] = {
    "number": (
        "number", "number of people", "people", "count", "total", "nombre", "nombre de personnes", "personnes", "effectif",
    ),
    "name": ("name", "full name", "participant", "participants", "nom complet", "nom et prénom", "prénom et nom"),
    "given_name": ("given name", "first name", "forename", "prénom"),
    "family_name": ("family name", "last name", "surname", "nom", "nom de famille"),
    "title": ("title", "title or rank", "rank", "titre", "titre ou grade", "grade"),
    "function": ("function", "position", "post", "job title", "fonction", "poste"),
    "service": ("service", "department", "unit", "authority", "unité", "département", "autorité"),
    "email": ("e-mail", "email", "mail", "e-mail address", "email address", "courriel", "adresse électronique", "adresse e-mail"),
    "body": (
        "body", "state", "country", "member state", "organisation", "organization", "affiliation", "institution", "delegation",
        "entité", "état", "pays", "état membre", "délégation", "body, code", "entité, code",
    ),
    "category": ("category", "capacity", "group", "type", "catégorie", "qualité", "groupe"),
    "role": ("role", "part in the delegation", "role in the delegation", "rôle", "rôle dans la délégation"),
    "mode": ("mode", "takes part", "participation", "way of taking part", "mode de participation", "participe"),
    "gender": ("gender", "sex", "genre", "sexe"),
    "came": ("came", "attended", "present", "presence", "attendance", "présent", "présence", "venu", "a participé", "est venu"),
}  # fmt: skip
_FIELD = {fold(heading): field for field, headings in _HEADINGS.items() for heading in headings}
_WAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
_NTH_DAY = re.compile(r"(?:day|jour) (\d{1,2})")

WHO_MISSING = N_("No column says whom people represent, nor in what capacity they came.")
CAME_MISSING = N_("No column says who came. Choose one, or say that the list does not tell.")
TWICE = N_("Two columns are the same. Leave one of them out.")
TWO_NAMES = N_("A column with the whole name stands beside one with the family name. Leave one of them out.")
NAME_AND_NUMBER = N_("A list with names has one row for each person. Leave the column with the number out.")


def heading(cell: str) -> str:
    """A heading as it is compared and remembered."""
    return fold(cell)[:120]


def guessed(question: Question, head: Sequence[str], remembered: Mapping[str, str]) -> list[str]:
    """For each column what it is, by its heading; an empty text for what is not taken over, or stands there already."""
    found: list[str] = []
    for cell in head:
        field = remembered.get(heading(cell)) or _guess(question, cell)
        found.append(field if field in question.fields and field not in found else "")
    if "name" in found and "family_name" in found:  # “Participant” beside names
        found[found.index("name")] = ""
    return found


def problem(question: Question, columns: Sequence[str]) -> str | None:
    """Why no row can be read with these columns, as a message id."""
    chosen = [field for field in columns if field]
    named = [field for field in NAMES if field in chosen]
    if len(set(chosen)) < len(chosen):
        return TWICE
    if not {"body", "category"} & set(chosen) and question.category is None:
        return WHO_MISSING
    if len(named) > 1:
        return TWO_NAMES
    if named and "number" in chosen:
        return NAME_AND_NUMBER
    says = any(field not in question.fields or field == "came" or ":" in field for field in chosen)
    return CAME_MISSING if question.kind is ListKind.WITH_CAME and not says else None


def _guess(question: Question, cell: str) -> str:
    folded = fold(cell)
    if (field := _FIELD.get(folded)) is not None:
        return field
    nth = _NTH_DAY.fullmatch(folded)
    days = question.event.days
    if nth is not None and 0 < int(nth[1]) <= len(days):
        return day_field(days[int(nth[1]) - 1])
    day = _day(folded)
    return day_field(day) if day in days else ""


def _day(text: str) -> date | None:
    for way in _WAYS:
        try:
            return datetime.strptime(text.split(" ")[0], way).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
