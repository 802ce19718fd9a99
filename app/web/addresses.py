"""Addresses that come from outside, made safe to be followed."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, request
from werkzeug.routing import RequestRedirect


def init_app(app: Flask) -> None:
    """Keep readers on this host where an address is put right, such as one without its last slash."""
    app.after_request(_stay)


def local_address(address: str | None, otherwise: str = "/") -> str:
    """The address if it is a path of this site, else the other one; nobody is sent to another host."""
    if not address or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return otherwise
    if any(ord(letter) < 32 for letter in address):  # first: urlsplit leaves line breaks and tabs out
        return otherwise
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return otherwise
    return address


def _stay(response: Response) -> Response:
    """The router answers with whatever host the request names; the path alone says enough."""
    if isinstance(request.routing_exception, RequestRedirect):
        parts = urlsplit(response.location or "/")
        response.location = urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, ""))
    return response
