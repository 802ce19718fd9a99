"""Where somebody is, for counting what comes from there."""

from __future__ import annotations

import pytest

from app.lib import networks


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:40112", "203.0.113.7"),
        ("[2001:db8:1:2::1]:40112", "2001:0db8:0001:0002"),
        ("[2001:db8:1:2::1]", "2001:0db8:0001:0002"),
        ("fe80::1%eth0", "fe80:0000:0000:0000"),
        ("[fe80::1%2]:40112", "fe80:0000:0000:0000"),
        ("::ffff:203.0.113.7%eth0", "203.0.113.7"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_one_ipv6_customer_is_one_origin_and_an_ipv4_address_is_itself(address: str, where: str) -> None:
    assert networks.origin(address) == where


def test_neighbouring_networks_are_told_apart() -> None:
    assert networks.origin("2001:db8:1:2::1") != networks.origin("2001:db8:1:3::1")
