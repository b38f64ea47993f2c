"""First consultations, referrals, and services in the community."""
