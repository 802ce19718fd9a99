"""Which tests there are, read from their files without importing them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def exists(test: str) -> bool:
    """Whether there is a test with an id such as `tests/web/test_cookies.py::test_a_choice_is_recalled[…]`.

    A file alone stands for all its tests.
    """
    file, _, name = test.partition("::")
    functions = _functions(ROOT / file)
    return bool(functions) if not name else name.partition("[")[0] in functions


@cache
def _functions(file: Path) -> frozenset[str]:
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )
