"""The form of a document: what it is, for whom, and its file."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from app.lib.names import tidy
from app.models import DocumentKind, DocumentLanguage, EventDocument, Visibility
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services.documents import DocumentDetails
from app.web.form_fields import text_line
from app.web.formatting import choices


class DocumentForm(FlaskForm):
    """A document of an event."""

    title = text_line(_l("Title"), most=200, prose=True, needed=_l("Enter a title"))
    kind = RadioField(_l("What is it?"), [InputRequired(_l("Choose what it is"))], **FROM_THE_LIST)
    language = RadioField(_l("In which language?"), [InputRequired(_l("Choose a language"))], **FROM_THE_LIST)
    visibility = RadioField(
        _l("Who may see it?"), [InputRequired(_l("Choose who may see it"))], **FROM_THE_LIST
    )
    file = FileField(_l("File"))
    version = HiddenField(filters=[tidy])

    def details(self) -> DocumentDetails:
        """The answers as the services take them. Call it on a valid form."""
        return DocumentDetails(
            DocumentKind(self.kind.data),
            DocumentLanguage(self.language.data),
            Visibility(self.visibility.data),
            str(self.title.data),
        )


def made_for(
    document: EventDocument | None = None, *, language: str = "", as_stored: bool = False
) -> DocumentForm:
    """The form for a document, or for a new one; `as_stored` leaves out whatever has been typed."""
    typed: dict[str, Any] = {"formdata": None} if as_stored else {}
    stored = {"visibility": Visibility.EVERYONE.value, "language": language}
    if document is not None:
        stored = {
            "title": document.title,
            "kind": document.kind.value,
            "language": document.language.value,
            "visibility": document.visibility.value,
            "version": str(document.version),
        }
    form = DocumentForm(**typed, **stored)
    form.kind.choices = choices(DocumentKind)
    form.language.choices = choices(DocumentLanguage)
    form.visibility.choices = choices(Visibility)
    return form
