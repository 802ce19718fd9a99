"""What the web server itself has to say, in the same lines as everything else."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from app.lib.json_lines import JsonLine


class ServerLog(Logger):
    """gunicorn's log, named on its command line."""

    def setup(self, cfg: Any) -> None:
        """Set it up as gunicorn does, and write its lines as ours."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLine(json_ensure_ascii=False))
