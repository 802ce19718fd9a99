"""Each action of the audit trail has its words in both languages, and whatever is handed out or opened is on record."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.lib.wording import translated
from app.models import Status
from app.services.records import actions, subjects
from app.services.records.actions import Group

APP = Path(__file__).parents[2] / "app"
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
RECORDERS = {
    "record": 1,
    "record_refusal": 1,
    "record_at_once": 1,
    "note": 1,
    "_moved": 3,
}  # which argument is the action, or its last part
MADE_OF_PARTS = {  # an action that is put together: the function that does it, and what the parts can be
    "registration.{}": {status.value for status in (Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED, Status.EXPIRED)},
    "campaign.{}": {  # campaigns.note
        *("drafted", "changed", "discarded", "file_added", "file_removed", "scheduled", "taken_back"),
        *("started", "paused", "resumed", "stopped", "exported"),
    },
}  # fmt: skip


@cache
def sources() -> dict[str, ast.Module]:
    """The files that write to the trail."""
    found = {}
    for file in sorted(APP.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if re.search(r"\baudit\.record|\bimport record\b|campaigns\.note\(", text):
            found[file.relative_to(APP).as_posix()] = ast.parse(text)
    return found


def written_codes() -> Iterator[tuple[str, str]]:
    """Every text in those files that looks like an action, with its file."""
    for name, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield name, node.value
            if isinstance(node, ast.JoinedStr):
                shape = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
                )
                for part in MADE_OF_PARTS.get(shape, ()):
                    yield name, shape.format(part)


def recorded() -> Iterator[tuple[str, ast.expr]]:
    """What stands in place of the action wherever something is recorded."""
    for name, tree in sources().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"record", "record_refusal"}
                and getattr(node.func.value, "id", "") == "audit"
            ):
                yield name, node.args[1]


def test_each_action_in_the_code_has_words() -> None:
    subject_kinds = {code.partition(".")[0] for code in actions.ACTIONS}
    lacking = {
        f"{name}: {code}"
        for name, code in written_codes()
        if code.partition(".")[0] in subject_kinds and code not in actions.ACTIONS and not _is_endpoint(code)
    }
    assert not lacking, "add them to app/services/records/actions.py: " + ", ".join(sorted(lacking))


def test_the_steps_of_a_message_are_those_that_are_noted() -> None:
    noted = {
        node.args[1].value
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "note"
        and len(node.args) >= 3
        and isinstance(node.args[1], ast.Constant)
    }
    assert noted <= MADE_OF_PARTS["campaign.{}"]


def test_actions_are_written_so_that_they_can_be_found() -> None:
    """As a text, a name in capitals, or one of the forms above; anything else would escape these tests."""
    known_variables = {
        "services/publishing.py",
        "services/letter_wording.py",
        "services/network_settings.py",
    }  # their codes stand in the same file
    hidden = []
    seen = 0
    for name, action in recorded():
        seen += 1
        plain = isinstance(action, ast.Constant)
        named = isinstance(action, ast.Name) and (action.id.isupper() or name in known_variables)
        chosen = isinstance(action, ast.IfExp)
        if not (plain or named or chosen or isinstance(action, ast.JoinedStr)):
            hidden.append(f"{name}:{action.lineno}")
    assert seen > 60
    assert not hidden


def test_no_words_are_left_of_an_action_that_is_gone() -> None:
    written = {code for _name, code in written_codes()}
    assert not set(actions.ACTIONS) - written


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_are_there_in_both_languages(language: str) -> None:
    said = [actions.words(code, language) for code in actions.ACTIONS]
    said += [actions.group_words(group, language) for group in Group]
    said += [subjects.words(kind, language) for kind in subjects.SUBJECTS]
    assert all(said)
    if language == "fr":
        english = [translated(action.words, "en") for action in actions.ACTIONS.values()]
        assert not set(english) & set(said)


def test_two_actions_do_not_share_their_words() -> None:
    for language in ("en", "fr"):
        said = [actions.words(code, language) for code in actions.ACTIONS]
        assert len(set(said)) == len(said), sorted(each for each in said if said.count(each) > 1)


def test_each_group_has_actions() -> None:
    assert all(actions.codes_of(group) for group in Group)


def test_an_action_fits_its_column() -> None:
    assert max(map(len, actions.ACTIONS)) <= 60


def _is_endpoint(code: str) -> bool:
    return code.partition(".")[0] in {"organiser", "public", "accounts", "checkin", "delegation", "web"}
