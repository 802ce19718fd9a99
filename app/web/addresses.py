"""Addresses that come from outside, made safe to be followed."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_address(address: str | None, otherwise: str = "/") -> str:
    """The address if it is a path of this site, else the other one; nobody is sent to another host."""
    if not address or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return otherwise
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in address):
        return otherwise
    return address
