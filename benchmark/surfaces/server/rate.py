"""How often something may be done from one address, counted in this process."""

import time
from collections import deque


class Rate:
    """At most so many times in so many seconds for each key."""

    MOST_KEYS = 10_000
    """Keys that are remembered: what a flood of addresses may cost."""

    def __init__(self, times: int, *, seconds: float) -> None:
        self.times = times
        self.seconds = seconds
        self._seen: dict[str, deque[float]] = {}

    def allows(self, key: str) -> bool:
        """Whether it may be done once more now; counts it when it may."""
        now = time.monotonic()
        if len(self._seen) > self.MOST_KEYS:
            self._seen = {known: seen for known, seen in self._seen.items() if now - seen[-1] < self.seconds}
        seen = self._seen.setdefault(key, deque(maxlen=self.times))
        if len(seen) == self.times and now - seen[0] < self.seconds:
            return False
        seen.append(now)
        return True
