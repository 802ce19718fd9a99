"""Finds sentences in forms, messages and errors that are written down without a mark for translation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards.words_in_templates import SENTENCE

SPOKEN_ARGUMENTS = {
    "label",
    "description",
    "message",
    "hint",
    "title",
    "heading",
    "legend",
    "text",
    "caption",
    "empty",
}
MARKS = {"_", "gettext", "ngettext", "pgettext", "lazy_gettext", "_l", "N_", "N_n", "translated"}
NEVER_SHOWN = {"TypeVar", "NewType", "getLogger", "namedtuple"}


def unmarked(file: Path) -> Iterator[str]:
    """The sentences of a Python file that would reach a reader untranslated."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = _name(call)
        if name in MARKS or name in NEVER_SHOWN:
            continue
        for argument in _spoken(call, name):
            if (
                isinstance(argument, ast.Constant)
                and isinstance(argument.value, str)
                and SENTENCE.match(argument.value)
            ):
                yield f"line {argument.lineno}: {argument.value[:80]!r}"


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _spoken(call: ast.Call, name: str) -> Iterator[ast.expr]:
    if name.endswith("Field") or name in {"flash", "ValidationError", "StopValidation"}:
        yield from call.args[:1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in SPOKEN_ARGUMENTS)
