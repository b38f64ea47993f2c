"""Keep which title somebody chose for reminders."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_title_of_reminders"
down_revision = "20261129_reminders_rest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    title = sa.Column("title", sa.String(), server_default="t01", nullable=False)
    op.add_column("nudge_plan", title)


def downgrade() -> None:
    op.drop_column("nudge_plan", "title")
