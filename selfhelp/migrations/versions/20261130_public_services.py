"""Services in the community that a centre shows to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_public_services"
down_revision = "20261129_title_of_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "community_service",
        sa.Column("is_public", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("community_service", "is_public")
