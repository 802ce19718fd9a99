"""What runs here: which version, since when, and the tables that it works with."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from flask import current_app

from app.lib import clock, schema_state
from config import Config

STARTED = clock.actual()  # of this process, or of the one from which it was forked


class Disk(NamedTuple):
    """The file system on which the instance folder is, in bytes."""

    free: int
    whole: int


def newest_schema() -> str:
    """The state of the tables that this version works with."""
    return schema_state.newest(str(current_app.extensions["migrate"].directory))


def disk() -> Disk | None:
    """How much room the instance folder has; None if that cannot be told."""
    settings: Config = current_app.extensions["config"]
    try:
        usage = shutil.disk_usage(Path(settings.instance_path))
    except OSError:
        return None
    return Disk(usage.free, usage.total)
