"""The name shown to a given viewer: discreet people stand as “Representative” for others, and never speak by name."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Category, Event, Registration, SessionRole, SessionRoleKind, Status
from app.services.shown_names import ShownName, Viewer, shown_name, shown_role
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


def ana(event: Event, **changes: object) -> Registration:
    named = {"given_name": "Ani", "family_name": "HAKOBYAN", "own_script_name": "Անի ՀԱԿՈԲՅԱՆ"}
    return a_registration(event, Status.CONFIRMED, **{**named, **changes})


@pytest.mark.parametrize("viewer", Viewer)
def test_everybody_sees_who_is_not_discreet(event: Event, viewer: Viewer) -> None:
    assert shown_name(ana(event), viewer, "en") == ShownName("Ani", "HAKOBYAN", "Անի ՀԱԿՈԲՅԱՆ")


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [
        (Viewer.SELF, True),
        (Viewer.OPENED, True),
        (Viewer.OWN_CORRESPONDENT, True),
        (Viewer.OTHERS, False),
    ],
)
def test_who_sees_a_discreet_person(event: Event, viewer: Viewer, sees: bool) -> None:
    shown = shown_name(ana(event, discreet=True), viewer, "en")
    assert shown == (("Ani", "HAKOBYAN", "Անի ՀԱԿՈԲՅԱՆ") if sees else ("", "Representative", ""))


def test_no_viewer_is_forgotten_in_this_test() -> None:
    assert {viewer.name for viewer in Viewer} == {"SELF", "OPENED", "OWN_CORRESPONDENT", "OTHERS"}


def test_in_french_too(event: Event) -> None:
    discreet = shown_name(ana(event, discreet=True), Viewer.OTHERS, "fr").full
    erased = shown_name(ana(event, family_name=None, email=None), Viewer.SELF, "fr").full
    assert discreet
    assert erased
    assert {discreet, erased}.isdisjoint({"Name erased", "Ani HAKOBYAN"})


@pytest.mark.parametrize("viewer", Viewer)
def test_of_who_was_erased_nothing_is_left(event: Event, viewer: Viewer) -> None:
    erased = ana(event, family_name=None, given_name=None, own_script_name=None, email=None)
    assert shown_name(erased, viewer, "en").full == "Name erased"


def test_a_name_of_one_word(event: Event) -> None:
    assert shown_name(ana(event, given_name=None), Viewer.OTHERS, "en").full == "HAKOBYAN"


# Speakers ---------------------------------------------------------------------------------------------------------


def role(event: Event, **changes: object) -> SessionRole:
    facts: dict[str, object] = {
        "session": a_session(event),
        "kind": SessionRoleKind.SPEAKER,
        "function_en": "Head of forensics",
        "function_fr": "Chef de la police scientifique",
        "name_public": False,
    }
    made = SessionRole(**{**facts, **changes})
    db.session.add(made)
    db.session.flush()
    return made


def speaker(event: Event, **changes: object) -> Registration:
    return ana(event, category=Category.SPEAKER_EXPERT, body_text="University", **changes)


@pytest.mark.parametrize("kept_as", ["registration", "plain name"])
@pytest.mark.parametrize(
    ("public", "to_participant", "named"),
    [(False, False, False), (False, True, True), (True, False, True), (True, True, True)],
)
def test_a_name_is_public_where_the_person_agreed(
    event: Event, kept_as: str, public: bool, to_participant: bool, named: bool
) -> None:
    who = {"registration": speaker(event)} if kept_as == "registration" else {"plain_name": "Ani HAKOBYAN"}
    shown = shown_role(role(event, name_public=public, **who), "en", to_participant=to_participant)
    assert shown == ("Ani HAKOBYAN, Head of forensics" if named else "Head of forensics")


@pytest.mark.parametrize("to_participant", [False, True])
def test_a_discreet_or_erased_speaker_is_never_named(event: Event, to_participant: bool) -> None:
    for changes in ({"discreet": True}, {"family_name": None, "email": None}):
        part = role(event, name_public=True, registration=speaker(event, **changes))
        assert shown_role(part, "en", to_participant=to_participant) == "Head of forensics"


def test_the_function_is_the_one_of_the_programme_or_of_the_registration(event: Event) -> None:
    part = role(event, registration=speaker(event, function="Professor"))
    assert shown_role(part, "fr", to_participant=False) == "Chef de la police scientifique"
    part.function_en = part.function_fr = ""
    assert shown_role(part, "fr", to_participant=False) == "Professor"


def test_without_a_name_or_a_function_nothing_is_shown(event: Event) -> None:
    part = role(event, plain_name="Ani HAKOBYAN", function_en="", function_fr="")
    assert shown_role(part, "en", to_participant=False) == ""
