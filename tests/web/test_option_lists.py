"""The quick select is the select that WTForms would have written."""

from __future__ import annotations

from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField

from app.web.option_lists import LongSelect

CHOICES = [
    ("", "Choose", {}),
    ("1", "Côte d’Ivoire & <others>", {"data-search": 'a "b"|<c>', "data-code": "CI"}),
    ("2", "Moldova", {"data-code": "MD"}),
]


class Plain(Form):
    body = SelectField(choices=CHOICES)


class Quick(Form):
    body = SelectField(choices=CHOICES, widget=LongSelect())


def test_it_is_the_same_select() -> None:
    typed = MultiDict({"body": "2"})
    options = [BeautifulSoup(form(typed).body(), "html5lib").select("option") for form in (Plain, Quick)]
    assert [(option.attrs, option.text) for option in options[0]] == [
        (option.attrs, option.text) for option in options[1]
    ]
    assert options[1][2].attrs == {"value": "2", "data-code": "MD", "selected": ""}


def test_hostile_names_stay_text() -> None:
    html = Quick().body()
    assert "<others>" not in html
    assert "<c>" not in html
