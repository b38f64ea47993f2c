"""Let facilitators ring, and give modules to some."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_calls"
down_revision = "20261123_joining_by_code"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("calls_version", sa.String(), nullable=True))
        membership.add_column(
            sa.Column("calls_agreed_at", sa.DateTime(timezone=True), nullable=True)
        )
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(
            sa.Column("is_for_some", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "assigned_person",
        _link("assignment_id", "assignment"),
        _link("participant_id", "participant"),
        sa.PrimaryKeyConstraint("assignment_id", "participant_id"),
    )
    op.create_index(
        op.f("ix_assigned_person_participant_id"), "assigned_person", ["participant_id"]
    )
    op.create_table(
        "names_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        _link("staff_id", "staff"),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("staff_id"),
    )
    op.create_table(
        "call_wish",
        _link("staff_id", "staff"),
        sa.Column("calls_a_week", sa.Integer(), nullable=False),
        sa.CheckConstraint("calls_a_week between 0 and 60", name=op.f("ck_call_wish_calls_a_week")),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    _calls()


def _calls() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Uuid(), nullable=False),
        _link("group_id", "group"),
        _link("participant_id", "participant"),
        sa.Column("week", sa.Date(), nullable=False),
        _link("taken_by_id", "staff", ondelete="SET NULL"),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome in ('reached', 'not-reached', 'needs-more', 'declined')",
            name=op.f("ck_call_outcome"),
        ),
        sa.CheckConstraint("(outcome is null) = (logged_at is null)", name=op.f("ck_call_logged")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("group_id", "participant_id", "week"),
    )
    op.create_index(op.f("ix_call_participant_id"), "call", ["participant_id"])
    op.create_index(op.f("ix_call_week"), "call", ["week"])


def _link(name: str, table: str, *, ondelete: str = "CASCADE") -> sa.Column[object]:
    target = sa.ForeignKey(f"{table}.id", ondelete=ondelete)
    return sa.Column(name, sa.Uuid(), target, nullable=ondelete == "SET NULL")


def downgrade() -> None:
    for table in ("call", "call_wish", "names_key", "assigned_person"):
        op.drop_table(table)
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_column("is_for_some")
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("calls_agreed_at")
        membership.drop_column("calls_version")
