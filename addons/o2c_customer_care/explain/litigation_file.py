"""The words of the file of a lawsuit: names of its papers, index, pages."""

from markupsafe import Markup

from .choice import choice

PAGE = Markup(
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>%s</title><style>"
    "body{font-family:sans-serif;max-width:60rem;margin:2rem auto}"
    "table{border-collapse:collapse;width:100%%}"
    "td,th{border-bottom:1px solid #ccc;padding:.3rem;text-align:left;"
    "vertical-align:top}</style></head><body><h1>%s</h1>%s</body></html>"
)
ROW = Markup("<tr>%s</tr>")
CELL = Markup("<td>%s</td>")
HEAD = Markup("<th>%s</th>")


def file_name(lawsuit, at):
    """The name of the whole file."""
    return lawsuit.env._(
        "File %(lawsuit)s %(customer)s %(at)s.zip",
        lawsuit=lawsuit.name.replace("/", "-"),
        customer=(lawsuit.partner_id.name or "").replace("/", "-"),
        at=at.strftime("%Y-%m-%d %H%M"),
    )


def made(lawsuit, name, papers, digest):
    """The note that a file was made."""
    return lawsuit.env._(
        "File made: %(name)s, %(papers)s papers, SHA-256 %(digest)s",
        name=name,
        papers=papers,
        digest=digest,
    )


def index_name(env):
    """The name of the page that lists everything."""
    return env._("0 Index.html")


def own_folder(env):
    """The folder of the papers of the lawsuit itself."""
    return env._("7 Lawsuit")


def contacts_name(env):
    """The name of the list of contacts."""
    return env._("Contacts.html")


def proof_name(env):
    """The name of the contacts with the proof that nobody changed them."""
    return env._("Contacts with proof.json")


def ticket_name(ticket):
    """The name of the page of a ticket."""
    return ticket.env._("Ticket %s.html", ticket.number)


def _page(title, body):
    return str(PAGE % (title, title, body)).encode()


def _table(heads, rows):
    lines = [ROW % Markup().join(HEAD % head for head in heads)]
    lines += [ROW % Markup().join(CELL % (cell or "") for cell in row) for row in rows]
    return Markup("<table>%s</table>") % Markup().join(lines)


def index(lawsuit, papers):
    """The first page: what it is about, and all papers with their digests."""
    env = lawsuit.env
    facts = [
        (env._("Customer"), lawsuit.partner_id.display_name),
        (env._("At issue"), lawsuit.currency_id.format(lawsuit.amount)),
        (env._("Ticket"), lawsuit.ticket_id.display_name),
        (env._("Court or body"), lawsuit.court),
        (env._("Reference there"), lawsuit.reference),
        (env._("What it is about"), lawsuit.note),
    ]
    parts = [
        _table((), facts),
        Markup("<h2>%s</h2>") % env._("Contested amounts"),
        _disputes(lawsuit),
        Markup("<h2>%s</h2>") % env._("Events"),
        _events(lawsuit),
        Markup("<h2>%s</h2>") % env._("Papers"),
        _table((env._("Paper"), "SHA-256"), papers),
    ]
    return _page(lawsuit.display_name, Markup().join(parts))


def _disputes(lawsuit):
    env = lawsuit.env
    heads = (
        env._("Invoice"),
        env._("Contested"),
        env._("Because of"),
        env._("What the customer says"),
        env._("Why it was rejected"),
    )
    return _table(
        heads,
        [
            (
                dispute.invoice_id.name,
                dispute.currency_id.format(dispute.amount),
                choice(dispute, "reason", dispute.reason),
                dispute.claim,
                dispute.decision_note,
            )
            for dispute in lawsuit.dispute_ids
        ],
    )


def _events(lawsuit):
    rows = [
        (str(event.day), choice(event, "kind", event.kind), event.text)
        for event in lawsuit.event_ids.sorted("day")
    ]
    return _table((), rows)


def contacts(records):
    """All contacts on one page, the oldest first; times in UTC."""
    env = records.env
    heads = ("UTC", env._("Direction"), env._("Channel"), env._("Who"), env._("What"))
    rows = [
        (
            str(contact.at),
            choice(contact, "direction", contact.direction),
            choice(contact, "channel", contact.channel),
            contact.person_name or contact.partner_name,
            Markup("<br>").join(
                text for text in (contact.summary, contact.details) if text
            ),
        )
        for contact in records
    ]
    return _page(env._("Contacts"), _table(heads, rows))


def ticket(record, messages):
    """A ticket with everything that was said in it; times in UTC."""
    env = record.env
    parts = [Markup("<p>%s</p>") % (record.description or "")]
    for message in messages:
        head = env._(
            "%(at)s UTC, %(who)s, Message-ID %(id)s",
            at=message.date,
            who=message.author_id.display_name or message.email_from or "",
            id=message.message_id or "",
        )
        parts.append(
            Markup("<hr><p>%s</p><h3>%s</h3>%s")
            % (head, message.subject or "", Markup(message.body or ""))
        )
    return _page(record.display_name, Markup().join(parts))
