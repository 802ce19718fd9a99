"""Why a backup cannot be made, read or restored. Each message is one line, for whoever runs the application."""

from __future__ import annotations


class BackupError(Exception):
    """Nothing was changed; the message says why."""


class Foreign(BackupError):
    """The file is no backup of this application."""


class WrongKey(BackupError):
    """The file was made with another key."""


class Damaged(BackupError):
    """The file is not what was written: changed, cut off, or something was added."""


class TooNew(BackupError):
    """The file was made by a newer version of the application."""


class NotEmpty(BackupError):
    """There is something in the place that was to be filled."""


class NothingThere(BackupError):
    """The database has no tables."""


class DoesNotFit(BackupError):
    """The other database cannot keep what the rows hold."""


class Incomplete(BackupError):
    """What was loaded is not what was read."""
