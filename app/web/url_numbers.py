"""Numbers in addresses: what no row can have is no address, so that the database is never asked for it."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """An id in an address, at most as large as an id can be."""

    def __init__(self, map: Map, **bounds: int) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **{"max": LARGEST, **bounds})


def init_app(app: Flask) -> None:
    """Use it for every `<int:…>`."""
    app.url_map.converters["int"] = RowNumber
