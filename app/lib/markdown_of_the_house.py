"""Markdown as the guides are written in, set in the house's HTML."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict


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
        shown = env["picture"](str(tokens[at].attrGet("src") or ""))
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


MARKDOWN = MarkdownIt(
    "commonmark", {"html": False, "linkify": False}, renderer_cls=_House
).enable("table")  # fmt: skip
# Its rules are sorted with the first text, and whoever reads another meanwhile finds none of them. Here nobody reads yet.
MARKDOWN.render("*first*")
