"""No line of a page ends inside “9–10 June”: what stands around the dash is kept together, and the words stay the same."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from app.web.formatting import unbroken
from tests.factories.events import an_event
from tests.pages import Visitor


@pytest.mark.parametrize(
    ("words", "together"),
    [
        ("9–10 June 2027", ["9–10"]),
        ("1er–2 juin 2027", ["1er–2"]),
        ("30 May – 1 June 2027", ["May –"]),
        ("09:15–10:30", ["09:15–10:30"]),
        ("9 June 2027", []),
    ],
)
def test_what_stands_around_a_dash_is_kept_together(words: str, together: list[str]) -> None:
    said = unbroken(words)
    assert [part.split("</span>")[0] for part in said.split('<span class="nw">')[1:]] == together
    assert said.striptags() == words


def test_words_of_others_stay_words() -> None:
    assert unbroken("<b>1–2</b>") == Markup('&lt;b&gt;<span class="nw">1–2</span>&lt;/b&gt;')


@pytest.mark.sqlite_only
def test_the_days_of_an_event_are_kept_together(client: Visitor) -> None:
    event = an_event()
    page = client.visit(f"/events/{event.slug}")
    assert "–" in page.one("aside .nw").get_text()
    assert "<" not in str(page.one("meta[name=description]")["content"])
