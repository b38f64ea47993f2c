"""Note which modules and meetings phones were told of."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_what_phones_know"
down_revision = "20261130_alarm_hearing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_assignment",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_told_assignment_assignment_id_assignment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_told_assignment")),
    )
    for name in ("eve_told_for", "day_told_for"):
        op.add_column("told_meeting", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("day_told_for", "eve_told_for"):
        op.drop_column("told_meeting", name)
    op.drop_table("told_assignment")
