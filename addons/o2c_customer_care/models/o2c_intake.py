from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from ..domain.intake import DONE, Outcome

OUTCOMES = [
    (Outcome.TICKET.value, "New ticket"),
    (Outcome.REPLY.value, "Answer to a ticket"),
    (Outcome.AUTO_REPLY.value, "Automatic reply"),
    (Outcome.BOUNCE.value, "Not delivered"),
    (Outcome.LOOP.value, "Our own mail"),
    (Outcome.SPAM.value, "Spam"),
    (Outcome.TOO_LARGE.value, "Too large"),
    (Outcome.NO_SENDER.value, "No sender"),
    (Outcome.OWN_ADDRESS.value, "From our own address"),
    (Outcome.TOO_MANY.value, "Too many messages"),
    (Outcome.MAILING_LIST.value, "Newsletter or machine"),
    (Outcome.SEVERAL_CUSTOMERS.value, "Several customers"),
    (Outcome.COLLEAGUE.value, "From a colleague"),
    (Outcome.BROKEN.value, "Could not be read"),
    (Outcome.OPT_OUT.value, "Wants no text messages"),
]
KEPT_DAYS = 365


class O2cIntake(models.Model):
    """A message that came in, and what became of it. Written by code only.

    What made no ticket is kept with its reason and, as far as somebody has to look
    at it, as it came.
    """

    _name = "o2c.intake"
    _description = "Incoming message"
    _order = "is_open desc, received_at desc, id desc"
    _rec_name = "subject"
    _rec_names_search = ["subject", "sender", "ticket_id.number"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    team_id = fields.Many2one(
        "o2c.ticket.team", index="btree_not_null", ondelete="set null"
    )
    channel = fields.Selection(CHANNELS, required=True)
    received_at = fields.Datetime(
        "Received on", required=True, default=fields.Datetime.now, index=True
    )
    sender = fields.Char("From", index=True)
    sender_name = fields.Char("Name")
    subject = fields.Char()
    preview = fields.Text("Beginning")
    size = fields.Integer("Size (bytes)")
    outcome = fields.Selection(OUTCOMES, "What became of it", required=True, index=True)
    detail = fields.Char("What is wrong")
    is_open = fields.Boolean("To look at")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    ticket_id = fields.Many2one(
        "o2c.ticket",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    bounced_address = fields.Char("Address that failed")
    consent = fields.Text(
        "Consented to", help="The words that the sender agreed to in the web form."
    )
    origin_key = fields.Char(
        "Where from", index="btree_not_null", help="Seal over the network address."
    )
    original = fields.Binary("The message as it came", attachment=True)
    original_name = fields.Char()
    attempts = fields.Integer("Tried")
    handled_by = fields.Many2one("res.users", ondelete="restrict")
    handled_at = fields.Datetime("Handled on")
    key = fields.Char("Identity", required=True, help="What makes this message one.")

    _once = models.Constraint(
        "UNIQUE (company_id, key)", "This message was taken in already."
    )
    _waiting = models.Index("(company_id, received_at) WHERE is_open")

    @api.depends("subject", "sender")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = entry.subject or entry.sender or entry.key

    # ------------------------------------------------------------- entering
    @api.model
    def _enter(self, key, **vals):
        """Keep one message, once; a broken one that comes again is judged anew.

        :param key: what makes the message one, unique in its company
        :return: the entry (sudo); empty when this message was taken in already
        """
        # messages come from strangers; nobody has the right to write entries
        entries = self.sudo()
        vals["is_open"] = Outcome(vals["outcome"]) not in DONE
        domain = [("company_id", "=", vals["company_id"]), ("key", "=", key)]
        known = entries.search(domain)
        if known:
            return known._enter_again(vals)
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return entries.create({**vals, "key": key})
        except UniqueViolation:
            return entries.browse()  # the same message came in at the same time

    def _enter_again(self, vals):
        if self.outcome != Outcome.BROKEN.value:
            return self.browse()
        self.write({**vals, "original": self.original or vals.get("original")})
        return self

    @api.model
    def _recent(self, sender, company, since):
        """How many messages of ``sender`` came in since a moment."""
        # as _enter
        return self.sudo().search_count(
            [
                ("sender", "=", sender),
                ("company_id", "=", company.id),
                ("received_at", ">=", since),
            ]
        )

    @api.autovacuum
    def _gc_handled(self):
        """Forget what became a ticket or needs nobody, after a year."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        domain = [("is_open", "=", False), ("received_at", "<", limit)]
        domain += [("consent", "=", False)]  # kept as long as what was agreed to
        self.search(domain, limit=10_000).unlink()
