"""The units for systemd: what they start is there, what they allow is little, and systemd can read them."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from selfhelp.command_line import cli
from selfhelp.config import ROOT
from selfhelp.nudges.worker import STOPS_WITHIN

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
INSTALLED = "/srv/stezhka/.venv/bin/selfhelp"
A_VISIT = 10
"""Seconds that SQLite waits for a lock."""
MOST_EXPOSED = 30
"""Of 100, as systemd itself counts; a unit that says nothing has 96."""


def read(unit: Path) -> ConfigParser:
    parsed = ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(unit.read_text())
    return parsed


def test_there_is_a_unit_for_all_that_runs() -> None:
    assert {unit.name for unit in UNITS} == {
        "selfhelp.service", "selfhelp-push@.service", "selfhelp-nudges.service", "selfhelp-nudges.timer",
        "selfhelp-retention.service", "selfhelp-retention.timer",
    }  # fmt: skip


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_starts_a_command_that_there_is(unit: Path) -> None:
    program, *words = shlex.split(read(unit)["Service"]["ExecStart"])
    assert program == INSTALLED

    command: click.Command = cli
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]

    command.make_context("selfhelp", words, resilient_parsing=False)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_runs_as_nobody_special_and_changes_only_its_own_folder(unit: Path) -> None:
    service = read(unit)["Service"]
    assert service["User"] == "stezhka"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    assert (service["CapabilityBoundingSet"], service["StateDirectoryMode"]) == ("", "0700")


def test_a_worker_has_the_time_it_takes_to_stop() -> None:
    service = read(ROOT / "deploy" / "systemd" / "selfhelp-push@.service")["Service"]

    assert int(service["TimeoutStopSec"]) > STOPS_WITHIN + A_VISIT


def test_each_timer_has_its_service_and_catches_up() -> None:
    for timer in (unit for unit in UNITS if unit.suffix == ".timer"):
        assert timer.with_suffix(".service") in SERVICES
        assert read(timer)["Timer"]["Persistent"] == "yes"


def test_the_page_about_running_names_every_unit() -> None:
    page = (ROOT / "docs" / "running.md").read_text()
    assert [unit.name for unit in UNITS if unit.name not in page] == []


@pytest.fixture
def installed(tmp_path: Path) -> list[Path]:
    """The units as they would stand on this machine."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    here = str(Path(sys.executable).with_name("selfhelp"))
    for unit in UNITS:
        text = unit.read_text().replace(INSTALLED, here).replace("User=stezhka", "User=daemon")
        (tmp_path / unit.name).write_text(text)
    (tmp_path / "selfhelp-push@1.service").symlink_to(tmp_path / "selfhelp-push@.service")
    return sorted(each for each in tmp_path.iterdir() if "@." not in each.name)


def analyze(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_systemd_finds_nothing_wrong_with_them(installed: list[Path]) -> None:
    found = analyze("verify", *installed)

    ours = [line for line in (found.stdout + found.stderr).splitlines() if "selfhelp" in line]
    assert (found.returncode, ours) == (0, [])


def test_systemd_counts_them_among_the_well_protected(installed: list[Path]) -> None:
    services = [each for each in installed if each.suffix == ".service"]
    found = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", *services)

    assert found.returncode == 0, found.stdout + found.stderr
