"""What the credit policy has to know about an order, and what it says; no writing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from odoo import fields, models

from odoo.addons.o2c_orders.domain.hold import Phase

from ..domain import policy
from ..domain.exposure import ZERO, Request
from ..domain.policy import ExemptionKind, Kind, OrderFacts
from . import decision_content
from .o2c_hold import CREDIT_REASON
from .policy_facts import ORDERED_FLUSHED, PAID_FLUSHED, ordered_query, paid_query

BOTH = frozenset((Phase.CONFIRMATION, Phase.DELIVERY))


@dataclass(frozen=True)
class Check:
    """One order as it was checked.

    :param ledger: the credit holds it ever had
    :param before: the customer's facts before this order
    :param facts: its own
    """

    order: models.Model
    account: models.Model
    ledger: models.Model
    phase: Phase | None
    before: policy.CustomerFacts
    facts: OrderFacts
    verdict: policy.Verdict

    @property
    def request(self):
        """Amount, whether it counts already, what a person let pass."""
        return self.facts.request

    @property
    def holds(self):
        """The hits that place a hold: a person's hold stops the order by itself."""
        hits = self.verdict.hits
        return [h for h in hits if h.holds and h.rule.kind != Kind.FORCED_HOLD]

    @property
    def limit_hit(self):
        """The numbers of the limit that is exceeded, his own before his group's."""
        wanted = (Kind.LIMIT_EXCEEDED, Kind.GROUP_LIMIT_EXCEEDED)
        hits = sorted(
            (h for h in self.holds if h.rule.kind in wanted),
            key=lambda h: wanted.index(h.rule.kind),
        )
        return hits[0].reason.params if hits else {}

    @property
    def is_shared(self):
        """Whether it takes from something that other orders take from as well.

        A confirmed order that asks for no more than it passed with takes nothing.
        """
        if self.request.counted and not self.order._o2c_changed_since():
            return False
        customer, orders = self.before, self.facts.quantities
        limited = customer.exposure.limit is not None
        return limited or customer.group is not None or bool(orders)

    @property
    def kind(self):
        """What kind of document it makes."""
        if self.request.counted or self.phase is None:
            return "rechecked"
        return "passed" if self.verdict.decision.ok else "held"

    def says_the_same(self, document):
        """Whether ``document``, the last one of the order, says all this already."""
        if not document:
            return False
        if self.verdict.decision.ok:
            return bool(self.kind == "rechecked" and document.passes)
        return not document.passes and document.extent == decision_content.extent(self)

    def content(self, names):
        """What the document keeps of the check, see decision_content."""
        over = decision_content.excess(self.verdict)
        return {
            "passes": self.verdict.decision.ok,
            "phase": "delivery" if self.request.counted else "confirmation",
            "facts": decision_content.facts(self),
            "hits": decision_content.hits(self.verdict, names),
            "score": self.account._known_score(),
            "extent": decision_content.extent(self),
            "order_amount": decision_content.plain(self.request.amount),
            "excess": decision_content.plain(over) or False,
        }


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_policy_verdicts(self, phase=Phase.CONFIRMATION):
        """What the policy says to each order, after those before it; writes nothing.

        :param phase: a Phase or its name
        :return: {order: policy.Verdict}
        """
        checks = self.sorted("id")._o2c_credit_checks(Phase(phase), known=True)
        return {check.order: check.verdict for check in checks}

    def _o2c_credit_account(self):
        """The credit account that this order burdens, made if there is none yet."""
        self.ensure_one()
        pair = (self.partner_invoice_id, self.company_id)
        return self.env["o2c.credit.account"]._of([pair])[pair]

    # ------------------------------------------------------------- decide
    def _o2c_credit_checks(self, phase=None, known=False):
        """Check each order after those before it: a list of :class:`Check`.

        :param phase: a Phase; None: that in which each of them is
        :param known: nothing is stored, also no account for a new customer
        """
        holds = self._o2c_holds_to_know()
        ledger = self._o2c_credit_ledger(holds)
        accounts, rules, facts, customers = self._o2c_policy_inputs(phase, known, holds)
        checks, taken = [], defaultdict(dict)
        for order in self:
            account = accounts[order]
            before = customers[account]
            mine = policy.after(facts[order], taken[account])
            verdict = policy.evaluate(before, mine, rules[order])
            customers[account] = verdict.customer
            if verdict.decision.ok:
                taken[account] = policy.add_taken(taken[account], mine)
            checks.append(
                Check(order, account, ledger[order], phase, before, mine, verdict)
            )
        return checks

    def _o2c_policy_inputs(self, phase=None, known=True, holds=None):
        """All that the policy works on, for any number of orders, unsaved ones too.

        :return: ({order: account}, {order: [Rule]}, {order: OrderFacts},
            {account: CustomerFacts})
        """
        accounts = self._o2c_account_of(known)
        rules = self._o2c_policy_rules(accounts, phase)
        facts = self._o2c_order_facts(accounts, rules, holds)
        return accounts, rules, facts, self._o2c_account_facts(accounts, rules)

    def _o2c_account_of(self, known=False):
        """{order: its credit account}."""
        pairs = {order: (order.partner_invoice_id, order.company_id) for order in self}
        accounts = self.env["o2c.credit.account"].sudo()  # whoever sells, as _of
        read = accounts._known if known else accounts._of
        found = read(pairs.values())
        return {order: found[pair] for order, pair in pairs.items()}

    def _o2c_policy_rules(self, accounts, phase):
        """{order: its rules}: an order that changed must pass all, as if new."""
        found = {}
        accounts_of = self.env["o2c.credit.account"].sudo()  # whoever sells, as _of
        union = accounts_of.union(*accounts.values())
        for phases, orders in self.grouped(lambda o: o._o2c_phases(phase)).items():
            rules = union._rules(phases)
            found |= {order: rules[accounts[order]] for order in orders}
        return found

    def _o2c_phases(self, phase):
        """The rules of which phases it must pass: all, when it changed since."""
        if self._o2c_changed_since():
            return BOTH
        own = Phase.DELIVERY if self.state == "sale" else Phase.CONFIRMATION
        return frozenset((phase or own,))

    def _o2c_account_facts(self, accounts, rules):
        by_account = defaultdict(list)
        for order, account in accounts.items():
            by_account[account] += rules[order]
        union = self.env["o2c.credit.account"].sudo().union(*by_account)  # as _of
        return union._customer_facts(by_account)

    # ------------------------------------------------------------- facts of an order
    def _o2c_credit_ledger(self, holds=None):
        """{order: the credit holds it ever had}."""
        holds = self._o2c_holds_to_know() if holds is None else holds
        credit = holds.filtered(lambda h: h.reason_id.code == CREDIT_REASON)
        return {
            order: credit.filtered(lambda h, o=order._origin: h.order_id == o)
            for order in self
        }

    def _o2c_holds_to_know(self):
        """The credit holds of these orders and those of people that stop them."""
        stopped = ["&", ("state", "=", "open"), ("forced", "=", True)]
        customers = self._o2c_customers().ids
        return self.env["o2c.hold"].search(
            [
                "|",
                "&",
                ("order_id", "in", self.ids),
                ("reason_id.code", "=", CREDIT_REASON),
                *("&", *stopped, "|"),
                ("order_id", "in", self.ids),
                ("customer_id", "in", customers),
            ],
            order="id",
        )

    def _o2c_order_facts(self, accounts, rules, holds=None):
        """{order: OrderFacts}: only what the rules and exemptions look at is read.

        :param accounts: {order: account}
        :param rules: {order: [policy.Rule]}
        :param holds: see :meth:`_o2c_holds_to_know`
        """
        holds = self._o2c_holds_to_know() if holds is None else holds
        ledger = self._o2c_credit_ledger(holds)
        kinds = {rule.kind for found in rules.values() for rule in found}
        paid = self._o2c_paid() if _exempts(rules, ExemptionKind.PREPAID) else {}
        ordered = self._o2c_ordered(accounts, rules)
        forced = self._o2c_forced(holds) if Kind.FORCED_HOLD in kinds else {}
        return {
            order: OrderFacts(
                paid=paid.get(order._origin, ZERO),
                term=order.payment_term_id.id or None,
                quantities=ordered[order],
                forced_holds=forced.get(order, 0),
                **order._o2c_approval_facts(ledger[order], accounts[order]),
                **(order._o2c_term_facts() if Kind.BETTER_TERM in kinds else {}),
                **(order._o2c_discounts() if Kind.BETTER_DISCOUNT in kinds else {}),
            )
            for order in self
        }

    def _o2c_approval_facts(self, ledger, account):
        # what was let pass for one customer is not let pass for another
        own = ledger.filtered(lambda h: h.origin_id == account.id)
        request = Request(
            amount=self._o2c_credit_amount(),
            counted=self.state == "sale",
            approved=own._approves(self) if own else None,
        )
        return {"request": request, "approved_kinds": own._approved_kinds()}

    def _o2c_forced(self, holds):
        """{order: how many holds that a person placed stop it or its customer}."""
        found = holds.filtered(
            lambda h: (
                h.state == "open"
                and h.forced
                and not h.is_partial
                and (h.stops_confirmation or h.stops_delivery)
            )
        )
        return {
            order: len(
                found.filtered(
                    lambda h, o=order: (
                        h.order_id == o._origin
                        or (
                            h.customer_id in o._o2c_customers()
                            and h.company_id == o.company_id
                        )
                    )
                )
            )
            for order in self
        }

    def _o2c_paid(self):
        """{order: how much of it is paid, in company currency}, see policy_facts."""
        Account = self.env["o2c.credit.account"]
        Account._flush_for(PAID_FLUSHED)
        rows = self.env.execute_query(paid_query(self.ids))
        paid = defaultdict(Decimal)
        for order_id, currency_id, amount in rows:
            order = self.browse(order_id)
            paid[order] += order._o2c_in_own_currency(currency_id, Decimal(amount))
        return paid

    def _o2c_in_own_currency(self, currency_id, amount):
        company = self.company_id
        own = company.currency_id
        if currency_id in (None, own.id):
            return Decimal(str(own.round(float(amount))))
        if currency_id == self.currency_id.id:
            return self._o2c_in_company_currency(float(amount))
        other = self.env["res.currency"].browse(currency_id)
        found = other._convert(float(amount), own, company, fields.Date.today())
        return Decimal(str(found))

    def _o2c_term_facts(self):
        own = self._o2c_own_partners().mapped("property_payment_term_id")
        day = fields.Date.today()
        return {
            "term_days": _last_day(self.payment_term_id, day),
            "own_term_days": max((_last_day(term, day) for term in own), default=0),
        }

    def _o2c_own_partners(self):
        """Whose own terms count: who pays and, as Odoo fills them in, who orders."""
        partners = self.partner_invoice_id | self.partner_id
        return partners.commercial_partner_id.with_company(self.company_id)

    def _o2c_discounts(self):
        """The discount that goes furthest beyond what the customer's own terms give.

        A price below that of his price list is a discount too, whoever typed it.
        """
        term, owns = self.payment_term_id, self._o2c_own_partners()
        best = max((_early(own.property_payment_term_id) for own in owns), default=ZERO)
        pairs = [(_early(term), best)]
        lines = self.order_line.filtered(
            lambda li: li.product_id and not (li.display_type or li.is_downpayment)
        )
        pairs += [line._o2c_discount() for line in lines]
        given, own = max(pairs, key=lambda pair: pair[0] - pair[1])
        return {"discount": given, "own_discount": own}

    def _o2c_ordered(self, accounts, rules):
        """{order: {rule id: (in this order, in the period before)}}."""
        rows = [
            order._o2c_quantity_row(accounts[order], rule)
            for order in self
            for rule in rules[order]
            if rule.kind == Kind.QUANTITY and rule.target
        ]
        found = {order: {} for order in self}
        if not rows:
            return found
        self.env["o2c.credit.account"]._flush_for(ORDERED_FLUSHED)
        answers = self.env.execute_query(ordered_query(rows))
        before = {tuple(key): Decimal(number) for *key, number in answers}
        for row in rows:
            order, rule = row["order"], row["rules"]
            earlier = before.get((rule, row["orders"]), ZERO)
            found[order][rule] = (order._o2c_asks_for(row), earlier)
        return found

    def _o2c_quantity_row(self, account, rule):
        model, res_id, uom_id = rule.target
        of_category = model == "product.category"
        # the rule names it, whoever sells
        category = self.env["product.category"].sudo().browse(res_id)
        return {
            "order": self,
            "rules": rule.id,
            "orders": self._origin.id or 0,
            "partners": account.partner_id._origin.id,
            "companies": account.company_id.id,
            "products": None if of_category else res_id,
            "categories": category.parent_path if of_category else None,
            "uoms": uom_id,
            "since": fields.Datetime.now() - timedelta(days=rule.days),
        }

    def _o2c_asks_for(self, row):
        """How much of what a rule counts is in this order, in the unit of the rule."""
        unit = self.env["uom.uom"].browse(row["uoms"])
        lines = self.order_line.filtered(lambda li: li.product_id._o2c_counts_for(row))
        return sum((line._o2c_quantity_in(unit) for line in lines), ZERO)


def _exempts(rules, kind):
    return any(
        exemption.kind == kind
        for found in rules.values()
        for rule in found
        for exemption in rule.exemptions
    )


def _last_day(term, day):
    """Days until the last instalment of a payment term is due; without one: at once."""
    dues = [(line._get_due_date(day) - day).days for line in term.line_ids]
    return max(dues, default=0)


def _early(term):
    """The discount for early payment, in per cent."""
    return Decimal(str(term.discount_percentage)) if term.early_discount else ZERO
