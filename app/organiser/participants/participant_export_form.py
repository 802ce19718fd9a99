"""What one chooses for the list as a file: the purpose, the columns in their order, what goes beyond them."""

from __future__ import annotations

from typing import NamedTuple

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField

from app.lib.wording import capitalised
from app.models import Event, ListChoice
from app.services import export_purposes
from app.services.export_purposes import Purpose
from app.services.lists import list_choices, list_columns
from app.services.lists.list_columns import Part
from app.services.participant_export import Chosen
from app.web.form_fields import text_line
from app.web.locale import language


class ExportForm(FlaskForm):
    """The columns are ticked in the page's groups; their order stands in fields of its own, `order`."""

    purpose = SelectField(_l("What is the file for?"), validate_choice=False)
    columns = SelectMultipleField(_l("Columns"), validate_choice=False)
    needs = BooleanField(_l("What people need"))
    for_others = BooleanField(_l("The file is given to others"))
    name = text_line(_l("Name"), most=80, prose=True)
    seen = HiddenField()  # the columns of the kept choice as the page showed them

    def chosen(self) -> Chosen:
        """What was chosen."""
        return Chosen(self.ordered(), bool(self.needs.data), bool(self.for_others.data))

    def ordered(self) -> tuple[str, ...]:
        """The ticked columns as they were put in order; what was ticked since comes last. A move that was asked for is made."""
        ticked = list_columns.known(self.columns.data or ())
        placed = [code for code in list_columns.known(request.form.getlist("order")) if code in ticked]
        return tuple(_moved([*placed, *(code for code in ticked if code not in placed)]))

    def for_what(self) -> Purpose:
        """The purpose.

        Raises:
            PurposeMissing: none was chosen.
        """
        return export_purposes.chosen(self.purpose.data or "", export_purposes.PEOPLE)


class PartOfColumns(NamedTuple):
    """Columns that are about the same, with their headings."""

    name: str
    columns: list[tuple[str, str]]


def made(choice: ListChoice | None) -> ExportForm:
    """The form; opened anew, it has the columns of a kept choice ticked, or the usual ones."""
    columns = list_choices.columns_of(choice) if choice else list_columns.USUAL
    form = ExportForm(columns=list(columns), seen=" ".join(choice.columns) if choice else "")
    offered = export_purposes.choices(export_purposes.PEOPLE, language())
    form.purpose.choices = [
        ("", _("Choose from the list")),
        *((code, capitalised(words)) for code, words in offered),
    ]
    return form


def parts(event: Event) -> list[PartOfColumns]:
    """All columns by what they are about."""
    return [
        PartOfColumns(
            list_columns.part_name(part, language()),
            [(code, list_columns.heading(code, language(), event)) for code in list_columns.of_part(part)],
        )
        for part in Part
    ]


def _moved(codes: list[str]) -> list[str]:
    """The codes, one of them a place further up or down if its arrow was pressed."""
    way, _dot, code = request.form.get("move", "").partition(".")
    if code not in codes or way not in {"up", "down"}:
        return codes
    place = codes.index(code)
    target = min(max(place + (1 if way == "down" else -1), 0), len(codes) - 1)
    codes.insert(target, codes.pop(place))
    return codes
