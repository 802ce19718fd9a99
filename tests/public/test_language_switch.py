"""Switching the language in the middle of a form: the same page in the other language, nothing typed is lost."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from app.models import Event
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.public.test_my_registration import own_page
from tests.public.test_registration import answers, event, form_page

__all__ = ["event"]  # a fixture


def switched(page: Page) -> Page:
    """What a press of the button of the other language answers."""
    button = page.one("button[name=lang]")
    values = page.fields(f"#{button['form']}")
    values["lang"] = str(button["value"])
    address = urljoin(page.address, str(button["formaction"]))
    return Page(page.visitor, page.visitor.post(address, data=values))


def test_the_answers_are_shown_in_the_other_language(client: Visitor, event: Event) -> None:
    checked = switched(form_page(client).submit("#registration", **answers()))
    assert (checked.status, checked.one("h1").get_text()) == (200, "Vérifiez vos réponses")
    assert "CEBOTARI" in checked.text


def test_a_form_opened_again_is_shown_in_the_other_language(client: Visitor, event: Event) -> None:
    again = form_page(client).submit("#registration", **answers()).submit("#answers", button="change=email")
    page = switched(again)
    assert (page.status, page.one("h1").get_text()) == (200, "S’inscrire")
    assert page.one("#family_name")["value"] == "CEBOTARI"


def test_a_form_with_mistakes_is_shown_in_the_other_language(client: Visitor, event: Event) -> None:
    page = switched(form_page(client).submit("#registration", **answers(email="nobody")))
    assert (page.status, page.soup.html["lang"]) == (200, "fr")
    assert page.one("#email")["value"] == "nobody"


@pytest.mark.parametrize(("form", "field"), [("change", "function"), ("withdraw", "note")])
def test_so_are_the_forms_of_ones_own_registration(
    client: Visitor, event: Event, form: str, field: str
) -> None:
    own_page(client, a_registration(event))
    page = client.visit(f"/my-registration/{form}")
    control = page.one(f"#{field}")
    control["value"] = control.string = "Inspection"
    again = switched(page).one(f"#{field}")
    assert "Inspection" in (again.get("value"), again.get_text().strip())
    assert client.visit("/my-registration").one("html")["lang"] == "fr"


def test_enter_in_a_field_does_not_switch_the_language(client: Visitor, event: Event) -> None:
    """A browser answers Enter with the first button of the page that belongs to the form."""
    page = form_page(client)
    first = page.soup.select("button[form=registration]")[0]
    assert not first.has_attr("name")
    assert not first.has_attr("formaction")
