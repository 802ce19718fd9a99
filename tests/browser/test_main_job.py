"""The whole job in a real browser on the running server: publish, register, read the mail, confirm, mark, count, export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Download, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.steps import first_sign_in, mail_to, window
from tests.cli import test_serve as serve
from tests.cli.test_serve import Served

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application as `make run` starts it."""
    with serve.served(tmp_path_factory.mktemp("served") / "instance") as server:
        yield server


def publish(page: Page, served: Served) -> None:
    """Today and tomorrow, so that the desk is open; delegates by the open form, without a correspondent's approval."""
    today = datetime.now(PARIS).date()
    page.goto(f"{served.address}/organiser/events/new")
    page.check("input[name=kind][value=conference]")
    page.fill("[name=title_en]", "Evidence and Oversight")
    page.fill("[name=title_fr]", "Preuve et contrôle")
    page.fill("[name=slug]", "evidence")
    for name, day, hour in (("starts", today, "00:05"), ("ends", today + timedelta(days=1), "17:00")):
        page.fill(f"[name={name}_on]", day.isoformat())
        page.fill(f"[name={name}_time]", hour)
    page.check("input[name=mode][value=hybrid]")
    page.fill("[name=city]", "Strasbourg")
    page.fill("[name=capacity_in_person]", "2")
    page.click("main form .btn-primary")
    page.goto(f"{served.address}/organiser/events/evidence/admission")
    page.select_option("[name=way_member_state_delegate]", "open_form")
    page.uncheck("[name=correspondent_member_state_delegate]")
    page.click("#admission .btn-primary")
    page.goto(f"{served.address}/organiser/events/evidence/programme/new")
    page.select_option("[name=kind]", "breakout")
    page.fill("[name=title_en]", "Workshop on evidence")
    page.fill("[name=title_fr]", "Atelier sur la preuve")
    page.check(f"input[name=day][value='{today.isoformat()}']")
    page.fill("[name=starts]", "09:30")
    page.fill("[name=ends]", "10:30")
    page.check("input[name=sign_up]")
    page.click("main form .btn-primary")
    page.goto(f"{served.address}/organiser/events/evidence/publish")
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("Close registration early")


def register(page: Page, served: Served, body: str, family_name: str, address: str) -> None:
    """A delegate fills in the form, checks the answers, reads the mail and presses its button."""
    page.goto(f"{served.address}/events/evidence/register")
    page.fill("[role=combobox]", body)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.check("input[name=mode][value=in_person]")
    page.check("input[name=sessions]")
    page.fill("[name=given_name]", "Ana-Maria")
    page.fill("[name=family_name]", family_name)
    page.fill("[name=email]", address)
    page.click("#registration .btn-primary")
    page.click("button[name=step]")
    expect(page.locator("main")).to_contain_text(address)
    page.goto(mail_to(page, served, address, "/c/"))
    page.click("main form button")
    expect(page).to_have_url(f"{served.address}/my-registration")


def downloaded(page: Page, button: str) -> Path:
    with page.expect_download() as waiting:
        page.click(button)
    file: Download = waiting.value
    return Path(file.path())


def test_the_main_job(chromium: Browser, served: Served) -> None:
    organiser = window(chromium, "en-GB")
    first_sign_in(organiser, served)
    publish(organiser, served)
    event = f"{served.address}/organiser/events/evidence"

    english = window(chromium, "en-GB")
    register(english, served, "mold", "CEBOTARI", "a.cebotari@igp.example")
    expect(english.locator("h1")).to_have_text("Your place is confirmed")
    french = window(chromium, "fr-FR", width=375)
    register(french, served, "allem", "HOLLERBACH", "s.hollerbach@bmi.example")
    expect(french.locator("h1")).to_have_text("Votre place est confirmée")
    third = window(chromium, "fr-FR")
    register(third, served, "alban", "HOXHA", "hoxha@policia.example")
    expect(third.locator("h1")).to_contain_text("rang 1 de la liste d’attente")

    organiser.goto(f"{event}/participants")
    organiser.fill("input[name=q]", "maria cebotari")
    organiser.press("input[name=q]", "Enter")
    expect(organiser.locator("tbody tr")).to_have_count(1)
    organiser.goto(f"{event}/participants")
    expect(organiser.locator("tbody tr")).to_have_count(3)

    desk = organiser
    desk.goto(f"{served.address}/check-in/evidence")
    for answer in ("Welcome", "Already in"):
        desk.fill("[name=code]", english_reference(english))
        desk.keyboard.press("Enter")
        expect(desk.locator(".result h2")).to_contain_text(answer)

    organiser.goto(f"{event}/statistics")
    text = organiser.locator("main").inner_text()
    assert re.search(r"Registered\D*3", text), text
    shown = organiser.locator("main table").first.inner_text()
    assert "1" in shown
    check_list_files(organiser, event)
    check_figures(organiser, event)


def english_reference(page: Page) -> str:
    return page.locator(".ref").inner_text().strip()


def check_list_files(page: Page, event: str) -> None:
    """Both files hold exactly the people of the screen."""
    page.goto(f"{event}/participants")
    on_screen = {name.inner_text().split("\n")[0].strip() for name in page.locator("tbody th").all()}
    page.goto(f"{event}/participants/export")
    page.select_option("[name=purpose]", "organising")
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "button[value=csv]").read_text("utf-8-sig"))))
    sheet = (
        CalamineWorkbook.from_path(str(downloaded(page, "button[value=xlsx]")))
        .get_sheet_by_index(0)
        .to_python()
    )
    families = {row["Family name"] for row in rows}
    assert families == {"CEBOTARI", "HOLLERBACH", "HOXHA"}
    assert len(sheet) - 1 == len(rows) == len(on_screen)
    column = sheet[0].index("Family name")
    assert {row[column] for row in sheet[1:]} == families


def check_figures(page: Page, event: str) -> None:
    """The file says what the page says: three registered, two confirmed, one attended."""
    page.goto(f"{event}/statistics/export?format=xlsx")
    page.select_option("[name=purpose]", "evaluation")
    book = CalamineWorkbook.from_path(str(downloaded(page, "main form .btn-primary")))
    summary = {str(row[1]): row[2] for row in book.get_sheet_by_name("Summary").to_python() if len(row) > 2}
    assert (summary["Registered"], summary["Confirmed"], summary["Attended"]) == (3, 2, 1)
