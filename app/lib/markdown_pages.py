"""Pages written in Markdown, as our guides are: read once, set in the house's HTML as often as they are asked for.

A guide has one title, a lead, sections with anchors of their own (a line `<a id="replace"></a>` before the heading, which works
on a forge as well), pictures, tables, and quotes that are set as notes. HTML in the text stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

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


class _House(RendererHTML):
    """Our own heading ids, pictures with their size, links to known places only, quotes as notes."""

    def link_open(self, tokens: Sequence[Token], at: int, _options: OptionsDict, env: Any) -> str:
        address = env["around"].link(str(tokens[at].attrGet("href") or ""))
        env["open"].append(address)
        return f'<a href="{escape(address)}">' if address else ""

    def link_close(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, env: Any) -> str:
        return "</a>" if env["open"].pop() else ""

    def image(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        words = escape(self.renderInlineAsText(tokens[at].children, options, env))
        shown = env["around"].picture(picture_name(str(tokens[at].attrGet("src") or "")))
        if shown is None:
            return f"<em>{words}</em>"
        size = f'width="{shown.width}" height="{shown.height}"'
        return f'<img src="{escape(shown.address)}" alt="{words}" {size} loading="lazy">'

    def blockquote_open(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, env: Any) -> str:
        return f'<div class="note">{env["around"].note}<div>'

    def blockquote_close(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: Any) -> str:
        return "</div></div>\n"

    def table_open(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: Any) -> str:
        return '<table class="tw">\n'


_MARKDOWN = MarkdownIt(
    "commonmark", {"html": False, "linkify": False}, renderer_cls=_House
).enable("table")  # fmt: skip


def read(text: str) -> Page:
    """A page from its Markdown."""
    tokens = list(_with_anchors(_MARKDOWN.parse(text)))
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
    return str(_MARKDOWN.renderer.render(page.tokens, _MARKDOWN.options, {"around": around, "open": []}))


def picture_name(source: str) -> str:
    """The name of a picture from where it lies; nothing for a source that is none of ours."""
    found = _NAME.fullmatch(source)
    return found[1] if found else ""


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
