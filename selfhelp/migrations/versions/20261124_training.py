"""Keep which staff modules somebody has finished."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_training"
down_revision = "20261123_push"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finished_staff_module",
        sa.Column(
            "staff_id", sa.Uuid(), sa.ForeignKey("staff.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "module"),
    )


def downgrade() -> None:
    op.drop_table("finished_staff_module")
