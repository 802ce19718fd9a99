"""Every component in all its states, on one page; for whoever builds pages, never in production."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from app.web import access
from app.web import styleguide_samples as samples
from app.web.colour_tokens import tokens
from app.web.styleguide_forms import nominee_samples, plain_form, wrong_form
from app.web.styleguide_pictures import pictures

bp = Blueprint("styleguide", __name__)


@bp.get("/styleguide")
@access.allow(access.ANYONE)
def show() -> str:
    """The style guide: a section for each family of components."""
    nominee, nominee_wrong = nominee_samples()
    return render_template(
        "styleguide/page.html",
        families=[
            ("tokens", _("Colours, type and space")), ("marks", _("Marks")), ("actions", _("Actions")),
            ("states", _("States")), ("names", _("Names and what is not known")), ("messages", _("Messages")),
            ("fields", _("Fields")), ("errors", _("Fields with errors")), ("answers", _("Answers")),
            ("steps", _("Where it stands")), ("lists", _("Tables")), ("figures", _("Figures")),
            ("pictures", _("Pictures")), ("event", _("An event at work")), ("desk", _("The desk and the hall")),
        ],
        tokens=tokens(),
        plain=plain_form(),
        wrong=wrong_form(),
        nominee=nominee,
        nominee_wrong=nominee_wrong,
        samples=samples,
        pictures=pictures(),
    )  # fmt: skip
