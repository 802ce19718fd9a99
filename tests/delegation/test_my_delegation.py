"""The correspondent's page: what it tells of places, people, deadlines, and what waits."""

from __future__ import annotations

from app.models import BodyKind, Status, Place
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event, moment
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration
from tests.pages import Visitor


def test_places_and_people(correspondent: Visitor) -> None:
    event = an_event(nominations_until=moment(30))
    a_quota(event, 4, kind=BodyKind.MEMBER_STATE)
    a_convocation(event, a_body("MD"))
    a_registration(event, Status.CONFIRMED, family_name="RUSU")
    a_registration(event, Status.NOMINATED, family_name="POPA")
    a_registration(event, Status.SUBMITTED, family_name="LUPU")
    a_registration(event, Status.NOMINATED, family_name="MORARU", place=Place.WAITING)
    page = correspondent.visit("/delegation/")
    print(page.text)
    assert "2 of 4 places used" in page.text
