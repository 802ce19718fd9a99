"""Pages written in Markdown, as our guides are: read once, set in the house's HTML as often as they are asked for.

A guide has one title, a lead, sections with anchors of their own (a line `<a id="replace"></a>` before the heading, which works
on a forge as well), pictures, tables, and quotes that are set as notes. HTML in the text stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ANCHOR = re.compile(r'<a id="([a-z0-9]+(?:-[a-z0-9]+)*)"></a>')
_NAME = re.compile(r"(?:.*/)?([a-z0-9-]+)\.png")
_PARAGRAPH = 3  # tokens: it opens, its words, it ends


@dataclass(frozen=True)
class Shown:
    """A picture on a page: its address and its size in CSS pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Surroundings:
    """What a page does not know of itself: where links lead (None: nowhere), which pictures there are, the glyph of notes."""

    link: Callable[[str], str | None]
    picture: Callable[[str], Shown | None]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A heading that can be linked to."""

    anchor: str
    title: str
    level: Literal[2, 3]


@dataclass(frozen=True)
class Page:
    """A page as it was read."""

    title: str
    lead: str
    tokens: Sequence[Token] = field(repr=False)
    sections: tuple[Section, ...] = ()
    pictures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """All anchors, in their order."""
        return tuple(section.anchor for section in self.sections)


def read(text: str) -> Page:
    """A page from its Markdown."""
    tokens = list(_with_anchors(_markdown().parse(text)))
    title = lead = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = _plain(tokens[1]), tokens[_PARAGRAPH:]
    if tokens and tokens[0].type == "paragraph_open":
        lead, tokens = _plain(tokens[1]), tokens[_PARAGRAPH:]
    inline = [child for token in tokens for child in token.children or ()]
    return Page(
        title,
        lead,
        tokens,
        tuple(_sections(tokens)),
        tuple(picture_name(str(one.attrGet("src"))) for one in inline if one.type == "image"),
        tuple(str(one.attrGet("href")) for one in inline if one.type == "link_open"),
    )


def html(page: Page, around: Surroundings) -> str:
    """What stands below the lead, as HTML."""
    markdown = _markdown()
    env = {
        "around": around,
        "picture": lambda source: around.picture(picture_name(source)),
        "open": [],
    }
    return str(markdown.renderer.render(page.tokens, markdown.options, env))


def picture_name(source: str) -> str:
    """The name of a picture from where it lies; nothing for a source that is none of ours."""
    found = _NAME.fullmatch(source)
    return found[1] if found else ""


def _markdown() -> MarkdownIt:
    """What reads and sets them; loaded by whoever opens the first, because few processes ever do."""
    from app.lib.markdown_of_the_house import MARKDOWN  # noqa: PLC0415 - as said

    return MARKDOWN


def _with_anchors(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without the lines of anchors, each of which goes to the heading that follows."""
    waiting, at = "", 0
    while at < len(tokens):
        token = tokens[at]
        found = _ANCHOR.fullmatch(tokens[at + 1].content) if token.type == "paragraph_open" else None
        if found:
            waiting, at = found[1], at + _PARAGRAPH
            continue
        if token.type == "heading_open" and waiting:
            token.attrSet("id", waiting)
            waiting = ""
        yield token
        at += 1


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    for token, words in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.attrGet("id"):
            yield Section(str(token.attrGet("id")), _plain(words), 2 if token.tag == "h2" else 3)


def _plain(inline: Token) -> str:
    """The words of a line without their emphasis."""
    return "".join(
        " " if child.type == "softbreak" else child.content for child in inline.children or ()
    ).strip()
