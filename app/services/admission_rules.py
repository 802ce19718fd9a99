"""Who comes in which way, and which bodies fit which category. Source: the domain's tables "Category" and "Admission"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, TypeAlias

from app.models import Admission, Body, BodyKind, Category, InvitationLink, Role, Way
from app.services.errors import AffiliationMissing, BodyDoesNotFit, NotAdmitted

DELEGATE_ROLES = tuple(Role)
OBSERVER_ROLES = (Role.HEAD, Role.DELEGATE, Role.ADVISER)


class Admitted(NamedTuple):
    """How one category comes to an event, for whoever only looks at it."""

    category: Category
    way: Way
    needs_correspondent: bool
    needs_secretariat: bool
    counts_capacity: bool


Admits: TypeAlias = Admission | Admitted


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


def body_fits(category: Category, body: Body) -> bool:
    """Whether somebody of a category can represent a body."""
    return body.selectable and body.kind in kinds_for(category)


@cache
def kinds_for(category: Category) -> frozenset[BodyKind]:
    """The kinds of bodies that somebody of a category can represent."""
    if category is Category.MEMBER_STATE_DELEGATE:
        return frozenset({BodyKind.MEMBER_STATE})
    if category is Category.OBSERVER:
        return frozenset(BodyKind) - {BodyKind.MEMBER_STATE, BodyKind.INTERNAL_PARTNER}
    if category is Category.INTERNAL_PARTNER:
        return frozenset({BodyKind.INTERNAL_PARTNER})
    return frozenset(BodyKind)


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


def open_categories(admissions: Iterable[Admits], invitation: InvitationLink | None = None) -> list[Category]:
    """The capacities in which somebody can register by the public form, with or without an invitation link."""
    if invitation is None:
        return [row.category for row in admissions if row.way is Way.OPEN_FORM]
    return [
        row.category
        for row in admissions
        if row.category is invitation.category and row.way is not Way.NOT_ADMITTED
    ]


def check_open(
    admissions: Iterable[Admits], category: Category, invitation: InvitationLink | None = None
) -> None:
    """Make sure that the public form is open to a category.

    Raises:
        NotAdmitted: it is not.
    """
    if category not in open_categories(admissions, invitation):
        raise NotAdmitted
