"""The check that every rendered page goes through sees what it should."""

from __future__ import annotations

import pytest

from tests import strict_html

PAGE = '<!doctype html><html lang="en"><head><title>Title</title></head><body><main>{}</main></body></html>'


@pytest.mark.parametrize(
    "part",
    [
        '<label for="a">Name</label><input id="a" aria-describedby="b c"><p id="b">1</p><p id="c">2</p>',
        '<svg viewBox="0 0 1 1" role="img"><title>One</title><path d="M0 0h1"/></svg>',
        '<details open><summary>More</summary><p>Text</p></details><dialog id="d"></dialog>',
        '<script type="application/json">{"a": 1}</script><a href="#">up</a>',
        '<form novalidate><input type="email"><input required></form><form><input type="search"></form>',
    ],
)
def test_valid_parts_pass(part: str) -> None:
    strict_html.check(PAGE.format(part), "/")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("<p><div>x</div></p>", "unexpected-end-tag"),
        ("<table><p>x</p></table>", "line 1"),
        ("<b>x</i></b>", "unexpected-end-tag"),
        ('<p id="a"></p><p id="a"></p>', "'a' is used 2 times"),
        ('<label for="b">x</label>', "for='b' leads nowhere"),
        ('<input aria-describedby="c">', "aria-describedby='c' leads nowhere"),
        ('<a href="#d">x</a>', "#d leads nowhere"),
        ('<p style="color: red">x</p>', "inline style"),
        ("<script>alert(1)</script>", "inline script"),
        ('<p onclick="x()">x</p>', "onclick"),
        ('<img src="x.png">', "no alt"),
        ('<form><input type="email" name="e"></form>', "the browser checks 'e'"),
        ('<form><p><textarea name="t" required></textarea></p></form>', "the browser checks 't'"),
    ],
)
def test_invalid_parts_fail(part: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        strict_html.check(PAGE.format(part), "/")


@pytest.mark.parametrize("page", ["<p>x</p>", PAGE.replace(' lang="en"', ""), PAGE.replace("Title", "")])
def test_incomplete_pages_fail(page: str) -> None:
    with pytest.raises(AssertionError):
        strict_html.check(page, "/")
