"""Bodies for tests: those of the reference data where they are loaded, otherwise made as needed."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib.names import search_text, sort_key
from app.models import Body, BodyKind

_KNOWN: dict[str, tuple[BodyKind, str, str]] = {
    "POLICE-NETWORK": (
        BodyKind.INTERNAL_PARTNER,
        "Council of Europe Police Network",
        "Réseau police du Conseil de l’Europe",
    ),
    "MD": (BodyKind.MEMBER_STATE, "Republic of Moldova", "République de Moldova"),
    "DE": (BodyKind.MEMBER_STATE, "Germany", "Allemagne"),
    "AT": (BodyKind.MEMBER_STATE, "Austria", "Autriche"),
    "CA": (BodyKind.OBSERVER_STATE, "Canada", "Canada"),
    "INTERPOL": (BodyKind.OBSERVER_ORGANISATION, "INTERPOL", "INTERPOL"),
    "EUROPOL": (BodyKind.AGENCY, "Europol", "Europol"),
    "ECCD": (
        BodyKind.INTERNAL_PARTNER,
        "Economic Crime and Cooperation Division",
        "Division de la criminalité économique et de la coopération",
    ),
}


def a_body(code: str = "MD", kind: BodyKind = BodyKind.MEMBER_STATE, **changes: object) -> Body:
    """The body with a code, made if it is not there; `kind` counts for codes that this file does not know."""
    found = db.session.scalar(select(Body).where(Body.code == code))
    if found is not None:
        for name, value in changes.items():
            setattr(found, name, value)
        return found
    kind, name_en, name_fr = _KNOWN.get(code, (kind, f"State of {code}", f"État {code}"))
    facts: dict[str, object] = {
        "code": code,
        "kind": kind,
        "name_en": name_en,
        "name_fr": name_fr,
        "sort_en": sort_key(name_en),
        "sort_fr": sort_key(name_fr),
        "search_text": search_text(name_en, name_fr, code),
        "iso2": code if len(code) == 2 else None,
    }
    made = Body(**{**facts, **changes})
    db.session.add(made)
    db.session.flush()
    return made
