"""The pictures of an event as files: of which event, whence the figures come, and nothing that is not known."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask

from app.charts.standalone import size_of
from app.models import Category, Event, Status
from app.services.errors import NotFound
from app.services.statistics import event_figures, picture_files, pictures, snapshots
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser

pytestmark = pytest.mark.sqlite_only
CODES = ["way", "groups", "states", "sessions", "weeks", "days", "categories", "attributes"]


def a_conference() -> Event:
    event = a_past_event(title_en="Trust & <Oversight>", title_fr="Confiance et contrôle")
    a_check_in(a_registration(event, Status.CONFIRMED, body=the_member_states()["GE"]))
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER))
    a_session(event, title_en="=1+1", capacity=40)
    return event


def words(content: bytes) -> list[str]:
    tree = fromstring(content)  # noqa: S314 - our own drawing
    return [one.text or "" for one in tree.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_picture_is_a_file_that_says_what_it_is(app: Flask, language: str) -> None:
    figures = event_figures.figures_of(a_conference())
    assert [code for code, _ in picture_files.choices(figures, language)] == CODES
    for code, title in picture_files.choices(figures, language):
        found = words(picture_files.of_event(figures, code, language))
        assert found[0] == title
        assert found[1].startswith("Trust & <Oversight> ·" if language == "en" else "Confiance et contrôle ·")
        assert ("counted on" if language == "en" else "compté le") in " ".join(found[-2:])
    with pytest.raises(NotFound):
        picture_files.of_event(figures, "letters", language)


def test_a_picture_of_frozen_figures_names_their_version(app: Flask) -> None:
    event = a_conference()
    snapshots.freeze(event, an_organiser())
    assert "version 1" in " ".join(words(picture_files.of_event(snapshots.holding(event), "way", "en"))[-2:])


def test_the_conference_of_2024_has_one_picture_and_it_says_reported(app: Flask) -> None:
    figures = event_figures.figures_of(the_conference_of_2024())
    assert [code for code, _ in picture_files.choices(figures, "en")] == ["groups"]
    found = words(picture_files.of_event(figures, "groups", "en"))
    assert "reported figures, Council of Europe, 2024" in " ".join(found[-2:])
    assert not [said for said in found if "35" in said]
    assert "not recorded" in found


def test_a_bare_picture_fits_the_width_that_a_paper_gives_it(app: Flask) -> None:
    figures = event_figures.figures_of(a_conference())
    for picture in pictures.of_event(figures, "fr").values():
        for width in (340, 560, 720):
            assert size_of(picture.at(width))[0] == width
        assert picture.title not in words(picture_files.bare(picture, "fr"))
