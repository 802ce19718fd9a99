"""The file itself: whatever is not as it was written, or not ours, is refused before anything else is done."""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import asdict, replace

import pytest
from flask import Flask

from app.services.backup import archive, frames, header, lines
from app.services.backup.errors import Damaged, Foreign, TooNew, WrongKey
from app.services.backup.header import Header
from tests.factories.bodies import a_body
from tests.services.backup.other_places import KEY, OTHER_KEY, backed_up

pytestmark = pytest.mark.sqlite_only
SALT = "5c" * 32


@pytest.fixture
def whole(app: Flask) -> bytes:
    """A backup, byte for byte."""
    a_body("AND")
    file = io.BytesIO()
    backed_up(file)
    return file.getvalue()


def checked(content: bytes, key: bytes = KEY) -> dict[str, int]:
    """How many rows there are of each table, once the whole was read."""
    counts = archive.opened(io.BytesIO(content), key).check()
    return {name: count.rows for name, count in counts.items()}


def test_a_whole_file_is_read(whole: bytes) -> None:
    counts = checked(whole)
    assert counts["body"] == 1
    assert counts["registration"] == 0


def test_a_file_holds_no_word_of_what_is_in_it(whole: bytes) -> None:
    """Of the tables nothing can be read but their state, neither as it is nor expanded."""
    for word in (b"body", b"Andorra", b"registration", b"audit"):
        assert word not in whole
    assert KEY not in whole
    assert KEY.hex().encode() not in whole


def test_two_backups_of_the_same_have_nothing_in_common(app: Flask) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    backed_up(first)
    backed_up(second)
    a, b = first.getvalue()[600:], second.getvalue()[600:]
    assert sum(x == y for x, y in zip(a, b, strict=False)) < len(a) // 100


def test_another_key_is_named(whole: bytes) -> None:
    with pytest.raises(WrongKey, match="BACKUP_KEY is another one"):
        checked(whole, OTHER_KEY)


def test_a_changed_bit_is_noticed_wherever_it_is(whole: bytes) -> None:
    for place in range(0, len(whole), len(whole) // 100):
        changed = bytearray(whole)
        changed[place] ^= 4
        with pytest.raises((Damaged, Foreign, WrongKey, TooNew)):
            checked(bytes(changed))


def test_a_changed_bit_of_the_beginning_is_noticed_each(whole: bytes) -> None:
    beginning = whole.index(b"\n", len(header.MAGIC)) + 1
    for place in range(beginning):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((Damaged, Foreign, WrongKey, TooNew)):
            checked(bytes(changed))


def test_a_cut_file_is_noticed_wherever_it_is_cut(whole: bytes) -> None:
    for size in (0, 1, 21, 22, 100, len(whole) // 2, len(whole) - 16, len(whole) - 1):
        with pytest.raises((Damaged, Foreign)):
            checked(whole[:size])


@pytest.mark.parametrize("more", [b"\0", b"\n", b"x" * 16, b"x" * (frames.FRAME + 100)])
def test_what_is_appended_is_noticed(whole: bytes, more: bytes) -> None:
    with pytest.raises(Damaged):
        checked(whole + more)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 100, b"SQLite format 3\0" + b"\0" * 4096, b"PK\x03\x04", b"\x1f\x8b\x08", b"PGDMP" * 50, b"{}\n"],
)  # fmt: skip
def test_another_format_is_foreign(content: bytes) -> None:
    with pytest.raises(Foreign, match="no backup of this application"):
        checked(content)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"[]\n",
        b"{}\n",
        b'{"format": 1}\n',
        b"{" * 5000,
        b'{"a": ' * 600,
        json.dumps({**asdict(Header("1", "0001", "yesterday")), "salt": SALT}).encode() + b"\n",
        json.dumps({**asdict(Header("1", "0001", "2027-06-09T08:00:00+00:00")), "salt": "5c"}).encode() + b"\n",
        json.dumps({**asdict(Header("1", "0001", "2027-06-09T08:00:00+00:00")), "more": 1}).encode() + b"\n",
        *(
            json.dumps(asdict(Header(made, "0001", "2027-06-09T08:00:00+00:00", format=number))).encode() + b"\n"
            for made in ("\x1b]0;all is well\x07", "1\nAll is well.", "\ud800", "1" * 300)
            for number in (1, 2)
        ),
    ],
)  # fmt: skip
def test_a_beginning_that_makes_no_sense_is_refused(line: bytes) -> None:
    """Nor is one that a terminal would obey: it is shown before it is known who wrote it."""
    with pytest.raises(Damaged):
        checked(header.MAGIC + line)


def test_a_later_format_is_refused() -> None:
    began = replace(Header("9.0.0", "0001", "2027-06-09T08:00:00+00:00"), format=2)
    with pytest.raises(TooNew, match="version 9.0.0"):
        checked(began.to_bytes())


def sealed(content: bytes, *, compressed: bool = True) -> bytes:
    """A file with the right key around any content, such as only its owner could make."""
    began = Header("0.1.0", "0005", "2027-06-09T08:00:00+00:00", frames.key_check(KEY, SALT), SALT)
    file = io.BytesIO()
    file.write(began.to_bytes())
    sealer = frames.Sealer(file, KEY, SALT, began.to_bytes())
    sealer.write(zlib.compress(content, 9) if compressed else content)
    sealer.close()
    return file.getvalue()


BODY = b'{"table":"body","columns":[["id","integer",null]],"key":["id"],"highest":null}\n'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json\n",
        b"7\n",
        b"[1]\n",
        b'{"table":"body"}\n',
        BODY,
        BODY + b"[1]\n",
        BODY + b"[1,2]\n",
        BODY + b'[1]\n{"manifest":{}}\n',
        b'{"manifest":{}}\n{"manifest":{}}\n',
        b'{"manifest":{}}',
        b"[" * 100_000 + b"\n",
    ],
)
def test_content_that_makes_no_sense_is_refused(content: bytes) -> None:
    with pytest.raises(Damaged):
        checked(sealed(content))


def test_content_that_is_not_compressed_is_refused() -> None:
    with pytest.raises(Damaged):
        checked(sealed(b"plain", compressed=False))
    with pytest.raises(Damaged, match="too early"):
        checked(sealed(zlib.compress(b'{"manifest":{}}\n')[:-3], compressed=False))
    with pytest.raises(Damaged):
        checked(sealed(zlib.compress(b'{"manifest":{}}\n') + b"more", compressed=False))


def test_a_bomb_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    import tracemalloc

    monkeypatch.setattr(lines, "LONGEST", 4 << 20)
    bomb = sealed(b"\0" * (64 << 20))
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(Damaged, match="longer than any backup has"):
        checked(bomb)
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()


def test_frames_cannot_change_places() -> None:
    content = bytes(range(256)) * (frames.FRAME // 128)
    file = io.BytesIO()
    sealer = frames.Sealer(file, KEY, SALT, b"header")
    sealer.write(content)
    sealer.close()
    written, size = file.getvalue(), frames.FRAME + frames.TAG
    assert b"".join(frames.opened(io.BytesIO(written), KEY, SALT, b"header")) == content
    for other in (
        written[size:] + written[:size],
        written[size:],
        written[:size],
        written[:size] + written,
    ):
        with pytest.raises(Damaged):
            list(frames.opened(io.BytesIO(other), KEY, SALT, b"header"))
    with pytest.raises(Damaged):
        list(frames.opened(io.BytesIO(written), KEY, SALT, b"another header"))


@pytest.mark.parametrize("size", [0, 1, frames.FRAME - 1, frames.FRAME, frames.FRAME + 1, 2 * frames.FRAME])
def test_content_of_any_size_comes_back(size: int) -> None:
    file = io.BytesIO()
    sealer = frames.Sealer(file, KEY, SALT, b"")
    for start in range(0, size, 70_000):
        sealer.write(b"y" * min(70_000, size - start))
    sealer.close()
    file.seek(0)
    assert sum(len(piece) for piece in frames.opened(file, KEY, SALT, b"")) == size


def test_lines_come_back_wherever_the_pieces_are_cut() -> None:
    class Whole(list[bytes]):
        def write(self, content: bytes) -> None:
            self.append(content)

    sink, written = Whole(), [b"", b"a", b"x" * 600_000, b"", b"end"]
    writer = lines.LineWriter(sink)
    for line in written:
        writer.write(line)
    writer.close()
    content = b"".join(sink)
    for size in (1, 7, 100_000):
        pieces = [content[at : at + size] for at in range(0, len(content), size)]
        assert list(lines.lines(pieces)) == written
