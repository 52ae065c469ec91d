"""An order as the search for what makes it pass, and the risk card, see it."""

from decimal import Decimal

from odoo import fields, models

from ..domain.advice import advise
from ..domain.exposure import ZERO, Request
from ..domain.policy import CustomerFacts, Kind, OrderFacts, Rule
from ..domain.proposal import Case, Line, Term, sensible_step

# what rounding of taxes may add to what stays when a part of a line is taken out
ROUNDING_CENTS = 2


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _o2c_cases(self):
        """{order: Case}; nothing is written, unsaved orders too."""
        # the policy sees all that the customer owes, whoever asks
        orders = self.sudo()
        accounts = orders._o2c_known_accounts()
        known = (
            self.env["o2c.credit.account"].sudo().union(*accounts.values())
        )  # as above
        facts, rules = known._facts(), (Rule(0, Kind.LIMIT_EXCEEDED),)
        return {
            order: order._o2c_case(
                CustomerFacts(facts[accounts[order]]),
                order._o2c_case_facts(),
                rules,
            )
            for order in orders
        }

    def _o2c_case(self, customer, facts, rules):
        cent = self._o2c_cent()
        return Case(
            customer,
            facts,
            tuple(rules),
            self._o2c_case_lines(rules),
            self._o2c_case_terms(),
            sensible_step(facts.request.amount, cent),
            cent,
        )

    def _o2c_case_facts(self):
        return OrderFacts(Request(self._o2c_credit_amount(), self.state == "sale"))

    def _o2c_cent(self):
        return Decimal(str(self.company_id.currency_id.rounding))

    def _o2c_advice(self):
        """What would let this order pass: an Advice."""
        self.ensure_one()
        return advise(self._o2c_cases()[self])

    # ------------------------------------------------------------- lines
    def _o2c_case_lines(self, rules):
        goods = self.order_line.filtered(lambda ln: not ln.display_type)
        return tuple(line._o2c_case_line(rules) for line in goods)

    # ------------------------------------------------------------- terms
    def _o2c_case_terms(self):
        terms = self.env["account.payment.term"].search(
            [("company_id", "in", [False, *self.company_id.parent_ids.ids])]
        )
        lines = self.order_line.mapped("discount")
        highest = max(lines, default=0.0)
        return tuple(_term(term, highest) for term in terms)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _o2c_case_line(self, rules):
        return Line(
            self.id,
            self._o2c_case_amount(),
            Decimal(str(self.product_uom_qty)),
            self._o2c_case_step(),
            Decimal(str(self.qty_delivered)),
        )

    def _o2c_case_amount(self):
        """What is gained at least by taking the line out, in company currency."""
        order = self.order_id
        amount = order._o2c_in_company_currency(self.price_total)
        quantity = Decimal(str(self.product_uom_qty))
        if amount <= 0 or not quantity or not amount / quantity % order._o2c_cent():
            return amount
        return max(amount - ROUNDING_CENTS * order._o2c_cent(), ZERO)

    def _o2c_case_step(self):
        """The least that may be taken out: a unit, nothing of what belongs together."""
        together = self.linked_line_id or self.linked_line_ids or self.combo_item_id
        if together or self.is_delivery or self.is_downpayment or not self.product_id:
            return ZERO
        quantity = self.product_uom_qty
        whole = quantity == int(quantity)
        # half a unit more or less is no step: then the line goes as it is
        return Decimal(1) if whole else Decimal(str(quantity))


def _term(term, discount):
    today = fields.Date.context_today(term)
    days = [(line._get_due_date(today) - today).days for line in term.line_ids]
    early = term.discount_percentage if term.early_discount else 0.0
    return Term(term.id, max(days, default=0), Decimal(str(max(discount, early))))
