"""Whoever installs the application finds each setting of config.py, with its default, in .env.example."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from config import Config

ROOT = Path(__file__).parents[2]
WRITTEN = {False: "no", True: "yes"}


def test_each_setting_is_one_line_with_its_default() -> None:
    documented = {}
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition("=")
            documented[name] = rest.partition("#")[0].strip()
    expected = {}
    for field in fields(Config):
        default = field.default
        value = WRITTEN[default] if isinstance(default, bool) else str(default)
        expected[field.name.upper()] = value.removeprefix(f"{ROOT}/")
    assert list(documented.items()) == list(expected.items())
