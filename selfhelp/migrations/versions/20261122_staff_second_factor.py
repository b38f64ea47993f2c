"""Let staff carry a second factor and come in by links."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_staff_second_factor"
down_revision = "20261121_first_epoch"
branch_labels = None
depends_on = None

ROLES_BEFORE = "role in ('facilitator', 'manager', 'administrator')"
ROLES_NOW = (
    "role in ('facilitator', 'manager', 'social-manager', 'psychologist', 'volunteer', "
    "'administrator')"
)


def upgrade() -> None:
    with op.batch_alter_table("staff", schema=None) as staff:
        staff.alter_column("password_hash", existing_type=sa.String(), nullable=True)
        staff.add_column(sa.Column("totp_secret", sa.String(), nullable=True))
        staff.add_column(sa.Column("totp_last_step", sa.BigInteger(), nullable=True))
        staff.add_column(sa.Column("may_lead_since", sa.Date(), nullable=True))
        staff.add_column(sa.Column("certificate_kind", sa.String(), nullable=True))
        staff.add_column(sa.Column("certificate_on", sa.Date(), nullable=True))
    with op.batch_alter_table("post", schema=None) as post:
        post.drop_constraint(op.f("ck_post_role"), type_="check")
        post.create_check_constraint(op.f("ck_post_role"), ROLES_NOW)
    op.create_table(
        "staff_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('invitation', 'reset')", name=op.f("ck_staff_link_kind")),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_staff_link_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_link")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_staff_link_staff_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_link_token_hash")),
    )
    op.create_table(
        "half_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("is_setting_up", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_half_sign_in_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_in_token_hash")),
    )
    with op.batch_alter_table("half_sign_in", schema=None) as half:
        half.create_index(half.f("ix_half_sign_in_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as passkey:
        passkey.create_index(passkey.f("ix_passkey_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_recovery_code_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as code:
        code.create_index(code.f("ix_recovery_code_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_table("passkey")
    op.drop_table("half_sign_in")
    op.drop_table("staff_link")
    op.execute(f"DELETE FROM post WHERE NOT ({ROLES_BEFORE})")  # noqa: S608 - a constant
    with op.batch_alter_table("post", schema=None) as post:
        post.drop_constraint(op.f("ck_post_role"), type_="check")
        post.create_check_constraint(op.f("ck_post_role"), ROLES_BEFORE)
    # An empty hash opens nothing: whoever has not taken up an invitation stays outside.
    op.execute("UPDATE staff SET password_hash = '' WHERE password_hash IS NULL")
    with op.batch_alter_table("staff", schema=None) as staff:
        staff.drop_column("certificate_on")
        staff.drop_column("certificate_kind")
        staff.drop_column("may_lead_since")
        staff.drop_column("totp_last_step")
        staff.drop_column("totp_secret")
        staff.alter_column("password_hash", existing_type=sa.String(), nullable=False)
