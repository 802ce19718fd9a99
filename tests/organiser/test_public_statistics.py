"""Publishing figures: looked at first, then read by everybody, and taken off again."""

from __future__ import annotations

from flask import Flask

from app.models import BodyKind, Category, Event, Gender, Status
from app.services.statistics import snapshots
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import a_statistics_reader, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


def public_of(visitor: Visitor, event: Event) -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/statistics/public")


def page_of(visitor: Visitor, event: Event, language: str = "en") -> Page:
    return visitor.visit(f"/events/{event.slug}?lang={language}")


def people(event: Event, number: int, gender: Gender, **changes: object) -> None:
    for _ in range(number):
        a_check_in(a_registration(event, Status.CONFIRMED, gender=gender, **changes))


def test_what_is_looked_at_is_what_the_public_reads(organiser: Visitor) -> None:
    event, states = a_past_event(), the_member_states()
    people(event, 6, Gender.WOMAN, body=states["FR"], category=Category.MEMBER_STATE_DELEGATE)
    people(event, 3, Gender.MAN, body=a_body("ZZ", BodyKind.OBSERVER_STATE), category=Category.OBSERVER)
    assert "Freeze the figures first" in public_of(organiser, event).text
    snapshots.freeze(event, an_organiser())
    page = public_of(organiser, event)
    looked_at = page.all_text(".figs > div")
    assert looked_at == [
        "9 people took part",
        "6 people for member states",
        "3 observers",
        "0 other participants",
        "1 of 46 member state represented",
    ]
    assert not page_of(organiser, event).soup.select("#figures")
    assert "Published" in page.submit("form[action$='/public']").text
    public = page_of(organiser, event)
    assert public.all_text("#figures .figs > div") == looked_at
    assert "fewer than five people would stand out: gender" in public.one("#figures").text
    assert "woman" not in public.one("#figures").text.lower()

    public_of(organiser, event).submit("form[action$='/withdraw']")
    assert not page_of(organiser, event).soup.select("#figures")


def test_the_conference_of_2024_in_both_languages(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    the_member_states()
    public_of(organiser, event).submit("form[action$='/public']")
    english, french = (page_of(organiser, event, language).one("#figures") for language in ("en", "fr"))
    for section in (english, french):
        words = section.get_text(" ")
        assert "65" in words
        assert "30" in words
        assert "35" not in words
    assert english.get_text(" ").count("not recorded") >= 3
    assert "non recensé" in french.get_text(" ")
    assert "30 member states" not in english.get_text(" ")
    assert "Reported, not counted. Source: Council of Europe, 2024" in english.get_text(" ")


def test_an_event_that_is_to_come_has_nothing_to_publish(organiser: Visitor) -> None:
    event = an_event()
    page = public_of(organiser, event)
    assert "The event is not over yet" in page.text
    assert not page.soup.select("form[action$='/public']")
    token = page.fields("form")["csrf_token"]
    answer = organiser.post(f"/organiser/events/{event.slug}/statistics/public", data={"csrf_token": token})
    assert answer.status_code == 409


def test_the_reader_of_statistics_publishes_nothing(app: Flask, client: Visitor) -> None:
    event = the_conference_of_2024()
    sign_in(client, a_statistics_reader())
    address = f"/organiser/events/{event.slug}/statistics/public"
    assert client.get(address).status_code == 403
    token = client.visit(f"/organiser/events/{event.slug}/statistics").fields("form")["csrf_token"]
    for post in (address, f"{address}/withdraw"):
        assert client.post(post, data={"csrf_token": token}).status_code == 403


def test_the_calendar_tells_what_is_published_and_nothing_else(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    before = organiser.visit("/").one("article.hist").get_text(" ")
    assert "65" not in before
    assert "participants: not published" in " ".join(before.split())
    public_of(organiser, event).submit("form[action$='/public']")
    after = " ".join(organiser.visit("/").one("article.hist").get_text(" ").split())
    assert "65 participants 30 people represented member states" in after
