"""In what capacity the people of a row came: as it says, or as whom they represent tells."""

from __future__ import annotations

from app.models import Body, BodyKind, Category
from app.services import admission_rules
from app.services.earlier_years import list_reasons as reasons
from app.services.earlier_years.list_kinds import Question
from app.services.earlier_years.list_reasons import Unfit

_LONGEST_TEXT = 200


def capacity_of(code: str | None, body: Body | None, text: str | None, question: Question) -> Category:
    """The category of a row: what it says, else what its body tells, else what holds for the list.

    Raises:
        Unfit: it is not said, or does not go with whom they represent.
    """
    category = Category(code) if code else _told_by(body) or question.category
    if category is None:
        raise Unfit(reasons.CATEGORY_MISSING)
    if text is not None and len(text) > _LONGEST_TEXT:
        raise Unfit(reasons.BODY_TOO_LONG)
    if body is not None:
        if not admission_rules.body_fits(category, body):
            raise Unfit(reasons.BODY_DOES_NOT_FIT)
    elif not admission_rules.takes_free_text(category):
        raise Unfit(reasons.BODY_IS_TEXT if text else reasons.BODY_MISSING)
    return category


def _told_by(body: Body | None) -> Category | None:
    """What a body tells where the list does not: its people were sent by it."""
    if body is None:
        return None
    if body.kind is BodyKind.MEMBER_STATE:
        return Category.MEMBER_STATE_DELEGATE
    return Category.INTERNAL_PARTNER if body.kind is BodyKind.INTERNAL_PARTNER else Category.OBSERVER
