"""Who comes in which way, and which bodies fit which category. Source: the domain's tables "Category" and "Admission"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from app.models import Admission, Body, BodyKind, Category, InvitationLink, Role, Way
from app.services.errors import AffiliationMissing, BodyDoesNotFit, NotAdmitted

DELEGATE_ROLES = tuple(Role)
OBSERVER_ROLES = (Role.HEAD, Role.DELEGATE, Role.ADVISER)


def default_admissions() -> list[Admission]:
    """What a new event begins with: delegations by nomination, everybody else by invitation."""
    return [
        Admission(
            category=category,
            way=Way.NOMINATION_ONLY if category.in_delegation else Way.INVITATION_LINK,
            needs_correspondent=category.in_delegation,
            needs_secretariat=not category.in_delegation,
            counts_capacity=category not in {Category.SECRETARIAT, Category.INTERPRETER, Category.SECURITY},
        )
        for category in Category
    ]


def roles_of(category: Category) -> tuple[Role, ...]:
    """The parts that somebody of a category can have in a delegation; none outside delegations."""
    if category is Category.MEMBER_STATE_DELEGATE:
        return DELEGATE_ROLES
    return OBSERVER_ROLES if category is Category.OBSERVER else ()


def body_fits(category: Category, body: Body | Row[*tuple[Any, ...]]) -> bool:
    """Whether somebody of a category can represent a body, or the one of a row with its kind."""
    if not body.selectable:
        return False
    if category is Category.MEMBER_STATE_DELEGATE:
        return body.kind is BodyKind.MEMBER_STATE
    if category is Category.OBSERVER:
        return body.kind not in {BodyKind.MEMBER_STATE, BodyKind.INTERNAL_PARTNER}
    if category is Category.INTERNAL_PARTNER:
        return body.kind is BodyKind.INTERNAL_PARTNER
    return True


def takes_free_text(category: Category) -> bool:
    """Whether an affiliation may be typed in instead of a body of the list."""
    return category not in {Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.INTERNAL_PARTNER}


def check_affiliation(category: Category, body: Body | None, body_text: str | None) -> None:
    """Make sure that there is one affiliation and that it fits.

    Raises:
        AffiliationMissing: neither a body nor, where it is allowed, a text.
        BodyDoesNotFit: the body cannot be represented in this capacity.
    """
    if body is not None:
        if not body_fits(category, body):
            raise BodyDoesNotFit
    elif not (body_text and takes_free_text(category)):
        raise AffiliationMissing


def open_categories(
    admissions: Iterable[Admission], invitation: InvitationLink | None = None
) -> list[Category]:
    """The capacities in which somebody can register by the public form, with or without an invitation link."""
    if invitation is None:
        return [row.category for row in admissions if row.way is Way.OPEN_FORM]
    return [
        row.category
        for row in admissions
        if row.category is invitation.category and row.way is not Way.NOT_ADMITTED
    ]


def check_open(
    admissions: Iterable[Admission], category: Category, invitation: InvitationLink | None = None
) -> None:
    """Make sure that the public form is open to a category.

    Raises:
        NotAdmitted: it is not.
    """
    if category not in open_categories(admissions, invitation):
        raise NotAdmitted
