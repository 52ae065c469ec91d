"""Sentences about appointments: when, and why one is not to be had."""

from datetime import timezone
from zoneinfo import ZoneInfo

from odoo.tools import format_date


def window(appointment):
    """The agreed window in the warehouse's time, in the reader's language."""
    env = appointment.env
    if not (appointment.date_from and appointment.date_to):
        return ""
    zone = ZoneInfo(appointment.picking_id._o2c_appointment_zone())
    start, end = (
        moment.replace(tzinfo=timezone.utc).astimezone(zone)
        for moment in (appointment.date_from, appointment.date_to)
    )
    return env._(
        "%(day)s, %(start)s to %(end)s",
        day=day(env, start.date()),
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
    )


def offer(env, one):
    """A free window as a choice."""
    return env._(
        "%(day)s, %(start)s to %(end)s",
        day=day(env, one.day),
        start=_clock(one.slot.hour_from),
        end=_clock(one.slot.hour_to),
    )


def day(env, value):
    """A day with its weekday, as the reader's language writes it."""
    return format_date(env, value, date_format="EEEE, d MMMM")


def _clock(hour):
    minutes = round(hour * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def no_window(picking):
    """Nothing can be offered for ``picking``."""
    return picking.env._(
        "No window is free for %(transfer)s. Windows of “%(warehouse)s” are set up"
        " under Configuration, Appointment Windows.",
        transfer=picking.display_name,
        warehouse=picking.picking_type_id.warehouse_id.display_name,
    )


def has_one(env, picking_id):
    """The transfer has a live appointment already."""
    name = env["stock.picking"].browse(picking_id).display_name
    return env._("%s has an appointment already. Move or cancel that one.", name)


def full(env):
    """Somebody else took the last visit."""
    return env._("This window has just become full. Please choose another one.")


def over(appointment):
    """The window has passed."""
    return appointment.env._(
        "The window %s is over. Choose another one.", appointment.window
    )


def not_from_here(appointment, state):
    """A change of state that the rule refuses."""
    names = dict(appointment._fields["state"]._description_selection(appointment.env))
    return appointment.env._(
        "The appointment of %(customer)s is “%(before)s” and cannot become"
        " “%(after)s”.",
        customer=appointment.partner_id.display_name,
        before=names[appointment.state],
        after=names[state],
    )


def not_planned(picking):
    """A transfer that no appointment can be made for."""
    return picking.env._(
        "%s is done or cancelled, or goes to no customer: nobody is to be visited.",
        picking.display_name,
    )


def confirmed(appointment):
    """What the contact ledger says when the customer agreed."""
    return appointment.env._("Agrees to %s", appointment.window)


def declined(appointment):
    """What the contact ledger says when the customer said no."""
    return appointment.env._("Cannot on %s", appointment.window)


def called(appointment):
    """What the contact ledger says about a call that reached nobody."""
    return appointment.env._("Called about %s, nobody reached", appointment.window)


def unknown_answer(env):
    """The form said something that is no answer."""
    return env._("Please choose one of the answers.")


def calendar_title(appointment):
    """What the customer's calendar says about the visit."""
    names = dict(appointment._fields["kind"]._description_selection(appointment.env))
    return appointment.env._(
        "%(kind)s by %(company)s",
        kind=names[appointment.kind],
        company=appointment.company_id.name,
    )


def share_between(env, bounds):
    """The 95 % interval of a share, or nothing without a visit."""
    if not bounds:
        return ""
    low, high = bounds
    return env._("%(low).1f %% to %(high).1f %%", low=low * 100, high=high * 100)


def effect(env, found):
    """What the comparison says, and how far it may be trusted."""
    if found.difference is None:
        return env._(
            "Nothing to compare yet: this needs first visits with an agreed appointment"
            " and first visits without."
        )
    points = {
        "points": found.difference * 100,
        "low": found.low * 100,
        "high": found.high * 100,
    }
    if found.low > 0:
        return env._(
            "With an appointment %(points)+.1f points more first visits succeed (95"
            " %% interval %(low)+.1f to %(high)+.1f).",
            **points,
        )
    if found.high < 0:
        return env._(
            "With an appointment fewer first visits succeed: %(points)+.1f points (95"
            " %% interval %(low)+.1f to %(high)+.1f).",
            **points,
        )
    return env._(
        "The difference of %(points)+.1f points may be chance (95 %% interval"
        " %(low)+.1f to %(high)+.1f).",
        **points,
    )
