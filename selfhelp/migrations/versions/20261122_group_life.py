"""Let groups be made, joined and left."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_group_life"
down_revision = "20261122_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("group") as group:
        group.add_column(sa.Column("weekday", sa.Integer(), nullable=True))
        group.add_column(sa.Column("hour", sa.Time(), nullable=True))
        group.add_column(sa.Column("format", sa.String(), nullable=False, server_default="room"))
        group.create_check_constraint("weekday", "weekday between 1 and 7")
        group.create_check_constraint("format", "format in ('room', 'online', 'mixed')")
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("paused_since", sa.Date(), nullable=True))
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(sa.Column("starts_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_column("starts_on")
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("paused_since")
    with op.batch_alter_table("group") as group:
        group.drop_constraint(op.f("ck_group_weekday"), type_="check")
        group.drop_constraint(op.f("ck_group_format"), type_="check")
        for column in ("format", "hour", "weekday"):
            group.drop_column(column)
