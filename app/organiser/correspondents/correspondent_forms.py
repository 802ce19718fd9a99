"""The forms of the directory: whose mandate it is, and when one ends."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlalchemy import select
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.extensions import db
from app.models import Body, Language, Mandate
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services import mandates
from app.services.mandates import Named
from app.web.bodies import body_choices
from app.web.form_fields import address_line, name_line, text_line
from app.web.formatting import choices
from app.web.meanwhile import SeenForm
from app.web.moment_fields import DayField
from app.web.option_lists import LongSelect

NOW, ON_A_DAY = "now", "day"


class CorrespondentForm(SeenForm):
    """Somebody who speaks for a body, from when until when."""

    body = SelectField(
        _l("For which body"), [InputRequired(_l("Choose a body"))], widget=LongSelect(), **FROM_THE_LIST
    )
    given_name = name_line(_l("Given name"), most=100)
    family_name = name_line(_l("Family name"), most=100, needed=_l("Enter a family name"))
    title = text_line(_l("Title or rank"), most=100)
    email = address_line(_l("E-mail address"))
    language = RadioField(_l("Language of the letters"), [InputRequired(_l("Choose a language"))])
    from_date = DayField(
        lazy_pgettext("mandate", "From"), [InputRequired(_l("Enter the day on which the mandate begins"))]
    )
    until_date = DayField(lazy_pgettext("mandate", "Until"))

    def named(self) -> Named:
        """Whom the answers name. Call it on a valid form."""
        return Named(
            family_name=str(self.family_name.data),
            email=str(self.email.data),
            language=Language(self.language.data),
            given_name=self.given_name.data,
            title=self.title.data,
        )

    def period(self) -> tuple[date, date | None]:
        """The days of the mandate. Call it on a valid form."""
        assert self.from_date.data is not None  # noqa: S101 - the first day is needed
        return self.from_date.data, self.until_date.data


class EndForm(SeenForm):
    """When a mandate ends."""

    when = RadioField(
        _l("When does the mandate end?"),
        choices=[(NOW, _l("at once")), (ON_A_DAY, _l("after a last day"))],
        default=NOW,
    )
    last_day = DayField(_l("Last day"))

    def validate(self, extra_validators: object = None) -> bool:
        """A last day that is asked for is there."""
        good = bool(super().validate(extra_validators))
        if good and self.when.data == ON_A_DAY and self.last_day.data is None:
            self.last_day.errors = [_l("Enter the last day")]
            return False
        return good


def end_of(mandate: Mandate, *, as_stored: bool = False) -> EndForm:
    """The form that ends a mandate; one with a last day already shows it. `as_stored` leaves out whatever has been typed."""
    typed = {"formdata": None} if as_stored else {}
    day = {"last_day": mandate.until_date}
    return EndForm(when=ON_A_DAY if mandate.until_date else NOW, **day, **typed)


class ImportForm(FlaskForm):
    """A file with rows of the directory."""

    file = FileField(_l("File"))


def made_for(code: str = "") -> CorrespondentForm:
    """The form for a new mandate that begins today; the body can be chosen already."""
    bodies = [body for body in db.session.scalars(select(Body)) if mandates.may_have(body)]
    chosen = next((str(body.id) for body in bodies if body.code == code), None)
    form = CorrespondentForm(body=chosen, language=Language.EN.value, from_date=mandates.today())
    form.body.choices = body_choices(bodies)
    form.language.choices = choices(Language)
    return form


def made_of(mandate: Mandate, *, as_stored: bool = False) -> CorrespondentForm:
    """The form that corrects a mandate, which stays with its body; `as_stored` leaves out whatever has been typed.

    A discreet person's name and address stand in it only as they are stored: a form with fields left out opens nothing.
    """
    person, typed = mandate.person, {"formdata": None} if as_stored else {}
    shown = _IDENTITY if as_stored or not person.discreet else ()
    days: dict[str, date | None] = {"from_date": mandate.from_date, "until_date": mandate.until_date}
    form = CorrespondentForm(
        language=person.language.value, **{name: getattr(person, name) for name in shown}, **days, **typed
    )
    del form.body
    form.language.choices = choices(Language)
    return form


_IDENTITY = ("given_name", "family_name", "title", "email")
