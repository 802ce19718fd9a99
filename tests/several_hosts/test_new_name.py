"""What each process keeps for half a minute. Only for `make hosts`: nothing shortens the waiting."""

from __future__ import annotations

from app.services import network
from tests.factories.users import an_administrator
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.several_hosts.both import eventually
from tests.signing_in import sign_in


def test_a_new_name_stands_at_the_other_host_after_half_a_minute(one: Running, two: Running) -> None:
    alliance = {"name_en": "Alliance", "name_fr": "Alliance", "article_fr": "l’"}
    long = {"long_name_en": "Alliance of Europe", "long_name_fr": "Alliance de l’Europe"}
    browser = sign_in(Outsider(one), an_administrator())  # type: ignore[arg-type]
    Outsider(two).get("/")  # it looks now, and not again for the whole time
    assert "The name is saved." in browser.visit("/organiser/settings/name").submit(**alliance, **long).text
    assert "Alliance" in Outsider(one).get("/").text
    took = eventually(lambda: "Alliance" in Outsider(two).get("/").text, "the other host knows the name")
    assert took < network.SECONDS + 10
    print(f"a new name of the Network stood at two after {took:.0f} s")
