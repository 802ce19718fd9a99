"""Whether a form that was sent stood on a page of ours, or on one of another site that would use the reader's hands.

Browsers since 2023 say so (Sec-Fetch-Site). Older ones say the origin, which is "null" for our own pages, because these ask
for no referrer. What is left there is our cookie: it comes along from pages of our own site only (SameSite=Lax), and nobody
else can write it.
"""

from __future__ import annotations

from flask import request, session


def ours() -> bool:
    """Whether a page of ours has sent it. Who says nothing at all, and brings no cookie, may be anybody."""
    site, origin = request.headers.get("Sec-Fetch-Site"), _origin()
    if site is not None:
        return site == "same-origin"
    return origin == request.host if origin else bool(session)


def of_others() -> bool:
    """Whether it is known that a page of another site has sent it."""
    site, origin = request.headers.get("Sec-Fetch-Site"), _origin()
    if site is not None:
        return site in {"cross-site", "same-site"}
    return bool(origin) and origin != request.host


def _origin() -> str:
    """The host of the page that sent it, as older browsers say it; empty where they do not."""
    said = request.headers.get("Origin", "null")
    return "" if said == "null" else said.partition("://")[2] or said
