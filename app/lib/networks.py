"""Where on the internet somebody is, for counting what comes from there."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address


def origin(address: str) -> str:
    """Where an address belongs to: itself, or the /64 that one IPv6 customer has to himself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or parsed.exploded[:19])
    return str(parsed)
