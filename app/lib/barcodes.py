"""Reading the code of a badge out of a picture. Bounds come first: of the bytes, then of the pixels, then it is decoded.

A picture comes from a camera, or from whoever pretends to be one: only what a camera makes is opened at all.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from app.lib import jpeg_scans

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 64_000_000  # of a JPEG, which is made smaller while it is decoded
MOST_PIXELS_AT_ONCE = 16_000_000  # of what is decoded as it is: other kinds, a JPEG with several scans
MOST_SCANS = 20  # of a JPEG; each takes as long as the whole picture
_KINDS = ("JPEG", "PNG", "WEBP")
_JPEG = {"JPEG", "MPO"}  # the latter is a JPEG with further pictures behind it, as telephones make them
_SIDE = 1600  # pixels; a code that is smaller than a tenth of that could not be read anyway
_LONGEST = 200  # characters; ours have twenty


class PictureUnreadable(Exception):
    """There is no picture to be had from this; the code says why: too_large, not_a_picture."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(picture: bytes) -> list[str]:
    """The texts of the QR codes in a picture, each once, in the order of the alphabet; none if there is none.

    Raises:
        PictureUnreadable.
    """
    # The libraries are loaded by the first picture: nobody else shall pay for them in memory and in the time of a start.
    import zxingcpp  # noqa: PLC0415

    found = zxingcpp.read_barcodes(
        _opened(picture), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return sorted({code.text[:_LONGEST] for code in found if code.text})


def _opened(picture: bytes) -> Image:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - as above

    if len(picture) > MOST_BYTES:
        raise PictureUnreadable("too_large")
    try:
        image = Image.open(io.BytesIO(picture), formats=_KINDS)
        _refuse_excess(image, picture)
        image.draft("L", (_SIDE, _SIDE))  # a JPEG is decoded at an eighth of its size, if that is enough
        grey = ImageOps.grayscale(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise PictureUnreadable("not_a_picture") from None
    grey.thumbnail((_SIDE, _SIDE))
    return grey


def _refuse_excess(image: Image, picture: bytes) -> None:
    scans = jpeg_scans.scans(picture, MOST_SCANS) if image.format in _JPEG else 1
    made_smaller = image.format in _JPEG and scans <= 1
    most = MOST_PIXELS if made_smaller else MOST_PIXELS_AT_ONCE
    if scans > MOST_SCANS or image.width * image.height > most:
        raise PictureUnreadable("too_large")
