"""The first privacy notice: published once, in both languages, and set as each language sets its texts."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Notice
from app.services.privacy import notices
from app.services.reference_data import FOLDER


def test_the_first_notice_is_published_once(app: Flask) -> None:
    assert notices.publish_first()
    assert not notices.publish_first()
    notice = db.session.scalars(select(Notice)).one()
    assert notice.number == 1
    assert "CM/Res(2022)14" in notice.text_en
    assert "CM/Res(2022)14" in notice.text_fr


def test_a_later_notice_stays_in_force(app: Flask) -> None:
    db.session.add(Notice(number=2, text_en="Ours", text_fr="La nôtre", published_at=now()))
    assert not notices.publish_first()


def test_both_languages_say_the_same_number_of_things() -> None:
    english, french = (
        (FOLDER / f"notice_{language}.txt").read_text(encoding="utf-8").strip().split("\n\n")
        for language in ("en", "fr")
    )
    shape = [paragraph.startswith("# ") for paragraph in english]
    assert shape == [paragraph.startswith("# ") for paragraph in french]
    assert sum(shape) >= 10


def test_the_french_is_set_as_french() -> None:
    french = (FOLDER / "notice_fr.txt").read_text(encoding="utf-8")
    assert not re.search(r"[^\u202f][:;?!»]|«[^\u202f]|'", french)
