"""What the paragraph says in every case there is: the figures, and the sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.lib.bilingual import Bilingual
from app.models import BodyKind, Event, EventKind, EventStatus, Group, Mode
from app.services.statistics.figure_kinds import Answer, BodyFigures, BodyNamed, EventFigures
from app.services.statistics.figures import NOTHING, Phase, Reported, Source, Summary

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


def the_conference_of_2024() -> EventFigures:
    event = an_event(
        starts_at=datetime(2024, 3, 19, 8, tzinfo=UTC), ends_at=datetime(2024, 3, 21, 16, tzinfo=UTC), year=2024
    )  # fmt: skip
    return figures({"attended": 65}, {OURS: {"attended": 30}}, source=Source.REPORTED, event=event)


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
