"""A page of the browser, watched for what its scripts and the content policy object to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

expect.set_options(
    timeout=20_000
)  # a page that is awaited may be late on a busy machine, and no test measures time


@pytest.fixture
def size() -> ViewportSize:
    """How large a window is: that of a phone, unless a test file says otherwise."""
    return {"width": 375, "height": 700}


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def either_window(
    chromium: Browser, size: ViewportSize, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A window with JavaScript, and one without."""
    context = chromium.new_context(locale="en-GB", viewport=size, java_script_enabled=request.param)
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A page; an error of a script, or anything that the content policy refuses, fails the test at its end."""
    opened = window.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    refused = [
        error for error in errors if "Failed to load resource" not in error
    ]  # a 404 or 422 page is no error
    assert not refused, "\n".join(refused)
