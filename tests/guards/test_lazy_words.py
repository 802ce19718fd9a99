"""A message that is translated later counts as markup that is safe: what is put into it would not be escaped.

So the bounds of numbers, which the code knows, are all that ever stands in one. What somebody typed goes into `_()`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import lazy_gettext
from markupsafe import escape

APP = Path(__file__).parents[2] / "app"
BOUNDS = {"least", "most"}


def filled(source: str) -> Iterator[str]:
    """The lazy messages into which something else than a bound is put."""
    tree = ast.parse(source)
    imported = [name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names]
    lazy = {name.asname or name.name for name in imported if name.name.startswith("lazy_")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in lazy:
            words = all(isinstance(argument, ast.Constant) for argument in node.args)
            if not words or {keyword.arg for keyword in node.keywords} - BOUNDS:
                yield ast.unparse(node)
        if isinstance(node, ast.BinOp | ast.Attribute):
            within = node.left if isinstance(node, ast.BinOp) else node.value
            if isinstance(within, ast.Call) and isinstance(within.func, ast.Name) and within.func.id in lazy:
                yield ast.unparse(node)


def test_nothing_but_bounds_is_put_into_them() -> None:
    found = {
        str(file.relative_to(APP)): words
        for file in APP.rglob("*.py")
        if (words := list(filled(file.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        '_l("Hello %(name)s", name=typed)',
        '_l("Hello %(name)s", **values)',
        '_l("Hello %s") % typed',
        '_l("Hello {}").format(typed)',
        "_l(typed)",
    ],
)
def test_whatever_else_is_found(line: str) -> None:
    imported = "from flask_babel import lazy_gettext as _l\n"
    assert list(filled(imported + line))
    assert not list(filled(f'{imported}_l("At most %(most)s", most=MOST)'))


@pytest.mark.sqlite_only
def test_why_it_matters(app: Flask) -> None:
    """Should this fail, the library escapes by itself, and these tests can go."""
    with app.test_request_context():
        assert escape(lazy_gettext("Hello %(name)s", name="<b>")) == "Hello <b>"
