"""Numbers and words in addresses: what no row can have is no address, so that the database is never asked for it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """An id in an address, at most as large as an id can be."""

    def __init__(self, map: Map, **bounds: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **{"max": LARGEST, **bounds})


class Word(UnicodeConverter):
    """Text in an address, without control characters: PostgreSQL refuses to look for some of them."""

    def __init__(self, map: Map, **bounds: int) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **bounds)
        self.regex = self.regex.replace("[^/]", r"[^/\x00-\x1f\x7f]")


def init_app(app: Flask) -> None:
    """Use them for every `<int:…>` and `<…>`."""
    app.url_map.converters |= {"int": RowNumber, "default": Word, "string": Word}
