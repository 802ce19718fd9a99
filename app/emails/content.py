"""What a letter consists of."""

from __future__ import annotations

from typing import NamedTuple


class Content(NamedTuple):
    """A written letter. Private links and the site's own address stand in it as placeholders."""

    subject: str
    text: str
    html: str
