"""No acknowledged event is lost and none is doubled, however the server dies."""

from pathlib import Path

from tests.faults.blackouts import run


def test_twenty_blackouts_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    count = run(tmp_path, kills=20, life=(0.0, 0.4))

    assert count.is_clean, str(count)
    assert count.kills == 20
    assert count.acknowledged > 500, str(count)
    assert count.outcomes["answer missed"] > 0
