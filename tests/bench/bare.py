"""The smallest Flask view on our own server class: what any page is compared with.

`python -m tests.bench.bare PORT`
"""

from __future__ import annotations

import sys

from flask import Flask

from selfhelp.command_line import Server


class BareServer(Server):
    """Our server without a database behind it."""

    def _let_go_of_connections(self, _arbiter: object, _worker: object) -> None:
        """Have nothing to let go of."""


def bare_app() -> Flask:
    """Make an application that says hello at every address."""
    app = Flask("bare", static_folder=None)
    app.config["DEMO"] = False

    @app.get("/<path:_anything>")
    def hello(_anything: str) -> str:
        return "hello"

    return app


if __name__ == "__main__":
    BareServer(bare_app(), "127.0.0.1", int(sys.argv[1]), 1).run()
