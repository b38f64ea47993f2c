"""Keep plans, devices and what waits to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_push"
down_revision = "20261123_support"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("endpoint_hash", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("auth_secret", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("reached_at", MOMENT, nullable=True),
        sa.Column("nudged_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], ondelete="CASCADE",
            name=op.f("fk_device_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_in.id"], ondelete="CASCADE",
            name=op.f("fk_device_sign_in_id_sign_in"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("endpoint_hash", name=op.f("uq_device_endpoint_hash")),
    )  # fmt: skip
    op.create_index(op.f("ix_device_participant_id"), "device", ["participant_id"])
    op.create_index(op.f("ix_device_sign_in_id"), "device", ["sign_in_id"])
    op.create_table(
        "push",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], ondelete="CASCADE",
            name=op.f("fk_push_device_id_device"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], ondelete="CASCADE",
            name=op.f("fk_push_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push")),
        sa.UniqueConstraint("device_id", "key", name=op.f("uq_push_device_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_push_next_at"), "push", ["next_at"])
    op.create_index(op.f("ix_push_participant_id"), "push", ["participant_id"])
    op.create_table(
        "push_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "host", "outcome", name=op.f("pk_push_tally")),
    )
    op.create_table(
        "nudge_plan",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("wants_after_alarm", sa.Boolean(), nullable=False),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.Column("unopened", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("last_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("wording in ('discreet', 'plain')", name=op.f("ck_nudge_plan_wording")),
        sa.CheckConstraint("(next_at is null) = (due_on is null)", name=op.f("ck_nudge_plan_due")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], ondelete="CASCADE",
            name=op.f("fk_nudge_plan_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_nudge_plan")),
    )  # fmt: skip
    op.create_index(op.f("ix_nudge_plan_next_at"), "nudge_plan", ["next_at"])
    op.create_table(
        "told_meeting",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], ondelete="CASCADE",
            name=op.f("fk_told_meeting_meeting_id_meeting"),
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_told_meeting")),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("told_meeting", "nudge_plan", "push_tally", "push", "device"):
        op.drop_table(table)
