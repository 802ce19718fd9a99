"""Every page that somebody can reach by links, from where one begins."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup

from tests.outside.visitor import Answer, Outsider

_MOST = 400  # pages; the working pages of an event are some sixty
_SAME_PAGE = {"lang", "colours", "next", "page", "sort", "v"}  # what shows a page in another way


def crawled(
    outsider: Outsider, beginnings: list[str], within: Callable[[str], bool]
) -> Iterator[tuple[Answer, BeautifulSoup | None]]:
    """Each answer with its parsed page (None for a file), addresses that differ in how a page is shown taken once."""
    waiting, seen = deque(beginnings), set()
    while waiting and len(seen) < _MOST:
        address = waiting.popleft()
        if (key := _key(address)) in seen or not within(urlsplit(address).path):
            continue
        seen.add(key)
        answer = outsider.get(address)
        if answer.status_code in {301, 302, 303, 308}:
            waiting.append(urljoin(address, answer.location))
        page = None
        if (answer.headers.get("Content-Type") or "").startswith("text/html"):
            page = BeautifulSoup(answer.data, "html.parser")
            links = [str(link["href"]) for link in page.select("a[href]")]
            links += [str(frame["src"]) for frame in page.select("iframe[src]")]
            waiting.extend(urljoin(address, link) for link in links if _is_ours(link))
        yield answer, page


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc and not link.startswith("#")


def _key(address: str) -> tuple[str, frozenset[str]]:
    parts = urlsplit(address)
    return parts.path, frozenset(name for name, _ in parse_qsl(parts.query) if name not in _SAME_PAGE)
