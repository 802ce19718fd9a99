"""The picture of the desk's code: exactly what the library would have drawn, module for module."""

from __future__ import annotations

import struct
import zlib

import segno

from app.documents import desk_codes

CODE = "K7Q2M9XW4ZT5R8VB3HDN"


def pixels(picture: bytes) -> list[str]:
    """The lines of a picture of one bit a pixel, 1 for white."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = {}, 8
    while place < len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        kind, content = picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        (sum_,) = struct.unpack(">I", picture[place + 8 + length : place + 12 + length])
        assert sum_ == zlib.crc32(kind + content)
        chunks[kind], place = content, place + 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (width, depth, colour) == (height, 1, 0)
    lines, octets = zlib.decompress(chunks[b"IDAT"]), -(-width // 8) + 1
    rows = [lines[number * octets : (number + 1) * octets] for number in range(height)]
    assert all(row[0] == 0 for row in rows)
    return [f"{int.from_bytes(row[1:]):0{(octets - 1) * 8}b}"[:width] for row in rows]


def test_each_module_is_where_it_belongs() -> None:
    drawn = pixels(desk_codes.png(CODE))
    expected = segno.make(CODE, error="m", mask=3).matrix_iter(scale=9, border=4)
    assert drawn == ["".join("0" if module else "1" for module in row) for row in expected]


def test_a_white_edge_of_four_modules() -> None:
    drawn = pixels(desk_codes.png(CODE))
    assert len(drawn) == (len(segno.make(CODE, error="m", mask=3).matrix) + 8) * 9
    for line in [*drawn[:36], *drawn[-36:]]:
        assert set(line) == {"1"}
    assert {line[:36] + line[-36:] for line in drawn} == {"1" * 72}
