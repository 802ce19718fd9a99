"""The code that somebody shows at the desk, as a picture. It is opaque: it says nothing to whoever has no account."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby

import segno

_SCALE, _EDGE = 9, 4  # pixels of a module; modules of white around the code, as scanners want them


def png(badge_code: str) -> bytes:
    """A QR code with its white edge, black on white, about 290 pixels wide."""
    rows = segno.make(badge_code, error="m", mask=3).matrix
    side = (len(rows) + 2 * _EDGE) * _SCALE
    white = _line([0] * len(rows), side) * _EDGE * _SCALE
    lines = white + b"".join(_line(row, side) * _SCALE for row in rows) + white
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit a pixel, in grey
    chunks = _chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(lines)), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def svg(badge_code: str) -> str:
    """A QR code for print, black and without an edge: whoever places it leaves four modules of white around.

    A third of it may be torn off or dirty. It is one shape, so that no hairline shows between its rows.
    """
    rows = segno.make(badge_code, error="h", mask=3, micro=False).matrix
    shape = "".join(
        f"M{start} {number}h{length}v1h-{length}z"
        for number, row in enumerate(rows)
        for start, length in _runs(row)
    )
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{shape}"/></svg>'


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where black modules begin in a row, and how many stand together."""
    start = 0
    for black, modules in groupby(row, bool):
        length = len(list(modules))
        if black:
            yield start, length
        start += length


def _line(row: Iterable[int], side: int) -> bytes:
    """A line of pixels as PNG wants it: no filter, then eight pixels an octet. The library takes ten times as long."""
    edge = "1" * _EDGE * _SCALE
    bits = edge + "".join("0" * _SCALE if module else "1" * _SCALE for module in row) + edge
    octets = -(-side // 8)
    return b"\0" + int(bits.ljust(octets * 8, "0"), 2).to_bytes(octets)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
