"""Any bytes in an address or a field of the organisers' event pages: an answer, never a failure of ours."""

from __future__ import annotations

import pytest

from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.pages import Visitor

HUGE = "9" * 30


@pytest.mark.parametrize("slug", ["a%00b", "%ff%fe", "..%2f..", "x" * 5000, "%E2%80%AE"])
def test_addresses_of_no_event(organiser: Visitor, slug: str) -> None:
    for rest in ("", "/edit", "/programme", "/documents", "/admission"):
        assert organiser.get(f"/organiser/events/{slug}{rest}").status_code == 404


def test_numbers_of_nothing(organiser: Visitor) -> None:
    event = an_event()
    for rest in (f"programme/{HUGE}", f"documents/{HUGE}", f"programme/{HUGE}/people/{HUGE}", "programme/-1"):
        assert organiser.get(f"/organiser/events/{event.slug}/{rest}").status_code == 404
    page = organiser.visit(f"/organiser/events/{event.slug}/admission")
    token = page.fields()["csrf_token"]
    address = f"/organiser/events/{event.slug}/admission/links/{HUGE}/revoke"
    assert organiser.post(address, data={"csrf_token": token}).status_code == 404


def test_fields_full_of_rubbish(organiser: Visitor) -> None:
    a_body("POLICE-NETWORK")
    event = an_event()
    for address in (
        "/organiser/events/new",
        f"/organiser/events/{event.slug}/edit",
        f"/organiser/events/{event.slug}/copy",
        f"/organiser/events/{event.slug}/programme/new",
        f"/organiser/events/{event.slug}/documents/new",
        f"/organiser/events/{event.slug}/admission",
        f"/organiser/events/{event.slug}/admission/links/new",
    ):
        page = organiser.visit(address)
        for rubbish in ("\x00", "\ud7ff\u202e" * 50, HUGE, "x" * 10_000, "' OR 1=1 --", "-1"):
            ticked = {str(box["name"]) for box in page.soup.select("main [type=checkbox]")}
            answer = page.submit(**dict.fromkeys({*page.fields()} - ticked - {"csrf_token"}, rubbish))
            assert answer.status in {409, 422}, f"{address} took {rubbish[:20]!r}: {answer.text[:300]}"
