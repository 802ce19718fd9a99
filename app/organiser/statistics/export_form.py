"""What one chooses for a file of figures: its form, its language, its version, and what it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, ValidationError

from app.lib.wording import capitalised
from app.models import Language
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services import export_purposes
from app.services.export_purposes import Purpose, PurposeMissing
from app.services.statistics.figure_export import Form
from app.web.locale import language as page_language

BOTH = "both"
LANGUAGES = {Language.EN.value: ("en",), Language.FR.value: ("fr",), BOTH: ("en", "fr")}
_FORMS = [
    (Form.XLSX.value, _l("Spreadsheet (XLSX)")),
    (Form.PDF.value, _l("Report (PDF)")),
    (Form.CSV.value, _l("List with commas (CSV)")),
    (Form.CSV_SEMICOLON.value, _l("List with semicolons (CSV)")),
    (Form.JSON.value, _l("For programs (JSON)")),
    (Form.SVG.value, _l("One picture (SVG)")),
]
_LANGUAGES = [
    (Language.EN.value, _l("English")),
    (Language.FR.value, _l("French")),
    (BOTH, _l("English and French")),
]


class FigureExportForm(FlaskForm):
    """Every question about a file; those that do not arise are taken out by `made_for`."""

    format = RadioField(
        _l("What kind of file?"),
        choices=_FORMS,
        **FROM_THE_LIST,
    )
    picture = SelectField(
        _l("Which picture?"), description=_l("Only where the file is a picture."), **FROM_THE_LIST
    )
    language = RadioField(
        _l("In which language?"),
        choices=_LANGUAGES,
        **FROM_THE_LIST,
    )
    version = RadioField(_l("Which figures?"), **FROM_THE_LIST)
    purpose = SelectField(
        _l("What is the file for?"),
        description=_l("Every file that is handed out is put on record, with its purpose."),
        **FROM_THE_LIST,
    )

    def validate_language(self, field: RadioField) -> None:
        """Tables and pictures are in one language: only a report is set in both."""
        if field.data == BOTH and self.format.data != Form.PDF.value:
            raise ValidationError(_("Only the report (PDF) can be in both languages."))

    def validate_purpose(self, field: SelectField) -> None:
        """Nothing is chosen at first, so that it is not chosen without a thought."""
        try:
            export_purposes.chosen(field.data or "", export_purposes.FIGURES)
        except PurposeMissing as error:
            raise ValidationError(error.wording(page_language())) from None

    @property
    def form(self) -> Form:
        """The kind of file that was chosen."""
        return Form(self.format.data)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages."""
        return LANGUAGES[self.language.data]

    @property
    def serves(self) -> Purpose:
        """The purpose that was chosen."""
        return export_purposes.chosen(self.purpose.data, export_purposes.FIGURES)

    @property
    def wants_picture(self) -> bool:
        """Whether one picture was asked for."""
        return self.form is Form.SVG


def made_for(
    forms: Iterable[Form],
    pictures: Sequence[tuple[str, str]] = (),
    versions: Sequence[tuple[str, str]] = (),
    /,
    **data: str,
) -> FigureExportForm:
    """The form with what can be chosen: kinds of file, pictures and versions as codes and words; `data` is chosen already."""
    known = {"format": [one.value for one in Form], "version": [code for code, _words in versions]}
    asked = {name: value for name, value in data.items() if value in known.get(name, ())}
    form = FigureExportForm(data={"format": Form.XLSX.value, "language": page_language(), **asked})
    offered = {one.value for one in forms if pictures or one is not Form.SVG}
    form.format.choices = [choice for choice in _FORMS if choice[0] in offered]
    if Form.PDF.value not in offered:
        form.language.choices = [choice for choice in _LANGUAGES if choice[0] != BOTH]
    purposes = export_purposes.choices(export_purposes.FIGURES, page_language())
    form.purpose.choices = [("", _("Choose")), *((code, capitalised(words)) for code, words in purposes)]
    for name, choices in (("picture", pictures), ("version", versions)):
        if choices:
            form[name].choices = list(choices)
            form[name].data = form[name].data or choices[0][0]
        else:
            del form[name]
    return form


def notes() -> dict[str, dict[str, str]]:
    """The small lines under what can be chosen, by question and choice."""
    return {
        "format": {
            Form.XLSX.value: _("all tables, each on its own sheet, with charts"),
            Form.PDF.value: _("the figures with pictures and definitions, ready to attach"),
            Form.CSV.value: _("all numbers in one list, a line for each"),
            Form.CSV_SEMICOLON.value: _("the same, for programs set to French"),
            Form.JSON.value: _("codes, names and numbers, with why a number is not there"),
            Form.SVG.value: _("as it stands on the page, in light colours"),
        },
        "language": {BOTH: _("the report only")},
    }
