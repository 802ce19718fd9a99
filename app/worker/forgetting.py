"""What the worker forgets each night: the contents of letters whose time is over, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.services import letter_retention
from app.worker.units import unit


def forget_letters(folder: Path, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Forget contents, then addresses, then messages to many with their files; returns how many rows were emptied."""
    kinds: tuple[Callable[[], int], ...] = (
        letter_retention.forget_contents,
        letter_retention.forget_addresses,
        lambda: letter_retention.forget_campaigns(folder),
    )
    return sum(_until_none_is_left(forget, is_stopping) for forget in kinds)


def _until_none_is_left(forget: Callable[[], int], is_stopping: Callable[[], bool]) -> int:
    forgotten = 0
    while not is_stopping():
        with unit():
            number = forget()
        if not number:
            break
        forgotten += number
    return forgotten
