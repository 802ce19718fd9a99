"""The list of participants: who stands on it, by what name, and what is told about them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from app.lib.clock import now
from app.models import Category, Event, Language, Mode, Registration, Role, Status
from app.services.papers import making
from app.services.papers.list_of_participants import gather
from app.services.papers.paper_errors import NothingToPrint
from app.services.papers.paper_kinds import Audience, Options, PaperKind, PaperLanguage, Selection
from app.services.participant_filters import Attendance, Filters
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration

EN = Options(language=PaperLanguage.EN)
FR = Options(language=PaperLanguage.FR)


@pytest.fixture
def event(app: object) -> Event:
    return an_event(title_en="Trust", title_fr="Confiance")


def ani(event: Event, status: Status = Status.CONFIRMED, **changes: Any) -> Registration:
    facts = {
        "given_name": "Ani",
        "family_name": "HAKOBYAN",
        "own_script_name": "Անի ՀԱԿՈԲՅԱՆ",
        "function": "Inspector",
        "service": "Internal Security",
        "title": "Dr",
        "email": "ani@police.example",
        "consent_lists": True,
    }
    return a_registration(event, status, **{**facts, **changes})


def people(event: Event, options: Options = EN, selection: Selection | None = None) -> list[dict[str, Any]]:
    facts = gather(event, selection or Selection(), options).facts
    return [
        person
        for section in facts["sections"]
        for delegation in section["delegations"]
        for person in delegation["people"]
    ]


def families(event: Event, **selected: Any) -> list[str]:
    return [person["family"] for person in people(event, selection=Selection(**selected))]


# Who stands on it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status)
def test_who_is_confirmed_stands_on_it(event: Event, status: Status) -> None:
    ani(event, status)
    assert len(people(event)) == (status is Status.CONFIRMED)


def test_who_was_let_in_stands_on_it_unless_that_was_undone(event: Event) -> None:
    a_check_in(ani(event, Status.WITHDRAWN, family_name="CAME"))
    undone(a_check_in(ani(event, Status.SUBMITTED, family_name="DID NOT")))
    assert families(event) == ["CAME"]


def test_the_final_list_has_those_who_were_there(event: Event) -> None:
    provisional = Options(language=PaperLanguage.EN, audience=Audience.SECRETARIAT)
    final = replace(provisional, final=True)
    came = ani(event)
    a_registration(event, Status.CONFIRMED)
    assert len(people(event, final)) == 2, "nobody kept a log: the confirmed"
    a_check_in(came)
    assert [one["family"] for one in people(event, final)] == [came.family_name]
    assert len(people(event, provisional)) == 2


def test_whoever_was_erased_is_not_on_it(event: Event) -> None:
    a_check_in(ani(event, family_name=None, given_name=None, email=None, anonymised_at=now()))
    assert people(event) == []


def test_the_filters_of_the_list_narrow_it(event: Event) -> None:
    came = ani(event, family_name="CAME", email="a@b.example")
    ani(event, family_name="ABSENT", email="c@d.example")
    a_check_in(came)
    assert families(event, filters=Filters(attendance=(Attendance.IN,))) == ["CAME"]
    assert families(event, registration_id=came.id) == ["CAME"]


def test_a_preview_begins_as_the_list_does(event: Event) -> None:
    ani(event, family_name="ALPHA", body=a_body("MD"))
    ani(event, family_name="ZULU", body=a_body("AT"))
    assert families(event, at_most=1) == ["ZULU"]


def test_nobody_to_print_is_said(event: Event) -> None:
    ani(event, Status.SUBMITTED)
    with pytest.raises(NothingToPrint):
        making.prepare(event, PaperKind.LIST_OF_PARTICIPANTS, Selection(), EN)


# By what name -----------------------------------------------------------------------------------------------------


def test_a_person_stands_with_name_function_and_address(event: Event) -> None:
    ani(event, role=Role.HEAD)
    assert people(event) == [
        {
            "title": "Dr",
            "given": "Ani",
            "family": "HAKOBYAN",
            "unnamed": "",
            "details": [
                "Անի ՀԱԿՈԲՅԱՆ", "Head of delegation", "Inspector, Internal Security", "ani@police.example",
            ],
        }
    ]  # fmt: skip


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(("discreet", "consents"), [(True, True), (True, False), (False, False)])
def test_whoever_must_not_be_named_stands_as_a_representative(
    event: Event, audience: Audience, discreet: bool, consents: bool
) -> None:
    ani(event, discreet=discreet, consent_lists=consents, role=Role.HEAD)
    prepared = making.prepare(event, PaperKind.LIST_OF_PARTICIPANTS, Selection(), Options(audience=audience))
    told = repr(prepared.facts)
    named = audience is Audience.SECRETARIAT and not discreet
    for secret in ("HAKOBYAN", "Ani", "Անի", "Inspector", "Security", "Dr"):
        assert (secret in told) is named, secret
    assert "ani@police.example" not in told
    assert ("Representative / Représentant·e" in told) is not named
    assert "Head of delegation" in told


@pytest.mark.parametrize("audience", Audience)
def test_an_address_stands_there_with_consent_alone(event: Event, audience: Audience) -> None:
    ani(event, email="yes@police.example")
    ani(event, email="no@police.example", consent_lists=False)
    told = repr(people(event, Options(audience=audience)))
    assert "yes@police.example" in told
    assert "no@police.example" not in told


def test_a_script_that_cannot_be_set_is_left_out(event: Event) -> None:
    ani(event, own_script_name="漢字")
    assert "漢字" not in repr(people(event))


@pytest.mark.parametrize("mode", [Mode.IN_PERSON, Mode.ONLINE])
def test_who_takes_part_online_is_told(event: Event, mode: Mode) -> None:
    ani(event, mode=mode)
    assert ("Online" in repr(people(event))) is (mode is Mode.ONLINE)


# In what language -------------------------------------------------------------------------------------------------


def facts(event: Event, options: Options) -> Any:
    return gather(event, Selection(), options).facts


def test_each_language_and_both(event: Event) -> None:
    ani(event, body=a_body("DE"))
    english, french, both = facts(event, EN), facts(event, FR), facts(event, Options())
    assert (english["title"], english["other_title"]) == ("List of participants", "")
    assert (french["title"], french["other_title"]) == ("Liste des participants", "")
    assert (both["title"], both["other_title"]) == ("List of participants", "Liste des participants")
    assert both["event"] == ("Trust", "Confiance")
    section = both["sections"][0]
    assert section["heading"] == ("Member states", "États membres")
    assert section["delegations"][0]["name"] == ("Germany", "Allemagne")


def test_it_says_whether_it_is_final_and_in_whose_order(event: Event) -> None:
    ani(event)
    provisional = facts(event, EN)
    final = facts(event, Options(language=PaperLanguage.EN, order=Language.FR, final=True))
    assert provisional["state"].main.startswith("Provisional, ")
    assert final["state"].main.startswith("Final, ")
    assert "English order" in provisional["foot"].main
    assert "French order" in final["foot"].main


def test_a_list_for_the_secretariat_says_so(event: Event) -> None:
    ani(event)
    told = facts(event, Options(audience=Audience.SECRETARIAT))
    assert told["foot"].main.startswith("For the secretariat only")
    assert facts(event, Options())["foot"].main.startswith("Official use")


# On paper ---------------------------------------------------------------------------------------------------------

NAMES = [
    ("Zoë", "ŒUVRE-ÆGIR", None),
    ("Georgios", "PAPADOPOULOS", "Γεώργιος ΠΑΠΑΔΌΠΟΥΛΟΣ"),
    ("Ivaylo", "STOYANOV", "Ивайло СТОЯНОВ"),
    ("Giorgi", "BERIDZE", "გიორგი ბერიძე"),
    ("Ani", "HAKOBYAN", "Անի ՀԱԿՈԲՅԱՆ"),
    (None, "W" * 60, None),
    ("#panic() $x$", "*BOLD* <label> @ref", "\\u{1f600} `raw`"),
]


def paper(event: Event, options: Options) -> PdfReader:
    prepared = making.prepare(event, PaperKind.LIST_OF_PARTICIPANTS, Selection(), options)
    return PdfReader(io.BytesIO(making.pdf(prepared)))


def test_names_of_every_script_stand_on_the_paper(event: Event) -> None:
    function = "Head of the division " * 6
    for number, (given, family, own) in enumerate(NAMES):
        ani(
            event, given_name=given, family_name=family, own_script_name=own, function=function.strip(),
            email=f"p{number}@police.example",
        )  # fmt: skip
    text = without_blanks("".join(page.extract_text() for page in paper(event, Options()).pages))
    for given, family, own in NAMES:
        assert without_blanks(" ".join(filter(None, (given, family)))) in text
        assert without_blanks(own or "") in text
    assert without_blanks(function) in text


def without_blanks(text: str) -> str:
    """A long name goes on in the next line."""
    return "".join(text.split())


def test_a_delegation_longer_than_a_page_goes_on(event: Event) -> None:
    for number in range(60):
        ani(event, family_name=f"NUMBER {number:02}", email=f"p{number}@police.example")
    pages = paper(event, EN).pages
    text = "".join(page.extract_text() for page in pages)
    assert all(f"NUMBER {number:02}" in text for number in range(60))
    assert len(pages) >= 3


def test_it_asks_as_much_for_ten_as_for_hundreds(event: Event, statements: Any) -> None:
    for number in (10, 200):
        many_registrations(event, number, category=Category.SPEAKER_EXPERT, body_id=None)
        with statements() as asked:
            gather(event, Selection(), Options())
        asked.within(3)
