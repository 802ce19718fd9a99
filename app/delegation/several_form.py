"""Several people to be named, handed in as a table: pasted, or as a file that then stands in the field like a pasted one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from app.lib import handed_tables, tokens
from app.lib.handed_tables import Table, TableUnreadable
from app.models import Language
from app.services import nominee_rows
from app.web.formatting import choices
from app.web.handed_words import unreadable
from app.web.locale import language

_MOST_LETTERS = 200_000


class SeveralForm(FlaskForm):
    """The rows, and in which language those are written to for whom no column says it."""

    rows = TextAreaField(_l("Rows"))
    file = FileField(_l("Or a file"))
    language = RadioField(_l("Language of the letters"), validators=[InputRequired(_l("Choose a language"))])
    checked = HiddenField()  # what stood in the field when it was judged
    seen = HiddenField()  # what was to become of the rows

    def validate_file(self, field: FileField) -> None:
        """Put a file that was chosen into the field, in place of what stood there."""
        if field.data:
            with _told():
                table = _bounded(handed_tables.of_file(field.data.stream.read(handed_tables.MOST_BYTES + 1)))
                _bounded(handed_tables.pasted(handed_tables.as_text(table)))  # as the field will be read
                self.keep(table)

    def validate_rows(self, field: TextAreaField) -> None:
        """Whether a table is to be had from the text, unless a file takes its place."""
        if self.file.data:
            return
        text = str(field.data or "")
        if not text.strip():
            raise ValidationError(_("Paste the rows, or choose a file"))
        with _told():
            _bounded(handed_tables.pasted(text))

    @property
    def table(self) -> Table:
        """The rows as they stand in the field. Call it on a valid form."""
        return handed_tables.pasted(str(self.rows.data))

    @property
    def spoken(self) -> Language:
        """The language of those for whom no column says it. Call it on a valid form."""
        return Language(self.language.data)

    @property
    def as_judged(self) -> bool:
        """Whether the field holds what was judged before."""
        return self.checked.data == self._seal()

    def keep(self, table: Table) -> None:
        """Let the field hold these rows."""
        self.rows.data = handed_tables.as_text(table)

    def remember_judged(self, seen: str) -> None:
        """Note that what stands in the field is judged now; `seen` is the mark of what is to become of it."""
        self.checked.data, self.seen.data = self._seal(), seen

    def _seal(self) -> str:
        return tokens.digest(f"{self.language.data}\n{_one_ending(self.rows.data or '')}")


def several_form() -> SeveralForm:
    """The form, with the reader's language chosen."""
    form = SeveralForm(language=language())
    form.language.choices = choices(Language)
    return form


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except TableUnreadable as error:
        raise ValidationError(unreadable(error)) from None


def _bounded(table: Table) -> Table:
    """The table, if it is no longer than a delegation can be, and goes into a field."""
    if sum(map(bool, table)) > nominee_rows.MOST_AT_ONCE + 1:  # there may be a head
        raise TableUnreadable("too_many_rows", nominee_rows.MOST_AT_ONCE)
    if len(handed_tables.as_text(table)) > _MOST_LETTERS:
        raise TableUnreadable("too_large")
    return table


def _one_ending(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")
