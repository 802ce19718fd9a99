"""What WTForms says by itself comes in the reader's language, whoever has asked before."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from wtforms import IntegerField


class _Asking(FlaskForm):
    number = IntegerField()


@pytest.mark.parametrize("order", [("en", "fr"), ("fr", "en")])
def test_wtforms_speaks_the_language_of_the_page(app: Flask, order: tuple[str, str]) -> None:
    said = {}
    for language in order:
        with (
            app.app_context(),
            app.test_request_context(f"/?lang={language}", method="POST", data={"number": "many"}),
        ):
            form = _Asking()
            form.validate()
            said[language] = form.number.errors[0]
    assert said == {"en": "Not a valid integer value.", "fr": "N'est pas un entier valide."}
