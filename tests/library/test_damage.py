"""A damaged file never breaks the check itself: whatever happened to it is told as findings."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfhelp.library.findings import BrokenContent
from tests.library.folder import UK, Folder

JUNK = [
    "",
    ":::",
    "---",
    "## ",
    "#",
    "a | b | c",
    "? ",
    "[8]",
    "key: [",
    "\t",
    ":::thermo {",
    "\x00",
    "- 1",
]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    place=st.integers(min_value=0, max_value=140),
    length=st.integers(min_value=0, max_value=6),
    junk=st.lists(st.one_of(st.sampled_from(JUNK), st.text(max_size=10)), max_size=3),
)
def test_it_tells_and_does_not_fall(
    folder: Folder, place: int, length: int, junk: list[str]
) -> None:
    good = folder.read(UK)
    lines = good.split("\n")
    lines[place : place + length] = junk
    folder.write(UK, "\n".join(lines).encode("utf-8", "ignore").decode())

    findings = folder.findings()
    try:
        folder.load()
        started = True
    except BrokenContent:
        started = False
    folder.write(UK, good)

    assert started == (not any(finding.stops_the_start for finding in findings))
