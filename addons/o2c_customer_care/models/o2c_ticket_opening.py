from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import mute_logger

from ..domain.ticket import Stage

# what only code writes
OWN_FIELDS = {
    "number",
    "opened_at",
    "acknowledged_at",
    "answered_at",
    "closed_at",
    "reopen_count",
    "origin_model",
    "origin_id",
    "access_token",
}
# what comes as a message is entered in the contact ledger with that message
MESSAGE_CHANNELS = {"email", "sms"}


class O2cTicket(models.Model):
    """How a ticket comes into the world: by a person or by another record, once."""

    _inherit = "o2c.ticket"

    @api.model
    def _open_from(self, origin, vals):
        """Open the ticket that ``origin`` causes, once for ever.

        :param origin: the record that causes it (a call, a refused delivery…)
        :param vals: values of the ticket; customer and company follow from the
            order, invoice or delivery when they are not given
        :return: the ticket, which is the earlier one (open or closed) when
            ``origin`` has opened one already; the caller may lack the right to
            read it
        """
        origin.ensure_one()
        key = {"origin_model": origin._name, "origin_id": origin.id}
        # the cause decides that a ticket is opened, not the rights of who noticed it
        tickets = self.sudo()
        found = tickets.search([(name, "=", value) for name, value in key.items()])
        ticket = found or tickets._create_once({**vals, **key})
        return ticket.sudo(False)

    def _create_once(self, vals):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                ticket = self.create(vals)
                ticket.flush_recordset()
                return ticket
        except UniqueViolation as error:
            # another transaction opened it after our snapshot: try anew
            raise ConcurrencyError("ticket opened at the same time") from error

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._prepare_new(vals)
        tickets = super().create(vals_list)
        for ticket in tickets:
            ticket._give_number()
            # what another record opened was a contact of that record
            if not ticket.origin_id and ticket.channel not in MESSAGE_CHANNELS:
                ticket._log_intake()
        tickets._refresh_order_hold()
        return tickets

    def _prepare_new(self, vals):
        """A ticket starts at the beginning, and no client decides its own fields."""
        if not self.env.su:
            for name in OWN_FIELDS:
                vals.pop(name, None)
        if vals.get("stage", Stage.RECEIVED.value) != Stage.RECEIVED.value:
            raise UserError(self.env._("A new ticket starts as “Received”."))
        self._split_person(vals)

    def _split_person(self, vals):
        """A contact chosen as customer becomes the person of its company."""
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        customer = partner.commercial_partner_id
        if partner != customer:
            vals["partner_id"] = customer.id
            vals.setdefault("person_id", partner.id)

    def _give_number(self):
        # numbering is not a right of the user who opens a ticket
        ticket = self.sudo().with_company(self.company_id)
        ticket.number = ticket.env["ir.sequence"].next_by_code(self._name)

    # ------------------------------------------------------------- contacts
    def _o2c_contact_facts(self):
        return {
            "partner": self.person_id or self.partner_id,
            "company": self.company_id,
            "purpose": "complaint",
            "documents": [self, *self._about()],
        }

    def _log_intake(self):
        """Enter into the contact ledger that the customer came with this, once."""
        facts = self._o2c_contact_facts()
        return self.env["o2c.contact"]._log(
            facts["partner"],
            facts["documents"],
            company_id=facts["company"].id,
            direction="in",
            channel=self.channel,
            purpose=facts["purpose"],
            at=self.opened_at,
            summary=self.display_name,
            source_key=f"ticket:{self.id}:opened",
        )
