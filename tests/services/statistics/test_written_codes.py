"""Codes of ours stand in the text of a statement; what somebody asks for never does."""

from __future__ import annotations

import pytest
from sqlalchemy import Select, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from app.models import Category, Registration, Status
from app.services.statistics import figure_counts
from app.services.statistics.counted_rows import EVENT
from app.services.statistics.written_codes import written_once

DIALECTS = (postgresql.dialect(), sqlite.dialect())  # type: ignore[no-untyped-call]


@written_once
def confirmed() -> Select[int]:
    row = Registration
    return select(row.id).where(
        row.event_id == EVENT,
        row.status == Status.CONFIRMED,
        row.category.in_([Category.SPEAKER_EXPERT, Category.PRESS]),
        row.version > 0,
        row.id.in_(bindparam("some", expanding=True)),
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_codes_are_written_and_questions_are_asked(dialect: postgresql.dialect) -> None:
    said = confirmed().compile(dialect=dialect)
    assert set(said.params) == {"event", "some"}
    assert "status = 'confirmed'" in str(said)
    assert "IN ('speaker_expert', 'press')" in str(said)
    assert "version > 0" in str(said)


def test_a_statement_is_put_together_once() -> None:
    assert confirmed() is confirmed()


@pytest.mark.parametrize("words", ["O'Brien", "a b", "", "1; --", "%(x)s"])
def test_words_are_never_written(words: str) -> None:
    @written_once
    def named() -> Select[int]:
        return select(Registration.id).where(Registration.family_name == words)

    with pytest.raises(ValueError, match="only codes"):
        named()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_counted_is_told_apart_by_codes_in_the_text(dialect: postgresql.dialect) -> None:
    for statement in (figure_counts._by_day(), figure_counts._by_session(), figure_counts._letters()):
        assert set(statement.compile(dialect=dialect).params) == {"event"}
