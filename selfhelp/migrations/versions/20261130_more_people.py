"""Note when a module was given to more people than before, and that phones were told so."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_more_people"
down_revision = "20261130_what_phones_know"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("assignment", "told_assignment"):
        op.add_column(table, sa.Column("widened_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in ("told_assignment", "assignment"):
        op.drop_column(table, "widened_at")
