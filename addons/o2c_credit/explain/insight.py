"""What the dashboard and the workbook say."""

from itertools import pairwise


def tiles(env):
    """The figures on top: key, label, kind, whether more is good, what it means."""
    return [
        _tile(
            "receivable", env._("Receivable"), "money", None, env._("owed at its end")
        ),
        _tile("overdue", env._("Overdue"), "money", False, env._("of it past due")),
        _tile(
            "dso_count_back",
            env._("DSO, counted back"),
            "days",
            False,
            env._("days of sales"),
        ),
        _tile("best_dso_count_back", env._("Best possible DSO"), "days", None, ""),
        _tile(
            "gap_cash_count_back",
            env._("Cash in the gap"),
            "money",
            False,
            env._("between the two, on sales of three months"),
        ),
        _tile(
            "effectiveness",
            env._("Collection effectiveness"),
            "percent",
            True,
            env._("80 is good, 50 is poor"),
        ),
        _tile(
            "dbt", env._("Days beyond terms"), "days", False, env._("of twelve months")
        ),
        _tile(
            "share_in_time",
            env._("Paid in time"),
            "percent",
            True,
            env._("twelve months"),
        ),
        _tile(
            "promise_share",
            env._("Promises kept"),
            "percent",
            True,
            env._("of the month's"),
        ),
        _tile("disputed", env._("Disputed"), "money", False, ""),
        _tile("disputed_days", env._("Disputed, in days of DSO"), "days", False, ""),
    ]


def _tile(key, label, kind, more_is_good, hint):
    return {
        "key": key,
        "label": label,
        "kind": kind,
        "good": more_is_good,
        "hint": hint,
    }


def buckets(env):
    """The names of the buckets, not due first."""
    return [
        env._("Not due"),
        env._("1 to 30 days"),
        env._("31 to 60 days"),
        env._("61 to 90 days"),
        env._("Over 90 days"),
    ]


def rolls(env):
    """The names of the roll rates."""
    names = buckets(env)
    return [
        env._("%(before)s → %(after)s", before=before, after=after)
        for before, after in pairwise(names)
    ]


def notes(env):
    """What somebody who reads the figures should know."""
    return [
        env._(
            "Every month is read from the ledger as it stood at its end, the imported"
            " history included; unmatched credits count against what is overdue first."
        ),
        env._(
            "DSO counted back: how many days of the newest sales make up what is owed,"
            " with real days. The simple DSO jumps with the sales of one month, the"
            " one over three months less so."
        ),
        env._(
            "With the simple DSO the cash in the gap is the overdue amount itself and"
            " no second finding; shown here is the gap of the days counted back."
        ),
        env._(
            "A roll rate is what stood in a bucket at the end of a month as a share of"
            " what stood in the one before a month earlier."
        ),
    ]


def forecast(env, newest, error, covered, months):
    """How far a forecast may be trusted, in a sentence."""
    if error is None:
        return env._("No past month could be judged yet.")
    return env._(
        "In the last %(months)s months judged, what came in four weeks was missed by"
        " %(error).0f %% in all; %(covered).0f %% of them lay within the band. What is"
        " not billed yet is no part of it.",
        months=months,
        error=error * 100,
        covered=covered * 100,
    )


def none(env):
    """The segment of those that are in none."""
    return env._("None")


def no_such_segment(env):
    """The months cannot be narrowed down by this."""
    return env._("The figures cannot be narrowed down by that.")


def class_name(env, letter):
    """The accounts of a class."""
    return env._("Class %s", letter) if letter else env._("Customers without class")
