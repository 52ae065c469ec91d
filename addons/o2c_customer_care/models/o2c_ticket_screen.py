from odoo import api, fields, models

from ..domain.ticket import Stage


class O2cTicketScreen(models.AbstractModel):
    """What the screens show besides a ticket's own fields, and their buttons."""

    _name = "o2c.ticket.screen"
    _description = "Screens of a ticket"

    age_days = fields.Integer(
        "Days open", compute="_compute_age_days", help="Until today or its closing."
    )
    dispute_count = fields.Integer("Dispute count", compute="_compute_dispute_count")
    open_part_count = fields.Integer("Open parts", compute="_compute_open_part_count")
    hold_count = fields.Integer("Open holds", compute="_compute_hold_count")

    @api.depends("opened_at", "closed_at")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for ticket in self:
            end = ticket.closed_at or now
            ticket.age_days = (end - (ticket.opened_at or end)).days

    def _compute_dispute_count(self):
        domain = [("ticket_id", "in", self.ids)]
        groups = self.env["o2c.dispute"]._read_group(domain, ["ticket_id"], ["__count"])
        counts = dict(groups)
        for ticket in self:
            ticket.dispute_count = counts.get(ticket._origin, 0)

    def _compute_open_part_count(self):
        for ticket in self:
            ticket.open_part_count = len(ticket._open_parts())

    def _compute_hold_count(self):
        for ticket in self:
            holds = self.env["o2c.hold"].search(ticket._hold_domain())
            ticket.hold_count = len(holds.filtered(lambda h: h.state == "open"))

    def _hold_domain(self):
        """The holds that these tickets and their disputes placed."""
        return [
            "|",
            "&",
            ("origin_model", "=", self._name),
            ("origin_id", "in", self.ids),
            "&",
            ("origin_model", "=", "o2c.dispute"),
            # a dispute's hold counts, whoever may read the dispute
            ("origin_id", "in", self.sudo().dispute_ids.ids),
        ]

    # ------------------------------------------------------------- actions
    def action_take(self):
        """Take these tickets: the user becomes their owner."""
        self.user_id = self.env.user

    def action_close(self):
        """Close these tickets."""
        self.stage = Stage.CLOSED.value

    def action_reopen(self):
        """Take closed tickets up again."""
        self.stage = Stage.INVESTIGATION.value

    def action_dispute(self):
        """Open the wizard that contests an amount of an invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispute an amount"),
            "res_model": "o2c.dispute.open",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_holds(self):
        """Open the holds that this ticket and its disputes placed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Holds"),
            "res_model": "o2c.hold",
            "view_mode": "list,form",
            "domain": self._hold_domain(),
        }

    def action_open_order(self):
        """Open the sales order."""
        return self.order_id.get_formview_action()

    def action_open_invoice(self):
        """Open the invoice."""
        return self.invoice_id.get_formview_action()

    def action_open_picking(self):
        """Open the delivery."""
        return self.picking_id.get_formview_action()

    def _portal_about(self):
        """The documents it is about, as the customer knows them."""
        # their names are the customer's own, whoever may read the documents
        return ", ".join(
            document.sudo().display_name for document in self.sudo()._about()
        )
