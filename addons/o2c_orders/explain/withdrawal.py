"""Sentences about the right of withdrawal."""

from odoo.tools import format_date

from ..domain.withdrawal import Lapse
from .returns import quantity


def _day(order, day):
    """A day in the words of the customer: nobody takes the day for the month."""
    return format_date(order.env, day, order.partner_id.lang, "medium")


def lapse(order, reason):
    """Why there is no right of withdrawal."""
    env = order.env
    name = reason.params.get("name", "")
    if reason.code == Lapse.EXCEPTED:
        field = env["product.template"]._fields["o2c_withdrawal_exception"]
        names = dict(field._description_selection(env))
        return env._(
            "%(name)s: no right of withdrawal (%(why)s).",
            name=name,
            why=names.get(reason.params["exception"], ""),
        )
    if reason.code == Lapse.TOO_LATE:
        return env._(
            "The right of withdrawal ended on %(end)s, %(days)s days before.",
            end=_day(order, reason.params["end"]),
            days=reason.params["days"],
        )
    return {
        Lapse.SWITCHED_OFF: env._("This company grants no right of withdrawal."),
        Lapse.NOT_CONFIRMED: env._("There is no contract: the order is not confirmed."),
        Lapse.NOT_AT_DISTANCE: env._("The contract was not concluded at a distance."),
        Lapse.NO_CONSUMER: env._("The customer did not buy as a consumer."),
        Lapse.UNSEALED: env._("%s: the seal was broken.", name),
        Lapse.PERFORMED: env._("%s: fully performed, as the customer asked.", name),
        Lapse.BEGUN: env._("%s: begun, as the customer asked.", name),
        Lapse.NOTHING_LEFT: env._("%s: nothing is left to withdraw from.", name),
    }[reason.code]


def doubts(order, decision):
    """All reasons against the right, a line each."""
    return "\n".join(lapse(order, reason) for reason in decision.reasons)


def refused(order, decision):
    """Why the portal does not take a withdrawal."""
    return order.env._(
        "You cannot withdraw from %(order)s here:\n%(why)s",
        order=order.name,
        why=doubts(order, decision),
    )


def who_decides(record, group):
    """Who may decide about a withdrawal."""
    return record.env._(
        "You may not decide about %(name)s; members of “%(group)s” may.",
        name=record.name,
        group=group,
    )


def own_entry(record):
    """Why the one who entered it does not grant it."""
    return record.env._(
        "You entered %s, so somebody else must accept it as goodwill.", record.name
    )


def hold_note(record):
    """Why the order stays open."""
    return record.env._("Withdrawal %s is not settled.", record.name)


def refused_note(record):
    """The note on the holds of a refused withdrawal."""
    return record.env._("Withdrawal %s was refused.", record.name)


def settled(record):
    """The note on the holds of a settled withdrawal."""
    return record.env._("Withdrawal %s is settled.", record.name)


def summary(record):
    """The entry in the contact ledger."""
    lines = ", ".join(
        f"{quantity(line.quantity)} x {line.product_id.display_name}"
        for line in record.line_ids
    )
    return record.env._(
        "Withdrawal %(name)s from %(order)s: %(lines)s",
        name=record.name,
        order=record.order_id.name,
        lines=lines,
    )


def statement(order, parts):
    """The declaration as the customer confirms it: what the acknowledgement repeats."""
    lines = ", ".join(
        f"{quantity(asked)} x {line.product_id.display_name}"
        for line, asked in parts.items()
    )
    return order.env._(
        "I withdraw from the contract %(order)s of %(day)s as to: %(lines)s.",
        order=order.name,
        day=_day(order, order._o2c_local_day(order.date_order)),
        lines=lines,
    )
