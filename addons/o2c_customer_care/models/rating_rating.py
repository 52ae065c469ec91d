from odoo import api, fields, models

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import refuse_by_hand

TICKET = "o2c.ticket"


class RatingRating(models.Model):
    """A rating of a ticket: one for each closing, and written by its customer only."""

    _inherit = "rating.rating"

    o2c_round = fields.Integer(
        "Closing", readonly=True, help="Which closing of the ticket it is about."
    )
    o2c_company_id = fields.Many2one(
        "res.company", "Company", readonly=True, index="btree_not_null"
    )

    _o2c_round_once = models.UniqueIndex(
        "(res_model, res_id, o2c_round) WHERE o2c_round > 0",
        "This closing has its rating already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._o2c_of_tickets()._o2c_refuse_by_hand({"rating"})
        return ratings

    def write(self, vals):
        self._o2c_of_tickets()._o2c_refuse_by_hand(vals)
        return super().write(vals)

    def _o2c_of_tickets(self):
        return self.filtered(lambda rating: rating.res_model == TICKET)

    def _o2c_refuse_by_hand(self, names):
        """Ratings of tickets come from customers: no one of us makes or mends one."""
        if self:
            refuse_by_hand(self, set(names))
