"""A meeting for papers: people with names in five scripts, very long ones, hostile ones, and somebody in discreet mode."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.extensions import db
from app.models import Category, Event, Mode, Registration, Role, SessionRole, SessionRoleKind, Status
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration

SCRIPTS = {
    "PAPADOPOULOS": "Γεώργιος ΠΑΠΑΔΌΠΟΥΛΟΣ",
    "KOVALENKO": "Олена КОВАЛЕНКО",
    "BERIDZE": "გიორგი ბერიძე",
    "HAKOBYAN": "Անի ՀԱԿՈԲՅԱՆ",
    "ŒUVRE-ÆGIR": "",
}
LONGEST_NAME = "FERNÁNDEZ DE LA TORRE Y QUINTANILLA DE LOS MONTEROS DEL CAMPO"[:60]
LONGEST_FUNCTION = (
    "Deputy Director for International Cooperation, Professional Standards, Oversight and the Use of Force in Public Order "
    "Policing"
)[:120]
HOSTILE_NAME, HOSTILE_FUNCTION = "#panic() $x$ *b* @r", '=cmd|"/c calc"!A1 <script>alert(1)</script>'
SECRETS = ("Discretissima", "SECRETMARK", "Тайнова")


class Meeting(NamedTuple):
    """The event, whoever is named on its papers, and the one who is not."""

    event: Event
    named: list[Registration]
    discreet: Registration


def a_meeting(**changes: Any) -> Meeting:
    """A conference with a programme at which everybody has arrived."""
    event = a_conference(signatory="Claire MARTIN", **changes)
    named = [
        _arrived(event, code, family_name=family, own_script_name=own)
        for code, (family, own) in zip(("GR", "UA", "GE", "AM", "FR"), SCRIPTS.items(), strict=True)
    ]
    named.append(_arrived(event, "ES", family_name=LONGEST_NAME, function=LONGEST_FUNCTION, role=Role.HEAD))
    named.append(_arrived(event, "AT", family_name=HOSTILE_NAME, function=HOSTILE_FUNCTION))
    discreet = _arrived(
        event,
        "MD",
        given_name=SECRETS[0],
        family_name=SECRETS[1],
        own_script_name=SECRETS[2],
        discreet=True,
    )
    speaker = a_registration(
        event, Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body=None, body_text="University of Vienna",
        family_name="HUBER", consent_lists=True,
    )  # fmt: skip
    a_check_in(speaker)
    named.append(speaker)
    opening = a_session(event, title_en="Opening", title_fr="Ouverture", mode=Mode.HYBRID)
    for somebody in (speaker, discreet):
        part = {"kind": SessionRoleKind.SPEAKER, "registration": somebody, "name_public": True}
        db.session.add(SessionRole(session=opening, function_en="Expert", function_fr="Experte", **part))
    db.session.flush()
    return Meeting(event, named, discreet)


def _arrived(event: Event, code: str, **changes: Any) -> Registration:
    registration = a_registration(
        event,
        Status.CONFIRMED,
        body=a_body(code),
        consent_lists=True,
        **{"function": "Head of Unit", **changes},
    )
    a_check_in(registration)
    return registration
