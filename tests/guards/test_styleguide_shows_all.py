"""The style guide shows every component, and each in all its states: a new macro without a place there fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.models import Place, Status
from app.services import event_states
from tests.pages import Page, Visitor

ROOT = Path(__file__).parents[2]
COMPONENTS = ROOT / "templates/components"
GUIDE = ROOT / "templates/styleguide"
MACRO = re.compile(r"{%-?\s*macro\s+([a-z]\w*)\(")
FLAG = re.compile(r'kind == "(\w+)"')

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def guide(client: Visitor) -> Page:
    return client.visit("/styleguide?lang=en")


def missing(components: dict[str, str], guide: str) -> list[str]:
    """Macros that nothing in the style guide calls, and files without macros that it does not include."""
    found = []
    for name, text in components.items():
        macros = MACRO.findall(text)
        asked = [rf"\b{macro}\(" if macro != "answers" else r"call answers\(" for macro in macros]
        found += [
            f"{name}: {macro}"
            for macro, call in zip(macros, asked, strict=True)
            if not re.search(call, guide)
        ]
        if not macros and f'include "components/{name}"' not in guide:
            found.append(name)
    return found


def test_every_component_stands_in_the_style_guide() -> None:
    components = {file.name: file.read_text(encoding="utf-8") for file in sorted(COMPONENTS.glob("*.html"))}
    guide = "\n".join(file.read_text(encoding="utf-8") for file in sorted(GUIDE.glob("*.html")))
    assert len(components) > 20
    assert not missing(components, guide), "show these in templates/styleguide:"


def test_the_guard_sees_what_it_should() -> None:
    shown = {"a.html": "{% macro shown() -%}x{% endmacro %}{% macro _own() %}{% endmacro %}"}
    assert missing(shown, "{{ shown() }}") == []
    assert missing(shown, "nothing") == ["a.html: shown"]
    assert missing({"b.html": "no macro"}, "") == ["b.html"]


def test_every_state_of_a_registration_is_shown(guide: Page) -> None:
    assert codes(guide, "status") == {str(status.value) for status in Status}
    assert codes(guide, "place") == {str(place.value) for place in Place}
    assert all(chip.select(".chip") for chip in guide.soup.select("[data-status]"))


def test_every_state_of_an_event_is_shown(guide: Page) -> None:
    said = (event_states.state.__doc__ or "").partition(".")[0]
    assert codes(guide, "event") == set(re.split(r", | or ", said))


def test_every_state_of_attendance_is_shown(guide: Page) -> None:
    macros = (COMPONENTS / "chips.html").read_text(encoding="utf-8")
    assert codes(guide, "attendance") == {*FLAG.findall(macros), "not_yet"}


def test_every_state_of_a_tile_is_shown(guide: Page) -> None:
    css = (ROOT / "app/static/css/work.css").read_text(encoding="utf-8")
    assert codes(guide, "tile") == set(re.findall(r"^\.(s-\w+) \{", css, re.MULTILINE))


def test_every_answer_of_the_desk_is_shown(guide: Page) -> None:
    macros = (ROOT / "templates/checkin/answer.html").read_text(encoding="utf-8")
    known = set(re.findall(r'^    "(\w+)": \("', macros, re.MULTILINE))
    assert len(known) > 10
    assert codes(guide, "answer") == known


def test_every_colour_is_listed_with_the_contrast_it_keeps(guide: Page) -> None:
    css = (ROOT / "app/static/css/theme.css").read_text(encoding="utf-8").partition("[data-bs-theme=dark]")[0]
    beside = {
        "navy-2",
        "act-hover",
        "gold-hover",
        "green",
        "focus-in",
        "focus-out",
        "white",
        "night",
        "navy-edge",
        "navy-tile",
    }
    colours = {
        name for name in re.findall(r"--([\w-]+): #", css) if not name.startswith(("on-", "bs-", "hero-"))
    }
    shown = {cell.get_text().removeprefix("--") for cell in guide.soup.select("#tokens th[scope=row]")}
    assert colours - beside == shown, "what a colour is for stands in app/web/colour_tokens.py"


def codes(guide: Page, name: str) -> set[str]:
    """What the elements of the guide that carry an attribute say in it."""
    return {str(element[f"data-{name}"]) for element in guide.soup.select(f"[data-{name}]")}
