"""A badge before a camera: the browser's fake camera plays a file, in which a code lies askew on a grey ground."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageFilter

from app.documents import desk_codes

_SIZE = (640, 480)
_FRAMES = 4


def picture(*codes: str, size: tuple[int, int] = _SIZE) -> Image.Image:
    """Badges side by side, turned a little and out of focus."""
    ground = Image.new("L", size, 150)
    for number, code in enumerate(codes):
        badge = Image.open(io.BytesIO(desk_codes.png(code))).convert("L")
        turned = badge.rotate(8, expand=True, fillcolor=150)
        ground.paste(turned, (20 + number * 310, (size[1] - turned.height) // 2))
    return ground.filter(ImageFilter.GaussianBlur(1))


def jpeg(*codes: str, size: tuple[int, int] = _SIZE) -> bytes:
    """The same as a photo."""
    file = io.BytesIO()
    picture(*codes, size=size).save(file, "JPEG", quality=80)
    return file.getvalue()


def video(path: Path, *codes: str) -> Path:
    """The same as a film without movement, in the format that the fake camera knows."""
    width, height = _SIZE
    colourless = bytes([128]) * (width // 2 * (height // 2) * 2)
    frame = b"FRAME\n" + picture(*codes).tobytes() + colourless
    path.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (width, height) + frame * _FRAMES)
    return path
