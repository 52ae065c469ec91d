from datetime import timedelta

from odoo import api, fields, models

from ..domain import merge as rules

ABOUT = {
    "order": "order_id",
    "picking": "picking_id",
    "invoice": "invoice_id",
    "reason": "reason_id",
    "product": "product_id",
}


class O2cTicket(models.Model):
    """Tickets that may be the same matter, and those that belong together."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    similar_ids = fields.Many2many(
        "o2c.ticket",
        string="Perhaps the same",
        compute="_compute_similar_ids",
        help="Of the same customer, about the same order, delivery, invoice, product or"
        " reason, at most 30 days apart.",
    )
    similar_count = fields.Integer("Similar tickets", compute="_compute_similar_ids")

    @api.depends("partner_id", "opened_at", *ABOUT.values())
    def _compute_similar_ids(self):
        candidates = self._similar_candidates()
        matters = [(ticket.id, ticket._matter()) for ticket in candidates]
        for ticket in self:
            own = ticket._matter()
            known = (ticket.related_ids | ticket.merged_ids)._origin.ids
            others = [matter for id_, matter in matters if id_ not in known]
            found = [] if ticket._goes_on() else rules.alike(own, others)
            ticket.similar_ids = self.browse(found)
            ticket.similar_count = len(found)

    def _goes_on(self):
        """Whether there is nothing to look for: a part, or merged already."""
        return bool(self.parent_id or self.merged_into_id)

    def _similar_candidates(self):
        """Every ticket that may be like one of these, by one query."""
        moments = [t.opened_at or fields.Datetime.now() for t in self]
        span = timedelta(days=rules.ALIKE_DAYS)
        return self.search(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("opened_at", ">=", min(moments, default=fields.Datetime.now()) - span),
                ("opened_at", "<=", max(moments, default=fields.Datetime.now()) + span),
                ("parent_id", "=", False),
                ("merged_into_id", "=", False),
            ]
        )

    def _matter(self):
        return rules.Matter(
            id=self._origin.id or 0,
            customer=self.partner_id.commercial_partner_id._origin.id or 0,
            opened_at=self.opened_at or fields.Datetime.now(),
            **{key: self[name]._origin.id or 0 for key, name in ABOUT.items()},
        )

    # ------------------------------------------------------------- actions
    def _relate(self, other):
        """Note on both sides that the two belong together."""
        (self | other).check_access("write")
        self.write({"related_ids": [fields.Command.link(t.id) for t in other - self]})
        other.write({"related_ids": [fields.Command.link(t.id) for t in self - other]})

    def _unrelate(self, other):
        self.write({"related_ids": [fields.Command.unlink(t.id) for t in other]})
        other.write({"related_ids": [fields.Command.unlink(t.id) for t in self]})

    def _opened_ticket(self):
        """The ticket whose form shows these in a list."""
        ticket = self.browse(self.env.context.get("o2c_ticket_id"))
        return ticket.exists()

    def action_relate(self):
        """Relate these tickets to the one whose form is open."""
        self._opened_ticket()._relate(self)

    def action_unrelate(self):
        """These tickets no longer belong to the one whose form is open."""
        self._opened_ticket()._unrelate(self)

    def action_merge_here(self):
        """Merge these tickets into the one whose form is open."""
        self._merge_into(self._opened_ticket())

    def action_open(self):
        """Open this ticket."""
        return self.get_formview_action()

    def action_go_on(self):
        """Open the ticket in which this one goes on."""
        return self._survivor().get_formview_action()
