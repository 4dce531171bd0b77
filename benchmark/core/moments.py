"""The current time. All times are kept and shown in UTC."""

from datetime import UTC, date, datetime


def utc_now() -> datetime:
    """The current time in UTC, without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def utc_today() -> date:
    """Today's date in UTC."""
    return utc_now().date()
