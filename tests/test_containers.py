"""The container files say what docs/deployment.md promises, in every profile.

``scripts/containers.sh`` finds docker compose and nginx (``make test`` gets them); the
compose files are resolved without a daemon.
"""

import configparser
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "scripts" / "containers.sh"
SCALE = ("-f", "docker-compose.yml", "-f", "config/docker-compose.scale.yml")
MODULES = {path.parent.name for path in ROOT.glob("addons/*/__manifest__.py")}


def compose(*arguments, **environment):
    """Return the finished run of docker compose with nothing but this environment."""
    plain = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    if "O2C_STATE" in os.environ:
        plain["O2C_STATE"] = os.environ["O2C_STATE"]
    return subprocess.run(
        [TOOL, "compose", *arguments],
        cwd=ROOT,
        env={**plain, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


# a run by hand may lack the tools; make test fetches them and insists
if compose("version").returncode and "O2C_CHECK_CONTAINERS" not in os.environ:
    pytest.skip(
        "no docker compose: scripts/containers.sh setup", allow_module_level=True
    )


def services(profile, *arguments, **environment):
    """Return the services that the profile starts, resolved."""
    done = compose("--env-file", ".env.example", *arguments, "config", **environment)
    assert done.returncode == 0, done.stderr
    found = yaml.safe_load(done.stdout)["services"]
    wanted = {profile} - {None}
    return {
        name: service
        for name, service in found.items()
        if not service.get("profiles") or wanted.intersection(service["profiles"])
    }


@pytest.fixture(scope="module")
def developer():
    return services(None)


@pytest.fixture(scope="module")
def company():
    return services("prod", "--profile", "prod")


@pytest.fixture(scope="module")
def scaled():
    return services("prod", *SCALE, "--profile", "prod", REPLICATION_PASSWORD="other")


def arguments(service):
    command = service["command"]
    return command if isinstance(command, list) else command.split()


def options(name):
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "config" / name)
    return dict(parser["options"])


def test_developer_needs_no_proxy(developer):
    assert set(developer) == {"db", "init", "odoo"}
    (port,) = developer["odoo"]["ports"]
    published = port if isinstance(port, str) else f"{port['host_ip']}:{port['target']}"
    assert published.startswith("127.0.0.1:")
    assert published.endswith("8069") or published.endswith("8069/tcp")


def test_company_has_proxy_and_jobs_apart(company):
    assert {"db", "init", "web", "cron", "proxy"} <= set(company)
    assert "--max-cron-threads=2" in arguments(company["cron"])
    assert "--no-http" in arguments(company["cron"])
    assert options("odoo.prod.conf")["max_cron_threads"] == "0"


def test_nothing_starts_without_a_password():
    done = compose("config", "-q")
    assert done.returncode != 0
    assert "copy .env.example to .env" in done.stderr


def test_password_comes_from_the_environment_only(company):
    chosen = services("prod", "--profile", "prod", POSTGRES_PASSWORD="s3cret-of-mine")
    assert chosen["db"]["environment"]["POSTGRES_PASSWORD"] == "s3cret-of-mine"
    for name in ("init", "web", "cron"):
        assert chosen[name]["environment"]["PGPASSWORD"] == "s3cret-of-mine"
        assert "s3cret-of-mine" not in str(chosen[name].get("command"))
    tracked = (ROOT / ".gitignore").read_text().splitlines()
    assert "/.env" in tracked


def test_services_have_no_rights_they_do_not_need(scaled):
    for name, service in scaled.items():
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service["cap_drop"] == ["ALL"], name
        if not service["image"].startswith("odoo"):
            assert service["user"] in {"postgres", "nginx"}, name
        for volume in service["volumes"]:
            source = volume if isinstance(volume, str) else _short(volume)
            assert source.startswith(("db-", "odoo-", "replica-")) or ":ro" in source


def _short(volume):
    mode = ":ro" if volume.get("read_only") else ""
    return f"{volume['source']}:{volume['target']}{mode}"


def test_services_that_stay_are_watched(scaled):
    for name, service in scaled.items():
        stays = service.get("restart") == "unless-stopped"
        health = service.get("healthcheck", {}).get("test", ["NONE"])
        assert stays == (health != ["NONE"]), name


def test_mounted_files_are_there_and_readable(scaled):
    for service in scaled.values():
        for volume in service["volumes"]:
            text = volume if isinstance(volume, str) else _short(volume)
            source = Path(text.split(":")[0])
            if source.is_absolute():
                assert source.exists(), source
                assert source.stat().st_mode & stat.S_IROTH, source


def test_init_installs_every_module():
    script = (ROOT / "config" / "container-init.sh").read_text()
    listed = re.search(r"^modules=(\S+)$", script, re.MULTILINE)[1]
    assert set(listed.split(",")) == MODULES


def test_only_one_database_is_served(company):
    for command in (arguments(company["web"]), arguments(company["odoo"])):
        assert "--database=o2c" in command
        # a dollar is written double, and older versions of compose keep it so
        assert any(re.fullmatch(r"--db-filter=\^o2c\${1,2}", word) for word in command)


def test_configuration_for_a_company():
    found = options("odoo.prod.conf")
    assert found["proxy_mode"] == "True"
    assert found["list_db"] == "False"
    assert int(found["workers"]) >= 2
    assert found["gevent_port"] == "8072"
    assert int(found["limit_memory_soft"]) < int(found["limit_memory_hard"])


def test_connections_fit_into_postgres(company):
    """What all processes of one web container and the jobs may open at most."""
    found = options("odoo.prod.conf")
    processes = int(found["workers"]) + 2
    most = processes * int(found["db_maxconn"]) + int(found["db_maxconn_gevent"])
    limits = [word for word in arguments(company["db"]) if "max_connections" in word]
    assert most < int(limits[0].split("=")[1])


def test_replica_is_read_by_every_web_container(scaled):
    assert scaled["web"]["environment"]["PGHOST_REPLICA"] == "replica"
    assert "PGHOST_REPLICA" not in scaled["init"]["environment"]
    shared = [str(volume) for volume in scaled["web"]["volumes"]]
    assert any("odoo-data" in volume for volume in shared)
    limits = [
        [word for word in arguments(scaled[name]) if "max_connections" in word]
        for name in ("db", "replica")
    ]
    assert limits[0] == limits[1]


def test_nginx_accepts_its_configuration():
    command = [TOOL, "nginx", ROOT / "config" / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nginx_waits_longer_than_odoo():
    text = (ROOT / "config" / "nginx.conf").read_text()
    longest = re.search(r"^    proxy_read_timeout (\d+)s;", text, re.MULTILINE)[1]
    assert int(longest) > int(options("odoo.prod.conf")["limit_time_real"])


@pytest.mark.parametrize(
    "words",
    ["limit_req zone=login", "location /websocket", "gzip on", "client_max_body_size"],
)
def test_nginx_keeps_its_promises(words):
    assert words in (ROOT / "config" / "nginx.conf").read_text()
