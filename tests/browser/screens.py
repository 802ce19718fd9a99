"""Pages that are watched: an error of a script, a refusal of the content policy or a request to another host is noted."""

from __future__ import annotations

from playwright.sync_api import Page


def watched(page: Page) -> Page:
    """The page; whatever goes wrong in it raises at once."""

    def complain(words: str) -> None:
        if "Failed to load resource" not in words:  # a page that answers 409 or 422 is no error
            raise AssertionError(words)

    page.on("pageerror", lambda error: complain(str(error)))
    page.on("console", lambda said: complain(said.text) if said.type == "error" else None)
    return page
