from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain


class O2cTicketItem(models.Model):
    """One line of an order, delivery or invoice that a ticket is about."""

    _name = "o2c.ticket.item"
    _description = "Reported line"
    _order = "ticket_id, id"

    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    order_line_id = fields.Many2one(
        "sale.order.line", "Order line", index="btree_not_null", ondelete="set null"
    )
    move_id = fields.Many2one(
        "stock.move", "Delivered line", index="btree_not_null", ondelete="set null"
    )
    invoice_line_id = fields.Many2one(
        "account.move.line",
        "Invoice line",
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char("What", required=True)
    product_id = fields.Many2one(
        "product.product", index="btree_not_null", ondelete="restrict"
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1)
    uom_id = fields.Many2one("uom.uom", "Unit", ondelete="restrict")
    note = fields.Char("What is wrong")

    _quantity_sign = models.Constraint(
        "CHECK (quantity > 0)", "Say how many are concerned."
    )

    @api.constrains("ticket_id", "order_line_id", "move_id", "invoice_line_id")
    def _check_document(self):
        # whose line it is counts, whoever may read it
        for item in self.sudo():
            documents = filter(
                None,
                (
                    item.order_line_id.order_id,
                    item.move_id.picking_id,
                    item.invoice_line_id.move_id,
                ),
            )
            for document in documents:
                if item.ticket_id.partner_id not in document._o2c_ticket_customers():
                    raise ValidationError(
                        explain.ticket.other_customer(item.ticket_id, document)
                    )


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    item_ids = fields.One2many("o2c.ticket.item", "ticket_id", "Reported lines")
