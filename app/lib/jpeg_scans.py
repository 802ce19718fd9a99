"""How many times a JPEG goes over its whole picture: a camera once, a progressive picture some ten times, a bomb for hours.

Each scan takes the decoder the time of the picture, however few bytes it has. So they are counted before anything is decoded.
"""

from __future__ import annotations

import re

_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
_SCAN, _END, _FIRST_WITH_LENGTH = 0xDA, 0xD9, 0xC0
_RESTARTS = range(
    0xD0, 0xD9
)  # and the start of a picture: without a length, like whatever is below the first


def scans(picture: bytes, most: int) -> int:
    """The scans of the first picture of a JPEG file; counting ends as soon as there are more than `most`.

    What no decoder would accept is read so that nothing can be hidden behind it.
    """
    number, at = 0, 2
    while number <= most and (marker := _MARKER.search(picture, at)) is not None:
        kind, at = marker[1][0], marker.end()
        if kind == _END:
            break
        number += kind == _SCAN
        if kind >= _FIRST_WITH_LENGTH and kind not in _RESTARTS:
            at += int.from_bytes(picture[at : at + 2])
    return number
