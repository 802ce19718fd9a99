"""Which bodies fit which category, and who may use the public form: the tables of the domain, row by row."""

from __future__ import annotations

import pytest

from app.models import Admission, Body, BodyKind, Category, InvitationLink, Role, Way
from app.services import admission_rules
from app.services.errors import AffiliationMissing, BodyDoesNotFit, NotAdmitted

DELEGATE, OBSERVER, PARTNER = Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.INTERNAL_PARTNER
OTHERS = [category for category in Category if category not in {DELEGATE, OBSERVER, PARTNER}]


def a_body_of(kind: BodyKind, selectable: bool = True) -> Body:
    return Body(code="X", kind=kind, selectable=selectable)


@pytest.mark.parametrize("kind", BodyKind)
def test_which_bodies_fit(kind: BodyKind) -> None:
    body = a_body_of(kind)
    member, partner = kind is BodyKind.MEMBER_STATE, kind is BodyKind.INTERNAL_PARTNER
    assert admission_rules.body_fits(DELEGATE, body) is member
    assert admission_rules.body_fits(OBSERVER, body) is not (member or partner)
    assert admission_rules.body_fits(PARTNER, body) is partner
    assert all(admission_rules.body_fits(category, body) for category in OTHERS)


@pytest.mark.parametrize("category", Category)
def test_a_body_that_sends_nobody_fits_nowhere(category: Category) -> None:
    assert not any(
        admission_rules.body_fits(category, a_body_of(kind, selectable=False)) for kind in BodyKind
    )


@pytest.mark.parametrize("category", Category)
def test_everybody_has_one_affiliation(category: Category) -> None:
    fitting = next(body for kind in BodyKind if admission_rules.body_fits(category, body := a_body_of(kind)))
    admission_rules.check_affiliation(category, fitting, None)
    for empty in (None, ""):
        with pytest.raises(AffiliationMissing):
            admission_rules.check_affiliation(category, None, empty)
    if category in OTHERS:
        admission_rules.check_affiliation(category, None, "University of Strasbourg")
    else:
        with pytest.raises(AffiliationMissing):
            admission_rules.check_affiliation(category, None, "University of Strasbourg")


def test_a_body_that_does_not_fit_is_refused() -> None:
    with pytest.raises(BodyDoesNotFit):
        admission_rules.check_affiliation(DELEGATE, a_body_of(BodyKind.AGENCY), "Europol")


def test_parts_in_a_delegation() -> None:
    assert admission_rules.roles_of(DELEGATE) == tuple(Role)
    assert set(admission_rules.roles_of(OBSERVER)) == {Role.HEAD, Role.DELEGATE, Role.ADVISER}
    assert all(admission_rules.roles_of(category) == () for category in [PARTNER, *OTHERS])


def test_what_a_new_event_begins_with() -> None:
    rows = {row.category: row for row in admission_rules.default_admissions()}
    assert set(rows) == set(Category)
    assert {category for category, row in rows.items() if row.way is Way.NOMINATION_ONLY} == {
        DELEGATE,
        OBSERVER,
    }
    assert {category for category, row in rows.items() if row.needs_correspondent} == {DELEGATE, OBSERVER}
    assert {category for category, row in rows.items() if not row.counts_capacity} == {
        Category.SECRETARIAT,
        Category.INTERPRETER,
        Category.SECURITY,
    }


@pytest.mark.parametrize("way", Way)
def test_only_the_open_form_is_open_to_everyone(way: Way) -> None:
    rows = [Admission(category=Category.PRESS, way=way)]
    assert admission_rules.open_categories(rows) == ([Category.PRESS] if way is Way.OPEN_FORM else [])
    if way is Way.OPEN_FORM:
        admission_rules.check_open(rows, Category.PRESS)
    else:
        with pytest.raises(NotAdmitted):
            admission_rules.check_open(rows, Category.PRESS)


@pytest.mark.parametrize("way", Way)
def test_an_invitation_admits_to_its_category_alone(way: Way) -> None:
    rows = [
        Admission(category=Category.PRESS, way=Way.OPEN_FORM),
        Admission(category=Category.GUEST, way=way),
    ]
    invitation = InvitationLink(category=Category.GUEST)
    admitted = [] if way is Way.NOT_ADMITTED else [Category.GUEST]
    assert admission_rules.open_categories(rows, invitation) == admitted
    with pytest.raises(NotAdmitted):
        admission_rules.check_open(rows, Category.PRESS, invitation)
