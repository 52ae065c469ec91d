from odoo import fields, models

CREDIT_REASON = "credit_limit"
# what the credit check found when it placed the hold
FIGURES = (
    "credit_limit",
    "credit_exposure",
    "credit_order_amount",
    "credit_excess",
    "credit_document_amount",
)


class O2cHold(models.Model):
    _inherit = "o2c.hold"

    credit_limit = fields.Monetary(help="The limit when the order was held.")
    credit_exposure = fields.Monetary(
        "Exposure", help="What the customer owed or had ordered when it was held."
    )
    credit_order_amount = fields.Monetary("Order amount")
    credit_excess = fields.Monetary("Over by")
    credit_document_amount = fields.Monetary(
        "Order total", currency_field="credit_document_currency_id"
    )
    credit_document_currency_id = fields.Many2one("res.currency", "Order currency")

    def _prepare_hold_vals(self, target, reason, origin=None, **options):
        vals = super()._prepare_hold_vals(target, reason, origin, **options)
        return {**vals, **options.get("credit", {})}

    def _same_extent(self, vals):
        same = [
            self.currency_id.compare_amounts(self[name], vals.get(name, 0.0)) == 0
            for name in FIGURES
        ]
        return super()._same_extent(vals) and all(same)

    def _after_place(self):
        result = super()._after_place()
        if self.is_partial and self.reason_id.stops_collection:
            # a contested amount leaves the exposure
            self.env["o2c.credit.account"]._enqueue(self.partner_id)
        return result

    def _end_open(self, note):
        """End those of these holds that are open and not placed by a person."""
        self.filtered(lambda h: h.state == "open")._release(note, automatic=True)

    def _approves(self, order):
        """Up to which amount these holds, ended by a person, let ``order`` pass.

        :return: an amount in company currency, or None. What a person let pass does
            not shrink when the exchange rate moves.
        """
        let_pass = self.filtered(
            lambda h: h.state == "ended" and not h.released_by_rule
        )
        latest = let_pass.sorted("id")[-1:]
        if not latest:
            return None
        if latest.credit_document_currency_id == order.currency_id:
            return order._o2c_in_company_currency(latest.credit_document_amount)
        return latest.credit_order_amount
