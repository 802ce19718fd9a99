"""A template imports the macros that it uses, or that a part uses which it includes, and no others."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader, nodes

from tests.guards.words_in_templates import environment

TEMPLATES = Path(__file__).parents[2] / "templates"
LOADER = FileSystemLoader([TEMPLATES, TEMPLATES / "email"])  # letters name their parts from their own folder
PAGES = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))


def imported(tree: nodes.Template) -> set[str]:
    """The names under which a template knows the macros of others."""
    by_name = {name for row in tree.find_all(nodes.FromImport) for name in row.names}
    names = {name[1] if isinstance(name, tuple) else name for name in by_name}
    return names | {row.target for row in tree.find_all(nodes.Import)}


def used(tree: nodes.Template) -> set[str]:
    """The names that it reads."""
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}


@cache
def parsed(page: str) -> nodes.Template:
    return environment.parse(LOADER.get_source(environment, page)[0])


def lent(tree: nodes.Template) -> set[str]:
    """What the parts that it includes read without importing it."""
    names: set[str] = set()
    for row in tree.find_all(nodes.Include):
        if isinstance(row.template, nodes.Const):
            part = parsed(row.template.value)
            names |= (used(part) | lent(part)) - imported(part)
    return names


def idle(tree: nodes.Template) -> set[str]:
    """What it imports for nobody."""
    return imported(tree) - used(tree) - lent(tree)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_imported_is_used(page: str) -> None:
    assert not idle(parsed(page)), "imported and not used"


def test_the_guard_sees_what_it_should() -> None:
    assert idle(environment.parse('{% from "a.html" import one, two as other %}{{ one() }}')) == {"other"}
    assert idle(environment.parse('{% import "a.html" as parts %}')) == {"parts"}
    assert not idle(environment.parse('{% import "a.html" as parts %}{{ parts.one() }}'))
