"""What the forms of delegates and correspondents say to people, and to browsers that fill them in or correct them.

What may be left empty is found by leaving everything empty; what is said of it is read beside it.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Category, Event, Status
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.public.test_my_registration import own_page


class Form(NamedTuple):
    """A page, and which of its forms is read."""

    address: str
    selector: str


FORMS = {
    "register": Form("/events/trust/register", "#registration"),
    "change": Form("/my-registration/change", "main form"),
    "accept": Form("/my-registration/accept", "main form"),
    "withdraw": Form("/my-registration/withdraw", "main form"),
    "decline": Form("/my-registration/decline", "#refusal"),
    "find": Form("/find-my-registration", "main form"),
    "sign in": Form("/delegation/sign-in", "main form"),
    "nominate": Form("/delegation/trust/MD/nominate", "main form"),
    "several": Form("/delegation/trust/MD/several", "main form"),
    "refuse": Form("/delegation/trust/MD/refuse", "#refusal"),
}
EMAIL = {"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
OF_OTHERS = {"autocomplete": "off", "spellcheck": "false"}  # a browser knows its owner only
OWN_WORK = {
    "own_script_name": {"spellcheck": "false"},
    "title": {"autocomplete": "honorific-prefix"},
    "function": {"autocomplete": "organization-title"},
    "service": {"autocomplete": "organization"},
}
TOKENS: dict[str, dict[str, dict[str, str]]] = {
    "register": {
        "given_name": {"autocomplete": "given-name", "spellcheck": "false"},
        "family_name": {"autocomplete": "family-name", "spellcheck": "false"},
        "own_script_name": {"spellcheck": "false"},
        "email": EMAIL,
        "title": {"autocomplete": "honorific-prefix"},
        "function": {"autocomplete": "organization-title"},
        "service": {"autocomplete": "organization"},
        "gender": {"autocomplete": "sex"},
    },
    "change": OWN_WORK,
    "accept": {**OWN_WORK, "gender": {"autocomplete": "sex"}},
    "decline": {
        "given_name": OF_OTHERS,
        "family_name": OF_OTHERS,
        "email": {**EMAIL, **OF_OTHERS},
        "function": {"autocomplete": "off"},
    },
    "nominate": {
        "given_name": OF_OTHERS,
        "family_name": OF_OTHERS,
        "email": {**EMAIL, **OF_OTHERS},
        "function": {"autocomplete": "off"},
    },
    "find": {"email": EMAIL},
    "sign in": {"email": EMAIL},
    "several": {"rows": OF_OTHERS},
}
# Whoever reads these asks neither why nor how.
OBVIOUS = {
    "register": {"mode", "language"},
    "change": {"mode", "language"},
    "accept": {"language"},
    "nominate": {"function", "mode", "language"},
    "find": {"email"},
}
ALL_OPTIONAL = {"withdraw", "decline", "refuse"}  # who sends it without a word is answered
ONE_OF_TWO = ("several", "file")  # “Or a file”: the rows are needed, or this
_SAID = {"autocomplete", "inputmode", "spellcheck"}


@pytest.fixture
def world(app: Flask, client: Visitor) -> Visitor:
    """Somebody who has registered and been named, and is a correspondent, all on one device."""
    event = an_event(
        [Category.MEMBER_STATE_DELEGATE, Category.OBSERVER],
        slug="trust",
        capacity_in_person=9,
        capacity_online=9,
    )
    a_session(event, 1, sign_up=True)
    body = a_body("MD")
    a_convocation(event, body)
    enter(client, a_correspondent(body, family_name="MUNTEANU"))
    db.session.commit()
    return client


def opened(client: Visitor, name: str) -> Page:
    if FORMS[name].address.startswith("/my-registration"):
        event = db.session.scalars(select(Event).where(Event.slug == "trust")).one()
        own_page(
            client,
            a_registration(event, Status.NOMINATED if name in {"accept", "decline"} else Status.CONFIRMED),
        )
    page = client.visit(FORMS[name].address)
    assert page.address == FORMS[name].address, page.text
    return page


def questions(page: Page, name: str) -> dict[str, list[Tag]]:
    """The controls that one sees, by the name under which they are sent."""
    found: dict[str, list[Tag]] = {}
    for control in page.one(FORMS[name].selector).select("input, select, textarea"):
        if control.get("type") not in {"hidden", "submit"}:
            found.setdefault(str(control["name"]), []).append(control)
    assert found
    return found


def words(control: Tag) -> str:
    """The label of a control, and what stands over the groups in which it is."""
    form = control.find_parent("form")
    assert form
    own = [] if control.get("type") == "radio" else form.select(f"label[for='{control['id']}']")
    return " ".join(tag.get_text(" ") for tag in [*own, *_legends(control)])


def _legends(control: Tag) -> list[Tag]:
    return [legend for around in control.find_parents("fieldset") if (legend := around.find("legend"))]


def explained(control: Tag) -> bool:
    """Whether something says why or how, under the question itself or under the group in which it stands."""
    around = [*control.find_parents("div", class_="q"), *control.find_parents("fieldset")]
    hints = [hint for one in around for hint in one.find_all("p", class_="hint", recursive=False)]
    label = control.find_parent("label", class_="pick")
    return bool(hints or (label and label.find("small")))


def left_empty(page: Page, name: str) -> Page:
    """The form, sent with nothing chosen and nothing typed."""
    asked = dict.fromkeys(questions(page, name))
    return page.submit(FORMS[name].selector, **asked)


@pytest.mark.parametrize("name", FORMS)
def test_each_question_that_is_not_obvious_says_why(world: Visitor, name: str) -> None:
    silent = {
        field
        for field, controls in questions(opened(world, name), name).items()
        if not explained(controls[0])
    }
    assert silent <= OBVIOUS.get(name, set())


@pytest.mark.parametrize("name", FORMS)
def test_what_may_be_left_empty_is_optional_in_words(world: Visitor, name: str) -> None:
    page = opened(world, name)
    asked = {field: found for field, found in questions(page, name).items() if (name, field) != ONE_OF_TWO}
    answer = left_empty(page, name)
    refused = questions(answer, name) if answer.status == 422 else {}
    assert bool(refused) is (name not in ALL_OPTIONAL)
    for field, controls in asked.items():
        first = controls[0]
        needed = any(control.find_parent(class_="bad-field") for control in refused.get(field, []))
        if not needed and _needs_no_mark(first, controls):
            continue
        assert ("(optional)" in words(first)) is not needed, field


def _needs_no_mark(first: Tag, controls: list[Tag]) -> bool:
    """A single box is there to be left; of rows one is chosen already."""
    alone = first.get("type") == "checkbox" and len(controls) == 1
    return alone or any(control.has_attr("checked") for control in controls)


@pytest.mark.parametrize("name", FORMS)
def test_no_asterisk_marks_anything(world: Visitor, name: str) -> None:
    assert "*" not in opened(world, name).one("main").get_text()


@pytest.mark.parametrize("name", FORMS)
def test_browsers_are_told_what_a_field_holds(world: Visitor, name: str) -> None:
    told = {}
    for field, controls in questions(opened(world, name), name).items():
        said = {key: str(value) for key, value in controls[0].attrs.items() if key in _SAID}
        if controls[0].get("type") == "email":
            said["type"] = "email"
        if said:
            told[field] = said
    assert told == TOKENS.get(name, {})


@pytest.mark.parametrize("name", ["register", "nominate", "find", "sign in"])
def test_every_line_of_the_summary_leads_to_a_field_that_says_so_itself(world: Visitor, name: str) -> None:
    page = left_empty(opened(world, name), name)
    assert page.status == 422
    assert page.one("title").get_text().startswith("Error: ")
    lines = page.soup.select(".problem li a")
    assert lines
    for line in lines:
        target = page.one(str(line["href"]))
        row = target.get("type") in {"radio", "checkbox"}
        holder = target.find_parent("fieldset", class_="bad-field") if row else target
        assert holder is not None
        if target.get("type") == "radio":  # a single radio is never wrong: their group is
            assert (holder.get("role"), holder.get("aria-invalid")) == ("radiogroup", "true")
            assert not target.has_attr("aria-invalid")
        else:
            assert target.get("aria-invalid") == "true"
        for one in {id(holder): holder, id(target): target}.values():
            error = page.one(f"#{str(one['aria-describedby']).split()[-1]}")
            assert line.get_text() in error.get_text()
