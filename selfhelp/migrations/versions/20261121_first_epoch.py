"""Give the database its identity."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "20261121_first_epoch"
down_revision = "20261121_first_tables"
branch_labels = None
depends_on = None

epoch = sa.table("epoch", sa.column("id", sa.Uuid), sa.column("since", sa.DateTime(timezone=True)))


def upgrade() -> None:
    op.bulk_insert(epoch, [{"id": uuid4(), "since": datetime.now(UTC)}])


def downgrade() -> None:
    op.execute(sa.delete(epoch))
