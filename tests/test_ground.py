"""Bad ground gets one clear sentence and a way out; interrupted work is noticed.

The functions of scripts/lib run in a shell of their own with a state folder of their
own: nothing is installed, downloaded or started.
"""

import fcntl
import importlib.util
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXPLAINED = 70


def load(path):
    """Import a script of the repository that belongs to no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


modules = load(ROOT / "scripts" / "modules.py")
report = load(ROOT / "scripts" / "report.py")
command = load(ROOT / "tools" / "wkhtmltopdf" / "command.py")


@pytest.fixture
def start_ground(tmp_path):
    """Return a function that starts a line of shell with the library loaded."""

    def start(line, **environment):
        script = f'. "{ROOT}/scripts/lib/ground.sh"; prepare_state; {line}'
        plain = {"PATH": os.environ["PATH"], "O2C_STATE": str(tmp_path / "state")}
        return subprocess.Popen(
            ["bash", "-c", script],
            env={**plain, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def ground(start_ground):
    """The same, and wait for its end."""

    def run(line, **environment):
        process = start_ground(line, **environment)
        output = process.communicate(timeout=20)
        return subprocess.CompletedProcess(line, process.returncode, *output)

    return run


def program(folder, name, text):
    """Write an executable shell script and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def refused(done, *words):
    """The run ended with one explained error that says each of these words."""
    assert done.returncode == EXPLAINED, done.stderr
    assert done.stderr.count("ERROR: ") == 1
    for word in words:
        assert word in done.stderr


# ---- refusals ------------------------------------------------------------------------


def test_full_disk(ground):
    done = ground("need_space 99999999 'A first set-up'")
    refused(done, "A first set-up needs about 99999999 MB", "O2C_STATE=")


def test_state_of_another_user(ground, tmp_path):
    (tmp_path / "state").write_text("in the way")
    refused(ground("true"), "cannot be written", "O2C_STATE=$HOME")


def test_wrong_python(ground, tmp_path):
    old = program(tmp_path, "python2.7", 'echo "Python 2.7.18"; exit 1')
    done = ground("find_python", PYTHON=str(old))
    refused(done, "Python 2.7.18", "3.10 to 3.13", "leave PYTHON out")


def test_python_that_does_not_exist(ground):
    refused(ground("find_python", PYTHON="/nowhere/python"), "/nowhere/python")


def test_right_python_is_taken(ground):
    done = ground("find_python", PYTHON=sys.executable)
    assert done.stdout.strip() == sys.executable


def test_no_postgres_and_no_right_to_install(ground, tmp_path):
    commands = "is_root() { false; }; apt_lists() { false; }; ensure_tools"
    done = ground(commands, PG_BIN=str(tmp_path / "nowhere"))
    refused(done, "No postgresql", "Ask an administrator", "PG_BIN=")


def test_too_old_postgres_is_none(ground, tmp_path):
    program(tmp_path / "bin", "initdb", "exit 0")
    program(tmp_path / "bin", "postgres", 'echo "postgres (PostgreSQL) 12.4"')
    assert ground("find_postgres", PG_BIN=str(tmp_path / "bin")).returncode == 1
    program(tmp_path / "bin", "postgres", 'echo "postgres (PostgreSQL) 13.1"')
    done = ground("find_postgres", PG_BIN=str(tmp_path / "bin"))
    assert done.stdout.strip() == str(tmp_path / "bin")


def test_odoo_home_that_is_no_odoo_19(ground, tmp_path):
    release = tmp_path / "odoo" / "release.py"
    release.parent.mkdir()
    release.write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    done = ground("ensure_odoo", ODOO_HOME=str(tmp_path))
    refused(done, "holds no Odoo 19.0", "leave ODOO_HOME out")


def test_refused_download(ground, tmp_path):
    program(tmp_path / "bin", "git", "exit 128")
    done = ground(
        "debian_mirror() { :; }; need_space() { :; }; ensure_odoo",
        PATH=f"{tmp_path}/bin:{os.environ['PATH']}",
    )
    refused(done, "could not be downloaded", "ODOO_HOME=")


def test_packages_that_cannot_be_installed(ground, tmp_path):
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("o2c-no-such-package==0\n")
    broken = "mkdir -p $STATE/v/bin && echo 'exit 1' >$STATE/v/bin/python"
    done = ground(
        f"{broken} && chmod +x $STATE/v/bin/python && stamp venv old &&"
        f" ensure_venv $STATE/v venv {requirements}"
    )
    refused(done, "could not be installed", "proxy")


def test_postgres_of_the_cluster_is_gone(ground, tmp_path):
    (tmp_path / "PG_VERSION").write_text("11\n")
    done = ground(f"as_server_user() {{ \"$@\"; }}; _programs_for '{tmp_path}'")
    refused(done, "made by PostgreSQL 11", "make clean")


def test_taken_port_gives_the_next_one(ground):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = int(ground(f"free_port {port}").stdout)
    assert port < found < port + 100


def test_nothing_set_up(ground):
    refused(ground("use_postgres"), "Nothing is set up", "make setup")


# ---- interrupted work ----------------------------------------------------------------


def test_half_unpacked_odoo_is_no_odoo(ground):
    half = "$STATE/sysroot.new/usr/lib/python3/dist-packages/odoo"
    done = ground(
        f"mkdir -p {half} && echo 'version_info = (19, 0, 0)' >{half}/release.py;"
        " odoo_folder"
    )
    assert done.returncode == 1
    done = ground(
        'keep_whole "$SYSROOT" && odoo_folder && [ ! -e "$SYSROOT.new" ]',
    )
    assert done.stdout.strip().endswith("/state/sysroot/usr/lib/python3/dist-packages")


def test_venv_without_its_stamp_is_made_anew(ground, tmp_path):
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("")
    make = program(
        tmp_path, "python", '[ $2 = pip ] || { mkdir -p "$3/bin"; cp "$0" "$3/bin"; }'
    )
    done = ground(
        f"mkdir -p $STATE/v/half && find_python() {{ echo {make}; }} &&"
        f" ensure_venv $STATE/v venv {requirements} && ls $STATE/v && ls $STAMPS"
    )
    assert done.stdout.split() == ["bin", "venv"]


def test_second_set_up_waits_for_the_first(start_ground, tmp_path):
    locks = tmp_path / "state" / "locks"
    locks.mkdir(parents=True)
    with (locks / "bootstrap").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = start_ground("lock bootstrap 'set-up' && echo done")
        assert "another set-up is at work" in second.stderr.readline()
    assert second.communicate(timeout=20) == ("done\n", "")


def test_failed_step_shows_the_end_of_its_log(ground):
    done = ground("step 'some work' sh -c 'echo 2026 INFO noise; echo reason; exit 3'")
    refused(done, "some work failed", "reason", "some-work.log")
    assert "noise" not in done.stderr


def test_explained_failure_in_a_step_is_said_once(ground):
    refused(ground("step work die 'One sentence.' 'A way out.'"), "One sentence.")


# ---- what the manifests say ----------------------------------------------------------

ARROWS = {
    "o2c_orders": {"sale_stock"},
    "o2c_credit": {"o2c_orders"},
    "o2c_customer_care": {"o2c_orders", "portal"},
    "o2c_quality_check": {"o2c_customer_care", "survey"},
}


def test_subsets_are_those_the_arrows_allow():
    found = [" ".join(some).replace("o2c_", "") for some in modules.subsets(ARROWS)]
    assert found == [
        "orders",
        "orders credit",
        "orders customer_care",
        "orders credit customer_care",
        "orders customer_care quality_check",
        "orders credit customer_care quality_check",
    ]


def test_externals_include_those_of_what_a_module_needs():
    found = modules.externals(ARROWS, ["o2c_quality_check"])
    assert found == ["portal", "sale_stock", "survey"]


def test_unknown_module_is_named():
    with pytest.raises(modules.UnknownModule, match="o2c_nothing"):
        modules.closure(ARROWS, ["o2c_nothing"])


def test_checksum_changes_with_data_but_not_with_tests(tmp_path):
    view = tmp_path / "o2c_x" / "views" / "x.xml"
    test = tmp_path / "o2c_x" / "tests" / "test_x.py"
    for file in (view, test):
        file.parent.mkdir(parents=True)
        file.write_text("old")
    before = modules.checksum("o2c_x", tmp_path)
    test.write_text("new")
    assert modules.checksum("o2c_x", tmp_path) == before
    view.write_text("new")
    assert modules.checksum("o2c_x", tmp_path) != before


# ---- the closing line ----------------------------------------------------------------


def junit(path, **counts):
    attributes = " ".join(f'{key}="{value}"' for key, value in counts.items())
    path.write_text(f"<testsuites><testsuite {attributes}/></testsuites>")
    return path


def test_all_runs_make_one_closing_line(tmp_path, capsys):
    pure = junit(tmp_path / "a.xml", tests=5, failures=0, errors=0, skipped=1, time=1.5)
    odoo = junit(tmp_path / "b.xml", tests=7, failures=1, errors=1, skipped=0, time=2)
    out = tmp_path / "all.xml"
    assert report.main(out, "lint=ok", f"pure={pure}", f"odoo={odoo}") == 1
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "10 passed, 2 failed, 1 skipped"
    assert len(re.findall(r"\d+ passed", printed)) == 1
    assert 'name="pure"' in out.read_text()


def test_run_that_never_came_to_its_tests_is_a_failure(tmp_path, capsys):
    missing = tmp_path / "missing.xml"
    assert report.main(tmp_path / "all.xml", "lint=failed", f"odoo={missing}") == 1
    assert capsys.readouterr().out.endswith("0 passed, 2 failed, 0 skipped\n")


# ---- the arguments of the PDF engine -------------------------------------------------


def test_arguments_of_odoo_are_understood(tmp_path):
    jar = tmp_path / "jar"
    jar.write_text("session_id=abc; HttpOnly; domain=localhost; path=/;")
    words = "--quiet --page-size A4 --margin-top 52.0 --orientation landscape"
    found = command.parse(
        f"--cookie key value {words} --cookie-jar {jar} --header-html h a b out".split()
    )
    assert [path.name for path in found.documents] == ["a", "b"]
    assert found.output == Path("out")
    assert found.width == pytest.approx(297 / 25.4)
    assert found.margins["top"] == pytest.approx(52 / 25.4)
    assert found.header.name == "h"
    assert found.cookies == ("key=value", "session_id=abc")


@pytest.mark.parametrize(
    "words",
    ["a", "a b --margin-top", "--margin-top wide a b", "--page-size A99 a b"],
)
def test_arguments_that_make_no_sense(words):
    with pytest.raises(command.CommandError):
        command.parse(words.split())
