"""What is said of merged and related tickets."""

from markupsafe import Markup, escape

from ..domain.merge import Why


def refused(ticket, target, reason):
    """Why ``ticket`` is not merged into ``target``."""
    env, names = ticket.env, {"ticket": ticket.number, "target": target.number}
    sentences = {
        Why.ITSELF: lambda: env._(
            "%(ticket)s cannot be merged into itself.", ticket=ticket.number
        ),
        Why.OTHER_CUSTOMER: lambda: env._(
            "%(ticket)s and %(target)s are of different customers.", **names
        ),
        Why.OTHER_COMPANY: lambda: env._(
            "%(ticket)s and %(target)s are of different companies.", **names
        ),
        Why.IS_PART: lambda: env._(
            "A part for a department is not merged: %(ticket)s, %(target)s.", **names
        ),
        Why.TARGET_CLOSED: lambda: env._(
            "%(target)s is closed: take it up again before you merge %(ticket)s.",
            **names,
        ),
        Why.MERGED_ELSEWHERE: lambda: env._(
            "%(ticket)s was merged into %(survivor)s already.",
            ticket=ticket.number,
            survivor=ticket.merged_into_id.number,
        ),
    }
    return sentences[reason.code]()


def merged_note(ticket):
    """The note on the survivor: what the merged ticket was about."""
    title = ticket.env._(
        "%(ticket)s of %(day)s was merged into this ticket: %(subject)s",
        ticket=ticket._get_html_link(title=ticket.number),
        day=ticket.opened_at.date(),
        subject=ticket.name,
    )
    return _with_text(title, ticket.description)


def went_on_note(ticket, target):
    """The note on the merged ticket: where it goes on."""
    return ticket.env._(
        "Merged into %s, which goes on.", target._get_html_link(title=target.number)
    )


def _with_text(title, text):
    lines = Markup("<br/>").join(escape(line) for line in (text or "").splitlines())
    quote = Markup("<blockquote>%s</blockquote>") % lines if text else ""
    return Markup("<p>%s</p>%s") % (title, quote)
