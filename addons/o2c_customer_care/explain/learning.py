"""What is said about what complaints teach."""

from .choice import choice


def repeat(ticket):
    """That a complaint repeats another one."""
    return ticket.env._(
        "Complaint no. %(number)s of this customer: %(same)s as %(earlier)s.",
        number=ticket.repeat_number,
        same=choice(ticket, "repeat_same", ticket.repeat_same).lower(),
        earlier=ticket.repeat_of_id.sudo().number,  # the number says nothing secret
    )


def dimensions(env):
    """What complaints are counted by: names by key, in the order of the screen."""
    return {
        "cause": env._("Cause"),
        "reason": env._("Reason"),
        "product": env._("Product"),
        "lot": env._("Lot or serial number"),
        "supplier": env._("Supplier or courier at fault"),
        "courier": env._("Courier of the delivery"),
        "person": env._("Person whose work it was"),
        "department": env._("Responsible area"),
        "customer": env._("Customer"),
    }


def pareto(env, bars, measure):
    """The one sentence above the chart."""
    few = [bar for bar in bars if bar["letter"] == "A"]
    if not few:
        return ""
    share = f"{few[-1]['cumulated']:.0f}"
    values = {"few": len(few), "all": len(bars), "share": share}
    if measure == "cost":
        return env._("%(few)s of %(all)s make %(share)s %% of the cost.", **values)
    return env._("%(few)s of %(all)s make %(share)s %% of the complaints.", **values)


def pareto_notes(env):
    """How the figures are made."""
    return [
        env._(
            "Counted are complaints, warranty cases, returns and refused deliveries"
            " that you may see; parts and merged tickets do not count a second time."
        ),
        env._(
            "Cost: posted credit notes without taxes, goodwill, replacements, freight,"
            " work and outlays, less what suppliers and couriers paid back."
        ),
        env._(
            "A: those that together make 80 percent of it, B: up to 95, C: the rest."
            " The line is the share of a bar and all before it."
        ),
    ]


def dispute_days(company, row):
    """What disputes cost in days, in one sentence."""
    env = company.env
    if row["by_disputes"] is None:
        return env._("Without sales there is no DSO.")
    values = {
        "days": f"{row['by_disputes']:.1f}",
        "dso": f"{row['dso']:.1f}",
        "amount": company.currency_id.format(row["disputed"]),
    }
    return env._(
        "%(amount)s in dispute make %(days)s of the %(dso)s days of DSO.", **values
    )


def dispute_days_notes(env, months):
    """How the figures are made, and what they do not say."""
    return [
        env._(
            "DSO: receivables at the end of the month ÷ sales of %s months (taxes"
            " included, less credit notes) times their days.",
            months,
        ),
        env._(
            "It is a sum over the receivables, so that the disputed part of them makes"
            " disputed ÷ sales times days of it: so many days sooner the money would be"
            " in if nothing were disputed."
        ),
        env._(
            "Disputed is what the holds of disputes stopped at that moment, in the"
            " currency of the company; what was rejected or settled by then is not."
        ),
        env._("The current month is counted up to today."),
    ]
