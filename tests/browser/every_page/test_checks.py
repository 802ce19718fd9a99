"""The looks at a page notice what they are for: a sound page passes, and each small fault in it is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route

from tests.browser.every_page.looking import findings
from tests.browser.every_page.watching import Watched

pytestmark = pytest.mark.browser
SITE = "http://site.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
STYLE = """body { background: #fff; color: #111; margin: 0; font: 16px sans-serif }
a:not(.skip), button, input { display: inline-block; min-height: 48px; min-width: 48px }
.skip { position: absolute; top: -9rem } .skip:focus { top: 0 }
:focus-visible { outline: 3px solid #b00 }"""
SOUND = f"""<!doctype html>
<html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="/icon.png"><style>{STYLE}</style></head>
<body><a class="skip" href="#main">Skip</a><header><a href="/a">Home</a></header>
<main id="main" tabindex="-1"><h1>Heading</h1><h2>Part</h2>
<p><label>Name <input autocomplete="name"></label> <button>Send</button></p></main>
</body></html>"""
FAULTS = {  # what stands in the page, what stands there instead, what is told of it
    "no first heading": ("<h1>Heading</h1>", "<p>Heading</p>", "0 first headings"),
    "two first headings": ("<h2>Part</h2>", "<h1>Part</h1>", "2 first headings"),
    "a skipped level": ("<h2>Part</h2>", "<h3>Part</h3>", "level 3 after one of level 1"),
    "another language": ('lang="en"', 'lang="fr"', "does not say that it is in en"),
    "no main part": ('<main id="main" tabindex="-1">', '<div id="main">', "not one main part"),
    "too wide": ("<p><label>", '<div style="width: 340px">wide</div><p><label>', "pixels wide in a window of 320"),
    "cut when set apart": (
        "<h2>Part</h2>",
        '<h2>Part</h2><p style="width: 12em; height: 1.5em; line-height: 1.5em; overflow: hidden">just as much as fits</p>',
        "words set apart are cut: <p",
    ),
    "pale words": ("<h2>Part</h2>", '<h2>Part</h2><p style="color: #bbb">pale</p>', "color-contrast (serious)"),
    "pale words in the dark": (
        "</style>",
        "@media (prefers-color-scheme: dark) { h2 { color: #ccc } }</style>",
        "dark: axe: color-contrast",
    ),
    "no label": ("<label>Name <input", "<label>Name</label> <label><input", "axe: label (critical)"),
    "a picture without words": ("<h2>Part</h2>", '<h2>Part</h2><img src="/icon.png">', "axe: image-alt"),
    "small targets side by side": (
        "<h2>Part</h2>",
        '<h2>Part</h2><button style="all: revert; width: 9px; height: 9px; padding: 0" aria-label="a"></button>'
        '<button style="all: revert; width: 9px; height: 9px; padding: 0" aria-label="b"></button>',
        "axe: target-size",
    ),
    "a small target": ("<button>", '<button style="min-height: 30px; height: 30px">', "44 asked for"),
    "a low control": ("<button>", '<button style="min-height: 40px; height: 40px">', "× 44 asked for"),
    "small words": ("<h2>Part</h2>", '<h2>Part</h2><p style="font-size: 12px">small</p>', "words of 12 pixels"),
    "no ring": (":focus-visible", "button:focus { outline: none } a:focus-visible", "“Send”: the focus cannot be seen"),
    "a ring that is always there": (
        ":focus-visible", "button { outline: 3px solid #b00 } :focus-visible", "“Send”: the focus cannot be seen"
    ),
    "under something": (
        "</main>",
        '</main><div style="position: fixed; inset: 0 0 0 0; background: #fff">over</div>',
        "“Send”: it lies under something else",
    ),
    "outside the window": (
        "<button>", '<button style="position: fixed; left: -300px">', "“Send”: it lies outside the window"
    ),
    "a trap": (
        "</main>",
        '</main><script src="/trap.js"></script>',
        "there is no way on",
    ),
    "no link past the head": ('class="skip"', 'class="step"', "no link past the head"),
    "a link past the head that leads nowhere": ('href="#main"', 'href="#other"', "not lead into the main part"),
    "a hidden link past the head": (".skip:focus { top: 0 }", "", "past the head of the page is not seen"),
    "something on the console": ("</main>", '</main><script src="/warn.js"></script>', "console: careful"),
    "a script that fails": ("</main>", '</main><script src="/fail.js"></script>', "script: "),
    "something is missing": ("</main>", '</main><script src="/missing.js"></script>', "404: "),
    "another host": ("</main>", '</main><img alt="" src="http://other.test/a.png">', "another host is asked"),
    "refused by the policy": ("</main>", "</main><script>1</script>", "policy: script-src"),
}  # fmt: skip
SCRIPTS = {
    "/trap.js": "document.querySelector('button').addEventListener('keydown', (event) => event.preventDefault());",
    "/warn.js": "console.warn('careful')",
    "/fail.js": "throw new Error('broken')",
}
Showing = Callable[[str], Watched]


@pytest.fixture
def showing(window: BrowserContext) -> Showing:
    """A watched page that shows some HTML."""

    def shown(html: str) -> Watched:
        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(SITE)
            if path == "/":
                headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
                route.fulfill(body=html, headers=headers)
            elif path in SCRIPTS:
                route.fulfill(body=SCRIPTS[path], content_type="text/javascript")
            else:
                route.fulfill(status=200 if path == "/icon.png" else 404, content_type="image/png", body="")

        window.route("**/*", answer)
        watched = Watched(window, SITE)
        watched.page.goto(SITE)
        return watched

    return shown


def test_of_a_sound_page_nothing_is_told(showing: Showing) -> None:
    assert findings(showing(SOUND), "en", desk=True) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told(showing: Showing, fault: str) -> None:
    stands, instead, told = FAULTS[fault]
    assert stands in SOUND
    found = findings(showing(SOUND.replace(stands, instead, 1)), "en", desk=True)
    assert [words for words in found if told in words], "\n".join(found)
