"""Numbers that the processes of one machine count together, without a server: each has a small file, whoever asks adds them up.

A file is as long as there are numbers, and its place on the disk is taken when it is made, so that a disk which is full later
changes nothing. What cannot be written is lost to the others; whoever counts goes on. A process holds its file locked for as
long as it lives: what is found unlocked was left by one that has ended, and is added to what all those have counted, so that
no total ever falls. The first few numbers say how it stands in a process, and are gone with it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import threading
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_LIVING, _ENDED, _LOCK = ".counts", ".ended", "lock"
_WIDTH = 8  # bytes of a number


class SharedCounts:
    """The numbers of one installation on one machine, in a folder that its processes share.

    `names` says what is counted, in order; it is asked when the first number comes. Processes that count other things, such
    as those of another version, have files of their own. The first `passing` numbers are gone with their process.
    """

    def __init__(self, folder: Path, names: Callable[[], Sequence[str]], passing: int) -> None:
        self._folder, self._names, self._passing = folder, names, passing
        self._opening = threading.Lock()
        self._own: _Own | None = None

    def add(self, changes: Mapping[int, int]) -> None:
        """Count: so much more of each. Positions that stand near each other are written at once."""
        self._mine().change(changes, add=True)

    def put(self, changes: Mapping[int, int]) -> None:
        """Say how it stands in this process."""
        self._mine().change(changes, add=False)

    def totals(self) -> list[int]:
        """The numbers of all processes together, in the order of their names."""
        own = self._mine()
        total = array("q", own.numbers)
        with suppress(OSError), self._alone():
            for path in self._folder.glob(f"*{_LIVING}"):
                if path != own.path and (numbers := self._of(path, own.layout)) is not None:
                    _sum(total, numbers)
            _sum(total, self._ended(own)[0])
        return list(total)

    def _mine(self) -> _Own:
        own = self._own
        if own is not None and own.process == os.getpid():
            return own
        with self._opening:  # a process that was forked from another begins its own
            if self._own is None or self._own.process != os.getpid():
                self._own = self._begun()
            return self._own

    def _begun(self) -> _Own:
        names = self._names()
        layout = hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
        own = _Own(layout, len(names), self._folder / f"{layout}-{secrets.token_hex(8)}{_LIVING}")
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone():  # otherwise another takes it for left behind, before it is locked
                own.open()
        return own

    def _of(self, path: Path, layout: str) -> array[int] | None:
        """What another process has counted; that of one that has ended moves to what they all have counted."""
        file = os.open(path, os.O_RDWR)
        try:
            alive, ours = _is_locked(file), path.name.startswith(f"{layout}-")
            numbers = _numbers(os.pread(file, os.fstat(file).st_size, 0))
        finally:
            os.close(file)
        if alive:
            return numbers if ours else None
        if ours:
            numbers[: self._passing] = array("q", [0] * self._passing)
            return self._taken_over(path, numbers)
        path.unlink()
        return None

    def _taken_over(self, path: Path, numbers: array[int]) -> array[int] | None:
        own = self._mine()
        kept, last = self._ended(own)
        if last != path.name:  # otherwise somebody was stopped between the two steps
            _sum(kept, numbers)
            place = self._folder / f"{own.layout}{_ENDED}"
            try:
                new = place.with_suffix(".new")
                new.write_bytes(kept.tobytes() + path.name.encode())
                new.replace(place)
            except OSError:
                return numbers  # there is no room: it stays where it is
        path.unlink()
        return None

    def _ended(self, own: _Own) -> tuple[array[int], str]:
        """What those have counted that have ended, and the file that was taken over last."""
        length = len(own.numbers) * _WIDTH
        with suppress(OSError):
            content = (self._folder / f"{own.layout}{_ENDED}").read_bytes()
            if len(content) >= length:
                return _numbers(content[:length]), content[length:].decode()
        return _numbers(bytes(length)), ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        file = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)


class _Own:
    """The numbers of this process, and the file in which the others find them."""

    def __init__(self, layout: str, length: int, path: Path) -> None:
        self.process, self.layout, self.path = os.getpid(), layout, path
        self.numbers = array("q", [0] * length)
        self._file: int | None = None
        self._changing = threading.Lock()

    def open(self) -> None:
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            os.posix_fallocate(file, 0, len(self.numbers) * _WIDTH)
        except OSError:
            os.close(file)
            self.path.unlink()
            raise
        self._file = file

    def change(self, changes: Mapping[int, int], *, add: bool) -> None:
        first, last = min(changes), max(changes)
        with self._changing:
            for position, number in changes.items():
                self.numbers[position] = self.numbers[position] + number if add else number
            if self._file is not None:
                with suppress(OSError):
                    os.pwrite(self._file, self.numbers[first : last + 1].tobytes(), first * _WIDTH)


def _is_locked(file: int) -> bool:
    """Whether somebody lives who counts in it; if not, nobody will."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _numbers(content: bytes) -> array[int]:
    numbers = array("q")
    numbers.frombytes(content[: len(content) // _WIDTH * _WIDTH])
    return numbers


def _sum(total: array[int], numbers: array[int]) -> None:
    for position, number in enumerate(numbers[: len(total)]):
        if number:
            total[position] += number
