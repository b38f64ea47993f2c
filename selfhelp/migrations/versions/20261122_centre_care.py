"""Let centres keep their own facts."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_centre_care"
down_revision = "20261122_staff_second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("centre") as centre:
        centre.add_column(sa.Column("services", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "special_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("reason_uk", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre.id"],
            name=op.f("fk_special_day_centre_id_centre"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_day")),
        sa.UniqueConstraint("centre_id", "day", name=op.f("uq_special_day_centre_id")),
    )
    op.create_table(
        "readiness_mark",
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('under-way', 'ready')", name=op.f("ck_readiness_mark_state")),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre.id"],
            name=op.f("fk_readiness_mark_centre_id_centre"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("centre_id", "item", name=op.f("pk_readiness_mark")),
    )
    op.create_table(
        "plan_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("term in ('short', 'long')", name=op.f("ck_plan_line_term")),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre.id"],
            name=op.f("fk_plan_line_centre_id_centre"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
    )
    with op.batch_alter_table("plan_line") as plan_line:
        plan_line.create_index(op.f("ix_plan_line_centre_id"), ["centre_id"])


def downgrade() -> None:
    op.drop_table("plan_line")
    op.drop_table("readiness_mark")
    op.drop_table("special_day")
    with op.batch_alter_table("centre") as centre:
        centre.drop_column("services")
