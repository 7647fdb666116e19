"""A week of the calendar as ISO 8601 counts it: from Monday on, written 2026-W48."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from exchange.errors import QueryError

_WRITTEN = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, known by its Monday.

    :param year: the year that the week belongs to, in which its Thursday lies.
    :param number: 1 to 53.
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the week that is written as in 2026-W48.

        :raises QueryError: it is written otherwise, or the year has no such week.
        """
        found = _WRITTEN.fullmatch(text)
        try:
            if found:
                week = cls(int(found[1]), int(found[2]))
                date.fromisocalendar(week.year, week.number, 7)  # the last day must exist as well
                return week
        except ValueError:
            raise QueryError(f"week={text}: the calendar has no such week.") from None
        raise QueryError(f"week={text!r}: is not a week; write year and number, as in 2026-W48.")

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the week in which a day lies."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days, Monday first."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    def weeks_since(self, other: "Week") -> int:
        """Return how many weeks after `other` this one is."""
        return (self.monday - other.monday).days // 7

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"
