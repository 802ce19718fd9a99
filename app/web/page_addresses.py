"""The addresses that pages name, each put together once: a page names some twenty, mostly those of the page before."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, request

_ADDRESSES = 5_000  # all that name no row, and those of the rows that are looked at now
_PLAIN = frozenset({str, int, type(None)})  # True equals 1, and makes another address
_asked = request._get_current_object  # type: ignore[attr-defined]  # what `request` stands for, without a detour each time


def keeping(app: Flask) -> Any:
    """Flask's own `url_for`, which keeps what it says inside a request to plain values.

    Such an address has no host; it follows from the folder that the installation has on its host, which a proxy may name, and
    from the arguments. The version of a static file is kept for as long as the process lasts anyway.
    """
    anew = app.url_for

    @lru_cache(maxsize=_ADDRESSES)
    def known(_folder: str, endpoint: str, said: tuple[tuple[str, Any], ...]) -> str:
        return anew(endpoint, **dict(said))

    def url_for(endpoint: str, /, **values: Any) -> str:
        try:
            folder = _asked().root_path
        except RuntimeError:  # nobody asks for a page
            folder = None
        if folder is not None and endpoint[:1] != "." and _PLAIN.issuperset(map(type, values.values())):
            return known(folder, endpoint, tuple(values.items()))
        return anew(endpoint, **values)

    return url_for
