from odoo import models


class ProductDocument(models.Model):
    _inherit = "product.document"

    def action_o2c_attach_to_answer(self):
        """Open a mail to the customer of the open ticket, with this paper in it."""
        self.ensure_one()
        ticket = self.env["o2c.ticket"].browse(self.env.context.get("o2c_ticket_id"))
        return ticket.exists().action_answer(document_id=self.id)

    def action_o2c_open(self):
        """Open the paper."""
        self.ensure_one()
        link = self.url or f"/web/content/{self.ir_attachment_id.id}"
        return {"type": "ir.actions.act_url", "url": link, "target": "new"}
