"""The directory of national correspondents and contact points: the list, and somebody new."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Body
from app.organiser import form_pages, searched_words
from app.organiser.correspondents import correspondent_forms as forms
from app.organiser.correspondents import correspondent_words as words
from app.organiser.door import bp
from app.services import export_purposes, mandate_export, mandates
from app.services.correspondent_directory import Shown, directory
from app.services.errors import DomainError
from app.services.export_purposes import PurposeMissing
from app.services.statistics.figure_export import FileKind
from app.web import access, units
from app.web.data_files import chosen_kind, download
from app.web.errors import status_of
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.get("/correspondents")
@access.allow(access.ORGANISERS)
def correspondents() -> Page:
    """The directory, or the part of it that is asked for."""
    return _page()


def _page(problem: str = "") -> str:
    """The directory; with what is missing before it can be handed out."""
    searched = searched_words.words_of(request.args.get("search", ""))
    shown = _shown(request.args.get("show", ""))
    return render_template(
        "organiser/correspondents/list.html",
        found=directory(shown, searched, language()),
        shown=shown,
        searched=searched,
        choices=words.choices(),
        list_url=list_url,
        words=words,
        purposes=export_purposes.choices(export_purposes.DIRECTORY, language()),
        problem=problem,
    )


@bp.post("/correspondents")
@access.allow(access.ORGANISERS)
@units.reads_only
def search_correspondents() -> Response:
    """The words of a search are posted, because names stand in no address; on to the list that they narrow."""
    searched = searched_words.tidied(request.form.get("q", ""))
    if searched:
        searched_words.keep(searched, request.form.get("instead", ""))
    return redirect(list_url(_shown(request.form.get("show", "")), searched), code=303)


@bp.route("/correspondents/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS_OF_ALL)
def correspondents_new() -> Page:
    """Enter somebody who speaks for a body; `body` in the address chooses it."""
    form, code = forms.made_for(request.args.get("body", "")[:40]), None
    if sent(form):
        try:
            body = db.session.get_one(Body, int(form.body.data))
            mandates.begin(body, form.named(), *form.period(), acting())
            db.session.commit()
            flash(
                _("The mandate is entered. A link opens the page of the delegation from its first day on."),
                "ok",
            )
            return redirect(url_for("organiser.body", code=body.code, _anchor="correspondents"), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
    page = render_template("organiser/correspondents/new.html", form=form)
    return page, code or form_pages.status(form)


@bp.post("/correspondents/export")
@access.allow(access.ORGANISERS_OF_ALL)
def correspondents_export() -> Page:
    """The directory as a file; that it was handed out, and what for, is put on record."""
    kind = chosen_kind()
    try:
        purpose = export_purposes.chosen(request.form.get("purpose", ""), export_purposes.DIRECTORY)
    except PurposeMissing as error:
        return _page(error.wording(language())), status_of(error)
    rows = mandate_export.listed(language(), ended="ended" in request.form)
    file = mandate_export.file_of(rows, kind, language())
    mandate_export.note(kind, len(rows), purpose, acting())
    db.session.commit()
    return download(file)


@bp.get("/correspondents/template.<any(xlsx, csv):ending>")
@access.allow(access.ORGANISERS_OF_ALL)
def correspondents_template(ending: str) -> Response:
    """A file with the heads of the columns, to be filled in and imported."""
    kind = FileKind.XLSX if ending == "xlsx" else FileKind.CSV_SEMICOLON
    return download(mandate_export.template(kind, language()))


def list_url(shown: Shown, searched: str = "") -> str:
    """The address of a part of the directory."""
    chosen = None if shown is Shown.RUNNING else shown.value
    return url_for("organiser.correspondents", show=chosen, search=searched_words.number_of(searched))


def _shown(code: str) -> Shown:
    return next((member for member in Shown if member.value == code), Shown.RUNNING)
