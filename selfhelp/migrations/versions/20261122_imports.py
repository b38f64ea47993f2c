"""Remember imports of centres."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_imports"
down_revision = "20261122_centre_care"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("community", sa.Column("raion", sa.String(), nullable=True))
    op.add_column("community", sa.Column("raion_code", sa.String(), nullable=True))
    op.add_column("centre", sa.Column("code", sa.String(), nullable=True))
    op.add_column("centre", sa.Column("host", sa.String(), nullable=False, server_default=""))
    op.add_column("centre", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_centre_code", "centre", ["code"], unique=True)
    op.create_table(
        "centre_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('waiting', 'done', 'undone', 'discarded')",
            name=op.f("ck_centre_import_status"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_centre_import_staff_id_staff"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_import")),
    )
    op.create_index("ix_centre_import_staff_id", "centre_import", ["staff_id"])
    op.create_index("ix_centre_import_made_at", "centre_import", ["made_at"])
    op.create_table(
        "imported_centre",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["centre_import.id"],
            name=op.f("fk_imported_centre_import_id_centre_import"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre.id"],
            name=op.f("fk_imported_centre_centre_id_centre"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "centre_id", name=op.f("pk_imported_centre")),
    )
    op.create_index("ix_imported_centre_centre_id", "imported_centre", ["centre_id"])


def downgrade() -> None:
    op.drop_table("imported_centre")
    op.drop_table("centre_import")
    op.drop_index("ix_centre_code", table_name="centre")
    # Without rebuilding the table: a rebuilt one would lose its checks on SQLite.
    for column in ("changed_at", "host", "code"):
        op.drop_column("centre", column)
    for column in ("raion_code", "raion"):
        op.drop_column("community", column)
