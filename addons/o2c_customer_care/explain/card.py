"""What the customer card says."""

from .choice import choice


def lines(partner, tickets):
    """What the customer card says of open tickets and contested amounts."""
    env = partner.env
    rows = [
        {"label": t.number, "value": _card_ticket(t), "record": [t._name, t.id]}
        for t in tickets[:5]
    ]
    disputed = tickets.dispute_ids.filtered(lambda d: d._at_stake())
    for company, disputes in disputed.grouped("company_id").items():
        amount = sum(float(dispute._held_value()) for dispute in disputes)
        rows.append(
            {
                "label": env._("In dispute (%s)", company.name),
                "value": company.currency_id.format(amount),
                **_opened(disputes),
            }
        )
    return rows or [{"label": env._("Tickets"), "value": env._("No open ticket")}]


def _opened(records):
    """Where a click on a line of the card leads: a sum of several leads nowhere."""
    return {"record": [records._name, records.id]} if len(records) == 1 else {}


def _card_ticket(ticket):
    return ticket.env._(
        "%(subject)s (%(stage)s)",
        subject=ticket.name,
        stage=choice(ticket, "stage", ticket.stage),
    )


def debt(debt):
    """That a customer is late with paying."""
    company = debt["company"]
    return company.env._(
        "%(amount)s overdue on %(count)s invoice(s), the oldest since %(days)s days",
        amount=company.currency_id.format(debt["amount"]),
        count=debt["count"],
        days=debt["days"],
    )
