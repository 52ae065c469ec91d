"""What the credit check keeps on a hold, and what a release is worth afterwards."""

from odoo import api, fields, models

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
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    credit_account_id = fields.Many2one(
        "o2c.credit.account", index="btree_not_null", ondelete="restrict"
    )
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
    # what the order was like, see sale.order._o2c_credit_fingerprint
    credit_fingerprint = fields.Char(groups=fields.NO_ACCESS)

    # ------------------------------------------------------------- placing
    def _prepare_hold_vals(self, target, reason, origin=None, **options):
        vals = super()._prepare_hold_vals(target, reason, origin, **options)
        # the reason of a control, whoever may read it
        code = self._reason(reason).sudo().code
        if code != CREDIT_REASON or not vals.get("order_id"):
            return {**vals, **options.get("credit", {})}
        return {
            **vals,
            "credit_account_id": self._credit_account(target, origin).id,
            "credit_fingerprint": target._o2c_credit_fingerprint(),
            "credit_kind": self._credit_cause(options.get("credit", {})),
            **self._prepare_queue_vals(target),
            **options.get("credit", {}),
        }

    def _credit_account(self, order, origin):
        if origin and origin._name == "o2c.credit.account":
            return origin
        pair = (order.partner_invoice_id, order.company_id)
        return self.env["o2c.credit.account"]._of([pair])[pair]

    def _credit_cause(self, figures):
        """The kind of the first rule that stops the order, as its document says."""
        decisions = self.env["o2c.credit.decision"].sudo()  # the check reads its own
        document = decisions.browse(figures.get("credit_decision_id") or ())
        stopping = [hit for hit in document.hits or () if hit["holds"]]
        return stopping[0]["kind"] if stopping else False

    def _same_extent(self, vals):
        if self.credit_state == "rejected":
            return self._is_unchanged(vals)
        if self.credit_state in ("second", "condition"):
            return self._still_covers(vals)
        same = [
            self.currency_id.compare_amounts(self[name], vals.get(name, 0.0)) == 0
            for name in FIGURES
        ]
        findings = self._same_findings(vals)
        return super()._same_extent(vals) and findings and all(same)

    def _is_unchanged(self, vals):
        """Whether the order is as it was when a person decided about it."""
        # a fingerprint that nobody reads
        return self.sudo().credit_fingerprint == vals.get("credit_fingerprint")

    def _still_covers(self, vals):
        """Whether what was agreed still fits the order: not larger, on no other terms.

        That the customer owes more by now changes nothing, as with a release.
        """
        # a fingerprint that nobody reads
        terms = (self.sudo().credit_fingerprint or "").partition("-")[0]
        same = terms == (vals.get("credit_fingerprint") or "").partition("-")[0]
        agreed = max(self.credit_document_amount, self.credit_up_to)
        asked = vals.get("credit_document_amount", 0.0)
        currency = self.credit_document_currency_id or self.currency_id
        return same and currency.compare_amounts(asked, agreed) <= 0

    # ------------------------------------------------------------- ending
    def _end_open(self, note):
        """End those of these holds that are open and not placed by a person."""
        self.filtered(lambda h: h.state == "open")._release(note, automatic=True)

    def _ends_by_itself(self):
        """Without those that a person rejected: they wait until the order changes."""
        return self.filtered(lambda h: not h._stays_rejected())

    def _stays_rejected(self):
        if self.credit_state != "rejected" or self.order_id.state == "cancel":
            return False
        # whether it is the same, whoever asks for it
        now = self.order_id.sudo()._o2c_credit_fingerprint()
        return self._is_unchanged({"credit_fingerprint": now})

    # ------------------------------------------------------------- afterwards
    def _approves(self, order):
        """Up to which amount these holds let ``order`` pass, as a person decided.

        :return: an amount in company currency, or None. What a person let pass does
            not shrink when the exchange rate moves; a later rejection takes it back,
            and it ends with the last day on which it was to count.
        """
        latest = self.filtered(lambda h: h._is_decided()).sorted("id")[-1:]
        if not latest or latest.credit_state == "rejected" or latest._has_lapsed():
            return None
        if latest.credit_document_currency_id == order.currency_id:
            agreed = max(latest.credit_document_amount, latest.credit_up_to)
            return order._o2c_in_company_currency(agreed)
        return latest.credit_order_amount

    def _is_decided(self):
        """Whether a person let it pass or rejected it."""
        if self.credit_state == "rejected":
            return True
        if self.state != "ended":
            return False
        return self.credit_state == "released" or not self.released_by_rule

    # ------------------------------------------------------------- the exposure
    def _after_place(self):
        result = super()._after_place()
        if self.is_partial and self.reason_id.stops_collection:
            # a contested amount leaves the exposure
            self.env["o2c.credit.account"]._enqueue(self.partner_id)
        return result

    @api.model
    def _credit_open_domain(self):
        """The orders that wait for credit."""
        return [
            ("state", "=", "open"),
            ("reason_id.code", "=", CREDIT_REASON),
            ("order_id", "!=", False),
        ]

    def _credit_holds(self):
        """Those of these holds that the queue is made of."""
        known = self.sudo()  # which holds these are, whoever may read reasons
        found = known.filtered(
            lambda h: h.reason_id.code == CREDIT_REASON and h.order_id
        )
        return self.browse(found.ids)
