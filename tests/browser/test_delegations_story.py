"""The story of the delegations in a real browser: from the convocation to a replacement on the morning of the event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.steps import first_sign_in, mail_to, window
from tests.cli import test_serve as serve
from tests.cli.test_serve import Served

PARIS = ZoneInfo("Europe/Paris")
DIRECTORY = """body;given name;family name;e-mail;language
MD;Doina;RUSU;d.rusu@igp.example;French
GE;Ketevan;LOMIDZE;lomidze@mia.example;English
AL;Arben;HOXHA;a.hoxha@asp.example;English
"""
THREE = """Ana-Maria\tCEBOTARI\tcebotari@igp.example\tHead of unit
Ion\tȚURCANU\tturcanu@igp.example\tColonel
Vasile\tLUPU\tlupu@igp.example\tInspector"""
PEOPLE = "section[id^=oversight-] ul.people > li"
TWO = "Nino;BERIDZE;beridze@mia.example\nGiorgi;KAPANADZE;kapanadze@mia.example"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application as `make run` starts it."""
    with serve.served(tmp_path_factory.mktemp("served") / "instance") as server:
        yield server


def test_the_story_of_the_delegations(chromium: Browser, served: Served, tmp_path: Path) -> None:
    organiser, event = window(chromium, "en-GB"), f"{served.address}/organiser/events/oversight"
    first_sign_in(organiser, served)
    publish(organiser, served)
    fill_the_directory(organiser, served, tmp_path)
    convoke(organiser, event)

    moldova = window(chromium, "fr-FR", width=375)
    enter(moldova, served, "d.rusu@igp.example")
    name_several(moldova, THREE, expected=3)
    expect(moldova.locator("section[id^=oversight-] h3").first).to_have_text(
        re.compile("utilisées.: 3 sur 4")
    )
    georgia = window(chromium, "en-GB")
    enter(georgia, served, "lomidze@mia.example")
    name_several(georgia, TWO, expected=2)
    expect(georgia.locator(PEOPLE).last).to_contain_text(re.compile("[Ww]aiting"))
    expect(tile(organiser, event, "Moldova")).to_have_attribute("aria-label", re.compile("3 people"))

    accepts(window(chromium, "en-GB", width=375), served, "cebotari@igp.example", "Your place is confirmed")
    waiting = window(chromium, "en-GB")
    accepts(waiting, served, "kapanadze@mia.example", "You are number 1 on the waiting list")
    accepts(window(chromium, "en-GB"), served, "beridze@mia.example", "Your place is confirmed")
    declines(window(chromium, "en-GB"), served)
    waiting.reload()
    expect(waiting.locator("h1")).to_have_text("Your place is confirmed")

    take_the_substitute(moldova, served)
    expect(tile(organiser, event, "Moldova")).to_have_attribute("aria-label", re.compile("confirmed"))
    remind_the_silent(chromium, organiser, served, event)
    substitute = window(chromium, "en-GB")
    accepts(substitute, served, "grigore@igp.example", "You are number 1 on the waiting list")
    release(organiser, event)
    substitute.reload()
    expect(substitute.locator("h1")).to_have_text("Your place is confirmed")
    replace_on_the_morning(chromium, moldova, organiser, served, event)


def publish(page: Page, served: Served) -> None:
    """A conference in nine days, with four places in the room and four for each member state."""
    first = datetime.now(PARIS).date() + timedelta(days=9)
    page.goto(f"{served.address}/organiser/events/new")
    page.check("input[name=kind][value=conference]")
    page.fill("[name=title_en]", "Oversight in Practice")
    page.fill("[name=title_fr]", "Le contrôle en pratique")
    page.fill("[name=slug]", "oversight")
    page.fill("[name=starts_on]", first.isoformat())
    page.fill("[name=starts_time]", "00:05")
    page.fill("[name=ends_on]", (first + timedelta(days=1)).isoformat())
    page.fill("[name=ends_time]", "17:00")
    page.check("input[name=mode][value=in_person]")
    page.fill("[name=city]", "Strasbourg")
    page.fill("[name=capacity_in_person]", "4")
    page.fill("[name=nominations_on]", (first - timedelta(days=2)).isoformat())
    page.click("main form .btn-primary")
    page.goto(f"{served.address}/organiser/events/oversight/admission")
    page.fill("[name=kind_member_state]", "4")
    page.click("#admission .btn-primary")
    page.goto(f"{served.address}/organiser/events/oversight/publish")
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("Close registration early")


def fill_the_directory(page: Page, served: Served, folder: Path) -> None:
    """A file with a wrong row imports nothing; mended, it imports all."""
    page.goto(f"{served.address}/organiser/correspondents/import")
    file = folder / "directory.csv"
    for text, new in ((DIRECTORY + "XX;No;BODY;x@y.example;English\n", False), (DIRECTORY, True)):
        file.write_text(text, encoding="utf-8")
        page.set_input_files("input[type=file]", str(file))
        page.get_by_role("button", name="Look at the rows").click()
        expect(page.get_by_role("button", name="Import")).to_have_count(int(new))
    page.get_by_role("button", name="Import").click()
    expect(page.locator("main")).to_contain_text("3 mandates are imported.")


def convoke(page: Page, event: str) -> None:
    """All member states are chosen already; those without a correspondent are named before anything goes out."""
    page.goto(f"{event}/delegations/convocation")
    page.click("button[name=look]")
    expect(page.locator("main")).to_contain_text("3 letters go to correspondents")
    expect(page.locator("main .note").first).to_contain_text("Andorra")
    page.click("#send .btn-primary")
    page.goto(f"{event}/delegations")
    expect(page.locator("h1")).to_have_text("No member state has named anybody yet")


def enter(page: Page, served: Served, address: str) -> None:
    page.goto(mail_to(page, served, address, "/delegation/enter/"))
    page.locator("main form button").dblclick()  # as many do; the link works once
    expect(page).to_have_url(f"{served.address}/delegation/")


def name_several(page: Page, rows: str, expected: int) -> None:
    page.locator("a[href*='/oversight/'][href$='/several']").click()
    page.fill("textarea[name=rows]", rows)
    page.click("button[name=check]")
    expect(page.locator("table tbody tr")).to_have_count(expected)
    page.click("button[name=nominate]")
    expect(page.locator(PEOPLE)).to_have_count(expected)


def tile(page: Page, event: str, state: str) -> Locator:
    page.goto(f"{event}/delegations")
    return page.locator(f"a.tile[aria-label*='{state}']")


def open_nomination(page: Page, served: Served, address: str) -> None:
    page.goto(mail_to(page, served, address, "/r/"))
    page.locator("main form button").click()
    expect(page).to_have_url(f"{served.address}/my-registration")


def accepts(page: Page, served: Served, address: str, outcome: str) -> None:
    open_nomination(page, served, address)
    page.locator("a[href$='/my-registration/accept']").click()
    page.click("#acceptance .btn-primary")
    expect(page.locator("h1")).to_have_text(outcome)


def declines(page: Page, served: Served) -> None:
    """One of the three does not come, and proposes a colleague."""
    open_nomination(page, served, "turcanu@igp.example")
    page.locator("a[href$='/my-registration/decline']").click()
    page.fill("[name=given_name]", "Elena")
    page.fill("[name=family_name]", "GRIGORE")
    page.fill("[name=email]", "grigore@igp.example")
    page.click("#refusal button[type=submit]")
    expect(page.locator("main")).to_contain_text("declined")


def take_the_substitute(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/delegation/")
    proposal = page.locator(".note", has_text="GRIGORE").last
    proposal.locator(".btn-primary").click()
    chip = page.locator(PEOPLE, has_text="GRIGORE").locator(".chip").last
    expect(chip).to_have_text(re.compile("Liste d’attente.*1"))


def remind_the_silent(chromium: Browser, page: Page, served: Served, event: str) -> None:
    """Only Albania is silent and has somebody to write to."""
    page.goto(f"{event}/delegations/reminder")
    expect(page.locator("h1")).to_have_text("Remind one silent delegation?")
    page.click("#remind .btn-primary")
    enter(window(chromium, "en-GB"), served, "a.hoxha@asp.example")
    expect(tile(page, event, "Albania")).to_have_attribute("aria-label", re.compile("seen"))


def release(page: Page, event: str) -> None:
    """The deadline is over: the nominations without an answer end, and who waits moves up."""
    page.goto(f"{event}/edit")
    page.fill("[name=nominations_on]", (datetime.now(PARIS).date() - timedelta(days=1)).isoformat())
    page.locator("#event .btn-primary").click()
    page.goto(f"{event}/delegations/release")
    page.locator("#release button[type=submit]").click()
    page.goto(f"{event}/participants")
    expect(page.locator("tbody tr", has_text="LUPU")).to_contain_text("Expired")


def replace_on_the_morning(
    chromium: Browser, correspondent: Page, organiser: Page, served: Served, event: str
) -> None:
    """The event begins today; the newcomer accepts on the way, and is welcome at the desk."""
    organiser.goto(f"{event}/edit")
    today = datetime.now(PARIS).date()
    organiser.fill("[name=starts_on]", today.isoformat())
    organiser.fill("[name=ends_on]", (today + timedelta(days=1)).isoformat())
    organiser.locator("#event .btn-primary").click()

    correspondent.goto(f"{served.address}/delegation/")
    correspondent.locator(PEOPLE, has_text="CEBOTARI").locator("a[href$='/replace']").click()
    correspondent.fill("[name=given_name]", "Radu")
    correspondent.fill("[name=family_name]", "MOLDOVEANU")
    correspondent.fill("[name=email]", "moldoveanu@igp.example")
    correspondent.click("#nominee .btn-primary")
    expect(correspondent.locator(PEOPLE, has_text="MOLDOVEANU")).to_be_visible()

    newcomer = window(chromium, "en-GB", width=375)
    accepts(newcomer, served, "moldoveanu@igp.example", "Your place is confirmed")
    organiser.goto(f"{served.address}/check-in/oversight")
    organiser.fill("[name=code]", newcomer.locator(".ref").inner_text().strip())
    organiser.keyboard.press("Enter")
    expect(organiser.locator(".result h2")).to_contain_text("Welcome")
    expect(tile(organiser, event, "Moldova")).to_have_attribute("aria-label", re.compile("arrived"))
