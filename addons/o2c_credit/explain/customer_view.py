"""The views of one customer by role: headings and sentences."""

from decimal import Decimal


def not_for_you(env):
    return env._("This view of the customer is for another role.")


def roles(env):
    return {
        "collector": env._("Collector"),
        "credit": env._("Credit manager"),
        "sales": env._("Sales"),
        "director": env._("Sales director"),
        "management": env._("Management"),
    }


def figures(env):
    return {
        "limit": env._("Limit"),
        "exposure": env._("Exposure"),
        "headroom": env._("Headroom"),
        "open": env._("Open"),
        "overdue": env._("Overdue"),
    }


def titles(env):
    return {
        "next": env._("Next best action"),
        "ageing": env._("Ageing"),
        "strategy": env._("Dunning strategy"),
        "promises": env._("Promises"),
        "contacts": env._("Contacts about collection"),
        "behaviour": env._("Behaviour"),
        "limit": env._("Limit today"),
        "exposure": env._("What the exposure is made of"),
        "delays": env._("Days late by month of the due date"),
        "decisions": env._("Credit decisions"),
        "headroom": env._("How much may he order?"),
        "waiting": env._("Orders that wait for credit"),
        "weeks": env._("Headroom of the coming weeks"),
        "growth": env._("Growth if the limit rose"),
        "brands": env._("Sales by brand (product category)"),
        "area": env._("Area"),
        "trend_sales": env._("Sold on credit by month"),
        "trend_open": env._("Receivable at the end of the month"),
        "trend_overdue": env._("Overdue at the end of the month"),
        "trend_score": env._("Score by month"),
    }


def labels(env):
    return {
        "day": env._("Day"),
        "step": env._("Step"),
        "state": env._("State"),
        "amount": env._("Amount"),
        "until": env._("Until"),
        "paid": env._("Paid"),
        "who": env._("Who"),
        "about": env._("About"),
        "order": env._("Order"),
        "decision": env._("Decision"),
        "excess": env._("Over the limit by"),
        "would_pass": env._("What would make it pass"),
        "brand": env._("Brand"),
        "year": env._("Last 12 months"),
        "before": env._("The 12 before"),
        "change": env._("Change"),
    }


def kept(env, count, due):
    """How a customer keeps his promises."""
    if not due:
        return env._("No promise has fallen due so far.")
    return env._("%(count)s of %(due)s promises kept", count=count, due=due)


def no_brand(env):
    return env._("Without product")


def change(year, before):
    """Growth in per cent as text, empty where there was nothing before."""
    old, new = Decimal(before or 0), Decimal(year or 0)
    if old <= 0:
        return ""
    return f"{float((new - old) / old):+.0%}"


def headroom(account, facts):
    """What a salesperson has to know: how much, and what stands in the way."""
    env, room = account.env, facts["headroom"]
    if room is None:
        lines = [env._("Nobody limits this customer.")]
    elif room < 0:
        over = account._view_money(-room)
        lines = [env._("He is over his limit by %s: new orders will wait.", over)]
    else:
        lines = [env._("He may order for %s more.", account._view_money(room))]
    if facts["overdue"] > 0:
        lines.append(env._("Items are past due: asking for them frees headroom."))
    if facts["credits"] > 0:
        lines.append(env._("A payment of his is not matched with invoices yet."))
    return lines


def growth(account, facts, held):
    """What higher limits would have let pass in a year."""
    env, money = account.env, account._view_money
    if not held["orders"]:
        return [env._("No order of his had to wait for the limit in twelve months.")]
    lines = [
        env._(
            "In twelve months %(count)s orders of %(amount)s in all had to wait.",
            count=held["orders"],
            amount=money(held["amount"]),
        )
    ]
    if held["waiting"]:
        lines.append(
            env._(
                "%(count)s of them, %(amount)s, wait still.",
                count=held["waiting"],
                amount=money(held["waiting_amount"]),
            )
        )
    if held["lost"]:
        lines.append(
            env._(
                "%(count)s of them, %(amount)s, were cancelled.",
                count=held["lost"],
                amount=money(held["lost_amount"]),
            )
        )
    if facts["limit"] is not None and held["excess"]:
        lines.append(
            env._(
                "A limit of %(limit)s, %(more)s more than today, would have let each"
                " of them pass.",
                limit=money(facts["limit"] + held["excess"]),
                more=money(held["excess"]),
            )
        )
    return lines


def area(account, facts, name, found):
    """The customer beside the others of his area."""
    env, money = account.env, account._view_money
    share = facts["open"] / found["open"] if found["open"] else Decimal()
    lines = [
        env._(
            "%(area)s: %(count)s customers owe %(open)s, of it %(overdue)s is overdue.",
            area=name,
            count=found["customers"],
            open=money(found["open"]),
            overdue=money(found["overdue"]),
        ),
        env._("His share of what the area owes: %s", f"{float(share):.0%}"),
    ]
    if facts["open"] > 0 and found["open"] > 0:
        own = facts["overdue"] / facts["open"]
        all_of_them = found["overdue"] / found["open"]
        lines.append(
            env._(
                "Overdue of what is open: %(own)s here, %(all)s in the area.",
                own=f"{float(own):.0%}",
                all=f"{float(all_of_them):.0%}",
            )
        )
    return lines
