"""For which days a periodic statement is: the last week, month or quarter."""

from datetime import timedelta
from enum import Enum

MONTHS = {"monthly": 1, "quarterly": 3}


class Every(str, Enum):
    """How often a customer gets his statement."""

    NEVER = "never"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


def last_period(every, today):
    """(key, first day, last day) of the last period that ended before ``today``.

    The key names the period for ever, so that nobody gets two statements for it.

    >>> from datetime import date
    >>> last_period(Every.MONTHLY, date(2026, 3, 1))
    ('2026-02', datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    >>> last_period(Every.QUARTERLY, date(2026, 3, 31))
    ('2025-Q4', datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
    >>> last_period(Every.WEEKLY, date(2026, 1, 5))
    ('2026-W01', datetime.date(2025, 12, 29), datetime.date(2026, 1, 4))
    """
    if every == Every.WEEKLY:
        monday = today - timedelta(days=today.weekday() + 7)
        year, week, _day = monday.isocalendar()
        return f"{year}-W{week:02}", monday, monday + timedelta(days=6)
    months = MONTHS[every.value]
    begun = (today.month - 1) // months * months + 1
    last = today.replace(month=begun, day=1) - timedelta(days=1)
    first = last.replace(month=last.month - months + 1, day=1)
    if every == Every.QUARTERLY:
        return f"{first.year}-Q{(first.month + 2) // 3}", first, last
    return f"{first.year}-{first.month:02}", first, last
