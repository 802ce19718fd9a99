"""`flask users`: accounts, for whoever runs the application and has no account yet."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.extensions import db
from app.models import Event, User, UserRole
from app.services.accounts import closing, second_factor
from app.services.accounts import users as accounts
from app.services.actors import SYSTEM
from app.services.errors import DomainError
from config import Config

users = AppGroup("users", help="Accounts of those who sign in.")
ROLES = click.Choice([role.value for role in UserRole])


@users.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="The person’s name.")
@click.option("--role", type=ROLES, default=UserRole.ORGANISER.value, show_default=True)
@click.option(
    "--event",
    "slugs",
    multiple=True,
    help="Limits the account to an event, by its address; can be given again.",
)
def invite(email: str, name: str, role: str, slugs: tuple[str, ...]) -> None:
    """Make an account; its owner gets a letter with a link that sets a password."""
    events = [_event(slug).id for slug in slugs]
    try:
        accounts.invite(_address(email), name, UserRole(role), SYSTEM, events or None)
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(error.wording("en")) from None
    db.session.commit()
    click.echo(f"{email} is invited as {role}; the letter is on its way.")


@users.command("first-link")
def first_link() -> None:
    """Print a link with which the first administrator sets a password; earlier ones end."""
    settings: Config = current_app.extensions["config"]
    token = accounts.ensure_first_administrator(settings.first_admin_email)
    if token is None:
        raise click.ClickException(
            "An administrator has set a password already; `flask users send-link` helps others."
        )
    db.session.commit()
    click.echo(f"{settings.base_url}/set-password/{token}")


@users.command("list")
def list_all() -> None:
    """Show all accounts."""
    for user in db.session.scalars(select(User).order_by(User.email_key)):
        sight = "all events" if user.all_events else f"{len(user.events)} event(s)"
        state = "inactive" if not user.active else "active" if user.password_hash else "no password yet"
        click.echo(f"{user.email}  {user.role.value}  {sight}  {state}")


@users.command("send-link")
@click.argument("email")
def send_link(email: str) -> None:
    """Send an account a new link that sets a password; earlier links end."""
    try:
        accounts.invite_again(_account(email), SYSTEM)
    except DomainError as error:
        raise click.ClickException(error.wording("en")) from None
    db.session.commit()
    click.echo(f"A letter with a new link is on its way to {email}.")


@users.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """End an account: its sessions and links end at once, its record stays."""
    user = _account(email)
    try:
        closing.close(user, SYSTEM)
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(error.wording("en")) from None
    db.session.commit()
    click.echo(f"{user.email} cannot sign in any more.")


@users.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take a lost second factor away: all sessions end, and the next sign-in sets up another. The owner is told by letter."""
    user = _account(email)
    second_factor.reset(user, SYSTEM)
    db.session.commit()
    click.echo(f"{user.email} sets up a new second factor at the next sign-in.")


def _account(email: str) -> User:
    user = accounts.with_address(email)
    if user is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return user


def _address(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - as in app.lib.addresses

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise click.ClickException(f"{text!r} is not an e-mail address: {error}") from None


def _event(slug: str) -> Event:
    event = db.session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        raise click.ClickException(f"There is no event with the address {slug}.")
    return event
