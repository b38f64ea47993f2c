"""Note to whom a module was new, and that phones were told so."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_more_people"
down_revision = "20261130_what_phones_know"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("assignment", "told_assignment"):
        op.add_column(table, sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True))
    given_at = sa.Column("given_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("assigned_person", given_at)
    op.execute(
        "UPDATE assigned_person SET given_at = "
        "(SELECT given_at FROM assignment WHERE assignment.id = assigned_person.assignment_id)"
    )
    with op.batch_alter_table("assigned_person") as assigned_person:
        assigned_person.alter_column("given_at", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("assigned_person") as assigned_person:
        assigned_person.drop_column("given_at")
    for table in ("told_assignment", "assignment"):
        op.drop_column(table, "renewed_at")
