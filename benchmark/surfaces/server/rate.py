"""Limits how often something may be done under a key, such as an address; counted in this process."""

import time
from collections import deque


class Rate:
    """Allows so many times in so many seconds for each key."""

    MOST_KEYS = 10_000
    """The most keys remembered, which limits the memory that a flood of addresses can take."""

    def __init__(self, times: int, *, seconds: float) -> None:
        self.times = times
        self.seconds = seconds
        self._seen: dict[str, deque[float]] = {}

    def allows(self, key: str) -> bool:
        """Whether it is allowed once more now. If so, it is counted."""
        now = time.monotonic()
        if len(self._seen) > self.MOST_KEYS:
            self._seen = {known: seen for known, seen in self._seen.items() if now - seen[-1] < self.seconds}
        seen = self._seen.setdefault(key, deque(maxlen=self.times))
        if len(seen) == self.times and now - seen[0] < self.seconds:
            return False
        seen.append(now)
        return True
