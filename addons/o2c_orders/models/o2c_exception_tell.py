"""Telling the customer about an exception before he calls."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import explain

# contacts from us about the order or the record itself, not earlier than it was found
TOLD = """
SELECT e.id, max(c.at)
  FROM o2c_exception e
  JOIN o2c_contact_document d
    ON (d.res_model = 'sale.order' AND d.res_id = e.order_id)
    OR (d.res_model = e.res_model AND d.res_id = e.res_id)
  JOIN o2c_contact c ON c.id = d.contact_id AND c.direction = 'out'
   AND c.at >= e.opened_at
 WHERE %s GROUP BY e.id
"""


class O2cException(models.Model):
    _name = "o2c.exception"
    _inherit = "o2c.exception"

    def _compute_customer_told_at(self):
        told = self._told(SQL("e.id = ANY(%s)", self.ids)) if self.ids else {}
        for found in self:
            found.customer_told_at = told.get(found.id, False)

    @api.model
    def _search_customer_told_at(self, operator, value):
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        told = self._told(SQL("e.state = 'open'"))
        return fields.Domain("id", "not in", list(told))

    @api.model
    def _told(self, which):
        """``{id: when the customer was told last}``."""
        for model in ("o2c.exception", "o2c.contact", "o2c.contact.document"):
            self.env[model].flush_model()
        return dict(self.env.execute_query(SQL(TOLD, which)))

    def action_tell_customer(self):
        """Write to the customer about it; the mail enters the contact ledger."""
        self.ensure_one()
        if not self.order_id:
            raise UserError(explain.exceptions.no_order(self.env))
        template = self.env.ref(
            "o2c_orders.mail_template_exception", raise_if_not_found=False
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell the customer"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": "sale.order",
                "default_res_ids": self.order_id.ids,
                "default_template_id": template.id if template else False,
                "default_composition_mode": "comment",
                "default_subtype_xmlid": "mail.mt_comment",
                "force_email": True,
            },
        }

    def action_log_contact(self):
        """Note a call or a talk about it in the contact ledger."""
        self.ensure_one()
        document = self.order_id or self.env[self.res_model].browse(self.res_id)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a contact"),
            "res_model": "o2c.contact",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_direction": "out",
                "default_channel": "phone",
                "default_summary": self.text,
                "default_document_ids": [
                    fields.Command.create(
                        {"res_model": document._name, "res_id": document.id}
                    )
                ],
            },
        }
