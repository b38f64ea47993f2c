"""How Alembic runs our steps: on the connection it is handed, tables rebuilt in batches on SQLite."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context


def render_plainly(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that no step ever imports the application."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    render_item=render_plainly,
    compare_type=True,
)
context.run_migrations()
