"""Where on the internet somebody is, for counting what comes from there."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address

_WITH_PORT = re.compile(
    r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>\d+(?:\.\d+){3}):\d+"
)  # as some proxies write it


def origin(address: str) -> str:
    """Where an address belongs to: itself, or the /64 that one IPv6 customer has to himself."""
    found = _WITH_PORT.fullmatch(address)
    try:
        parsed = ip_address((found["six"] or found["four"]) if found else address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        # By its number: some Pythons fail over the name of an interface that stands behind a % sign.
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed)).exploded[:19])
    return str(parsed)
