"""The paragraph for the activity report: whole sentences, exact in both languages, for every case there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from app.lib.bilingual import Bilingual
from app.models import BodyKind, Event, EventKind, EventStatus, Group, Mode
from app.services.dimensions import DIMENSIONS, UNRECORDED
from app.services.indicators import REGISTRY
from app.services.statistics.figure_kinds import Answer, BodyFigures, BodyNamed, EventFigures
from app.services.statistics.figures import NOTHING, Frozen, Phase, Reported, Source, Summary
from app.services.statistics.paragraph import Paragraph, circumstances, paragraph

NB = "\u202f"
OURS, OBSERVERS, OTHERS = Group
EN_OPENING = "The conference “Trust and Oversight” took place in Strasbourg on 9 and 10 June 2027."
FR_OPENING = f"La conférence «{NB}Confiance et contrôle{NB}» s’est tenue à Strasbourg les 9 et 10 juin 2027."


def an_event(**changes: Any) -> Event:
    facts: dict[str, Any] = {
        "title_en": "Trust and Oversight",
        "title_fr": "Confiance et contrôle",
        "kind": EventKind.CONFERENCE,
        "status": EventStatus.ARCHIVED,
        "mode": Mode.IN_PERSON,
        "city": "Strasbourg",
        "year": 2027,
        "time_zone": "Europe/Paris",
        "starts_at": datetime(2027, 6, 9, 7, tzinfo=UTC),
        "ends_at": datetime(2027, 6, 10, 15, tzinfo=UTC),
    }
    return Event(**{**facts, **changes})


def figures(
    total: Mapping[str, int | None],
    groups: Mapping[Group, Mapping[str, int]] | None = None,
    *,
    phase: Phase = Phase.AFTER,
    source: Source = Source.COUNTED,
    event: Event | None = None,
    **parts: Any,
) -> EventFigures:
    own = groups or {}
    counted = dict.fromkeys(NOTHING, 0) if source is Source.COUNTED else NOTHING
    reported = (
        [Reported("attended", 65, "Council of Europe, 2024", None)] if source is Source.REPORTED else []
    )
    summary = Summary(
        event or an_event(), phase, source, {**NOTHING, **total},
        {group: {**counted, **own.get(group, {})} for group in Group}, reported,
    )  # fmt: skip
    states = [_a_state(number) for number in range(46)] if source is Source.COUNTED else []
    empty: dict[str, Any] = {
        "categories": [], "kinds": [], "breakdowns": {}, "delegations": states,
        "sessions": [], "days": [], "weeks": [], "letters": [],
    }  # fmt: skip
    return EventFigures(summary=summary, **{**empty, **parts})


def _a_state(number: int) -> BodyFigures:
    name = Bilingual(f"State {number}", f"État {number}")
    body = BodyNamed(f"S{number}", BodyKind.MEMBER_STATE, name, name, None, None, Answer.INVITED)
    return BodyFigures(body, NOTHING)


def told(known: EventFigures, language: str) -> str:
    return paragraph(known, 46, language).text


A_CONFERENCE = {
    "registered": 131,
    "confirmed": 120,
    "attended": 109,
    "absent": 13,
    "attended_unconfirmed": 2,
    "states_registered": 41,
    "states_confirmed": 39,
    "states_attended": 36,
}
ITS_GROUPS = {
    OURS: {"attended": 78, "confirmed": 87},
    OBSERVERS: {"attended": 16, "confirmed": 17},
    OTHERS: {"attended": 15, "confirmed": 16},
}


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


def the_conference_of_2024() -> EventFigures:
    event = an_event(
        starts_at=datetime(2024, 3, 19, 8, tzinfo=UTC), ends_at=datetime(2024, 3, 21, 16, tzinfo=UTC), year=2024
    )  # fmt: skip
    return figures({"attended": 65}, {OURS: {"attended": 30}}, source=Source.REPORTED, event=event)


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


NOT_OF_WHO_CAME = {**A_CONFERENCE, "attended": None, "absent": None, "attended_unconfirmed": None}
CASES: dict[str, tuple[EventFigures, str, str]] = {
    "nothing is recorded": (
        figures({}, source=Source.NONE),
        f"{EN_OPENING} The number of participants and of member states represented is not recorded.",
        f"{FR_OPENING} Le nombre de participants et d’États membres représentés n’est pas recensé.",
    ),
    "dates are not recorded either": (
        figures({}, source=Source.NONE, event=an_event(starts_at=None, ends_at=None)),
        "The conference “Trust and Oversight” took place in Strasbourg in 2027."
        " The number of participants and of member states represented is not recorded.",
        f"La conférence «{NB}Confiance et contrôle{NB}» s’est tenue à Strasbourg en 2027."
        " Le nombre de participants et d’États membres représentés n’est pas recensé.",
    ),
    "to come": (
        figures({**NOT_OF_WHO_CAME, "states_attended": None}, ITS_GROUPS, phase=Phase.BEFORE),
        "The conference “Trust and Oversight” will take place in Strasbourg on 9 and 10 June 2027. So far 131 people have"
        " registered, of whom 120 are confirmed: 87 representatives of member states, 17 observers and 16 other"
        " participants. 39 of the 46 member states have at least one confirmed delegate.",
        f"La conférence «{NB}Confiance et contrôle{NB}» se tiendra à Strasbourg les 9 et 10 juin 2027. À ce jour, 131"
        f" personnes se sont inscrites, dont 120 confirmées{NB}: 87 représentants d’États membres, 17 observateurs et 16"
        " autres participants. 39 des 46 États membres comptent au moins un délégué confirmé.",
    ),
    "nobody has registered yet": (
        figures({"registered": 0, "confirmed": 0, "states_confirmed": 0}, phase=Phase.BEFORE),
        "The conference “Trust and Oversight” will take place in Strasbourg on 9 and 10 June 2027."
        " Nobody has registered yet.",
        f"La conférence «{NB}Confiance et contrôle{NB}» se tiendra à Strasbourg les 9 et 10 juin 2027."
        " Personne ne s’est encore inscrit.",
    ),
    "one of one, an observer": (
        figures(
            {"registered": 1, "confirmed": 1, "states_confirmed": 0},
            {OBSERVERS: {"confirmed": 1}},
            phase=Phase.BEFORE,
        ),
        "The conference “Trust and Oversight” will take place in Strasbourg on 9 and 10 June 2027. So far 1 person has"
        " registered and is confirmed, as an observer. No member state has a confirmed delegate yet.",
        f"La conférence «{NB}Confiance et contrôle{NB}» se tiendra à Strasbourg les 9 et 10 juin 2027. À ce jour, 1"
        " personne s’est inscrite et est confirmée, à titre d’observateur. Aucun État membre n’a encore de délégué"
        " confirmé.",
    ),
    "nobody is confirmed yet": (
        figures({"registered": 3, "confirmed": 0, "states_confirmed": 0}, phase=Phase.BEFORE),
        "The conference “Trust and Oversight” will take place in Strasbourg on 9 and 10 June 2027."
        " So far 3 people have registered, none of whom is confirmed yet.",
        f"La conférence «{NB}Confiance et contrôle{NB}» se tiendra à Strasbourg les 9 et 10 juin 2027."
        " À ce jour, 3 personnes se sont inscrites, dont aucune n’est encore confirmée.",
    ),
    "under way": (
        figures({**A_CONFERENCE, "states_attended": 46}, ITS_GROUPS, phase=Phase.RUNNING),
        "The conference “Trust and Oversight” is taking place in Strasbourg on 9 and 10 June 2027. So far 109 people have"
        " taken part in it: 78 representatives of member states, 16 observers and 15 other participants. All 46 member"
        " states are represented so far.",
        f"La conférence «{NB}Confiance et contrôle{NB}» se tient à Strasbourg les 9 et 10 juin 2027. À ce jour, 109"
        f" personnes y ont participé{NB}: 78 représentants d’États membres, 16 observateurs et 15 autres participants."
        " Les 46 États membres sont représentés à ce jour.",
    ),
    "cancelled": (
        figures({"registered": 40, "confirmed": 0}, phase=Phase.CANCELLED),
        "The conference “Trust and Oversight”, which was to take place in Strasbourg on 9 and 10 June 2027, was"
        " cancelled. 40 people had registered.",
        f"La conférence «{NB}Confiance et contrôle{NB}», qui devait se tenir à Strasbourg les 9 et 10 juin 2027, a été"
        " annulée. 40 personnes s’étaient inscrites.",
    ),
    "nobody had registered for what was cancelled": (
        figures({"registered": 0, "confirmed": 0}, phase=Phase.CANCELLED),
        "The conference “Trust and Oversight”, which was to take place in Strasbourg on 9 and 10 June 2027, was"
        " cancelled. Nobody had registered.",
        f"La conférence «{NB}Confiance et contrôle{NB}», qui devait se tenir à Strasbourg les 9 et 10 juin 2027, a été"
        " annulée. Personne ne s’était inscrit.",
    ),
    "one state of one person": (
        figures(
            {"registered": 1, "confirmed": 1, "attended": 1, "absent": 0, "attended_unconfirmed": 0, "states_attended": 1},
            {OURS: {"attended": 1}},
        ),
        f"{EN_OPENING} 1 person took part in it, representing a member state. 1 of the 46 member states was represented."
        " 1 person had registered and was confirmed.",
        f"{FR_OPENING} 1 personne y a participé, représentant un État membre. 1 des 46 États membres était représenté."
        " 1 personne s’était inscrite et était confirmée.",
    ),
    "nobody came": (
        figures(
            {"registered": 1, "confirmed": 1, "attended": 0, "absent": 1, "attended_unconfirmed": 0, "states_attended": 0}
        ),
        f"{EN_OPENING} Nobody took part in it. No member state was represented. 1 person had registered and was"
        " confirmed; 1 person who was confirmed was absent.",
        f"{FR_OPENING} Personne n’y a participé. Aucun État membre n’était représenté. 1 personne s’était inscrite et"
        f" était confirmée{NB}; 1 personne confirmée était absente.",
    ),
    "who came is not recorded": (
        figures({**NOT_OF_WHO_CAME, "states_attended": None}, ITS_GROUPS),
        f"{EN_OPENING} 131 people had registered, of whom 120 were confirmed: 87 representatives of member states, 17"
        " observers and 16 other participants. 39 of the 46 member states had at least one confirmed delegate. The number"
        " of participants and of member states represented is not recorded.",
        f"{FR_OPENING} 131 personnes s’étaient inscrites, dont 120 confirmées{NB}: 87 représentants d’États membres, 17"
        " observateurs et 16 autres participants. 39 des 46 États membres comptaient au moins un délégué confirmé. Le"
        " nombre de participants et d’États membres représentés n’est pas recensé.",
    ),
    "only who came is recorded": (
        figures({"attended": 20, "states_attended": 12}, {OURS: {"attended": 20}}),
        f"{EN_OPENING} It brought together 20 people, all representing member states. 12 of the 46 member states were"
        " represented.",
        f"{FR_OPENING} Elle a réuni 20 personnes, toutes représentant des États membres. 12 des 46 États membres étaient"
        " représentés.",
    ),
    "a group is reported, not the whole": (
        figures({}, {OURS: {"attended": 1}, OTHERS: {"attended": 4}}, source=Source.REPORTED),
        f"{EN_OPENING} Among those who took part there were 1 representative of a member state and 4 other participants."
        " The number of participants, of observers and of member states represented is not recorded.",
        f"{FR_OPENING} On comptait parmi les participants 1 représentant d’un État membre et 4 autres participants."
        " Le nombre de participants, d’observateurs et d’États membres représentés n’est pas recensé.",
    ),
    "thousands stand apart": (
        figures({"attended": 1204}, {OURS: {"attended": 1204}}, source=Source.REPORTED),
        f"{EN_OPENING} It brought together 1,204 people, all representing member states."
        " The number of observers, of other participants and of member states represented is not recorded.",
        f"{FR_OPENING} Elle a réuni 1{NB}204 personnes, toutes représentant des États membres."
        " Le nombre d’observateurs, d’autres participants et d’États membres représentés n’est pas recensé.",
    ),
}  # fmt: skip


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
