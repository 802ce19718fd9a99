"""What is for whoever builds the application is not there in production, and no tool of the tests is ever a part of it."""

from __future__ import annotations

import ast
from pathlib import Path

from app import create_app
from config import Config

APP = Path(__file__).parents[2] / "app"


def test_the_style_guide_is_not_there(tmp_path: Path) -> None:
    settings = {
        "environment": "production",
        "base_url": "https://events.example",
        "mail_server": "mail.example",
    }
    earnest = create_app(Config(secret_key="x" * 40, instance_path=str(tmp_path), **settings))  # type: ignore[arg-type]
    visitor = earnest.test_client()
    for path in ("/styleguide", "/style-guide", "/styleguide/", "/mailbox"):
        assert visitor.get(path, base_url="https://events.example").status_code == 404, path
    assert not {"styleguide", "mailbox"} & set(earnest.blueprints)


def test_nothing_of_the_tests_is_asked_for() -> None:
    for file in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in named if name.partition(".")[0] == "tests"], file
