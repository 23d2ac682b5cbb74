"""The day of a check, and for how long what is asked about it stays true."""

from __future__ import annotations

import datetime

ONE_DAY = datetime.timedelta(days=1)


class Clock:
    """A day, and what it was asked for: every answer is the same on all days from `since` to `until`."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self.since = datetime.date.min
        self.until = datetime.date.max

    def today(self) -> datetime.date:
        """The day itself: what follows from it is true on that day alone."""
        self.since = self.until = self._today
        return self._today

    def has_come(self, day: datetime.date) -> bool:
        """Whether it is a day or later: that stays true, or stays false until then."""
        if day <= self._today:
            self.since = max(self.since, day)
            return True
        self.until = min(self.until, day - ONE_DAY)
        return False
