"""What the customer card says."""

from .choice import choice


def lines(partner, tickets):
    """What the customer card says of open tickets and contested amounts."""
    env = partner.env
    rows = [
        {
            "label": t.number,
            "value": _card_ticket(t),
            "record": [t._name, t.id],
            **({"tone": "danger"} if t.clock_state == "breached" else {}),
        }
        for t in tickets.sorted(_late_first)[:5]
    ]
    if len(tickets) > len(rows):
        rows.append(
            {"label": "", "value": env._("and %s more", len(tickets) - len(rows))}
        )
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


def _late_first(ticket):
    due = ticket.next_due_at
    return ticket.clock_state != "breached", not due, due or ticket.opened_at


def _opened(records):
    """Where a click on a line of the card leads: a sum of several leads nowhere."""
    return {"record": [records._name, records.id]} if len(records) == 1 else {}


def _card_ticket(ticket):
    return ticket.env._(
        "%(subject)s (%(stage)s)",
        subject=ticket.name,
        stage=choice(ticket, "stage", ticket.stage),
    )


def title(env, key):
    """The title of a section of this module."""
    return {
        "debt": env._("Overdue"),
        "disputes": env._("Disputes"),
        "remedies": env._("Remedies promised"),
        "satisfaction": env._("How it went"),
    }[key]


def debt(debt):
    """That a customer is late with paying, and what of it he contests."""
    company = debt["company"]
    env = company.env
    text = env._(
        "%(amount)s overdue (invoices: %(count)s), for %(days)s days at most",
        amount=company.currency_id.format(debt["amount"]),
        count=debt["count"],
        days=debt["days"],
    )
    if not debt["contested"]:
        return text
    contested = company.currency_id.format(debt["contested"])
    return env._("%(debt)s; %(amount)s of it contested", debt=text, amount=contested)


def dispute_line(dispute):
    """One dispute: how much, why, on which ticket."""
    return dispute.env._(
        "%(amount)s · %(reason)s (%(ticket)s)",
        amount=dispute.currency_id.format(dispute.amount),
        reason=choice(dispute, "reason", dispute.reason),
        # the number is no secret to who reads the dispute
        ticket=dispute.sudo().ticket_id.number,
    )


def remedy_line(remedy):
    """One remedy: how much, how far it is."""
    env = remedy.env
    state = choice(remedy, "state", remedy.state)
    if not remedy.amount:
        return state
    amount = remedy.currency_id.format(remedy.amount)
    return env._("%(amount)s · %(state)s", amount=amount, state=state)


def rating_line(rating):
    """One rating: how many of five, and what was said."""
    env = rating.env
    text = env._("%s of 5", f"{rating.rating:g}")
    words = (rating.feedback or "").strip()
    return f"{text}: {words[:120]}" if words else text


def ticket_found(ticket):
    """That a customer was found by a ticket."""
    return ticket.env._("Ticket %s", ticket.number)


def invoice_found(move):
    """That a customer was found by the amount of an invoice."""
    amount = move.currency_id.format(move.amount_total)
    return move.env._("Invoice %(name)s over %(amount)s", name=move.name, amount=amount)
