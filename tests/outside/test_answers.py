"""What everybody gets who asks: the same headers on every kind of answer, and cookies that no script and no neighbour reads."""

from __future__ import annotations

from tests.factories.users import an_administrator
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.signing_in import sign_in


def test_a_page_is_answered(outsider: Outsider) -> None:
    assert outsider.visit("/").status == 200


def test_whoever_signs_in_is_known(outsider: Outsider) -> None:
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    assert outsider.visit("/organiser/").status == 200


def test_whoever_signs_in_behind_the_proxy_is_known(proxied: Running) -> None:
    outsider = Outsider(proxied, "198.51.100.7")
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    assert outsider.visit("/organiser/").status == 200
