"""What is said of incoming messages."""

from markupsafe import Markup, escape

from odoo.tools import format_datetime


def no_subject(env):
    """The subject of a ticket whose message has none."""
    return env._("(no subject)")


def file_name(env):
    """The name of the file that is a message as it came."""
    return env._("message") + ".eml"


def files_left_out(env, names):
    """What is written below a message whose files were not all kept (HTML)."""
    text = env._("Files that were not taken over: %s", ", ".join(map(str, names)))
    return Markup("<p><i>%s</i></p>") % escape(text)


def auto_reply_note(entry):
    """The note on a ticket about an automatic reply."""
    return entry.env._(
        "Automatic reply of %(sender)s: %(text)s",
        sender=entry.sender,
        text=entry.preview or entry.subject or "",
    )


def bounce_note(ticket, address):
    """The note on a ticket whose mail came back."""
    if not address:
        return ticket.env._("A mail about this ticket could not be delivered.")
    return ticket.env._("A mail to %s could not be delivered.", address)


def bounce_summary(ticket):
    """What the owner is to do when a mail came back."""
    return ticket.env._("Reach the customer another way")


def from_entry(entry):
    """The note on a ticket made from a message whose content was not kept."""
    env = entry.env
    return env._(
        "Message of %(sender)s (%(size)s kB) that came in on %(date)s: %(text)s",
        sender=entry.sender or env._("an unknown sender"),
        size=entry.size // 1024,
        date=format_datetime(env, entry.received_at),
        text=entry.preview or entry.subject or "",
    )
