"""Keep first consultations and referrals."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_support"
down_revision = "20261123_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_services()
    _make_consultations()
    _make_referrals()


def _make_services() -> None:
    op.create_table(
        "community_service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("cost", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "cost in ('free', 'partly', 'paid', 'unknown')", name=op.f("ck_community_service_cost")
        ),
        _key_of("community_service", "centre_id", "centre", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_service")),
    )
    with op.batch_alter_table("community_service") as service:
        service.create_index(op.f("ix_community_service_centre_id"), ["centre_id"])


def _make_consultations() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("spoken_code", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by_id", sa.Uuid(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("way in ('phone', 'desk')", name=op.f("ck_consultation_way")),
        sa.CheckConstraint(
            "wish in ('come', 'ring', 'after-group')", name=op.f("ck_consultation_wish")
        ),
        sa.CheckConstraint(
            "outcome in ('community', 'individual', 'group', 'referral', 'not-held', 'taken-back')",
            name=op.f("ck_consultation_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome is null) = (closed_at is null)", name=op.f("ck_consultation_end")
        ),
        _key_of("consultation", "centre_id", "centre", "CASCADE"),
        _key_of("consultation", "participant_id", "participant", "CASCADE"),
        _key_of("consultation", "held_by_id", "staff", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("centre_id", "spoken_code", name=op.f("uq_consultation_centre_id")),
    )
    with op.batch_alter_table("consultation") as consultation:
        consultation.create_index(
            op.f("ix_consultation_centre_id_closed_at"), ["centre_id", "closed_at"]
        )
        consultation.create_index(op.f("ix_consultation_participant_id"), ["participant_id"])


def _make_referrals() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("consent_version", sa.String(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("may_tell_back", sa.Boolean(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome in ('arrived', 'not-arrived', 'declined', 'unknown')",
            name=op.f("ck_referral_outcome"),
        ),
        sa.CheckConstraint("(outcome is null) = (closed_at is null)", name=op.f("ck_referral_end")),
        sa.CheckConstraint(
            "(consent_version is null) = (consent_at is null)", name=op.f("ck_referral_consent")
        ),
        sa.CheckConstraint(
            "consent_at is not null or level = 'red-now'", name=op.f("ck_referral_agreed")
        ),
        _key_of("referral", "consultation_id", "consultation", "CASCADE"),
        _key_of("referral", "participant_id", "participant", "CASCADE"),
        _key_of("referral", "service_id", "community_service", "RESTRICT"),
        _key_of("referral", "made_by_id", "staff", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral") as referral:
        for column in ("consultation_id", "participant_id", "service_id"):
            referral.create_index(op.f(f"ix_referral_{column}"), [column])


def _key_of(table: str, column: str, parent: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    op.drop_table("referral")
    op.drop_table("consultation")
    op.drop_table("community_service")
