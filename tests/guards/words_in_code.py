"""Finds sentences in forms, messages, letters and errors that are written down without a mark for translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.guards.words_in_templates import SAME_EVERYWHERE, SENTENCE

MARKS = {"_", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "_l", "N_", "N_n", "translated"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical"}
FOR_DEVELOPERS = {
    "ValueError",
    "TypeError",
    "RuntimeError",
    "LookupError",
    "KeyError",
    "AssertionError",
    "ConfigError",
}
SPEAKS = re.compile(r"(Field|_line|_area|Required|Error|^flash)$")  # what these are given first is shown
SPOKEN_ARGUMENTS = {"label", "description", "message", "hint", "title", "heading", "legend", "text", "needed"}
SEVERAL_WORDS = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ’']*,? ([^|]* )?[a-zà-ÿ][^|]*$")


def unmarked(file: Path) -> Iterator[str]:
    """The sentences of a Python file that would reach a reader untranslated."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    passed = {
        id(inner) for node in ast.walk(tree) for outer in _no_concern(node) for inner in ast.walk(outer)
    }
    spoken = {id(value) for node in ast.walk(tree) if isinstance(node, ast.Call) for value in _spoken(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        shape = SENTENCE if id(node) in spoken else SEVERAL_WORDS
        if shape.match(node.value) and node.value not in SAME_EVERYWHERE:
            yield f"line {node.lineno}: {node.value[:80]!r}"


def out_of_sight(file: Path) -> Iterator[str]:
    """The marks inside of f-strings: what looks for messages to translate does not see them there."""
    strings = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
    ]
    for call in (inner for string in strings for inner in ast.walk(string) if isinstance(inner, ast.Call)):
        if _name(call) in MARKS and call.args and isinstance(call.args[0], ast.Constant):
            yield f"line {call.lineno}: {ast.unparse(call)[:80]}"


def _no_concern(node: ast.AST) -> Iterator[ast.AST]:
    """What is marked, or said to a developer or a program: docstrings, logs, keys, programming errors."""
    if isinstance(node, ast.Subscript) or (
        isinstance(node, ast.Call) and _name(node) in MARKS | LOGS | FOR_DEVELOPERS
    ):
        yield node
    body = getattr(node, "body", None)
    if isinstance(body, list):
        yield from (
            statement.value
            for statement in body
            if isinstance(statement, ast.Expr) and _is_text(statement.value)
        )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _spoken(call: ast.Call) -> Iterator[ast.expr]:
    if SPEAKS.search(_name(call)):
        yield from call.args[:1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in SPOKEN_ARGUMENTS)


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
