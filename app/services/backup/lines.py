"""Lines, compressed on their way in and out, with a bound on what one of them may take."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from app.services.backup.errors import Damaged

LONGEST = 64 << 20  # bytes of a line; the longest that is written is a piece of a file or a long letter
_PIECE = 256 << 10
_LEVEL = 3  # of nine: a third of the time of the usual six, a tenth more bytes


class Sink(Protocol):
    """What takes bytes."""

    def write(self, content: bytes, /) -> object: ...


class LineWriter:
    """Compresses lines into a sink."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._squeezer = sink, zlib.compressobj(_LEVEL)

    def write(self, line: bytes) -> None:
        """Take one line, without its end."""
        if squeezed := self._squeezer.compress(line + b"\n"):
            self._sink.write(squeezed)

    def close(self) -> None:
        """Write what has not been written."""
        self._sink.write(self._squeezer.flush())


def lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of compressed pieces.

    Raises:
        Damaged: this was not written by a LineWriter, or a line is longer than any that would be.
    """
    begun: list[bytes] = []
    size = 0
    for content in _expanded(pieces):
        first, *further = content.split(b"\n")
        begun.append(first)
        size += len(first)
        if size > LONGEST:
            raise Damaged("it holds a line that is longer than any backup has")
        for piece in further:
            yield b"".join(begun)
            begun, size = [piece], len(piece)
    if size:
        raise Damaged("its last line has no end")


def _expanded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    expander = zlib.decompressobj()
    for piece in pieces:
        waiting = piece
        while True:
            try:
                content = expander.decompress(waiting, _PIECE)
            except zlib.error:
                raise Damaged("its content is not compressed as it should be") from None
            waiting = expander.unconsumed_tail
            if expander.unused_data:
                raise Damaged("something follows its end")
            if content:
                yield content
            elif not waiting:
                break
    if not expander.eof:
        raise Damaged("its content ends too early")
