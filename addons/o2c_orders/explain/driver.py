"""Sentences of the driver's page and about what drivers report."""

from markupsafe import Markup

from odoo.tools import float_repr
from odoo.tools.translate import LazyTranslate

from ..domain.stop_report import Fault

_lt = LazyTranslate(__name__)
# the same codes as the reasons of a refusal
REASONS = [
    ("damaged", _lt("Damaged")),
    ("wrong", _lt("Wrong goods")),
    ("not_ordered", _lt("Not ordered")),
    ("late", _lt("Too late")),
    ("payment", _lt("Would not pay")),
    ("changed_mind", _lt("Changed the mind")),
    ("other", _lt("Another reason")),
]


def reason(env, code):
    """The words of a reason of refusal, nothing for none."""
    words = dict(REASONS).get(code)
    return env._(words) if words else ""


def goods(move):
    """One line of what is handed over."""
    digits = 0 if move.product_uom_qty == int(move.product_uom_qty) else 2
    return move.env._(
        "%(quantity)s %(unit)s %(product)s",
        quantity=float_repr(move.product_uom_qty, digits),
        unit=move.product_uom.name,
        product=move.product_id.display_name,
    )


def fault(env, code):
    """Why a report was refused."""
    return {
        Fault.NO_KEY: env._("The report has no number of its own."),
        Fault.NO_STOP: env._("This stop is not on the run any more. Call the office."),
        Fault.NO_OUTCOME: env._("Say what happened at the door."),
        Fault.NO_REASON: env._("Say why the goods were refused."),
    }[code]


def note(env, text, lost):
    """The driver's note, and what of his report could not be read."""
    names = {
        Fault.TIME: env._("time by the phone's clock"),
        Fault.PHOTO: env._("photo"),
        Fault.SIGNATURE: env._("signature"),
        Fault.POSITION: env._("position"),
    }
    if not lost:
        return text
    parts = ", ".join(names[one] for one in lost)
    return "\n".join(filter(None, [text, env._("Not readable: %s", parts)]))


def no_stops(batch):
    """A run without customers."""
    return batch.env._("%s has no delivery to a customer.", batch.display_name)


def no_driver(batch):
    """Nobody to send the link to."""
    return batch.env._(
        "%s has no driver. Choose a vehicle with a driver, or copy the link.",
        batch.display_name,
    )


def not_reached(driver):
    """A driver without number and address."""
    return driver.env._(
        "%s has neither a mobile number nor an e-mail address.", driver.display_name
    )


def message(batch):
    """What the driver gets."""
    return batch.env._(
        "%(run)s, %(count)s stops: %(url)s",
        run=batch.name,
        count=batch.o2c_stop_count,
        url=batch.o2c_driver_url,
    )


def not_validated(picking):
    """A transfer that asks something before it is done."""
    return picking.env._("%s wants more before it is done.", picking.display_name)


def left_open(picking, why):
    """What the warehouse reads when the driver delivered and the transfer is open."""
    return Markup("%s<br/>%s") % (
        picking.env._("The driver delivered, the transfer could not be validated:"),
        str(why),
    )


def link_over(env):
    """The link has expired, was withdrawn, or was never one."""
    return env._("This link no longer holds. Ask the office for a new one.")


def too_large(env):
    """More than two photos' worth."""
    return env._("The report is too large. Take the photo again, smaller.")


def unreadable(env):
    """Not what our page sends."""
    return env._("The report cannot be read.")


def moment(at):
    """A moment as the phone's clock writes it, nothing for none."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z" if at else ""


def address(partner):
    """The address as written in its country, without empty lines."""
    lines = partner._display_address(without_company=True).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
