"""The form in which a letter is worded, and what is wrong with the words, in words."""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from app.emails.letters import TYPES
from app.emails.words import Problem, Words
from app.lib.names import tidy
from app.lib.wording import N_
from app.models import LetterKind
from app.services.wording_errors import UnusableWords
from app.web.form_fields import tidy_lines

_prose = partial(tidy, prose=True)
_REASONS = {
    "unknown": N_("this letter does not know %(sign)s. See the list of placeholders."),
    "not_here": N_("%(sign)s can only be used in the text."),
    "sign": N_("%(sign)s is no part of a placeholder. Write it out, or take it away."),
    "not_alone": N_("%(sign)s needs a paragraph of its own: an empty line before and after it."),
    "twice": N_("%(sign)s stands there a second time. Take one of them away."),
    "missing": N_(
        "%(sign)s is missing: what, when and where must stand in each letter. Give it a paragraph of its own."
    ),
    "empty": N_("Write something here"),
    "too_long": N_("Use %(most)s characters at most"),
}


class LetterTextForm(FlaskForm):
    """Subject, heading and text of a letter in one language. The service judges them, line by line."""

    subject = StringField(_l("Subject"), filters=[_prose])
    heading = StringField(_l("Heading"), filters=[_prose])
    text = TextAreaField(_l("Text"), filters=[tidy_lines])
    version = HiddenField(filters=[tidy])

    def words(self) -> Words:
        """What was typed."""
        return Words(self.subject.data or "", self.heading.data or "", self.text.data or "")


def made_for(words: Words, version: int, *, as_stored: bool = False) -> LetterTextForm:
    """The form with the words from which one starts; `as_stored` leaves out whatever has been typed."""
    typed: dict[str, Any] = {"formdata": None} if as_stored else {}
    return LetterTextForm(**typed, **words._asdict(), version=str(version))


def blame(form: LetterTextForm, error: UnusableWords, kind: LetterKind) -> int:
    """Put each problem beside its field, with its line; the status code of the page."""
    for part, problems in error.problems.items():
        field = form[part]
        field.errors = [*field.errors, *(sentence(problem, part, kind) for problem in problems)]
    return 422


def marker(name: str) -> str:
    """A placeholder as it is typed."""
    return f"{{{{ {name} }}}}"


def sentence(problem: Problem, part: str, kind: LetterKind) -> str:
    """What is wrong with a part of a letter, in words."""
    words = _reason(problem, TYPES[kind].allowed(part))
    if part != "text" or problem.code in {"empty", "too_long", "missing"}:
        return words
    return _("Line %(number)s: %(reason)s", number=problem.line, reason=words)


def _reason(problem: Problem, known: tuple[str, ...]) -> str:
    sign = marker(problem.what)
    near = get_close_matches(problem.what, known, 1)
    if problem.code == "unknown" and near:
        return _(
            "this letter does not know %(sign)s. Did you mean %(near)s?", sign=sign, near=marker(near[0])
        )
    if problem.code == "sign":
        sign = problem.what
    return _(_REASONS[problem.code], sign=sign, most=problem.what)
