from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..explain import law as explain
from .o2c_calling_rule import PURPOSES

CHANNELS = [
    ("phone", "Phone call"),
    ("automatic", "Automatic call"),
    ("sms", "SMS"),
    ("email", "E-mail"),
    ("letter", "Letter"),
]
EVENTS = [("given", "Given"), ("withdrawn", "Withdrawn")]
SOURCES = [
    ("call", "Said in a call"),
    ("link", "Answered by link"),
    ("portal", "Customer portal"),
    ("form", "Signed form"),
    ("web", "Web form"),
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("visit", "Said in person"),
    ("contract", "Part of a contract"),
    ("import", "Taken over from elsewhere"),
]
# the last word of each person, of who has the same number too: a no of any counts
LAST_WORD = """
SELECT partner.id
  FROM res_partner partner
 CROSS JOIN LATERAL (
       SELECT bool_or(word.event = 'withdrawn') AS no, count(*) AS words
         FROM (SELECT DISTINCT ON (k.partner_id) k.event
                 FROM o2c_consent k
                WHERE k.partner_id IN (partner.id, partner.commercial_partner_id)
                  AND k.channel = %(channel)s AND k.purpose = %(purpose)s
                  AND k.at <= %(at)s
                ORDER BY k.partner_id, k.at DESC, k.event DESC, k.id DESC) word
       ) said
 WHERE partner.id %(chosen)s AND said.words > 0 AND NOT said.no
   AND NOT EXISTS (
       SELECT 1 FROM mail_blacklist b
        WHERE %(channel)s = 'email' AND b.active AND b.email = partner.email_normalized)
   AND NOT EXISTS (
       SELECT 1 FROM phone_blacklist b
        WHERE %(channel)s IN ('phone', 'automatic', 'sms') AND b.active
          AND b.number = partner.phone_sanitized)
"""


class O2cConsent(models.Model):
    """A customer's yes or no to being contacted for a purpose on a channel.

    Append-only: the last entry counts, what was said before stays to be read.
    """

    _name = "o2c.consent"
    _description = "Consent"
    _order = "at desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    customer_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Company of the customer"
    )
    channel = fields.Selection(CHANNELS, required=True)
    purpose = fields.Selection(PURPOSES, required=True, default="marketing")
    event = fields.Selection(EVENTS, "Said", required=True)
    at = fields.Datetime("When", required=True, index=True)
    number = fields.Char("Number at the time")
    proof = fields.Text(help="What was said or signed, word for word.")
    file = fields.Binary("Paper or recording", attachment=True)
    file_name = fields.Char()
    source = fields.Selection(SOURCES, required=True)
    user_id = fields.Many2one("res.users", "Entered by", required=True)
    origin = fields.Reference(
        [("o2c.call", "Call"), ("o2c.contact", "Contact")], "Comes from"
    )
    is_last = fields.Boolean("Counts now", compute="_compute_is_last")

    _last_index = models.Index("(partner_id, channel, purpose, at DESC)")
    _number_index = models.Index("(number, channel, purpose) WHERE number IS NOT NULL")

    @api.depends("partner_id", "channel", "purpose", "event")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for consent in self:
            consent.display_name = explain.consent(consent)

    def _compute_is_last(self):
        self.flush_model()
        query = SQL(
            "SELECT DISTINCT ON (partner_id, channel, purpose) id FROM o2c_consent"
            " WHERE partner_id = ANY(%s)"
            " ORDER BY partner_id, channel, purpose, at DESC, event DESC, id DESC",
            self.partner_id.ids,
        )
        last = {row[0] for row in self.env.execute_query(query)}
        for consent in self:
            consent.is_last = consent.id in last

    # ------------------------------------------------------------- the ledger
    @api.model
    def _give(self, partner, channel, purpose, proof, source, at, **vals):
        """Enter that ``partner`` agreed; see :meth:`_enter`."""
        return self._enter(
            "given", partner, channel, purpose, proof, source, at, **vals
        )

    @api.model
    def _withdraw(self, partner, channel, purpose, proof, source, at, **vals):
        """Enter that ``partner`` agrees no longer; it counts from that moment."""
        return self._enter(
            "withdrawn", partner, channel, purpose, proof, source, at, **vals
        )

    @api.model
    def _enter(self, event, partner, channel, purpose, proof, source, at, **vals):
        """Enter one word of a customer.

        :param proof: what was said or signed
        :param at: naive UTC, not in the future
        :raise UserError: a consent without proof, or one that is yet to come
        """
        if event == "given" and not (proof or "").strip() and not vals.get("file"):
            raise UserError(self.env._("Say what proves the consent: words or a file."))
        if at > fields.Datetime.now():
            raise UserError(self.env._("A consent is not given ahead of time."))
        # the ledger is code's; who may enter what is checked where people ask for it
        entry = self.sudo().create(
            {
                "partner_id": partner.id,
                "channel": channel,
                "purpose": purpose,
                "event": event,
                "at": at,
                "number": partner._o2c_e164(partner.phone) or False,
                "proof": proof,
                "source": source,
                "user_id": self.env.uid,
                **vals,
            }
        )
        return entry.with_env(self.env)

    @api.model
    def _valid(self, partners, channel, purpose, at):
        """Those of ``partners`` who agreed and did not take it back by ``at``.

        A no of the company counts for its people, its yes too unless they said no;
        who unsubscribed from e-mail or SMS says no on that channel.
        """
        self.env.flush_all()
        chosen = SQL("= ANY(%s)", partners.ids)
        query = SQL(LAST_WORD, chosen=chosen, channel=channel, purpose=purpose, at=at)
        return partners.browse([row[0] for row in self.env.execute_query(query)])

    @api.model
    def _valid_condition(self, channel, purpose, at):
        """The same of all customers at once, as a condition on ``x.partner_id``."""
        self.flush_model()
        chosen = SQL("IN (SELECT partner_id FROM o2c_consent)")
        query = SQL(LAST_WORD, chosen=chosen, channel=channel, purpose=purpose, at=at)
        return SQL("x.partner_id IN (%s)", query)

    # ------------------------------------------------------------- it stands
    def write(self, vals):
        # merging contacts writes on none
        if self and vals:
            raise UserError(self.env._("What was said stands: enter what is said now."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Consents are never deleted: they are the proof."))
