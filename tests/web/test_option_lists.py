"""The quick select is the select that WTForms would have written, and is written once."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField

from app.web.option_lists import LongSelect, OptionList

CHOICES = [
    ("", "Choose", {}),
    ("1", "Côte d’Ivoire & <others>", {"data-search": 'a "b"|<c>', "data-code": "CI"}),
    ("2", "Moldova", {"data-code": "MD"}),
    ("22", "Malta", {}),
]


class Plain(Form):
    body = SelectField(choices=CHOICES)


class Quick(Form):
    body = SelectField(choices=CHOICES, widget=LongSelect())


@pytest.mark.parametrize("typed", [None, "", "1", "2", "22", "3", '2" selected', "2&22"])
def test_it_is_the_same_select(typed: str | None) -> None:
    given = MultiDict({} if typed is None else {"body": typed})
    selects = [
        BeautifulSoup(form(given).body(class_="form-select"), "html5lib").select_one("select")
        for form in (Plain, Quick)
    ]
    plain, quick = [
        (one.attrs, [(option.attrs, option.text) for option in one.select("option")])
        for one in selects
        if one
    ]
    assert plain == quick


def test_a_list_serves_whoever_chooses() -> None:
    kept = OptionList(CHOICES)
    assert kept.options_with("2").count(" selected") == 1
    assert kept.options_with("22").count(" selected") == 1
    assert " selected" not in kept.options_with(None)
    assert kept.options_with("2") != kept.options_with("22")


def test_hostile_names_stay_text() -> None:
    html = Quick().body()
    assert "<others>" not in html
    assert "<c>" not in html
