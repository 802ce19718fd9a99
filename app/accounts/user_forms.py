"""The forms about an account: whose it is, what it can do, with which events."""

from __future__ import annotations

from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput

from app.extensions import db
from app.lib import dates
from app.lib.wording import capitalised
from app.models import Event, Language, User, UserRole
from app.services.accounts import roles
from app.services.accounts.account_errors import EventsMissing
from app.web.form_fields import address_line, name_line
from app.web.formatting import choices
from app.web.locale import language
from app.web.meanwhile import SeenForm

ALL, SOME = "all", "some"
_FROM_THE_LIST: dict[str, Any] = {"invalid_choice_message": _l("Choose from the list")}
_CHOOSES = {UserRole.ORGANISER, UserRole.STATISTICS_READER}  # the others have no choice


class OwnerForm(FlaskForm):
    """Whose account it is. It stands above the role: in the order of the code, the summary of errors tells them."""

    name = name_line(_l("Name"), most=200, needed=_l("Enter the person’s name"))
    email = address_line(_l("E-mail address"))


class RoleForm(SeenForm):
    """What an account can do, with which events, and in which language its letters come."""

    role = RadioField(_l("What can this person do?"), [InputRequired(_l("Choose a role"))], **_FROM_THE_LIST)
    scope = RadioField(_l("With which events?"), [Optional()], **_FROM_THE_LIST)
    events = SelectMultipleField(
        _l("Which events?"),
        [Optional()],
        option_widget=CheckboxInput(),
        coerce=lambda value: int(value) if str(value).isdecimal() else 0,
        description=_l("For a desk agent, and for whoever works with some events only."),
        **_FROM_THE_LIST,
    )
    language = RadioField(
        _l("Language of the letters"), [InputRequired(_l("Choose a language"))], **_FROM_THE_LIST
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: which events go with the role, so that all that is wrong is told at once."""
        valid = bool(super().validate(extra_validators))
        if self.role.errors:
            return valid
        words = self._wrong_scope() if self.role.data in _CHOOSES else None
        if words:
            self.scope.errors = [*self.scope.errors, words]
            return False
        if not self.events.errors:
            try:
                roles.needed(self.chosen_role(), self.event_ids())
            except EventsMissing as error:
                self.events.errors = [error.wording(language())]
                return False
        return valid

    def _wrong_scope(self) -> str | None:
        """What is wrong with the answer to “With which events?” of somebody who can have all of them."""
        if not self.scope.data:
            return _("Choose with which events")
        if self.scope.data == ALL and self.events.data:
            return _("Events are ticked below: choose “only some events”, or tick none")
        return None

    def chosen_role(self) -> UserRole:
        """The role. Call it on a valid form, like what follows."""
        return UserRole(self.role.data)

    def event_ids(self) -> list[int] | None:
        """The events of the account; None: all of them."""
        chosen = list(self.events.data or ())
        return None if self.chosen_role() in _CHOOSES and self.scope.data == ALL else chosen

    def spoken(self) -> Language:
        """The language of the letters."""
        return Language(self.language.data)


class InviteForm(OwnerForm, RoleForm):
    """Somebody who is to have an account."""


Form = TypeVar("Form", bound=RoleForm)


def invitation() -> InviteForm:
    """The form that invites somebody."""
    return _filled(InviteForm(language=Language.EN.value))


def of_account(user: User, *, as_stored: bool = False) -> RoleForm:
    """The form that changes what an account can do; `as_stored` leaves out whatever has been typed."""
    typed: dict[str, Any] = {"formdata": None} if as_stored else {}
    return _filled(
        RoleForm(
            role=user.role.value,
            scope=ALL if user.all_events else SOME,
            events=sorted(row.event_id for row in user.events),
            language=user.language.value,
            **typed,
        )
    )


def _filled(form: Form) -> Form:
    form.role.choices = choices(UserRole)
    form.scope.choices = [(ALL, _("All events, also those to come")), (SOME, _("Only some events"))]
    form.events.choices = [(event.id, _called(event)) for event in _events()]
    form.language.choices = choices(Language)
    return form


def _events() -> list[Event]:
    query = select(Event).order_by(Event.year.desc(), Event.starts_at.desc().nulls_last(), Event.id.desc())
    return list(db.session.scalars(query))


def _called(event: Event) -> str:
    title = event.title.in_language(language()) or _("Event without a title")
    when = dates.day_range(event.days[0], event.days[-1], language()) if event.days else str(event.year)
    return f"{capitalised(title)}, {when}"
