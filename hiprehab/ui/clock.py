"""Where the time comes from: the computer's clocks, and what a test hands in instead of them."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where time comes from; a test hands in one that it turns by hand."""

    def monotonic(self) -> float:
        """Seconds that only go forwards."""

    def gap(self) -> float:
        """Seconds slept so far that `monotonic` does not count."""

    def utcnow(self) -> datetime:
        """The time of day, aware, in UTC."""

    def offset_min(self) -> int:
        """Minutes that local time is ahead of UTC now."""


class SystemClock:
    """The computer's clocks.

    Linux and macOS stop the monotonic clock during sleep and have another that goes on. On Windows
    the monotonic clock counts sleep, so that the gap between two ticks already shows it.
    """

    def monotonic(self) -> float:
        """Seconds that only go forwards."""
        return time.monotonic()

    def gap(self) -> float:
        """Seconds slept since the computer was started, as far as `monotonic` leaves them out."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(
                time.CLOCK_MONOTONIC
            )
        if hasattr(time, "CLOCK_UPTIME_RAW"):  # macOS: its CLOCK_MONOTONIC goes on in sleep.
            return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(
                time.CLOCK_UPTIME_RAW
            )
        return 0.0

    def utcnow(self) -> datetime:
        """The time of day, aware, in UTC."""
        return datetime.now(UTC)

    def offset_min(self) -> int:
        """Minutes that local time is ahead of UTC now."""
        offset = datetime.now().astimezone().utcoffset()
        return round(offset.total_seconds() / 60) if offset else 0
