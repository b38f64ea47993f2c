"""Recorded voices beside a text: what is asked of a file, when phones get it, how the server sends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from selfhelp.app import create_app
from selfhelp.config import read_settings
from selfhelp.library.findings import Finding
from selfhelp.library.locks import record
from selfhelp.library.measures import seconds_aloud
from selfhelp.library.recordings import seconds_of
from tests.library.folder import CONTENT, UK, Folder
from tests.library.sounds import FRAME, FRAME_SECONDS, head_of_m4a, quiet_mp3, with_a_head

AUDIO = "modules/grounding/audio"
WHY = f"{AUDIO}/uk/why.mp3"


def keep(folder: Folder, path: str, body: bytes) -> None:
    file = folder.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def long_enough(folder: Folder, step: str = "why", lang: str = "uk") -> bytes:
    """A recording as long as the step takes aloud."""
    module = folder.load().module(lang, "grounding")
    assert module is not None
    return quiet_mp3(seconds_aloud(module.step(step).parts, lang))  # type: ignore[union-attr]


def told(folder: Folder) -> list[Finding]:
    """What the check says of recordings."""
    return [one for one in folder.findings() if "/audio/" in one.path]


# Files.


def test_an_mp3_tells_its_length_by_its_frames() -> None:
    assert seconds_of(quiet_mp3(9), "mp3") == pytest.approx(9, abs=FRAME_SECONDS)
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\xff\xf3\x18\xc0" + bytes(6)
    assert seconds_of(tag + FRAME * 10, "mp3") == pytest.approx(10 * FRAME_SECONDS)


def test_an_mp3_that_was_cut_off_is_as_long_as_what_is_there() -> None:
    whole = with_a_head(quiet_mp3(60))

    assert seconds_of(whole, "mp3") == pytest.approx(60, abs=1)
    assert seconds_of(whole[: len(whole) // 2], "mp3") == pytest.approx(30, abs=1)


def test_an_m4a_tells_its_length_in_its_head() -> None:
    assert seconds_of(head_of_m4a(75), "m4a") == 75


@pytest.mark.parametrize("kind", ["mp3", "m4a", "opus"])
@pytest.mark.parametrize(
    "body", [b"", b"ID3", b"\xff", b"words of a text", b"OggS" + bytes(99), bytes(500)]
)
def test_what_is_no_sound_has_no_length(kind: str, body: bytes) -> None:
    assert seconds_of(body, kind) is None


# The check.


def test_a_good_recording_asks_only_to_be_noted(folder: Folder) -> None:
    keep(folder, WHY, long_enough(folder))

    (asked,) = told(folder)
    assert (asked.code, asked.path) == ("W11", WHY)
    record(folder.root)
    assert told(folder) == []


@pytest.mark.parametrize(
    ("path", "words", "mend"),
    [
        (f"{AUDIO}/uk/whi.mp3", 'no step "whi"', "why"),
        (f"{AUDIO}/pl/why.mp3", '"pl" is not one of the languages', "audio/uk/"),
        (f"{AUDIO}/why.mp3", "is not one of the languages", "audio/uk/"),
        (f"{AUDIO}/uk/why.opus", '".opus" is a kind of file', ".mp3 or .m4a"),
        (f"{AUDIO}/uk/why.m4a", "holds no sound of the kind .m4a", "again"),
        ("tools/now-panic/audio/uk/it-passes.mp3", "A tool has no first page", "modules and notes"),
    ],
)
def test_a_recording_that_no_phone_could_play_is_an_error_with_a_way_out(
    folder: Folder, path: str, words: str, mend: str
) -> None:
    keep(folder, path, quiet_mp3(9))

    fault = folder.one("E12")

    assert fault.path == path
    assert words in fault.message
    assert mend in fault.mend
    assert folder.load().module("uk", "grounding").recordings == ()  # type: ignore[union-attr]


def test_two_recordings_of_one_step_are_an_error(folder: Folder) -> None:
    keep(folder, WHY, long_enough(folder))
    keep(folder, f"{AUDIO}/uk/why.m4a", head_of_m4a(30))

    assert {one.code for one in told(folder)} == {"E12"}
    assert folder.load().module("uk", "grounding").recordings == ()  # type: ignore[union-attr]


@pytest.mark.parametrize("times", [0.6, 1.4])
def test_a_recording_much_shorter_or_longer_than_its_text_is_an_error(
    folder: Folder, times: float
) -> None:
    whole = long_enough(folder)
    keep(folder, WHY, FRAME * round(len(whole) / len(FRAME) * times))

    fault = folder.one("E11")

    assert "aloud" in fault.message


@pytest.mark.parametrize("times", [0.75, 1.25])
def test_voices_may_be_quicker_or_slower(folder: Folder, times: float) -> None:
    whole = long_enough(folder)
    keep(folder, WHY, FRAME * round(len(whole) / len(FRAME) * times))

    assert {one.code for one in told(folder)} == {"W11"}


def test_a_recording_of_words_that_have_changed_is_an_error_and_reaches_no_phone(
    folder: Folder,
) -> None:
    keep(folder, WHY, long_enough(folder))
    keep(folder, f"{AUDIO}/en/why.mp3", long_enough(folder, lang="en"))
    record(folder.root)
    folder.change(UK, "думки мчать", "думки біжать")

    behind = folder.one("E11")
    assert behind.path == WHY
    assert "has changed since" in behind.message
    library = folder.load()
    assert library.module("uk", "grounding").recordings == ()  # type: ignore[union-attr]
    assert [one.step for one in library.module("en", "grounding").recordings] == ["why"]  # type: ignore[union-attr]

    record(folder.root)
    assert folder.one("E11").path == WHY, "noting again does not make an old voice true"

    keep(folder, WHY, long_enough(folder) + FRAME)
    assert folder.one("W11").path == WHY
    record(folder.root)
    assert told(folder) == []


def test_recordings_that_are_heavy_to_fetch_are_told(folder: Folder) -> None:
    loud = b"\xff\xf3\xe8\xc0" + bytes(720 - 4)  # 160 kbit/s
    keep(folder, WHY, loud * 3000)

    assert folder.one("E13").path == WHY
    assert "2.2 MB" in folder.one("E13").message
    assert "1200 KB" in folder.one("W13").message


# The server.


@pytest.fixture
def app_with_voice(tmp_path: Path, folder: Folder) -> Flask:
    """An application whose grounding has one recording, in Ukrainian."""
    for path in ("help/ua.yml", "words/aliases.yml"):
        folder.write(path, (CONTENT / path).read_text("utf-8"))
    keep(folder, WHY, long_enough(folder))
    settings = read_settings(
        {},
        database_url="sqlite://",
        instance_dir=str(tmp_path),
        secret_key="s" * 64,
        pepper="p" * 64,
        content_dir=str(folder.root),
    )
    return create_app(settings)


ADDRESS = "/uk/modules/grounding/audio/why"


def test_the_page_offers_it_with_its_size_and_plays_nothing(app_with_voice: Flask) -> None:
    page = app_with_voice.test_client().get("/uk/modules/grounding").get_data(as_text=True)
    without = app_with_voice.test_client().get("/en/modules/grounding").get_data(as_text=True)

    assert "Зберегти аудіо (0,1 МБ)" in page
    assert f"{ADDRESS}?d=" in page
    assert 'preload="none"' in page
    assert "autoplay" not in page
    assert "recordings" not in without


def test_it_is_sent_whole_or_in_slices(app_with_voice: Flask, folder: Folder) -> None:
    body = (folder.root / WHY).read_bytes()

    def get(**headers: str) -> tuple[int, bytes, Headers]:
        with app_with_voice.test_client().get(ADDRESS, headers=headers) as answer:
            return answer.status_code, answer.get_data(), answer.headers

    status, whole, headers = get()
    assert (status, whole) == (200, body)
    assert headers["Content-Type"] == "audio/mpeg"
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in headers

    status, part, of_part = get(Range="bytes=36-71")
    assert (status, part) == (206, FRAME)
    assert of_part["Content-Range"] == f"bytes 36-71/{len(body)}"
    assert get(Range="bytes=-36")[:2] == (206, FRAME)
    assert get(Range=f"bytes={len(body)}-")[0] == 416
    assert get(**{"If-None-Match": headers["ETag"]})[:2] == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        "/en/modules/grounding/audio/why",
        "/uk/modules/grounding/audio/before",
        "/uk/modules/grounding/audio/..%2fuk.md",
        "/uk/modules/nowhere/audio/why",
    ],
)
def test_what_is_not_recorded_is_not_found(app_with_voice: Flask, address: str) -> None:
    assert app_with_voice.test_client().get(address).status_code == 404


def test_phones_are_not_told_to_keep_it(app_with_voice: Flask) -> None:
    worker = app_with_voice.test_client().get("/sw.js").get_data(as_text=True)

    assert "/audio/" not in worker.split("\n", 1)[0]
