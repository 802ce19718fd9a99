"""The directory from a file: first every row is judged and shown, nothing is changed; a button then imports what was shown.

Between the two nothing is stored: the page carries the rows that were right, and they are judged again.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.handed_tables import MOST_BYTES, Table, TableUnreadable, of_file, pasted
from app.organiser import form_pages
from app.organiser.correspondents import correspondent_words as words
from app.organiser.correspondents.correspondent_forms import ImportForm
from app.organiser.door import bp
from app.services import mandate_rows
from app.services.errors import ChangedSinceShown, DomainError
from app.services.mandate_rows import Line
from app.web import access, units
from app.web.errors import status_of
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.route("/correspondents/import", methods=["GET", "POST"])
@access.allow(access.ORGANISERS_OF_ALL)
@units.reads_only
def correspondents_import() -> Page:
    """Hand in a file, and see what each of its rows would do."""
    form = ImportForm()
    if sent(form):
        file = form.file.data
        if file is None or not file.filename:
            form.file.errors = [_("Choose a file")]
        else:
            try:
                table = of_file(_content(file))
                return _looked_at(table, mandate_rows.check(table))
            except TableUnreadable as error:
                form.file.errors = [words.unreadable(error)]
    return render_template("organiser/correspondents/import.html", form=form), form_pages.status(form)


@bp.post("/correspondents/import/rows")
@access.allow(access.ORGANISERS_OF_ALL)
def correspondents_take_over() -> Page:
    """Import the rows that were shown. They are judged again; if one is wrong or another by now, nothing is imported."""
    try:
        table = pasted(request.form.get("rows", ""))
    except TableUnreadable:
        return redirect(url_for("organiser.correspondents_import"), code=303)
    lines = mandate_rows.check(table)
    if any(line.problem for line in lines):
        return _looked_at(table, lines)
    if not all(line.known for line in lines) and request.form.get("seen") != mandate_rows.mark(lines):
        return _looked_at(table, lines, ChangedSinceShown())
    new = mandate_rows.take_over(lines, acting())
    db.session.commit()
    flash(
        ngettext("One mandate is imported.", "%(num)s mandates are imported.", new)
        if new
        else _("There was nothing new in the file."),
        "ok",
    )
    return redirect(url_for("organiser.correspondents"), code=303)


def _content(file: FileStorage) -> bytes:
    """What a file holds, up to what is too much of it."""
    with file.stream as stream:
        return stream.read(MOST_BYTES + 1)


def _looked_at(table: Table, lines: Sequence[Line], refused: DomainError | None = None) -> Page:
    """What each row would do; 422 if one is wrong, and the code of a refusal."""
    wrong = [line for line in lines if line.problem]
    page = render_template(
        "organiser/correspondents/rows.html",
        lines=lines,
        wrong=wrong,
        new=sum(not line.problem and not line.known for line in lines),
        known=sum(line.known for line in lines),
        unused=mandate_rows.unused(table),
        said=lambda line: " · ".join(cell for cell in table[line.number - 1] if cell)[:160],
        rows="" if wrong else mandate_rows.carried(lines),
        seen=mandate_rows.mark(lines),
        refusal=refused.wording(language()) if refused else "",
        form=ImportForm(formdata=None),
        words=words,
    )
    if refused is not None:
        return page, status_of(refused)
    return page, 422 if wrong else 200
