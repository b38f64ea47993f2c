"""Let a centre's reminders rest until a day."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_reminders_rest"
down_revision = "20261124_training"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("centre", sa.Column("reminders_rest_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("centre", "reminders_rest_until")
