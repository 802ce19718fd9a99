"""Finds words in templates that would be shown as they stand, in English, to a reader of French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

SHOWN_ATTRIBUTES = {
    "title",
    "alt",
    "aria-label",
    "aria-description",
    "placeholder",
    "label",
    "content",
    "data-confirm",
}
NOT_WORDS = {"script", "style", "code", "kbd"}
TRANSLATES = {"_", "gettext", "ngettext", "pgettext", "npgettext", "N_"}
EXPRESSION = "\ue000"  # stands where the template computes something
WORDS = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ’']+(\s|[.:…!?]|$)")
SAME_EVERYWHERE = {
    "English",
    "Français",
    "EN",
    "FR",
    "EUPL",
    "CSV",
    "XLSX",
    "PDF",
    "Police Network",
    "Réseau police",
}

environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])  # noqa: S701


def untranslated(file: Path) -> list[str]:
    """The words of a template that no translation reaches."""
    source = file.read_text(encoding="utf-8")
    literal = _literal_text(source)
    shown = _Shown(literal).found if file.suffix == ".html" else [literal]
    words = [text for text in (_without_names(part) for part in shown) if WORDS.search(text)]
    return [" ".join(text.split())[:80] for text in words] + list(_sentences_in_expressions(source))


def _without_names(text: str) -> str:
    text = re.sub(r"&#?\w+;|https?://\S+|\S+@\S+|[?/]\w[\w/=-]*", " ", text)
    for name in SAME_EVERYWHERE:
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text)
    return text


def _literal_text(source: str) -> str:
    """The template's own text; what is computed or inside {% trans %} is replaced by one sign."""
    parts: list[str] = []
    block: list[str] | None = None
    translated = False
    for _line, kind, value in environment.lex(source):
        if kind == "block_begin":
            block = []
        elif kind == "block_end":
            first = (block or [""])[0]
            translated = first == "trans" or (translated and first != "endtrans")
            block = None
        elif kind == "variable_end":
            parts.append(EXPRESSION)
        elif kind == "data" and not translated:
            parts.append(value)
        elif block is not None and kind != "whitespace":
            block.append(value)
    return "".join(parts)


def _sentences_in_expressions(source: str) -> Iterator[str]:
    tree = environment.parse(source)
    covered = {
        id(constant)
        for call in tree.find_all((nodes.Call, nodes.Filter))
        if isinstance(getattr(call, "node", None), nodes.Name) and call.node.name in TRANSLATES
        for constant in call.find_all(nodes.Const)
    }
    covered |= {id(item.arg) for item in tree.find_all(nodes.Getitem)}  # a key, such as a header's name
    for constant in tree.find_all(nodes.Const):
        value = constant.value
        if isinstance(value, str) and id(constant) not in covered and SENTENCE.match(_without_names(value)):
            yield f"{value[:80]!r} in an expression, line {constant.lineno}"


class _Shown(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._hidden = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_WORDS:
            self._hidden += 1
        names = SHOWN_ATTRIBUTES - (
            {"content"} if tag != "meta" or ("name", "description") not in attrs else set()
        )
        self.found += [value for name, value in attrs if name in names and value]
        if tag == "input" and {("type", "submit"), ("type", "button")} & set(attrs):
            self.found += [value for name, value in attrs if name == "value" and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = self._hidden
        self.handle_starttag(tag, attrs)
        self._hidden = hidden

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_WORDS and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)
