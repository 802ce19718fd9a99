"""What deploy/ hands to whoever installs the application: it fits the application, the programs, and itself."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask
from gunicorn.config import Config as GunicornConfig
from huey.consumer_options import OptionParserHandler

from app.cli import serving
from config import Config, ConfigError

ROOT = Path(__file__).parents[2]
DEPLOY, UNITS = ROOT / "deploy", ROOT / "deploy/systemd"
SERVICES = sorted(UNITS.glob("*.service"))
OURS = {"LISTEN"}  # what only a unit itself reads
SECRETS = {
    "SECRET_KEY": "3f9c1e7a5b8d2046917eac35bd8024f6c1d7a93e58b2f604",
    "DATABASE_URL": "postgresql://events:quiet@127.0.0.1/events",
    "MAIL_PASSWORD": "quiet river",
}


def directives(unit: Path) -> list[tuple[str, str]]:
    """What a unit says, in order; lines that go on are joined."""
    text = re.sub(r"\\\n\s*", "", unit.read_text(encoding="utf-8"))
    return [(name, value) for name, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE)]


def said(unit: Path, name: str) -> list[str]:
    return [value for directive, value in directives(unit) if directive == name]


def command(unit: Path) -> list[str]:
    """The module that a service runs with Python, and its options."""
    (line,) = said(unit, "ExecStart")
    program, interpreter, flag, *rest = shlex.split(line)
    assert [program, interpreter, flag] == ["/usr/bin/env", ".venv/bin/python", "-m"]
    return rest


def example() -> dict[str, str]:
    """The settings of deploy/environment, as systemd reads them."""
    lines = (DEPLOY / "environment").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: "".join(shlex.split(value)) if value[:1] in "'\"" else value for name, _, value in pairs}


def nginx() -> str:
    return (DEPLOY / "nginx/events.conf").read_text(encoding="utf-8")


def in_nginx(name: str) -> set[str]:
    """What a directive says wherever it stands."""
    return set(re.findall(rf"^\s*{name} ([^;]+);", nginx(), re.MULTILINE))


@pytest.mark.parametrize("unit", sorted(UNITS.glob("events*")), ids=lambda unit: unit.name)
def test_systemd_understands_each_unit(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        assert directives(unit)  # as everything below reads them; what the words mean is systemd's to say
        return
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr + done.stdout) == (0, "")


def test_the_pages_run_as_flask_serve_runs_them() -> None:
    module, *options = command(UNITS / "events-web@.service")
    served, _ = serving.programs("127.0.0.1", Config())
    assert module == served.command[2] == "gunicorn"
    own = {"--bind": "${LISTEN}:%i", "--workers": "${WEB_PROCESSES}", "--graceful-timeout": "30"}
    wanted = list(served.command[3:])
    for name, value in own.items():
        wanted[wanted.index(name) + 1] = value
    assert sorted(options) == sorted(wanted)
    plain = [{"${LISTEN}:%i": "127.0.0.1:8000", "${WEB_PROCESSES}": "1"}.get(part, part) for part in options]
    assert GunicornConfig().parser().parse_args(plain).preload_app


def test_the_worker_runs_as_flask_serve_runs_it() -> None:
    module, *options = command(UNITS / "events-worker.service")
    _, worker = serving.programs("127.0.0.1", Config())
    assert [module, *options[:-1]] == list(worker.command[2:-1]), "but for the time that it gets at the end"
    values, arguments = OptionParserHandler().get_option_parser().parse_args(options)
    assert (arguments, values.workers, values.graceful_signal) == (["wsgi.huey"], 2, "TERM")


@pytest.mark.sqlite_only
def test_the_backup_is_a_command_with_these_options(app: Flask) -> None:
    unit = UNITS / "events-backup.service"
    module, name, *options = command(unit)
    assert (module, name) == ("flask", "backup")
    found = app.cli.commands[name]
    with click.Context(found) as context:
        values, _, _ = found.make_parser(context).parse_args(list(options))
    assert {"/var/backups/events", "30"} <= {str(value) for value in values.values()}
    assert said(unit, "ReadWritePaths") == ["/var/backups/events"]
    (credential,) = said(unit, "LoadCredential")
    name, _, file = credential.partition(":")
    assert f"BACKUP_KEY_FILE=%d/{name}" in said(unit, "Environment")
    assert Path(file).name == "backup.key"


def test_each_service_is_confined_alike() -> None:
    confinements = [
        unit.read_text(encoding="utf-8").partition("# Nothing of the machine")[2] for unit in SERVICES
    ]
    assert len(SERVICES) == 3
    assert confinements[0]
    assert len(set(confinements)) == 1
    for unit in SERVICES:
        for name, value in {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes"}.items():
            assert said(unit, name) == [value]
        assert said(unit, "MemoryMax")


def test_settings_of_units_and_example_are_settings_of_the_application() -> None:
    known = {field.name.upper() for field in fields(Config)} | OURS
    in_units = {
        setting.partition("=")[0]
        for unit in SERVICES
        for line in said(unit, "Environment")
        for setting in shlex.split(line)
    }
    assert in_units | set(example()) <= known
    used = {
        name for unit in SERVICES for name in re.findall(r"\$\{(\w+)\}", unit.read_text(encoding="utf-8"))
    }
    assert used <= in_units, "each has a value although the file of the environment may lack it"


def test_the_example_makes_an_installation_once_its_secrets_are_filled_in() -> None:
    for name in SECRETS:
        with pytest.raises(ConfigError, match=name):
            Config.from_environment(example() | SECRETS | {name: example()[name]})
    settings = Config.from_environment(example() | SECRETS)
    assert settings.production
    assert settings.warning is None


HARD = """\
# a comment
; another

DATABASE_URL=postgresql://events:a$HOME%40@10.0.0.5/events?sslmode=verify-full&sslrootcert=/etc/ssl/ca.crt
MAIL_PASSWORD="`id` $(id) ; & | * ~"
MAIL_USERNAME='back\\slash'
MAIL_SENDER_NAME="Police Network – Réseau police"
  BASE_URL=https://events.example.org  \

CONTACT_ADDRESS=
PORT=8000"""
READ = {
    "DATABASE_URL": "postgresql://events:a$HOME%40@10.0.0.5/events?sslmode=verify-full&sslrootcert=/etc/ssl/ca.crt",
    "MAIL_PASSWORD": "`id` $(id) ; & | * ~",
    "MAIL_USERNAME": "back\\slash",
    "MAIL_SENDER_NAME": "Police Network – Réseau police",
    "BASE_URL": "https://events.example.org",
    "CONTACT_ADDRESS": "",
    "PORT": "8000",
}


def flask_of_root(folder: Path, settings: str) -> tuple[int, str, dict[str, str]]:
    """What `events-flask` does with settings: its exit code, what it says, and the environment that it hands on."""
    (folder / "environment").write_text(settings, encoding="utf-8")
    for name, script in {"id": "echo 0", "runuser": "env -0"}.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    told = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "EVENTS_CODE": str(ROOT),
        "EVENTS_SETTINGS": str(folder),
    }
    done = subprocess.run(
        ["/bin/sh", DEPLOY / "events-flask", "db"], env=told, capture_output=True, text=True, check=False
    )
    handed = dict(line.split("=", 1) for line in done.stdout.split("\0") if line)
    return done.returncode, done.stderr, handed


def test_events_flask_reads_the_settings_as_systemd_does(tmp_path: Path) -> None:
    for settings, wanted in (((DEPLOY / "environment").read_text(encoding="utf-8"), example()), (HARD, READ)):
        code, said, handed = flask_of_root(tmp_path, settings)
        assert (code, said) == (0, "")
        assert {name: handed.get(name) for name in wanted} == wanted
    assert "BACKUP_KEY" not in handed
    (tmp_path / "backup.key").write_text("digits\n")
    assert flask_of_root(tmp_path, HARD)[2]["BACKUP_KEY"] == "digits"


def test_a_line_that_is_no_setting_is_named_by_its_number(tmp_path: Path) -> None:
    code, said, handed = flask_of_root(tmp_path, "PORT=8000\nMAIL_PASSWORD hidden\n")
    assert (code, said, handed) == (2, f"{tmp_path}/environment, line 2: not NAME=value\n", {})


def test_paths_agree_with_each_other_and_with_the_document() -> None:
    document = (ROOT / "docs/operation.md").read_text(encoding="utf-8")
    assert {f"/var/lib/{said(unit, 'StateDirectory')[0]}" for unit in SERVICES} == {
        example()["INSTANCE_PATH"]
    }
    named: set[str] = set()
    for unit in SERVICES:
        named |= {
            *said(unit, "WorkingDirectory"),
            *said(unit, "EnvironmentFile"),
            *said(unit, "ReadWritePaths"),
        }
        named |= {line.partition(":")[2] for line in said(unit, "LoadCredential")}
    wrapper = (DEPLOY / "events-flask").read_text(encoding="utf-8")
    for path in named | {example()["INSTANCE_PATH"]}:
        assert path in document, f"docs/operation.md does not name {path}"
    for path in re.findall(r":-([^}]+)\}", wrapper):
        assert any(other.startswith(path) for other in named), path
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            assert str(file.relative_to(ROOT)) in document, f"docs/operation.md does not name {file.name}"


def test_nginx_fits_the_application() -> None:
    ports = set(re.findall(r"events-web@(\d+)", (UNITS / "events.target").read_text(encoding="utf-8")))
    assert set(re.findall(r"^\s*server 127\.0\.0\.1:(\d+)", nginx(), re.MULTILINE)) == ports
    assert in_nginx("client_max_body_size") == {f"{int(example()['MAX_UPLOAD_MEGABYTES']) + 1}m"}
    assert in_nginx("access_log") == {"off"}
    assert all(line.endswith(" crit") for line in in_nginx("error_log")), "others write addresses of requests"
    assert in_nginx("server_name") == {example()["BASE_URL"].removeprefix("https://")}
    assert in_nginx("ssl_protocols") == {"TLSv1.2 TLSv1.3"}
    told = {line.split()[0]: line.split()[1] for line in in_nginx("proxy_set_header")}
    assert told["X-Forwarded-For"] == "$remote_addr", "what the visitor claims is not passed on"
    assert {"Host", "X-Forwarded-Host", "X-Forwarded-Proto"} <= set(told)
    assert example()["TRUSTED_PROXIES"] == "1"
    assert not in_nginx("add_header"), "the headers are the application’s"


def test_nginx_understands_its_site(tmp_path: Path) -> None:
    assert nginx().count("{") == nginx().count("}")
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    openssl = shutil.which("openssl")
    if not program or not openssl:
        return  # what can be read without it is compared above
    names = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    request = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=events"]
    subprocess.run([*request, *names], check=True, capture_output=True)
    site = re.sub(r"/etc/letsencrypt/live/[^/]+|/var/(?:log|lib)/nginx", str(tmp_path), nginx())
    site = re.sub(r"\n *listen \[::\].*", "", site)
    site = re.sub(r"listen (\d+)", rf"listen unix:{tmp_path}/\1", site)
    (tmp_path / "events.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ {folders} include {tmp_path}/events.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    checked = [program, "-t", "-q", "-p", str(tmp_path), "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_the_document_asks_make_for_is_there() -> None:
    document = (ROOT / "docs/operation.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]*`", document, re.DOTALL))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = set(re.findall(r"(?:^|`)make (?:-C \S+ )?([a-z]+)", code, re.MULTILINE))
    assert asked <= targets
    assert {"production", "hosts"} <= asked
