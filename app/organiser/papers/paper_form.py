"""What one chooses for a paper: of all that can be chosen, only what the paper looks at."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField

from app.lib import dates, hours
from app.lib.clock import now
from app.lib.wording import capitalised
from app.models import Event, EventSession, Language
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services import programme
from app.services.papers.paper_kinds import (
    Audience,
    BadgeLayout,
    Options,
    PaperLanguage,
    Plates,
    Readers,
)
from app.services.papers.registry import Paper
from app.web.locale import language

_PROVISIONAL, _FINAL = "provisional", "final"


class PaperForm(FlaskForm):
    """Every question about a paper, by the name of the option that it answers."""

    language = RadioField(
        _l("In which language?"),
        choices=[
            (PaperLanguage.BOTH.value, _l("English and French")),
            (PaperLanguage.EN.value, _l("English")),
            (PaperLanguage.FR.value, _l("French")),
        ],
        **FROM_THE_LIST,
    )
    order = RadioField(
        _l("In which order do the bodies stand?"),
        choices=[
            (Language.EN.value, _l("the English alphabetical order")),
            (Language.FR.value, _l("the French alphabetical order")),
        ],
        **FROM_THE_LIST,
    )
    final = RadioField(
        _l("Is it final?"),
        choices=[(_PROVISIONAL, _l("provisional")), (_FINAL, _l("final"))],
        **FROM_THE_LIST,
    )
    audience = RadioField(
        _l("Into whose hands does it go?"),
        choices=[
            (Audience.PARTICIPANTS.value, _l("the participants")),
            (Audience.SECRETARIAT.value, _l("the secretariat alone")),
        ],
        **FROM_THE_LIST,
    )
    readers = RadioField(
        _l("Who reads it?"),
        choices=[
            (Readers.PUBLIC.value, _l("everybody")),
            (Readers.PARTICIPANTS.value, _l("those who take part")),
        ],
        **FROM_THE_LIST,
    )
    day = SelectField(_l("Which day?"), **FROM_THE_LIST)
    session = SelectField(_l("Which session?"), **FROM_THE_LIST)
    layout = RadioField(
        _l("On which paper?"),
        choices=[
            (BadgeLayout.FOUR.value, _l("four to an A4 sheet, to be cut")),
            (BadgeLayout.SINGLE.value, _l("one by one, for a badge printer (A6)")),
        ],
        **FROM_THE_LIST,
    )
    plates = RadioField(
        _l("What stands on the plates?"),
        choices=[
            (Plates.DELEGATIONS.value, _l("the delegations")),
            (Plates.PEOPLE.value, _l("the people, one by one")),
        ],
        **FROM_THE_LIST,
    )

    def options(self) -> Options:
        """What was chosen. Call it on a valid form."""
        said = {name: self[name].data for name in self.data if name != "csrf_token"}
        kinds: dict[str, Any] = {
            "language": PaperLanguage,
            "order": Language,
            "audience": Audience,
            "readers": Readers,
        }
        kinds |= {"layout": BadgeLayout, "plates": Plates}
        chosen: dict[str, Any] = {name: kind(said[name]) for name, kind in kinds.items() if name in said}
        return Options(
            **chosen,
            final=said.get("final") == _FINAL,
            day=date.fromisoformat(said["day"]) if said.get("day") else None,
            session=int(said["session"]) if said.get("session") else None,
        )


def made_for(paper: Paper, event: Event) -> PaperForm:
    """The form of a paper, with what is usual chosen."""
    usual = Options(order=Language(language()))
    form = PaperForm(
        language=usual.language.value,
        order=usual.order.value,
        final=_PROVISIONAL,
        audience=usual.audience.value,
        readers=usual.readers.value,
        day=_usual_day(paper, event),
        session="",
        layout=usual.layout.value,
        plates=usual.plates.value,
    )
    for name in [field.name for field in form if field.name != "csrf_token"]:
        if name not in paper.options:
            del form[name]
    if "day" in form:
        form.day.choices = _days(paper, event)
    if "session" in form:
        form.session.choices = [("", _("none: the whole day")), *_sessions(event)]
    return form


def notes() -> dict[str, dict[str, str]]:
    """What the answers mean, by question and answer."""
    return {
        "audience": {
            Audience.PARTICIPANTS.value: _(
                "Only those who agreed to stand in lists given to others are named."
            ),
            Audience.SECRETARIAT.value: _("Everybody is named, but for people in discreet mode."),
        },
        "readers": {
            Readers.PUBLIC.value: _(
                "Speakers are named where they agreed to it; of others their function stands."
            ),
            Readers.PARTICIPANTS.value: _("Speakers are named, but for people in discreet mode."),
        },
    }


def _usual_day(paper: Paper, event: Event) -> str:
    """Today, while the event takes place; otherwise its first day, where a day is needed."""
    today = event.local(now()).date()
    if today in event.days:
        return today.isoformat()
    return event.days[0].isoformat() if paper.one_day and event.days else ""


def _days(paper: Paper, event: Event) -> list[tuple[str, str]]:
    days = [(day.isoformat(), capitalised(dates.day(day, language()))) for day in event.days]
    return days if paper.one_day and days else [("", _("all days")), *days]


def _sessions(event: Event) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"{_when(event, one)} · {one.title.in_language(language())}")
        for one in programme.sessions_of(event)
        if one.cancelled_at is None
    ]


def _when(event: Event, session: EventSession) -> str:
    starts_at = event.local(session.starts_at)
    return f"{dates.short_day(starts_at.date(), language())}, {hours.clock(starts_at, language())}"
