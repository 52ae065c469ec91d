from odoo import fields, models


class O2cTicket(models.Model):
    """How a ticket came in."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    email_from = fields.Char(
        "Sender's address",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The e-mail address or number that wrote; answers go there.",
    )
    external_source = fields.Char(
        "Handed in by",
        readonly=True,
        copy=False,
        help="The system that opened this ticket by the interface.",
    )
    external_id = fields.Char("Number there", readonly=True, copy=False)
    call_key = fields.Char(
        readonly=True, copy=False, help="The call by which it was opened."
    )
    acknowledgement_ids = fields.One2many("o2c.acknowledgement", "ticket_id")

    _external_once = models.UniqueIndex(
        "(company_id, external_source, external_id) WHERE external_id IS NOT NULL",
        "This ticket was handed in already.",
    )
    _call_once = models.UniqueIndex(
        "(call_key) WHERE call_key IS NOT NULL", "This call has its ticket already."
    )

    def _is_contact(self):
        # a call enters itself, with its length
        return super()._is_contact() and not self.call_key
