"""E-mail addresses as people write and paste them."""

from __future__ import annotations

from app.lib.names import tidy


def without_blanks(text: str | None) -> str | None:
    """Pasted addresses come with blanks and angle brackets, sometimes with `mailto:`, and with what stood behind them."""
    tidied = tidy(text)
    if tidied is None:
        return None
    tidied = tidied.rstrip(" ,;.")
    if "<" in tidied and tidied.endswith(">"):
        tidied = tidied[tidied.rindex("<") + 1 : -1]
    return tidied.replace(" ", "").removeprefix("mailto:")


def normal(text: str | None) -> str | None:
    """The address in its normal form; None if there is none to which one could write."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - only a form that was sent needs it

    try:
        found = validate_email(without_blanks(text) or "", check_deliverability=False).normalized
    except EmailNotValidError:
        return None
    return found if len(found) <= 254 else None
