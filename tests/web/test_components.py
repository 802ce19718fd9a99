"""The parts of a page, as the style guide shows them: tied together for screen readers, safe in their links."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

from tests.pages import Visitor

pytestmark = pytest.mark.sqlite_only


def test_the_style_guide_is_a_valid_page_in_both_languages(client: Visitor) -> None:
    for language in ("en", "fr"):
        page = client.visit(f"/styleguide?lang={language}")
        assert page.status == 200
        assert page.one("html")["lang"] == language


def test_an_error_stands_beside_its_field_and_is_read_with_it(client: Visitor) -> None:
    page = client.visit("/styleguide?lang=en")
    field = page.one("#wrong-email")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "wrong-email-hint wrong-email-error"
    assert "Write the address with an @" in page.one("#wrong-email-error").get_text()
    assert page.one("#email").get("aria-invalid") is None


def test_the_summary_leads_to_each_field(client: Visitor) -> None:
    page = client.visit("/styleguide")
    links = [str(link["href"]) for link in page.soup.select(".problem a")]
    assert links == ["#wrong-email", "#wrong-body", "#wrong-mode-0", "#wrong-topics-0"]
    summary = page.one(".problem")
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")


def test_what_is_optional_says_so_in_words(client: Visitor) -> None:
    page = client.visit("/styleguide?lang=en")
    assert "(optional)" in page.one("label[for=given_name]").get_text()
    assert "(optional)" not in page.one("label[for=family_name]").get_text()
    assert page.soup.select("[required]") == []


def test_choices_are_rows_in_a_named_group(client: Visitor) -> None:
    page = client.visit("/styleguide?lang=en")
    group = page.one("fieldset#mode")
    assert "How will you take part?" in group.select("legend")[0].get_text()
    assert [str(choice["value"]) for choice in group.select("input[type=radio]")] == ["in_person", "online"]
    assert len(group.select("input[checked]")) == 1


def test_a_choice_that_is_closed_cannot_be_made(client: Visitor) -> None:
    page = client.visit("/styleguide")
    assert [str(choice["value"]) for choice in page.soup.select("fieldset#topics input[disabled]")] == ["b"]


def test_the_body_is_a_plain_select_without_script(client: Visitor) -> None:
    select = client.visit("/styleguide").one("select#body")
    chosen = select.select("option[selected]")
    assert [str(option["value"]) for option in chosen] == ["MD"]
    assert "République de Moldova" in str(chosen[0]["data-search"])


def test_the_language_switch_keeps_the_page_and_its_query(client: Visitor) -> None:
    page = client.visit("/styleguide?lang=en&page=2&q=a+b%26c")
    assert page.one(".mast .lang a")["href"] == "/styleguide?page=2&q=a+b%26c&lang=fr"


def test_a_query_cannot_turn_a_link_into_another_one(client: Visitor) -> None:
    page = client.visit("/styleguide?_external=1&_scheme=javascript&endpoint=x&_anchor=y")
    assert str(page.one(".mast .lang a")["href"]).startswith("/styleguide?_external=1")
    missing = client.visit("/%2Felsewhere.example/x")
    assert str(missing.one(".lang a")["href"]).startswith("/elsewhere.example/")


def test_chosen_colours_stand_in_the_page(client: Visitor) -> None:
    assert client.visit("/styleguide").one("html").get("data-bs-theme") is None
    client.get("/colours/dark?next=/styleguide")
    page = client.visit("/styleguide")
    assert page.one("html")["data-bs-theme"] == "dark"
    assert page.one("footer .colours [aria-current]").get_text() in {"dark", "sombre"}


def test_choosing_colours_leads_back_to_the_page_with_its_whole_query(client: Visitor) -> None:
    page = client.visit("/styleguide?page=2&q=a+b%26c&q=d")
    chosen = client.get(str(page.one("footer .colours a:last-child")["href"]))
    assert chosen.headers["Location"] == "/styleguide?page=2&q=a+b%26c&q=d"


def test_a_macro_speaks_the_language_of_each_request(client: Visitor) -> None:
    english, french = (client.visit(f"/styleguide?lang={language}") for language in ("en", "fr"))
    assert "Confirmed" in english.all_text(".chip.confirmed")
    assert "Confirmée" in french.all_text(".chip.confirmed")


def test_what_was_typed_is_escaped_when_it_is_carried_on(app: Flask) -> None:
    source = (
        '{% from "components/answers.html" import carried %}{{ carried([("a", x), ("csrf_token", "t")]) }}'
    )
    with app.test_request_context("/"):
        made = render_template_string(source, x='"><script>')
    assert "<script>" not in made
    assert "csrf_token" not in made


def test_a_number_of_a_template_is_worded_for_each_reader(client: Visitor) -> None:
    english, french = (client.visit(f"/styleguide?lang={language}") for language in ("en", "fr"))
    assert "1,234.5" in english.one("#tokens").get_text()
    assert "1\u202f234,5" in french.one("#tokens").get_text()
