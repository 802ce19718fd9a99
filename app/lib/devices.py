"""The browser that somebody signs in with, in words that its owner knows it by: “Firefox on Windows”."""

from __future__ import annotations

from app.lib.wording import N_, translated

_READ = 400  # characters of what a browser says of itself
_BETWEEN = " | "
_ON, _UNKNOWN = N_("%(browser)s on %(system)s"), N_("Unknown browser")


def device_of(user_agent: str | None) -> str:
    """What is kept of a browser: its name and its system's, without versions; empty if neither is known."""
    from ua_parser import parse  # noqa: PLC0415 - it brings YAML along, and only signing in needs it

    read = parse((user_agent or "")[:_READ])
    browser = read.user_agent.family if read.user_agent else ""
    system = read.os.family if read.os else ""
    return _BETWEEN.join(part.replace("|", " ")[:38] for part in (browser, system) if part)


def worded(device: str, language: str) -> str:
    """What was kept of a browser, as a reader sees it."""
    browser, _, system = device.partition(_BETWEEN)
    if not browser:
        return translated(_UNKNOWN, language)
    return translated(_ON, language, browser=browser, system=system) if system else browser
