"""An order as the search for what makes it pass, and the risk card, see it."""

from dataclasses import replace
from decimal import Decimal

from odoo import fields, models

from odoo.addons.o2c_orders.domain.hold import Phase

from ..domain.advice import advise
from ..domain.exposure import ZERO, ExposureFacts
from ..domain.policy import Kind
from ..domain.proposal import Case, Line, Term, sensible_step
from .sale_order_policy import _early as early
from .sale_order_policy import _last_day as last_day

# what rounding of taxes may add to what stays when a part of a line is taken out
ROUNDING_CENTS = 2
HUNDRED = Decimal(100)
NOT_READ = ExposureFacts()


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_cases(self):
        """{order: Case}; nothing is written, unsaved orders too."""
        orders = self.sudo()  # the policy sees all that the customer owes
        accounts, rules, facts, customers = orders._o2c_policy_inputs(
            Phase.CONFIRMATION
        )
        unread = [a for a, known in customers.items() if known.exposure == NOT_READ]
        # no rule looks at what these owe, but the reader of the card does
        read = self.env["o2c.credit.account"].sudo().union(*unread)._facts()
        for account, exposure in read.items():
            customers[account] = replace(customers[account], exposure=exposure)
        return {
            order: order._o2c_case(
                accounts[order], customers[accounts[order]], facts[order], rules[order]
            )
            for order in orders
        }

    def _o2c_case(self, account, customer, facts, rules):
        cent = self._o2c_cent()
        return Case(
            customer,
            replace(facts, **self._o2c_term_facts()),
            tuple(rules),
            self._o2c_case_lines(account, rules),
            self._o2c_case_terms(facts, rules),
            sensible_step(facts.request.amount, cent),
            cent,
        )

    def _o2c_cent(self):
        return Decimal(str(self.company_id.currency_id.rounding))

    def _o2c_advice(self):
        """What would let this order pass: an Advice."""
        self.ensure_one()
        return advise(self._o2c_cases()[self])

    # ------------------------------------------------------------- lines
    def _o2c_case_lines(self, account, rules):
        rows = [
            self._o2c_quantity_row(account, rule)
            for rule in rules
            if rule.kind == Kind.QUANTITY and rule.target
        ]
        goods = self.order_line.filtered(lambda ln: not ln.display_type)
        return tuple(line._o2c_case_line(rows) for line in goods)

    # ------------------------------------------------------------- terms
    def _o2c_case_terms(self, facts, rules):
        """The payment terms of the company, with the discount the policy would see."""
        terms = self.env["account.payment.term"].search(
            [("company_id", "in", [False, *self.company_id.parent_ids.ids])]
        )
        # his own before others that are as long
        terms = self._o2c_own_partners().property_payment_term_id | terms
        looked_at = any(rule.kind == Kind.BETTER_DISCOUNT for rule in rules)
        beyond = self._o2c_lines_beyond() if looked_at else ZERO
        best = self._o2c_own_early() if looked_at else ZERO
        day = fields.Date.today()
        return tuple(
            Term(
                term.id,
                last_day(term, day),
                facts.own_discount + max(early(term) - best, beyond),
            )
            for term in terms
        )

    def _o2c_lines_beyond(self):
        """How far the discount of a line goes beyond the customer's own, at most."""
        lines = self.order_line.filtered(
            lambda ln: ln.product_id and not (ln.display_type or ln.is_downpayment)
        )
        pairs = [line._o2c_discount() for line in lines]
        return max((given - own for given, own in pairs), default=-HUNDRED)

    def _o2c_own_early(self):
        owns = self._o2c_own_partners().mapped("property_payment_term_id")
        return max((early(term) for term in owns), default=ZERO)


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _o2c_case_line(self, rows):
        """The line as the search sees it; ``rows``: what quantity rules count."""
        return Line(
            self.id,
            self._o2c_case_amount(),
            Decimal(str(self.product_uom_qty)),
            self._o2c_case_step(),
            Decimal(str(self.qty_delivered)),
            {
                row["rules"]: self._o2c_quantity_in(
                    self.env["uom.uom"].browse(row["uoms"])
                )
                for row in rows
                if self.product_id._o2c_counts_for(row)
            },
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
