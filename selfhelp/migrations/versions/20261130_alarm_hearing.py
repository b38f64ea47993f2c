"""Keep what the feed of alarms said last; find those who asked to hear of the end of an alarm."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_alarm_hearing"
down_revision = "20261130_public_services"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarm_hearing",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("true_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_alarm_hearing_only")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_hearing")),
    )
    op.create_index(
        "ix_nudge_plan_after_alarm",
        "nudge_plan",
        ["region"],
        sqlite_where=sa.text("wants_after_alarm = 1"),
        postgresql_where=sa.text("wants_after_alarm"),
    )


def downgrade() -> None:
    op.drop_index("ix_nudge_plan_after_alarm", "nudge_plan")
    op.drop_table("alarm_hearing")
