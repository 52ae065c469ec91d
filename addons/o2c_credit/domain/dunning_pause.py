"""The days on which an item stood still: contested as a whole, or held altogether."""

from datetime import date


def paused_days(spans, due, today):
    """How many of the days from ``due`` until before ``today`` lie in a pause.

    :param spans: pairs of days, the first of the pause and the first without it
        (None: it goes on); they may overlap

    >>> march = lambda day: date(2026, 3, day)
    >>> paused_days([(march(5), march(8)), (march(7), march(10))], march(6), march(31))
    4
    >>> paused_days([(march(1), None)], march(10), march(12))
    2
    """
    count, reached = 0, due
    for start, end in sorted(spans, key=lambda span: span[0]):
        first, after = max(start, reached), min(end or today, today)
        if after > first:
            count += (after - first).days
            reached = after
    return count


def days_counted(due: date, today: date, paused):
    """Days overdue as the steps of dunning count them: without the pauses.

    What is overdue stays so: no courtesy of before the due date comes after it.

    >>> march = lambda day: date(2026, 3, day)
    >>> [days_counted(march(10), march(day), 4) for day in (8, 10, 12, 20)]
    [-2, 0, 1, 6]
    """
    days = (today - due).days
    return days if days <= 0 else max(days - paused, 1)
