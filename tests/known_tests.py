"""Which tests there are, read from their files without importing them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def exists(test: str) -> bool:
    """Whether there is a test with an id such as `tests/web/test_cookies.py::test_a_choice_is_recalled[…]`.

    A file alone stands for all its tests; one in a class is named with it, as whoever runs it has to.
    """
    file, _, name = test.partition("::")
    functions = _functions(ROOT / file)
    return bool(functions) if not name else name.partition("[")[0] in functions


@cache
def _functions(file: Path) -> frozenset[str]:
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    classes = [(f"{node.name}::", node.body) for node in tree.body if isinstance(node, ast.ClassDef)]
    return frozenset(
        f"{within}{node.name}"
        for within, body in [("", tree.body), *classes]
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )
