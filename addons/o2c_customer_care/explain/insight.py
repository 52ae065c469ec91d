"""What the dashboard and the workbook of customer care say."""


def tiles(env, whole):
    """The figures on top: key, label, kind, whether more is good, what it means.

    :param whole: whether contacts and orders are among them
    """
    return _of_tickets(env) + (_of_company(env) if whole else [])


def _of_tickets(env):
    replies, closed = ("first_reply_p90", "replied"), ("closed",)
    interval = ("satisfaction_low", "satisfaction_high", "satisfaction_enough")
    return [
        _tile("opened", env._("New tickets"), "count", None),
        _tile("closed", env._("Closed"), "count", None),
        _tile("backlog", env._("Open now"), "count", False),
        _tile("first_reply_median", env._("First answer"), "hours", False, replies),
        _tile(
            "resolution_median",
            env._("Until closed"),
            "hours",
            False,
            ("resolution_p90", "closed"),
        ),
        _tile("attainment", env._("In time"), "percent", True, ("decided",)),
        _tile("first_contact", env._("At first contact"), "percent", True, closed),
        _tile("reopen_rate", env._("Reopened"), "percent", False, ("reopenings",)),
        _tile("cost", env._("Cost of a ticket"), "money", False, closed),
        _tile(
            "satisfaction", env._("Satisfied"), "percent", True, ("rated", *interval)
        ),
    ]


def _of_company(env):
    return [
        _tile(
            "contacts_per_order",
            env._("Contacts per order"),
            "number",
            False,
            ("contacts", "orders"),
        ),
        _tile(
            "kept_off",
            env._("Kept off salespeople"),
            "count",
            True,
            ("kept_off_percent",),
        ),
    ]


def _tile(key, label, kind, more_is_good, others=()):
    return {
        "key": key,
        "label": label,
        "kind": kind,
        "good": more_is_good,
        "with": list(others),
    }


def dimensions(env):
    """What the figures can be looked at by."""
    return {
        "reason": env._("Reason"),
        "team": env._("Team"),
        "agent": env._("Agent"),
        "channel": env._("Channel"),
        "kind": env._("Kind"),
        "tier": env._("Service level"),
    }


def ages(env):
    """The names of the ages of open tickets, the youngest first."""
    return [
        env._("Up to a day"),
        env._("2 to 3 days"),
        env._("4 to 7 days"),
        env._("8 to 14 days"),
        env._("15 to 30 days"),
        env._("Over 30 days"),
    ]


def none(env):
    """What a group is called that has no name."""
    return env._("None")


def tickets(env):
    """The heading of the tickets behind a figure."""
    return env._("Tickets")


def notes(env):
    """What somebody who reads the figures should know."""
    return [
        env._(
            "Parts handed to departments and merged tickets are not counted; their own"
            " ticket is."
        ),
        env._(
            "First answer: from receipt until somebody wrote to the customer or the"
            " ticket was answered, of tickets received in the period. Until closed: of"
            " tickets closed in the period. Both in natural hours, day and night; nine"
            " of ten were faster than the second number."
        ),
        env._(
            "In time: clocks that were met before they were due, of all that were met"
            " or missed in the period; in the hours of their own calendars, without"
            " pauses."
        ),
        env._(
            "Reopened: reopenings for each hundred closings, as they happened."
            " At first contact and cost: of tickets closed in the period."
        ),
        env._(
            "Satisfied: ratings of 4 or 5 of all ratings of tickets closed in the"
            " period. The interval holds the true share with 95 %; below 30 ratings"
            " only the interval is shown."
        ),
        env._(
            "Contacts per order: what came in from customers, by any channel, for each"
            " order confirmed in the same months. Kept off salespeople: of what came in"
            " from customers who have a salesperson, what somebody else took."
        ),
    ]


def not_for_you(env):
    """Why somebody does not see the figures."""
    return env._("These are figures for customer care.")


def no_such_group(env):
    """Why figures are not grouped so."""
    return env._("The figures cannot be grouped by this.")


def people_for_leaders(env):
    """Why an agent does not see figures by agent."""
    return env._("Only care leaders see the figures of single agents.")


def heads(env):
    """The headings of figures in tables and in the workbook."""
    return {
        "month": env._("Month"),
        "opened": env._("New"),
        "closed": env._("Closed"),
        "backlog": env._("Open"),
        "first_reply_median": env._("First answer, median (h)"),
        "first_reply_p90": env._("First answer, 90 % (h)"),
        "resolution_median": env._("Until closed, median (h)"),
        "resolution_p90": env._("Until closed, 90 % (h)"),
        "decided": env._("Clocks ended"),
        "attainment": env._("In time (%)"),
        "first_contact": env._("At first contact (%)"),
        "closings": env._("Closings"),
        "reopenings": env._("Reopenings"),
        "reopen_rate": env._("Reopened (%)"),
        "cost": env._("Cost of a ticket"),
        "rated": env._("Ratings"),
        "satisfaction": env._("Satisfied (%)"),
        "satisfaction_low": env._("at least (%)"),
        "satisfaction_high": env._("at most (%)"),
        "contacts": env._("Contacts"),
        "orders": env._("Orders"),
        "contacts_per_order": env._("Contacts per order"),
        "kept_off": env._("Kept off salespeople"),
        "kept_off_percent": env._("Kept off (%)"),
    }


def workbook(env):
    """The names of the sheets and of what stands beside the figures."""
    return {
        "months": env._("Months"),
        "groups": env._("By %s"),
        "ages": env._("Open by age"),
        "clocks": env._("Clocks"),
        "notes": env._("Notes"),
        "total": env._("Total"),
        "age": env._("Age"),
        "measure": env._("Clock"),
        "in_time": env._("In time"),
        "count": env._("Tickets"),
    }


def file_name(env, company, day):
    """The name of the workbook."""
    return env._(
        "Customer care %(company)s %(day)s.xlsx", company=company.name, day=day
    )
