"""The words of a legal file."""

from markupsafe import Markup


def folder(notice):
    """The name of the file, without ending."""
    return notice.env._(
        "Legal file %(ref)s %(customer)s",
        ref=notice.reference,
        customer=(notice.customer_id.name or "").replace("/", "-"),
    )


def summary_name(env):
    """The name of the page that sums it up."""
    return env._("Summary of the claim.pdf")


def sheets_name(env):
    """The name of the calculation of late interest."""
    return env._("Calculation of late interest.pdf")


def delivery_name(picking):
    """The name of a delivery slip."""
    return picking.env._("Delivery %(ref)s.pdf", ref=picking.name)


def page(notice):
    """A notice that was mailed, as a page that says when and to whom."""
    head = notice.env._(
        "Sent on %(at)s UTC to %(to)s, Message-ID %(id)s",
        at=notice.sent_at or "",
        to=notice.sent_to or "",
        id=notice.message_uid or "",
    )
    return str(
        Markup("<!DOCTYPE html><meta charset='utf-8'><p>%s</p><h1>%s</h1>%s")
        % (head, notice.subject or "", Markup(notice.body or ""))
    )
