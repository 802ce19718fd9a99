"""A page that is watched: what its console says, what its scripts throw, what its policy refuses, whom it asks."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

_TELL = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} refuses ${event.blockedURI || event.sourceFile}`);
});"""
_NO_HOST = {"", "data", "blob", "about"}


class Watched:
    """The only page of a window, and what went wrong in it since it was last asked."""

    def __init__(self, window: BrowserContext, site: str) -> None:
        self._host = urlsplit(site).netloc
        self._wrong: list[str] = []
        window.add_init_script(_TELL)
        self.page: Page = window.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._wrong.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def taken(self) -> list[str]:
        """What went wrong since the last time, a sentence each."""
        wrong, self._wrong = self._wrong, []
        return wrong

    def _said(self, line: ConsoleMessage) -> None:
        refused_page = "Failed to load resource" in line.text and line.location.get("url") == self.page.url
        if line.type in {"error", "warning"} and not refused_page:
            self._wrong.append(f"console: {line.text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.netloc != self._host and parts.scheme not in _NO_HOST:
            self._wrong.append(f"another host is asked: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # given up because the page is left
            self._wrong.append(f"not loaded: {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self._wrong.append(f"{response.status}: {response.url}")
