"""Making a picture small: as few colours as keep it readable, and no more bytes than a page can spare."""

from __future__ import annotations

import io

from PIL import Image

LARGEST = 60_000  # bytes
_COLOURS = (256, 128, 64, 40, 24)
_DOTS = 72  # per inch, of a picture that is as large as its page


class TooLarge(Exception):
    """A picture does not fit, however few its colours."""


def shrunk(png: bytes, scale: int) -> bytes:
    """The picture with a palette, in at most LARGEST bytes; it says how many of its dots make a pixel of the page.

    Raises:
        TooLarge: cut out less.
    """
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in _COLOURS:
        plain = image.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        written = io.BytesIO()
        plain.save(written, "PNG", optimize=True, dpi=(_DOTS * scale, _DOTS * scale))
        if written.tell() <= LARGEST:
            return written.getvalue()
    raise TooLarge(f"{image.width} × {image.height} dots")
