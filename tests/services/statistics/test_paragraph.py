"""The paragraph for the activity report: whole sentences, exact in both languages, for every case there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
import time_machine

from app.models import EventKind, Mode
from app.services.dimensions import DIMENSIONS, UNRECORDED
from app.services.indicators import REGISTRY
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Frozen, Phase, Source
from app.services.statistics.paragraph import Paragraph, circumstances, paragraph
from tests.services.statistics.paragraph_cases import (
    A_CONFERENCE,
    CASES,
    EN_OPENING,
    FR_OPENING,
    ITS_GROUPS,
    NB,
    NOT_OF_WHO_CAME,
    an_event,
    figures,
    the_conference_of_2024,
)


def told(known: EventFigures, language: str) -> str:
    return paragraph(known, 46, language).text


def test_a_conference_that_was() -> None:
    known = figures(A_CONFERENCE, ITS_GROUPS)
    assert told(known, "en") == (
        f"{EN_OPENING} It brought together 109 people: 78 representatives of member states, 16 observers and 15 other"
        " participants. 36 of the 46 member states were represented. 131 people had registered, of whom 120 were"
        " confirmed; 13 people who were confirmed were absent and 2 people took part without being confirmed."
    )
    assert told(known, "fr") == (
        f"{FR_OPENING} Elle a réuni 109 personnes{NB}: 78 représentants d’États membres, 16 observateurs et 15 autres"
        " participants. 36 des 46 États membres étaient représentés. 131 personnes s’étaient inscrites, dont 120"
        f" confirmées{NB}; 13 personnes confirmées étaient absentes et 2 personnes ont participé sans être confirmées."
    )


def test_the_conference_of_2024() -> None:
    known = the_conference_of_2024()
    english, french = paragraph(known, 46, "en"), paragraph(known, 46, "fr")
    assert english.text == (
        "The conference “Trust and Oversight” took place in Strasbourg from 19 to 21 March 2024."
        " It brought together 65 people, including 30 representatives of member states."
        " The number of observers, of other participants and of member states represented is not recorded."
    )
    assert french.text == (
        f"La conférence «{NB}Confiance et contrôle{NB}» s’est tenue à Strasbourg du 19 au 21 mars 2024."
        " Elle a réuni 65 personnes, dont 30 représentants d’États membres."
        " Le nombre d’observateurs, d’autres participants et d’États membres représentés n’est pas recensé."
    )
    for one, source in (
        (english, "Reported figures; source: Council of Europe, 2024."),
        (french, f"Chiffres rapportés{NB}; source{NB}: Council of Europe, 2024."),
    ):
        assert "".join(piece.text for piece in one.source) == source
        assert "30 states" not in one.text
        assert "30 États" not in one.text
        assert "35" not in one.text


@pytest.mark.parametrize("case", CASES)
def test_each_case_is_told_exactly(case: str) -> None:
    known, english, french = CASES[case]
    assert told(known, "en") == english
    assert told(known, "fr") == french


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", [*CASES, "2024"])
def test_each_number_is_one_of_the_figures_and_bears_its_definition(case: str, language: str) -> None:
    known = CASES[case][0] if case in CASES else the_conference_of_2024()
    said = paragraph(known, 46, language)
    numbers = [piece for sentence in said.sentences[1:] for piece in sentence if piece.text[:1].isdigit()]
    summary = known.summary
    for piece in numbers:
        value = int("".join(filter(str.isdigit, piece.text)))
        if not piece.code:
            assert value == 46
            continue
        assert piece.code in REGISTRY
        shown = {summary.total[piece.code], *(own[piece.code] for own in summary.groups.values())}
        assert value in shown
    assert all(piece.code in REGISTRY for sentence in said.sentences for piece in sentence if not piece.known)
    assert "%(" not in said.text
    assert "  " not in said.text


@pytest.mark.parametrize("known", [A_CONFERENCE, NOT_OF_WHO_CAME, dict.fromkeys(A_CONFERENCE, 0), {}])
@pytest.mark.parametrize(("phase", "source"), product(Phase, Source))
def test_there_is_a_paragraph_whatever_is_known_and_when(
    known: dict[str, int | None], phase: Phase, source: Source
) -> None:
    said = paragraph(figures(known, ITS_GROUPS, phase=phase, source=source), 46, "en")
    assert said.text.startswith("The conference")
    assert said.text.endswith(".")
    assert ("absent" in said.text) is (phase is Phase.AFTER and bool(known.get("absent")))


def test_whoever_is_checked_in_on_the_eve_has_not_taken_part_yet() -> None:
    eve = figures({**A_CONFERENCE, "attended": 3}, ITS_GROUPS, phase=Phase.BEFORE)
    assert "So far 131 people have registered, of whom 120 are confirmed" in told(eve, "en")
    assert "3" not in told(eve, "en").replace("131", "").replace("39", "")


def with_breakdowns(women: int, online: int) -> EventFigures:
    rows = {
        "gender": [("woman", women), ("man", 60), (None, 109 - 60 - women)],
        "mode": [("in_person", 109 - online), ("online", online)],
    }
    made = {code: [(key, {"attended": number}) for key, number in numbers] for code, numbers in rows.items()}
    return figures(A_CONFERENCE, ITS_GROUPS, breakdowns=made)


def test_people_are_told_apart_where_no_number_is_small() -> None:
    said = paragraph(with_breakdowns(44, 5), 46, "en")
    assert said.withheld == []
    assert (
        "Among them there were 44 women, 60 men and 5 people who did not state their gender. 104 of them had registered to"
        " take part in person and 5 to take part online." in said.text
    )
    assert (
        "On comptait parmi elles 44 femmes, 60 hommes et 5 personnes n’ayant pas indiqué leur genre. 104 d’entre elles"
        " s’étaient inscrites pour participer en présentiel et 5 pour participer en ligne."
        in told(with_breakdowns(44, 5), "fr")
    )
    codes = {piece.code for sentence in said.sentences for piece in sentence}
    assert {"gender", "mode"} <= codes & {one.code for one in DIMENSIONS}


def test_a_small_number_withholds_the_whole_breakdown() -> None:
    said = paragraph(with_breakdowns(45, 4), 46, "en")
    assert said.withheld == ["gender", "mode"]
    assert "women" not in said.text
    assert "online" not in said.text


def test_what_was_never_asked_is_neither_told_nor_withheld() -> None:
    rows = {"gender": [("woman", 50), ("man", 30), (UNRECORDED, 29)], "mode": [(None, 109)]}
    made = {code: [(key, {"attended": number}) for key, number in numbers] for code, numbers in rows.items()}
    said = paragraph(figures(A_CONFERENCE, ITS_GROUPS, breakdowns=made), 46, "en")
    assert said.withheld == []
    assert "Among them" not in said.text


def test_it_says_when_and_as_which_version_the_figures_were_frozen() -> None:
    frozen = Frozen(2, datetime(2027, 6, 14, 22, 30, tzinfo=UTC), "H. Marchetti", 1, None)
    known = held_by(figures(A_CONFERENCE, ITS_GROUPS), frozen)
    assert source_of(known, "en") == "Figures frozen on 15 June 2027 (version 2; definitions, version 1)."
    assert (
        source_of(known, "fr") == f"Chiffres arrêtés le 15 juin 2027 (version 2{NB}; définitions, version 1)."
    )
    reported = held_by(the_conference_of_2024(), frozen)
    assert source_of(reported, "en") == (
        "Reported figures; source: Council of Europe, 2024."
        " Figures frozen on 15 June 2027 (version 2; definitions, version 1)."
    )
    with time_machine.travel(datetime(2027, 7, 1, 12, tzinfo=UTC)):
        assert source_of(figures(A_CONFERENCE), "en") == "Figures as counted on 1 July 2027, not frozen yet."
    assert source_of(figures({}, source=Source.NONE), "fr") == ""


def held_by(known: EventFigures, frozen: Frozen) -> EventFigures:
    return replace(known, summary=replace(known.summary, frozen=frozen))


def source_of(known: EventFigures, language: str) -> str:
    said: Paragraph = paragraph(known, 46, language)
    return "".join(piece.text for piece in said.source)


def test_what_somebody_typed_is_no_message() -> None:
    hostile = an_event(title_en="100 %(num)s <b>“x”</b> %s %%", title_fr="")
    assert "“100 %(num)s <b>“x”</b> %s %%”" in told(figures(A_CONFERENCE, ITS_GROUPS, event=hostile), "en")
    untitled = an_event(title_en="", title_fr="", kind=EventKind.CORRESPONDENTS_MEETING)
    assert told(figures({}, event=untitled), "fr").startswith("La réunion des correspondants s’est tenue")


@pytest.mark.parametrize(
    ("changes", "english", "french"),
    [
        ({"mode": Mode.ONLINE}, "online on 9 and 10 June 2027", "en ligne les 9 et 10 juin 2027"),
        (
            {"mode": Mode.HYBRID},
            "in Strasbourg and online on 9 and 10 June 2027", "à Strasbourg et en ligne les 9 et 10 juin 2027",
        ),
        (
            {"mode": Mode.HYBRID, "city": None},
            "in person and online on 9 and 10 June 2027", "en présentiel et en ligne les 9 et 10 juin 2027",
        ),
        ({"city": None}, "on 9 and 10 June 2027", "les 9 et 10 juin 2027"),
        ({"ends_at": datetime(2027, 6, 9, 15, tzinfo=UTC)}, "in Strasbourg on 9 June 2027", "à Strasbourg le 9 juin 2027"),
        (
            {"starts_at": datetime(2027, 5, 30, 7, tzinfo=UTC), "ends_at": datetime(2027, 6, 1, 7, tzinfo=UTC)},
            "in Strasbourg from 30 May to 1 June 2027", "à Strasbourg du 30 mai au 1er juin 2027",
        ),
        (
            {"starts_at": datetime(2027, 12, 31, 9, tzinfo=UTC), "ends_at": datetime(2028, 1, 1, 9, tzinfo=UTC)},
            "in Strasbourg on 31 December 2027 and 1 January 2028", "à Strasbourg les 31 décembre 2027 et 1er janvier 2028",
        ),
    ],
)  # fmt: skip
def test_where_and_when_stand_in_the_sentence(changes: dict[str, Any], english: str, french: str) -> None:
    event = an_event(**changes)
    assert circumstances(event, "en") == english
    assert circumstances(event, "fr") == french
