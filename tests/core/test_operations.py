"""The handbook and the files of deploy/ say what the code does."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from newsroom.core.env import Environment
from tests.core.processes import ROOT

SETTINGS = "".join((ROOT / "newsroom" / name).read_text() for name in ("settings.py", "core/env_cdn.py"))
HANDBOOK = (ROOT / "docs/operations.md").read_text()
READ = set(re.findall(r"""env\.(?!refuse)\w+\(\s*"([A-Z_]+)\"""", SETTINGS))


def test_every_variable_that_the_settings_read_is_in_the_handbook_and_no_other() -> None:
    assert "NEWSROOM_PORT" in READ
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", HANDBOOK, re.MULTILINE)) == READ


def test_the_example_of_the_environment_names_known_variables_only() -> None:
    lines = (ROOT / "deploy/newsroom.env.example").read_text().splitlines()
    names = {line.lstrip("#").partition("=")[0] for line in lines if re.match(r"#?[A-Z_]+=", line)}
    assert names <= READ
    assert {"SECRET_KEY", "NEWSROOM_SITE_URL", "EMAIL_URL", "DATABASE_URL", "NEWSROOM_MAIL_FROM"} <= names


def test_the_database_of_the_example_is_understood() -> None:
    lines = (ROOT / "deploy/newsroom.env.example").read_text().splitlines()
    url = next(line.partition("=")[2] for line in lines if line.startswith("DATABASE_URL="))
    env = Environment({"DATABASE_URL": url})
    found = env.database("DATABASE_URL", Path("/nowhere"), seconds_kept=60)
    assert (env.problems, found["NAME"]) == ([], "newsroom")
    assert "/var/run/postgresql" in str(found)


def test_every_file_and_command_that_the_handbook_names_exists() -> None:
    files = set(re.findall(r"/opt/newsroom/app/([\w./\-]+[\w])", HANDBOOK))
    assert files
    assert not [name for name in files if not list(ROOT.glob(f"{name}*"))]
    commands = set(re.findall(r"newsroom-manage (\w+)", HANDBOOK)) - {"check", "migrate", "createsuperuser"}
    own = {path.stem for path in (ROOT / "newsroom/core/management/commands").glob("*.py")}
    assert commands - {"dumpdata"} <= own


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_the_units_are_understood_and_tight() -> None:
    units = [str(path) for path in sorted((ROOT / "deploy").glob("newsroom*.service"))]
    found = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    complaints = [line for line in found.stderr.splitlines() if "is not executable" not in line and "deploy/" in line]
    assert not complaints
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=15", f"{ROOT}/deploy/newsroom.service"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="needs nginx and openssl")
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.ma", "-days", "2"]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = (ROOT / "deploy/nginx.conf").read_text()
    for name, file in [("fullchain.pem", certificate), ("privkey.pem", key)]:
        site = site.replace(f"/etc/letsencrypt/live/example.ma/{name}", str(file))
    for name in ("newsroom_proxy.conf", "newsroom_page.conf"):
        site = site.replace(f"/etc/nginx/{name}", str(ROOT / "deploy" / name))
    site = site.replace("/var/log/nginx", str(tmp_path))
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}}\nhttp {{ {site} }}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    tried = ["nginx", "-t", "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    found = subprocess.run(tried, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "warn" not in found.stderr
