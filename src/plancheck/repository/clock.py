"""The day of a check, and for how long what follows from it stays true."""

from __future__ import annotations

import datetime

_ONE_DAY = datetime.timedelta(days=1)


class Clock:
    """A day that remembers what it was asked for: what came out comes out on all days from `since` to `until`."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self.since = datetime.date.min
        self.until = datetime.date.max

    def today(self) -> datetime.date:
        """The day itself: what follows from it is true on that day alone."""
        self.since = self.until = self._today
        return self._today

    def beside(self, day: datetime.date) -> datetime.date:
        """The day itself, to be compared with another: what follows is true as long as it is before, or after, that one."""
        if day < self._today:
            self.since = max(self.since, day + _ONE_DAY)
        elif day > self._today:
            self.until = min(self.until, day - _ONE_DAY)
        else:
            self.since = self.until = day
        return self._today
