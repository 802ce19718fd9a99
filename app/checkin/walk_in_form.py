"""The short form for somebody who comes without a registration: what the badge needs, and an address."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.models import Category, Event, Language
from app.services import offers
from app.services.applications import Application
from app.services.attendance import walk_ins
from app.services.attendance.occasions import Occasion
from app.web.bodies import AffiliationNeeded, listed_choices, of_the_list
from app.web.form_fields import address_line, name_line, text_line
from app.web.formatting import choices
from app.web.locale import language
from app.web.option_lists import LongSelect


class WalkInForm(AffiliationNeeded, FlaskForm):
    """Everything else can be added later, by the person or the secretariat."""

    given_name = name_line(_l("Given name"), most=100)
    family_name = name_line(_l("Family name"), most=100, needed=_l("Enter the family name"))
    category = SelectField(_l("Category"), validators=[InputRequired(_l("Choose a category"))])
    body = SelectField(
        _l("Body"), validators=[of_the_list], validate_choice=False, choices=[], widget=LongSelect()
    )
    body_text = text_line(_l("Other affiliation"), most=200)
    function = text_line(_l("Function"), most=200)
    email = address_line(_l("E-mail address"))
    language = RadioField(_l("Language of the letters"), validators=[InputRequired(_l("Choose a language"))])

    def application(self, occasion: Occasion) -> Application:
        """The answers as the service takes them. Call it on a valid form."""
        body_id = int(self.body.data) if self.body.data else None
        return Application(
            category=Category(self.category.data),
            mode=occasion.mode,
            family_name=str(self.family_name.data),
            given_name=self.given_name.data,
            email=str(self.email.data),
            language=Language(self.language.data),
            function=self.function.data,
            body_id=body_id,
            body_text=None if body_id else self.body_text.data,
        )


def made_for(event: Event) -> WalkInForm:
    """The form with the categories and bodies that the event admits."""
    form = WalkInForm(language=language())
    admitted = walk_ins.categories(event)
    form.category.choices = choices(Category, *admitted)
    form.body.choices = listed_choices(offers.bodies_for(admitted))
    form.language.choices = choices(Language)
    return form
