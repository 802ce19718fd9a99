"""An invited delegate on a telephone of 375 pixels, in French, with a keyboard alone: from the mail to the confirmation.

Two minutes are not measured, they are argued: six answers are given (whom one represents, how one comes, a session, two names,
an address), and 67 keys and 47 letters lead through two mails and five pages.
"""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from app.models import Status
from tests.browser.invited import an_invitation, mail_with
from tests.browser.keys import Keys
from tests.browser.screens import watched
from tests.received_mail import Mailboxes

pytestmark = pytest.mark.sqlite_only
MOST_KEYS, MOST_ANSWERS = 90, 6
ADDRESS = "a.cebotari@igp.example"
ON_ONE_LINE = """one => {
  one.textContent = "20\\u00a0h\\u00a050";
  const words = document.createRange();
  words.selectNodeContents(one);
  return words.getClientRects().length === 1 && one.scrollWidth <= one.clientWidth;
}"""


def test_from_the_mail_to_the_confirmation(chromium: Browser, app: Flask, mailbox: Mailboxes) -> None:
    context = chromium.new_context(locale="fr-FR", viewport={"width": 375, "height": 700}, has_touch=True)
    page = watched(context.new_page())
    keys = Keys(page)
    with an_invitation(app, mailbox) as invited:
        page.set_content(mail_with(invited.link))
        keys.enter("a")
        keys.enter("main form button")
        expect(page.locator("h1")).to_have_text("S’inscrire")

        assert not page.locator("input[type=radio][name=category]").count(), "the invitation has said it"
        keys.write("[role=combobox]", "moldavie")
        keys.press("ArrowDown")
        keys.press("Enter")
        expect(page.locator("[role=combobox]")).to_have_value("République de Moldova")
        keys.choose("input[name=mode]")
        keys.choose("input[name=sessions]")
        keys.write("[name=given_name]", "Ana-Maria")
        keys.write("[name=family_name]", "CEBOTARI")
        keys.write("[name=email]", ADDRESS)
        answers = 6
        with page.expect_navigation():
            keys.press("Enter")
        expect(page.locator("h1")).to_have_text("Vérifiez vos réponses")
        keys.enter("button[value=send]")
        expect(page.locator("main")).to_contain_text(ADDRESS)

        page.set_content(mail_with(invited.mail(ADDRESS, "/c/")))
        keys.enter("a")
        keys.enter("main form button")
        expect(page.locator("h1")).to_have_text("Votre place est confirmée")
        expect(page.locator(".slot.own")).to_contain_text("Atelier sur la preuve")
        assert page.locator(".slot.own time").evaluate(ON_ONE_LINE), "the longest hour does not fit"
        assert invited.status() is Status.CONFIRMED
    context.close()
    print(f"{answers} answers, {keys.pressed} keys and {keys.typed} letters")
    assert answers <= MOST_ANSWERS
    assert keys.pressed <= MOST_KEYS
