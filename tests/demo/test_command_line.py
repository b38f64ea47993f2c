"""`selfhelp` as a real process: help, refusals in one line, and a server that starts and stops."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

PROGRAM = [str(Path(sys.executable).with_name("selfhelp"))]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings of a program that keeps everything in a folder of its own."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("SELFHELP_")
    }
    return inherited | {"SELFHELP_INSTANCE_DIR": str(tmp_path / "instance")}


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *words], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_help_names_every_command_with_a_sentence(environment: dict[str, str]) -> None:
    done = run(environment, "--help")

    listed = re.findall(r"^  ([a-z]+) +([A-Z].+)$", done.stdout.split("Commands:")[1], re.MULTILINE)
    assert done.returncode == 0
    assert {"serve", "db", "demo", "disclose", "content"} <= {name for name, _words in listed}


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("db",),
        ("db", "upgrade"),
        ("db", "downgrade"),
        ("demo",),
        ("disclose",),
        ("content",),
    ],
)
def test_each_command_explains_itself(environment: dict[str, str], words: tuple[str, ...]) -> None:
    done = run(environment, *words, "--help")

    assert done.returncode == 0
    assert f"Usage: selfhelp {' '.join(words)}" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("frobnicate",), "No such command"),
        (("db", "sideways"), "No such command"),
        (("serve", "--port", "nowhere"), "not a valid int"),
        (("serve", "--port", "99999"), "not in the range"),
        (("disclose",), "Missing argument"),
        (("serve",), "Run: selfhelp db upgrade"),
        (("db", "downgrade", "nowhere"), "Nothing changed"),
    ],
)
def test_a_refusal_is_one_line_on_stderr_and_not_zero(
    environment: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    done = run(environment, *words)

    assert done.returncode != 0
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_setting_that_cannot_be_used_is_named(environment: dict[str, str]) -> None:
    done = run(environment | {"SELFHELP_TRUSTED_PROXIES": "many"}, "db", "current")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "SELFHELP_TRUSTED_PROXIES" in done.stderr


def test_the_demo_answers_this_machine_alone(environment: dict[str, str]) -> None:
    for host in ("0.0.0.0", "example.org"):  # noqa: S104 - this is refused
        done = run(environment | {"SELFHELP_DEMO": "1"}, "serve", "--host", host)

        assert done.returncode == 1
        assert "known passwords" in done.stderr


def test_a_port_in_use_is_said_in_one_line(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(environment, "serve", "--port", str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Cannot listen on 127.0.0.1" in done.stderr


def test_the_database_walks_up_and_down(environment: dict[str, str]) -> None:
    assert "(empty)" in run(environment, "db", "current").stdout
    assert run(environment, "db", "upgrade").returncode == 0
    reached, newest = re.findall(r"[0-9]{8}\w+", run(environment, "db", "current").stdout)
    assert reached == newest
    assert run(environment, "db", "downgrade", "base").returncode == 0
    assert "(empty)" in run(environment, "db", "current").stdout


def test_the_demo_is_served_shown_and_disclosed(environment: dict[str, str]) -> None:
    environment = environment | {"SELFHELP_DEMO": "1"}
    port = free_port()
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        assert _first_page(server, f"{address}/uk/") == 200
    finally:
        server.send_signal(signal.SIGTERM)
        said, _nothing = server.communicate(timeout=40)

    assert server.returncode == 0
    for words in (
        f"{address}/uk/join",
        "1000 0000 0000 0001",
        "1000 0000 0000 0030",
        "iryna@example.org",
    ):
        assert words in said
    _disclose(environment)


def _first_page(server: subprocess.Popen[str], address: str) -> int:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.1)
    return 0


def _disclose(environment: dict[str, str]) -> None:
    done = run(environment, "disclose", "1000 0000 0000 0002")
    known = json.loads(done.stdout)
    assert known["slip"][0]["number"] == "0000002"
    assert known["module_progress"][0]["module"] == "grounding"
    assert "argon2" not in done.stdout

    wrong = run(environment, "disclose", "2000 0000 0000 0002")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "selfhelp: No participant has this slip or id.\n"
