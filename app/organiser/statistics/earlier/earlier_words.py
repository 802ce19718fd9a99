"""The words of an imported list: what columns can be, what words can mean, and the news of a list that was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from app.lib import dates
from app.lib.wording import capitalised
from app.models import Body, Category, Gender, Mode, Role
from app.models.labels import label
from app.services.earlier_years import list_words
from app.services.earlier_years.list_kinds import Question, day_of
from app.services.earlier_years.list_rows import Earlier
from app.services.earlier_years.list_words import TEXT, YES, Meanings
from app.services.earlier_years.looking import Looked, Sheet
from app.web.formatting import event_day
from app.web.locale import language

Choice = tuple[str, str]
_MEMBERS: dict[str, type[Category | Role | Mode | Gender]] = {
    "category": Category,
    "role": Role,
    "mode": Mode,
    "gender": Gender,
}


def fields(question: Question) -> list[Choice]:
    """What a column of the list can be."""
    return [("", _("not taken over")), *((name, field(name)) for name in question.fields)]


def field(name: str) -> str:
    """What a column is called."""
    day = day_of(name)
    if day is not None:
        return _("Came on %(day)s", day=event_day(day, weekday=False))
    return {
        "number": _("Number of people"),
        "name": _("Whole name"),
        "family_name": _("Family name"),
        "given_name": _("Given name"),
        "title": _("Title or rank"),
        "function": _("Function"),
        "service": _("Service"),
        "email": _("E-mail address"),
        "body": _("Body"),
        "category": _("Category"),
        "role": _("Role in the delegation"),
        "mode": _("Way of taking part"),
        "gender": _("Gender"),
        "came": _("Came, yes or no"),
    }[name]


def meanings(name: str, known: Meanings) -> list[Choice]:
    """What a word of a field can mean."""
    if name == "body":
        by_name = sorted(known.bodies.values(), key=lambda body: body.sort_in(language()))
        return [(TEXT, _("an affiliation of its own, as it is written")), *map(_body, by_name)]
    if name == "came":
        return [
            (code, _("came") if code == YES else _("did not come")) for code in list_words.meanings_of(name)
        ]
    return [(code, label(_MEMBERS[name](code), language())) for code in list_words.meanings_of(name)]


def categories() -> list[Choice]:
    """In what capacity people can have come."""
    return [(one.value, capitalised(label(one, language()))) for one in Category]


def modes(question: Question) -> list[Choice]:
    """How people can have taken part."""
    return [(one.value, capitalised(label(one, language()))) for one in question.event.modes]


def heading(looked: Looked, unknown: int) -> str:
    """The news of a list that was looked at."""
    wrong = len(looked.wrong)
    if looked.problem is not None:
        return _("Say what the columns are")
    if unknown:
        return ngettext("Say what one word means", "Say what %(num)s words mean", unknown)
    if wrong:
        return ngettext("One row must be corrected", "%(num)s rows must be corrected", wrong)
    if looked.outlook is None:
        return _("This list cannot be imported")
    new, came = len(looked.outlook.new), len(looked.outlook.came)
    if new:
        return ngettext(
            "One person is new, nothing is imported yet",
            "%(num)s people are new, nothing is imported yet",
            new,
        )
    if came:
        return ngettext(
            "Of one person it is new that the person came", "Of %(num)s people it is new that they came", came
        )
    return (
        _("Whom the list names is new") if looked.outlook.changes else _("There is nothing new in this list")
    )


def done(new: int, came: int) -> str:
    """What was imported."""
    told = []
    if new:
        told.append(ngettext("One person is imported.", "%(num)s people are imported.", new))
    if came:
        told.append(
            ngettext(
                "Of one person on record it is known now that the person came.",
                "Of %(num)s people on record it is known now that they came.",
                came,
            )
        )
    return " ".join(told) or _("It is recorded now whom the list names.")


def problems(looked: Looked, unknown: Sequence[object]) -> list[Choice]:
    """What keeps the list from being imported: where it stands, and what."""
    if looked.problem is not None:
        return [("#columns", _(looked.problem))]
    found = []
    if unknown:
        found.append(("#words", _("Some words of the list are not known yet")))
    rows = len(looked.wrong)
    if rows:
        found.append(
            ("#rows", ngettext("One row cannot be imported", "%(num)s rows cannot be imported", rows))
        )
    if looked.refusal is not None:
        found.append(("#columns", looked.refusal.wording(language())))
    return found


def state(new: int, came: int, people: int) -> str:
    """What becomes of a row."""
    if not new and not came:
        return pgettext("row", "known")
    if came and not new:
        return pgettext("row", "came")
    return pgettext("row", "new") if new == people else _("%(new)s of %(people)s new", new=new, people=people)


def example(sheet: Sheet, place: int) -> str:
    """The first words of a column, below its heading."""
    cells = (row[place] for row in sheet.table[1:] if len(row) > place and row[place])
    return ", ".join(cell[:40] for cell in dict.fromkeys(islice(cells, 3)))


def came(one: Earlier) -> str:
    """Whether somebody came, and on which days."""
    if one.came is None:
        return _("not recorded")
    if not one.came:
        return _("no")
    days = sorted(day for day in one.came if day is not None)
    return dates.day_list(days, language()) if days else _("yes")


def _body(body: Body) -> Choice:
    return body.code, body.name.in_language(language())
