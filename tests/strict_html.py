"""Every page that a test renders is parsed strictly; what a browser would silently repair fails here."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

REFERS = (
    "for",
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-errormessage",
    "list",
    "form",
    "headers",
)
# What a browser would check by itself, in its own words and one field at a time.
REFUSED_BY_BROWSERS = {"email", "url", "number", "date", "time", "datetime-local"}
CHECKED_BY_BROWSERS = ("required", "pattern", "minlength", "min", "max")
SEVERAL = {"aria-describedby", "aria-labelledby", "aria-controls", "headers"}


def check(page: str, address: str) -> None:
    """Fail unless the page is valid where a parser can tell, its references lead somewhere, and the CSP lets all of it work."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        root = parser.parse(page)
    except ParseError as error:
        raise AssertionError(f"{address}: {_where(parser, page)}: {error}") from None
    problems = [*_identities(root), *_forbidden_by_csp(root), *_unnamed(root), *_left_to_browsers(root)]
    assert not problems, f"{address}: " + "; ".join(problems)


def _where(parser: html5lib.HTMLParser, page: str) -> str:
    if not parser.errors:
        return "somewhere"
    (line, column), code, details = parser.errors[-1]
    context = page.splitlines()[line - 1].strip()[:160] if line <= len(page.splitlines()) else ""
    return f"line {line}, column {column}, {code} {details}: {context}"


def _identities(root: Element) -> list[str]:
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    problems = [f"id {name!r} is used {number} times" for name, number in ids.items() if number > 1]
    for element in root.iter():
        for attribute in REFERS:
            value = element.get(attribute)
            if value is None:
                continue
            names = value.split() if attribute in SEVERAL else [value]
            problems += [f"{attribute}={name!r} leads nowhere" for name in names if name not in ids]
        target = element.get("href", "")
        if element.tag == "a" and target.startswith("#") and target[1:] not in {*ids, "", "top"}:
            problems.append(f"the link {target} leads nowhere")
    return problems


def _forbidden_by_csp(root: Element) -> list[str]:
    problems = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.get("style") is not None or element.tag == "style":
            problems.append(f"<{element.tag}> has an inline style")
        if element.tag == "script" and not element.get("src") and "json" not in element.get("type", ""):
            problems.append("an inline script")
        problems += [f"<{element.tag} {name}>" for name in element.keys() if name.startswith("on")]  # noqa: SIM118
        if element.get("href", "").startswith("javascript:"):
            problems.append("a javascript: link")
    return problems


def _left_to_browsers(root: Element) -> list[str]:
    """The words about what is wrong are ours: a form that browsers could refuse tells them not to."""
    problems = []
    for form in root.iter("form"):
        if form.get("novalidate") is None:
            problems += [
                f"the browser checks {control.get('name')!r} of a form without novalidate"
                for control in form.iter()
                if control.get("type") in REFUSED_BY_BROWSERS
                or any(control.get(attribute) is not None for attribute in CHECKED_BY_BROWSERS)
            ]
    return problems


def _unnamed(root: Element) -> list[str]:
    problems = []
    html = root if root.tag == "html" else root.find("html")
    if html is not None and not html.get("lang"):
        problems.append("<html> has no lang")
    title = root.find(".//head/title")
    if title is None or not (title.text or "").strip():
        problems.append("the page has no title")
    problems += [
        f"<img src={image.get('src')!r}> has no alt" for image in root.iter("img") if image.get("alt") is None
    ]
    return problems
