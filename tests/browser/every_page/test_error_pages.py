"""The pages for what cannot be shown, in both languages, for the public and for those who work here."""

from __future__ import annotations

import pytest

from tests.browser.every_page.conftest import Opening
from tests.browser.every_page.error_pages import CODES
from tests.browser.every_page.looking import DESK, findings

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("viewer", ["nobody", "organiser"])
def test_nothing_is_wrong_with_what_is_refused(opening: Opening, viewer: str, language: str) -> None:
    watched, wrong, titles = opening(viewer, language), {}, set()
    for code in CODES:
        watched.page.set_viewport_size({"width": DESK, "height": 900})
        answer = watched.page.goto(f"/answers/{code}")
        titles.add(watched.page.title())
        found = [] if answer and answer.status == code else [f"answered {answer and answer.status}"]
        found += findings(watched, language)
        if found:
            wrong[code] = found
    assert not wrong, "\n".join(f"{code}\n    " + "\n    ".join(found) for code, found in wrong.items())
    assert len(titles) == len(CODES)
