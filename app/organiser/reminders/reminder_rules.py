"""What goes out by itself for an event: the rules, each announced before it goes; made, suggested, removed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.extensions import db
from app.models import Event, ReminderAbout
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.events.event_choices import FROM_THE_LIST
from app.organiser.reminders import reminder_words as words
from app.services import reminder_forecast
from app.services import reminder_rules as rules
from app.services.errors import DomainError
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.formatting import choices
from app.web.forms import sent
from app.web.moment_fields import NumberOfField

Page = str | Response | tuple[str, int]
_USUAL_DAYS = 7


class ReminderForm(FlaskForm):
    """A new rule."""

    about = RadioField(
        _l("What goes out, and to whom?"), [InputRequired(_l("Choose what goes out"))], **FROM_THE_LIST
    )
    days_before = NumberOfField(_l("How many days before?"), least=0, most=rules.MOST_DAYS)

    def validate(self, extra_validators: object = None) -> bool:
        """Without a number there is no moment."""
        good = bool(super().validate(extra_validators))
        if self.days_before.data is None and not self.days_before.errors:
            self.days_before.errors = [_("Enter a number of days, such as 7")]
            return False
        return good


@bp.route("/events/<slug>/reminders", methods=["GET", "POST"], endpoint="reminder_rules")
@access.allow(access.ORGANISERS)
def all_rules(slug: str) -> Page:
    """The rules of an event, and the form for one more."""
    event, form, code = event_of_user(slug), _form(), None
    if sent(form):
        try:
            about, days = ReminderAbout(form.about.data), form.days_before.data or 0
            rule = rules.make(event.id, about, days, acting())
            db.session.commit()
            flash(words.announced(event, reminder_forecast.of_rule(event, rule)), "ok")
            return redirect(url_for("organiser.reminder_rules", slug=slug), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
    return _page(event, form), code or form_pages.status(form)


@bp.post("/events/<slug>/reminders/usual")
@access.allow(access.ORGANISERS)
def reminder_rules_usual(slug: str) -> Response:
    """Add the usual rules that are not there yet, all at once."""
    number = rules.make_suggested(event_of_user(slug).id, acting())
    db.session.commit()
    if number:
        flash(ngettext("One reminder is set.", "%(num)s reminders are set.", number), "ok")
    else:
        flash(_("The usual reminders are there already."), "info")
    return redirect(url_for("organiser.reminder_rules", slug=slug), code=303)


@bp.route("/events/<slug>/reminders/<int:rule_id>/remove", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def reminder_rule_remove(slug: str, rule_id: int) -> Page:
    """Ask first, then take a rule away."""
    event = event_of_user(slug)
    rule = rules.one_of_event(event, rule_id)
    if not sent(FlaskForm()):
        found = reminder_forecast.of_rule(event, rule)
        return render_template(
            "organiser/reminders/remove.html",
            event=event,
            found=found,
            said=words.announced(event, found),
            words=words,
        )
    rules.remove(event.id, rule_id, acting())
    db.session.commit()
    flash(_("The reminder is removed."), "ok")
    return redirect(url_for("organiser.reminder_rules", slug=slug), code=303)


def _form() -> ReminderForm:
    presets: dict[str, Any] = {"about": ReminderAbout.SILENT.value, "days_before": _USUAL_DAYS}
    form = ReminderForm(**presets)
    form.about.choices = choices(ReminderAbout)
    return form


def _page(event: Event, form: ReminderForm) -> str:
    forecasts = reminder_forecast.of_event(event)
    return render_template(
        "organiser/reminders/list.html",
        event=event,
        form=form,
        forecasts=forecasts,
        usual=rules.suggested(event, [found.rule for found in forecasts]),
        words=words,
    )
