"""What an authenticator app takes: a picture to scan, an address to tap, a key to type."""

from __future__ import annotations

import segno

from app.lib import one_time_codes
from app.models import User
from app.services.accounts import second_factor


def offered(user: User, seed: str) -> dict[str, str]:
    """The seed in the three ways, for a template: `picture` is a data: address of an SVG, drawn here, sent to nobody."""
    address = second_factor.address(user, seed)
    picture = segno.make(address, error="m", micro=False).svg_data_uri(
        border=4, dark="#000", light="#fff", omitsize=True
    )
    return {"picture": picture, "address": address, "key": one_time_codes.in_groups(seed)}
