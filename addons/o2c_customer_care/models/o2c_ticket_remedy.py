from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.ticket import Stage
from .o2c_remedy import OPEN_STATES


class O2cTicket(models.Model):
    """Remedies and claims of a ticket; it is not closed while one is owed."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    remedy_ids = fields.One2many("o2c.remedy", "ticket_id", "Remedies")
    claim_ids = fields.One2many("o2c.claim", "ticket_id", "Claims")
    remedy_count = fields.Integer(compute="_compute_remedy_count")
    has_remedy_page = fields.Boolean(compute="_compute_remedy_count")

    @api.depends("remedy_ids", "claim_ids")
    def _compute_remedy_count(self):
        domain = [("ticket_id", "in", self.ids)]
        counts = []
        for model in ("o2c.remedy", "o2c.claim"):
            Model = self.env[model]
            groups = []
            if Model.has_access("read"):
                groups = Model._read_group(domain, ["ticket_id"], ["__count"])
            counts.append(dict(groups))
        remedies, claims = counts
        for ticket in self:
            ticket.remedy_count = remedies.get(ticket._origin, 0)
            ticket.has_remedy_page = bool(
                ticket.remedy_count or claims.get(ticket._origin, 0)
            )

    def _check_move(self, target):
        result = super()._check_move(target)
        if target is Stage.CLOSED:
            self._check_remedies_given()
        return result

    def _check_remedies_given(self):
        """Nothing that was promised is forgotten with the ticket."""
        if self.merged_into_id:
            return  # what is owed is owed on the other ticket
        # what is owed counts, whoever may read it
        owed = self.sudo().remedy_ids.filtered(lambda r: r.state in OPEN_STATES)
        if owed:
            raise UserError(explain.remedy.still_owed(self, owed))

    def _after_merge(self, into):
        result = super()._after_merge(into)
        # the right to merge was checked; remedies and claims are written by code only
        merged = self.sudo()
        merged.remedy_ids.write({"ticket_id": into.id})
        merged.claim_ids.write({"ticket_id": into.id})
        return result

    # ------------------------------------------------------------- actions
    def action_offer_remedy(self):
        """Open the wizard that offers a remedy."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Offer a remedy"),
            "res_model": "o2c.remedy.propose",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_claim(self):
        """Open a new claim on the supplier or courier behind this ticket."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New claim"),
            "res_model": "o2c.claim.open",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_remedies(self):
        """Open the remedies of this ticket."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remedies of %s", self.number),
            "res_model": "o2c.remedy",
            "view_mode": "list,form",
            "domain": [("ticket_id", "=", self.id)],
        }
