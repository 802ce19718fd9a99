"""The kept filters with which somebody began: their number stays in the address while filters are added and taken away."""

from __future__ import annotations

from flask import request

from app.web.url_numbers import LARGEST


def begun_with() -> int | None:
    """The number in the present address, or in the form that was sent; None where there is none."""
    text = request.values.get("kept", "")
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST else None
    )
