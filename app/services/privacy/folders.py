"""Where files lie in which people may be named. What organisers hand in as documents of an event is not among them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class _Configured(Protocol):
    @property
    def job_files_path(self) -> Path: ...
    @property
    def attachments_path(self) -> Path: ...
    @property
    def mailbox_path(self) -> Path: ...


@dataclass(frozen=True)
class Folders:
    """The folders through which erasing goes."""

    made: Path  # files that the worker has made for somebody to fetch
    attachments: Path  # of messages to many
    mailbox: Path  # the development mailbox; there is none in production

    @classmethod
    def of(cls, config: _Configured) -> Folders:
        """The folders of an installation."""
        return cls(config.job_files_path, config.attachments_path, config.mailbox_path)
