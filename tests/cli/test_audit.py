"""`flask audit`: what it says of a trail that is in order, and of one that is not."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.services import audit
from app.services.actors import SYSTEM
from app.services.records import chain
from tests.factories.events import an_event
from tests.services.records.trails import by_force, entries, sealed


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(args=["audit", *words])


def test_an_unbroken_trail_is_called_so(app: Flask) -> None:
    kept = sealed(2)
    entries(1)
    outcome = run(app, "verify", "--expect", str(kept))
    assert outcome.exit_code == 0, outcome.output
    assert f"2 entries sealed; 1 not sealed yet. Head: {kept}" in outcome.output
    assert "The audit trail is unbroken." in outcome.output


def test_a_changed_entry_is_named_and_the_command_fails(app: Flask) -> None:
    sealed(2)
    with by_force() as connection:
        number = connection.scalar(text("SELECT entry_id FROM audit_seal WHERE number = 2"))
        connection.execute(text(f"UPDATE audit_entry SET action = 'event.created' WHERE id = {number}"))
    outcome = run(app, "verify")
    assert outcome.exit_code == 1
    assert f"seal 2, entry {number}: the entry or its seal is not what was sealed" in outcome.output
    assert "1 fault(s)" in outcome.output
    assert "unbroken" not in outcome.output


def test_a_chain_that_was_cut_off_fails_where_its_head_is_known(app: Flask) -> None:
    kept = sealed(2)
    with by_force() as connection:
        connection.execute(text("DELETE FROM audit_seal WHERE number = 2"))
    assert run(app, "verify").exit_code == 0
    outcome = run(app, "verify", "--expect", str(kept))
    assert outcome.exit_code == 1
    assert "seal 2: the chain ends before the head that was expected" in outcome.output


@pytest.mark.sqlite_only
@pytest.mark.parametrize("head", ["2", "2:abc", "two:" + "0" * 64, "2:" + "G" * 64])
def test_a_head_that_is_none_is_refused(app: Flask, head: str) -> None:
    outcome = run(app, "verify", "--expect", head)
    assert outcome.exit_code == 2
    assert "a head is a number, a colon and 64 hexadecimal digits" in outcome.output


def test_what_waits_is_sealed(app: Flask) -> None:
    entries(3)
    assert run(app, "seal").output.startswith("3 sealed. Head: 3:")
    assert run(app, "seal").output == f"0 sealed. Head: {chain.head()}\n"


def test_lines_are_shown_in_ids_and_codes(app: Flask) -> None:
    event = an_event()
    audit.record(SYSTEM, "event.released", event, event_id=event.id, fields=["ended:2"])
    entries(2)
    lines = run(app, "show").output.splitlines()
    assert len(lines) == 3
    assert lines[0].split()[3:] == ["system", "event.released", f"event:{event.id}", "ended:2"]
    assert lines[2].split()[3:] == ["staff:7", "event.edited", "title_en,é"]
    assert len(run(app, "show", "--last", "1").output.splitlines()) == 1
    assert len(run(app, "show", "--about", f"event:{event.id}").output.splitlines()) == 1
    assert len(run(app, "show", "--user", "7").output.splitlines()) == 2
    assert len(run(app, "show", "--action", "event.rel").output.splitlines()) == 1
    assert run(app, "show", "--about", "event").exit_code == 2
