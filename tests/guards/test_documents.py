"""The documents for operators and contributors: their links lead somewhere, their commands exist, no setting is left out."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask
from flask_migrate.cli import db as database_commands

from config import Config

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
OPERATION = ROOT / "docs/operation.md"
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
COMMAND = re.compile(r"flask ([a-z][a-z-]*)(?: ([a-z][a-z-]+))?")


def prose(document: Path) -> str:
    """A document without its examples of code."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)


def anchors(document: Path) -> set[str]:
    """What a link into a document can name: its own anchors, and its headings as forges spell them."""
    text = document.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    spelt = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return spelt | set(re.findall(r'<a id="([^"]+)">', text))


def misses(group: click.Group, first: str, second: str) -> bool:
    """Whether there is no such command."""
    found = group.commands.get(first)
    return found is None or (isinstance(found, click.Group) and bool(second) and second not in found.commands)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for path, anchor in LINK.findall(prose(document)):
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(f"{path}#{anchor}")
    assert not broken


def test_every_document_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    there = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {name for name in there if f"({name})" not in index} == set()


@pytest.mark.sqlite_only
def test_commands_exist(app: Flask) -> None:
    named = {
        command
        for document in DOCUMENTS
        for code in re.findall(r"`[^`\n]*`|```.*?```", document.read_text(encoding="utf-8"), re.DOTALL)
        for command in COMMAND.findall(code)
    }
    listed = OPERATION.read_text(encoding="utf-8").partition("## Commands")[2].partition("\n## ")[0]
    named |= set(
        re.findall(
            r"`([a-z][a-z-]*)(?: ([a-z][a-z-]+))?[^`]*`", "".join(re.findall(r"^\|([^|]+)", listed, re.M))
        )
    )
    group = click.Group(commands={**app.cli.commands, "db": database_commands})
    assert {f"{first} {second}" for first, second in named if misses(group, first, second)} == set()


def test_operators_are_told_every_setting() -> None:
    rows = "\n".join(line for line in OPERATION.read_text(encoding="utf-8").splitlines() if line[:1] == "|")
    assert [field.name for field in fields(Config) if f"`{field.name.upper()}`" not in rows] == []
