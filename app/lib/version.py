"""Which version of the application this is. It stands in pyproject.toml, and nowhere else."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_STATED = Path(__file__).parents[2] / "pyproject.toml"


@cache
def version() -> str:
    """The version, as in 1.2.3."""
    return str(tomllib.loads(_STATED.read_text(encoding="utf-8"))["project"]["version"])
