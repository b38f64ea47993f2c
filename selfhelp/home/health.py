"""/healthz: what a proxy or a person on duty asks first."""

from __future__ import annotations

import functools

from flask import Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from .. import migrations
from ..db import database
from ..library.routes import library
from ..ui.access import everyone


@everyone
def healthz() -> Response:
    """Say whether database, migration and content are as they should be: 200 or 503."""
    reached = _step_of_the_database()
    is_well = reached == _newest_step()
    answer = jsonify(
        {
            "status": "ok" if is_well else "unwell",
            "database": "ok" if reached is not None else "away",
            "migration": reached,
            "newest_migration": _newest_step(),
            "content": library().version,
        }
    )
    answer.status_code = 200 if is_well else 503
    return answer


def _step_of_the_database() -> str | None:
    try:
        return migrations.current(database().engine)
    except SQLAlchemyError as error:
        current_app.logger.warning("database away: %s", type(error).__name__)
        return None


_newest_step = functools.cache(migrations.newest)
