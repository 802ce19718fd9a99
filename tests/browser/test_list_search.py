"""The search that answers while one types: the newest answer wins, focus and ticks stay, the address and the words follow."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route, expect

from app import create_app

SITE = "http://site.test/list"
FOLDER = Path(create_app.__code__.co_filename).parent / "static/js"
_PAGE = """<!doctype html><html lang="en"><head><title>List</title>
<script type="module" src="/list-search.js"></script><script type="module" src="/select-all.js"></script></head>
<body><form action="/list" data-search-now><input type="search" name="q" value="{q}"><button>Search</button></form>
<p role="status" data-found-words></p>
<div id="found" data-found data-words="{number} match"><form data-select-all>
<b data-count data-none="None" data-one="One" data-some="{{number}}"></b>{rows}</form></div></body></html>"""
PEOPLE = {"1": "rusu ana", "2": "rusu ion", "3": "albu vera"}


def shown(q: str) -> str:
    found = [key for key, name in PEOPLE.items() if q in name]
    rows = "".join(
        f'<p><input type="checkbox" class="row-pick" value="{key}">{PEOPLE[key]}</p>' for key in found
    )
    return _PAGE.format(q=q, number=len(found), rows=rows)


def served(page: Page, asked: list[str], *, signed_out: bool = False) -> None:
    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.path.endswith(".js"):
            text = (FOLDER / address.path[1:]).read_text(encoding="utf-8")
            route.fulfill(body=text.replace("PAUSE = 250", "PAUSE = 60"), content_type="text/javascript")
            return
        q = parse_qs(address.query).get("q", [""])[0]
        if route.request.resource_type == "fetch":
            asked.append(q)
            if signed_out:
                route.fulfill(status=401, body="signed out")
                return
        route.fulfill(body=shown(q), content_type="text/html")

    page.route("http://site.test/**", answer)
    page.goto(SITE)


# Letter by letter within one task: however slow the machine is, no time passes between two of them.
TYPED_AT_ONCE = """(field, words) => {
  for (const letter of words) {
    field.value += letter;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}"""


def test_the_list_follows_what_is_typed(page: Page) -> None:
    asked: list[str] = []
    served(page, asked)
    page.evaluate("window.sameSince = true")
    page.check("input[value='2']")
    field = page.locator("input[type=search]")
    field.focus()
    field.evaluate(TYPED_AT_ONCE, "rusu")
    expect(page.locator("#found p")).to_have_count(2)
    expect(page.locator("[data-found-words]")).to_have_text("2 match")
    assert asked == ["rusu"], "one question for what was typed in one go"
    assert page.url == f"{SITE}?q=rusu"
    expect(field).to_be_focused()
    expect(page.locator("input[value='2']")).to_be_checked()
    expect(page.locator("[data-count]")).to_have_text("One")
    page.check("input[value='1']")
    expect(page.locator("[data-count]")).to_have_text("2")
    field.fill("rusu ana")
    expect(page.locator("#found p")).to_have_count(1)
    expect(page.locator("[data-count]")).to_have_text("One")  # who is not in the list is not selected
    assert page.evaluate("window.sameSince"), "the page was never left"
    assert page.evaluate("history.length") <= 2


def test_an_ended_session_leads_to_the_page_that_asks_to_sign_in(page: Page) -> None:
    asked: list[str] = []
    served(page, asked, signed_out=True)
    page.evaluate("window.sameSince = true")
    page.locator("input[type=search]").fill("rusu")
    page.wait_for_function("!window.sameSince")
    assert asked == ["rusu"]


def test_an_answer_that_comes_late_or_fails_changes_nothing(page: Page) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        q = parse_qs(address.query).get("q", [""])[0]
        if route.request.resource_type == "fetch" and q == "rusu ana":
            held.append(route)
        elif route.request.resource_type == "fetch" and q == "albu":
            route.fulfill(status=500, body="no")
        else:
            route.fallback()

    asked: list[str] = []
    served(page, asked)
    page.route("http://site.test/list?**", answer)
    field = page.locator("input[type=search]")
    field.fill("rusu ana")
    expect(page.locator("#found")).to_have_attribute("aria-busy", "true")
    field.fill("rusu")
    expect(page.locator("#found p")).to_have_count(2)
    for route in held:
        route.fulfill(body=shown("rusu ana"), content_type="text/html")
    page.evaluate("window.sameSince = true")
    field.fill("albu")
    expect(page.locator("#found")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#found p")).to_have_count(2)
    assert page.url == f"{SITE}?q=rusu", "the address says what is shown"
    field.fill("albu v")
    expect(page.locator("#found p")).to_have_count(1)
    assert page.evaluate("window.sameSince")


def test_the_way_back_leads_to_what_was_found(page: Page) -> None:
    served(page, [])
    page.locator("input[type=search]").fill("rusu")
    expect(page.locator("#found p")).to_have_count(2)
    page.goto("http://site.test/list?q=albu")
    page.go_back()
    expect(page.locator("#found p")).to_have_count(2)
    expect(page.locator("input[type=search]")).to_have_value("rusu")
    page.locator("input[type=search]").fill("rusu ion")
    expect(page.locator("#found p")).to_have_count(1)
