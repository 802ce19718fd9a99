"""A long list page by page."""

from __future__ import annotations

import pytest

from app.lib.paging import PageOf, existing, start_of


@pytest.mark.parametrize(
    ("asked", "total", "number"), [(1, 0, 1), (0, 101, 1), (-3, 101, 1), (3, 101, 3), (4, 101, 3), (2, 100, 2), (3, 100, 2)]
)  # fmt: skip
def test_a_page_that_is_not_there_is_the_nearest(asked: int, total: int, number: int) -> None:
    assert existing(asked, total, 50) == number


def test_a_page_says_where_it_stands() -> None:
    page = PageOf(number=3, size=50, total=101)
    assert (page.pages, page.first, start_of(3, 50)) == (3, 101, 100)
    empty = PageOf(number=1, size=50, total=0)
    assert (empty.pages, empty.first) == (1, 0)
