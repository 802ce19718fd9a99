"""Every file of a page is asked for under an address of its own content, and may be kept for a year under it only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import url_for

from app.web import static_files
from tests.pages import Visitor

pytestmark = pytest.mark.sqlite_only
FOREVER = "public, max-age=31536000, immutable"


def kept(client: Visitor, address: str) -> str | None:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.headers.get("Cache-Control")


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("bootstrap.static", "css/bootstrap.min.css"),
        ("static", "css/theme.css"),
        ("static", "js/body-search.js"),
        ("static", "img/mark.svg"),
    ],
)
def test_only_under_its_own_version_a_file_is_kept(client: Visitor, endpoint: str, name: str) -> None:
    with client.application.test_request_context():
        right, wrong = url_for(endpoint, filename=name), url_for(endpoint, filename=name, v="00000000")
    assert kept(client, right) == FOREVER
    assert kept(client, wrong) == "no-cache", "a page of yesterday must not give today's file its name"
    assert kept(client, right.partition("?")[0]) == "no-cache"


def test_what_a_script_imports_has_its_version_too(client: Visitor) -> None:
    """To the last: one that is imported unnamed would be asked for anew with each page."""
    asked, left = set(), ["/static/js/body-search.js", "/static/js/desk/start.js"]
    while left:
        address = left.pop()
        asked.add(address)
        text = client.get(address).get_data(as_text=True)
        for name in re.findall(r'^(?:import|export)\b[^"\n]*"(\.[^"]+)"', text, re.MULTILINE):
            assert "?v=" in name, f"{address} imports {name}"
            found = _imported(address, name)
            assert kept(client, found) == FOREVER
            if found not in asked:
                left.append(found)
    assert len(asked) > 10


def _imported(address: str, name: str) -> str:
    folder = Path(address.partition("?")[0]).parent
    return f"{(folder / name.partition('?')[0]).resolve()}?{name.partition('?')[2]}"


def test_a_script_is_another_one_when_what_it_imports_is(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import "./b.js";\n', encoding="utf-8")
    (tmp_path / "b.js").write_text('import "./a.js";\nlet one = 1;\n', encoding="utf-8")
    before = [static_files.version(str(tmp_path), name) for name in ("a.js", "b.js")]
    (tmp_path / "b.js").write_text('import "./a.js";\nlet two = 2;\n', encoding="utf-8")
    static_files.version.cache_clear()
    assert static_files.version(str(tmp_path), "a.js") != before[0], "they import one another"
    assert f'import "./b.js?v={static_files.version(str(tmp_path), "b.js")}";' in static_files.script_text(
        str(tmp_path), "a.js"
    )


def test_nothing_outside_the_folder_and_nothing_that_is_not_there(client: Visitor) -> None:
    for address in ("/static/js/nothing.js", "/static/../config.js", "/static/..%2fweb/access.js"):
        assert client.get(address).status_code == 404


def test_who_has_a_script_already_is_told_so(client: Visitor) -> None:
    first = client.get("/static/js/board.js")
    again = client.get("/static/js/board.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
