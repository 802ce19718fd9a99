"""Fields that no form of ours has change nothing: each form of the working pages is sent as it stands, with all our columns.

Sent once without and once with them; what the second sending leaves in the tables is what the first one left.
"""

from __future__ import annotations

import re

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.extensions import Base, db
from app.models import Category, LinkPurpose, Registration, Status, User
from app.services import access_links
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.outside.crawling import crawled
from tests.outside.estate import an_estate
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.pages import Page
from tests.signing_in import sign_in

_NOTED = {"audit_entry", "audit_seal", "rate_count", "login_session", "heartbeat", "letter", "setting"}
_COUNTS = {"version", "sequence", "last_seen_at"}  # of editing, whatever was edited
# What a form of ours that is sent unchanged does not leave as it was: it makes, ends or sends something.
_DEEDS = re.compile(
    r"/(new|copy|remove|cancel|discard|publish|archive|close|reopen|release|reminder|convocation|test|usual|again|set-aside"
    r"|replace|walk-in|export|bulk|send|stop|pause|go-on|take-back|take|standard|restore|revoke|undo|name|desk-name|open"
    r"|nominate|end|files|preview|rows|refuse|sign-out|confirm|validate|decline|withdraw|send_link|needs|head|sessions|code"
    r"|recovery-codes|second-factor|password|invite|html|link|erase|reset)(/|$|\?)"
)


def extras(own: set[str]) -> MultiDict[str, str]:
    """A value for each column of ours that the form does not have."""
    typed = MultiDict[str, str]()
    special = {
        "status": "confirmed",
        "place": "held",
        "role": "administrator",
        "all_events": "y",
        "checked_in": "y",
    }
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if column.key not in own and column.key not in typed:
                typed[column.key] = special.get(column.key, "1")
    return MultiDict(
        [(name, value) for name, value in {**typed.to_dict(), **special}.items() if name not in own]
    )


def tables() -> dict[str, list[tuple[object, ...]]]:
    """What stands in the tables, without what every request or every saving counts."""
    db.session.rollback()
    found = {}
    for name, table in Base.metadata.tables.items():
        if name not in _NOTED:
            columns = [column for column in table.columns if column.key not in _COUNTS]
            rows = db.session.execute(select(*columns).order_by(*table.primary_key.columns))
            found[name] = [tuple(map(repr, row)) for row in rows]
    db.session.rollback()
    return found


def sent(outsider: Outsider, address: str, number: int, *, with_extras: bool) -> int:
    """Send the form of a page with that number as it stands; the status of the answer."""
    page = outsider.visit(address)
    form = page.soup.select("main form")[number]
    fields = _fields(page, form)
    if with_extras:
        controls = {str(control["name"]) for control in page.soup.select("[name]")}
        fields.update(extras(controls | {"lang", "change"}))
    files = form.get("enctype") == "multipart/form-data"
    return outsider.post(str(form.get("action") or address), fields, files=files).status_code


def _fields(page: Page, form: Tag) -> MultiDict[str, str]:
    form["id"] = "this-one"
    fields = page.fields("#this-one")
    button = form.select_one("button[name]:not([formaction])")
    if button is not None and button.get("name") != "lang":
        fields.add(str(button["name"]), str(button.get("value", "")))
    return fields


@pytest.mark.sqlite_only
def test_no_form_of_an_event_takes_them(app: Flask, running: Running, outsider: Outsider) -> None:
    user = an_administrator()
    estate = an_estate(running, user)
    sign_in(outsider, user)  # type: ignore[arg-type]
    forms: dict[tuple[str, int], str] = {}  # one page of each kind: the wording of forty letters is one form
    for answer, page in crawled(
        outsider, [f"/organiser/events/{estate.slug}"], lambda path: estate.slug in path
    ):
        for number, form in enumerate(page.select("main form") if page else []):
            target = str(form.get("action") or answer.path).partition("?")[0]
            if str(form.get("method", "get")).lower() == "post" and not _DEEDS.search(target):
                address = answer.path.partition("?")[0]
                endpoint = app.url_map.bind("").match(address)[0]
                forms.setdefault((str(endpoint), number), address)
    tried = 0
    for (_, number), address in forms.items():
        sent(outsider, address, number, with_extras=False)
        before = tables()
        status = sent(outsider, address, number, with_extras=True)
        after = tables()
        assert status < 500, address
        assert {name for name in after if after[name] != before[name]} == set(), f"{address} {number}"
        tried += status in {200, 302, 303}
    assert tried >= 5, forms


def test_a_registration_is_what_the_form_says(app: Flask, running: Running, outsider: Outsider) -> None:
    event = an_event([Category.MEMBER_STATE_DELEGATE])
    slug, event_id, body_id = event.slug, event.id, a_body("MD").id
    db.session.commit()
    own = {
        "category": "member_state_delegate", "body": str(body_id), "mode": "in_person", "given_name": "Ana",
        "family_name": "EXTRA", "email": "extra@igp.example", "language": "en",
    }  # fmt: skip
    page = outsider.visit(f"/events/{slug}/register")
    typed = page.fields("#registration")
    controls = {str(control["name"]) for control in page.soup.select("[name]")}
    for name, value in own.items():
        typed[name] = value
    checked = Page(outsider, outsider.post(f"/events/{slug}/register", typed))  # type: ignore[arg-type]
    typed = checked.fields("#answers")
    typed.update(extras({*typed, *controls, "lang", "change"}))
    assert outsider.post(f"/events/{slug}/register/send", typed).status_code == 303
    made = db.session.scalars(select(Registration).where(Registration.event_id == event_id)).one()
    assert (made.status, made.family_name, made.verified_at) == (Status.UNVERIFIED, "EXTRA", None)
    assert (made.person_id, made.badge_code == "1", made.replaces_id) == (None, False, None)


def test_ones_own_page_changes_ones_answers_alone(app: Flask, running: Running, outsider: Outsider) -> None:
    own = a_registration(an_event(), Status.SUBMITTED)  # whom the correspondent has not validated yet
    token = access_links.mint_for_registration(own, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    outsider.visit(f"/r/{token}").submit("#main form")
    before = tables()
    assert sent(outsider, "/my-registration/change", 0, with_extras=True) in {200, 303}
    assert {name for name, rows in tables().items() if rows != before[name]} == set()


def test_a_correspondent_names_for_the_own_body(app: Flask, running: Running, outsider: Outsider) -> None:
    user = an_administrator()
    estate = an_estate(running, user)
    enter(outsider, estate.speaker)  # type: ignore[arg-type]
    address = f"/delegation/{estate.slug}/MD/nominate"
    page = outsider.visit(address)
    typed = page.fields("#main form")
    typed["family_name"], typed["email"] = "NAMED", "named@igp.example"
    typed.update(
        extras({str(control["name"]) for control in page.soup.select("[name]")} | {"lang", "change"})
    )
    typed["body_id"] = str(a_body("DE").id)
    db.session.commit()
    assert outsider.post(address, typed).status_code == 303
    made = db.session.scalars(select(Registration).where(Registration.family_name == "NAMED")).one()
    assert (made.status, made.verified_at) == (Status.NOMINATED, None)
    assert made.body is not None
    assert made.body.code == "MD"


def test_signing_in_gives_no_role(app: Flask, running: Running, outsider: Outsider) -> None:
    before = sorted(db.session.execute(select(User.id, User.role)).tuples().all())
    db.session.commit()
    page = outsider.visit("/sign-in")
    typed = page.fields("#main form")
    typed["email"], typed["password"] = "nobody@example.org", "x" * 20
    typed.update(extras({"email", "password", "csrf_token"}))
    assert outsider.post("/sign-in", typed).status_code == 422
    assert sorted(db.session.execute(select(User.id, User.role)).tuples().all()) == before
