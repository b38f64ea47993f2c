"""The QR code on a slip."""

import re

import segno

from selfhelp.people.slips import QUIET_BORDER, qr_path

ADDRESS = "https://stezhka.example/uk/s#0123456789abcdefghjkmnpqrs"
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def test_the_path_paints_the_dark_squares_and_no_others() -> None:
    code = qr_path(ADDRESS)

    painted = set()
    for x, y, there, back in (map(int, run) for run in RUN.findall(code["path"])):
        assert there == back
        painted |= {(x + along, y) for along in range(there)}
    assert RUN.sub("", code["path"]) == ""
    dark = {
        (x + QUIET_BORDER, y + QUIET_BORDER)
        for y, row in enumerate(segno.make_qr(ADDRESS, error="m").matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    }
    assert painted == dark


def test_a_white_border_lets_cameras_find_it() -> None:
    code = qr_path(ADDRESS)

    cells = [int(number) for run in RUN.findall(code["path"]) for number in run[:2]]
    assert min(cells) == 4
    assert max(cells) == code["size"] - 5
    assert len(code["path"]) < 5000
