"""The headers of every answer: a strict content policy, no framing, no referrer, nothing private in a cache."""

from __future__ import annotations

from flask import Flask, Response, request

from app.web import cookies

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# A letter carries its styles in its tags, as mail programs want it. It may be shown in a frame of ours and do nothing else.
LETTER_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
POLICY_WITH_FRAME = f"{POLICY}; frame-src 'self'"  # of a page that shows a letter
_STATIC = ("static", "bootstrap.static", "help.picture")


def init_app(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_set)


def _set(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "no-referrer" if request.endpoint not in _STATIC else "same-origin"
    headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if cookies.over_tls():
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint not in _STATIC:
        headers["Cache-Control"] = "no-store"  # send_file thinks of public files
        headers.add("Vary", "Cookie, Accept-Language")
    return response
