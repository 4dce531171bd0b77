"""What time it is: everything is kept and shown in UTC."""

from datetime import UTC, date, datetime


def utc_now() -> datetime:
    """The time now, UTC, as the store keeps it: without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def utc_today() -> date:
    """The day that it is now, UTC."""
    return utc_now().date()
