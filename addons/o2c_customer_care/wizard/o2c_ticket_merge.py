from odoo import api, fields, models


class O2cTicketMerge(models.TransientModel):
    _name = "o2c.ticket.merge"
    _description = "Merge tickets"

    ticket_ids = fields.Many2many("o2c.ticket", string="Tickets", required=True)
    target_id = fields.Many2one(
        "o2c.ticket",
        "Go on in",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        domain="[('partner_id', '=', partner_id), ('stage', '!=', 'closed'),"
        " ('parent_id', '=', False)]",
    )
    partner_id = fields.Many2one(related="ticket_ids.partner_id")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        ids = self.env.context.get("active_ids") or []
        if self.env.context.get("active_model") == "o2c.ticket" and ids:
            values["ticket_ids"] = [fields.Command.set(ids)]
        return values

    @api.depends("ticket_ids")
    def _compute_target_id(self):
        for wizard in self:
            open_ = wizard.ticket_ids.filtered(lambda t: t.stage != "closed")
            # one ticket is to be merged with another one, which is chosen
            several = len(wizard.ticket_ids) > 1
            first = open_.sorted("opened_at")[:1] if several else open_.browse()
            wizard.target_id = first._origin or wizard.target_id

    def action_merge(self):
        """Merge them and open the ticket that goes on."""
        self.ensure_one()
        ticket = (self.ticket_ids - self.target_id)._merge_into(self.target_id)
        return ticket.get_formview_action()
