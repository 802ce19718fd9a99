"""Addresses that people have bookmarked, printed or received by e-mail do not vanish unnoticed.

After adding a page: `EVENTS_WRITE_URLS=1 pytest tests/guards/test_urls.py` writes the list anew; review the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

STORED = Path(__file__).with_name("urls.txt")


@pytest.mark.sqlite_only
def test_the_addresses_are_those_of_the_list(app: Flask) -> None:
    present = sorted(
        f"{rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}"
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith("bootstrap.")
    )
    if os.environ.get("EVENTS_WRITE_URLS"):
        STORED.write_text("\n".join(present) + "\n", encoding="utf-8")
    stored = STORED.read_text(encoding="utf-8").splitlines()
    assert not set(stored) - set(present), "addresses have vanished"
    assert present == stored, "new addresses are not in the list yet"
