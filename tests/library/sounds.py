"""Sounds made on the spot: nobody's voice, only quiet of a certain length in the shape of a recording."""

from __future__ import annotations

FRAME = b"\xff\xf3\x18\xc0" + bytes(32)
"""36 milliseconds of nothing in MPEG-2 layer III: one channel, 16 kHz, 8 kbit/s."""
FRAME_SECONDS = 0.036


def quiet_mp3(seconds: float) -> bytes:
    """A file that plays nothing for so long."""
    return FRAME * round(seconds / FRAME_SECONDS)


def head_of_m4a(seconds: int) -> bytes:
    """The part of an .m4a that says how long it plays; nothing follows that could be played."""
    brand = b"\x00\x00\x00\x10ftypM4A \x00\x00\x00\x00"
    numbers = (0, 0, 0, 1000, 1000 * seconds, *([0] * 20))
    film = b"mvhd" + b"".join(number.to_bytes(4, "big") for number in numbers)
    return brand + (len(film) + 4).to_bytes(4, "big") + film
