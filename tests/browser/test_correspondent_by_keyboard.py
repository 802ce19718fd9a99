"""A correspondent on a telephone, with a keyboard alone, with and without JavaScript: one named in a form, several pasted,
a wrong row mended, somebody replaced in one action."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Registration, Status
from app.services import access_links
from tests.browser.keys import Keys
from tests.browser.screens import watched
from tests.browser.served_here import served_here
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_correspondent

pytestmark = pytest.mark.sqlite_only
ROWS = "Nino;BERIDZE;beridze@mia.example\nGiorgi;KAPANADZE;kapanadze at mia\n"
MENDED = "Giorgi;KAPANADZE;kapanadze@mia.example"


def living() -> set[str]:
    found = db.session.scalars(
        select(Registration.family_name).where(Registration.status == Status.NOMINATED)
    ).all()
    db.session.rollback()
    return {str(name) for name in found}


def test_the_whole_delegation_in_one_sitting(app: Flask, either_window: BrowserContext) -> None:
    event = an_event(slug="oversight", nominations_until=now() + timedelta(days=30))
    a_convocation(event, a_body("MD"))
    token = access_links.mint_for_correspondent(a_correspondent(a_body("MD")))
    db.session.commit()
    page = watched(either_window.new_page())
    keys = Keys(page)
    with served_here(app) as site:
        db.session.rollback()
        page.goto(f"{site}/delegation/enter/{token}")
        keys.enter("main form button")

        keys.enter("a[href$='/nominate']")
        keys.write("[name=given_name]", "Ana")
        keys.write("[name=family_name]", "CEBOTARI")
        keys.write("[name=email]", "ana@igp.example")
        if page.locator("input[name=mode]").count():
            keys.choose("input[name=mode]")
        keys.enter("#nominee .btn-primary")
        expect(page.locator(".note.ok, .note")).not_to_have_count(0)
        assert living() == {"CEBOTARI"}

        page.goto(f"{site}/delegation/")
        keys.enter("a[href$='/several']")
        keys.write("textarea[name=rows]", ROWS)
        keys.enter("button[name=check]")
        expect(page.locator("#judged")).to_have_text("One of 2 rows can be taken")
        expect(page.locator("tr .err")).to_contain_text("e-mail")
        keys.enter("button[name=nominate]")
        assert living() == {"CEBOTARI", "BERIDZE"}
        expect(page.locator("textarea[name=rows]")).to_have_value("Giorgi\tKAPANADZE\tkapanadze at mia")
        keys.to("textarea[name=rows]")
        keys.press("Control+a")
        keys.letters(MENDED)
        keys.enter("button[name=check]")
        keys.enter("button[name=nominate]")
        assert living() == {"CEBOTARI", "BERIDZE", "KAPANADZE"}

        page.goto(f"{site}/delegation/")
        keys.enter("li a[href$='/replace']")
        keys.write("[name=given_name]", "Radu")
        keys.write("[name=family_name]", "MOLDOVEANU")
        keys.write("[name=email]", "radu@igp.example")
        keys.enter("#nominee .btn-primary")
        assert "MOLDOVEANU" in living()
        assert len(living()) == 3
