from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

from odoo.addons.o2c_orders.domain.hold import Phase

from .. import explain
from ..domain import exposure
from .o2c_hold import CREDIT_REASON


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the company"
    )
    # written by the check alone: nobody reads or writes them without its rights
    o2c_credit_passed = fields.Monetary(
        "Passed the credit check with",
        currency_field="o2c_company_currency_id",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    o2c_credit_accepted = fields.Monetary(
        "Exposure that a person accepted",
        currency_field="o2c_company_currency_id",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    # customer, payment term and currency that it passed with
    o2c_credit_passed_for = fields.Char(copy=False, groups=fields.NO_ACCESS)
    o2c_decision_ids = fields.One2many(
        "o2c.credit.decision",
        "order_id",
        "Credit decisions",
        groups="o2c_credit.group_credit_user",
    )
    o2c_decision_count = fields.Integer(
        "Number of credit decisions",
        compute="_compute_o2c_decision_count",
        groups="o2c_credit.group_credit_user",
    )
    _o2c_open_index = models.Index(
        "(partner_invoice_id)"
        " WHERE state = 'sale' AND invoice_status IN ('no', 'to invoice')"
    )
    _o2c_accepted_index = models.Index(
        "(partner_invoice_id) WHERE o2c_credit_accepted > 0"
    )

    def _o2c_refresh_holds(self, phase):
        result = super()._o2c_refresh_holds(phase)
        if phase in (Phase.CONFIRMATION, Phase.DELIVERY):
            # for a customer in the portal and for a resumed order nobody here asked
            asker = self.env["res.users"] if self.env.su else self.env.user
            # the check sees the account and all that the customer owes, whoever asks
            self.sudo()._o2c_checked_at(phase)._o2c_check_credit(phase, asker)
        return result

    def _o2c_checked_at(self, phase):
        """The orders that the credit check looks at in this phase, in id order."""
        if phase == Phase.CONFIRMATION:
            orders = self.filtered(lambda o: o.state in ("draft", "sent"))
        else:
            orders = self.filtered(lambda o: o._o2c_checked_at_delivery())
        return orders.sorted("id")

    def _o2c_checked_at_delivery(self):
        """Whether the company wants a second look at delivery or the order grew."""
        if self.state != "sale":
            return False
        wanted = self.company_id.root_id.o2c_credit_check_delivery
        return wanted or self._o2c_changed_since()

    def _o2c_changed_since(self):
        """Whether a confirmed order asks for more or on other terms than it passed."""
        order = self.sudo()  # whoever looks: what it passed with is the check's own
        if order.state != "sale" or not (
            order.o2c_credit_passed or order.o2c_credit_passed_for
        ):
            return False
        passed = Decimal(str(order.o2c_credit_passed))
        same = order.o2c_credit_passed_for in (False, order._o2c_terms_key())
        return not same or order._o2c_credit_amount() > passed

    def _o2c_terms_key(self):
        payer = self.partner_invoice_id.commercial_partner_id
        return f"{payer.id}/{self.payment_term_id.id or 0}/{self.currency_id.id}"

    def _compute_o2c_decision_count(self):
        groups = self.env["o2c.credit.decision"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]
        )
        counts = dict(groups)
        for order in self:
            order.o2c_decision_count = counts.get(order._origin, 0)

    def action_o2c_decisions(self):
        """Open the credit decisions about this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_credit_decision"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------- facts
    def _o2c_credit_amount(self):
        """The amount of the order in company currency, as Decimal."""
        return self._o2c_in_company_currency(self.amount_total)

    def _o2c_in_company_currency(self, amount):
        """Convert once: a confirmed order at its own rate, a quotation at today's.

        Confirming moves the order's date and with it the stored rate to today.
        """
        currency = self.company_id.currency_id
        if self.currency_id == currency:
            rate = 1.0
        elif self.state == "sale":
            rate = self.currency_rate or 1.0
        else:
            rate = self.env["res.currency"]._get_conversion_rate(
                currency, self.currency_id, self.company_id, fields.Date.today()
            )
        return Decimal(str(currency.round(amount / rate)))

    # ------------------------------------------------------------- apply
    def _o2c_check_credit(self, phase, asker):
        """Hold the orders that the policy stops, let the others pass."""
        self._o2c_forget_recheck()
        checks = self._o2c_credit_checks(phase)
        documents = self._o2c_document_checks(checks, asker)
        for check in checks:
            document = documents[check.order]
            if check.verdict.decision.ok:
                check.order._o2c_let_pass(check)
            elif check.holds:
                check.order._o2c_hold_for_credit(check, document, asker)
            else:
                # what a person stopped is stopped by his own hold
                check.ledger._end_open(explain.policy.passes_again(self.env, check))
        self._o2c_claim(checks)

    def _o2c_claim(self, checks):
        """Let no other transaction let pass what these orders took, see ``_claim``."""
        entering = [c for c in checks if c.verdict.decision.ok and c.is_shared]
        counted = [c.account for c in entering if c.facts.quantities]
        accounts = self.env["o2c.credit.account"].sudo()  # whoever sells, as _of
        accounts.union(*(check.account for check in entering))._claim(counted)

    def _o2c_let_pass(self, check):
        check.ledger._end_open(explain.policy.passes_again(self.env, check))
        facts = check.verdict.customer.exposure
        vals = {
            "o2c_credit_passed": float(check.request.amount),
            "o2c_credit_passed_for": self._o2c_terms_key(),
        }
        room = exposure.headroom(facts)
        if room is not None and room < 0 and check.request.approved is not None:
            vals["o2c_credit_accepted"] = float(exposure.total(facts))
        self.write(vals)

    def _o2c_hold_for_credit(self, check, document, asker):
        others = check.ledger.filtered(lambda h: h.origin_id != check.account.id)
        others._end_open(explain.exposure.other_customer(self.env))
        self.env["o2c.hold"]._place(
            self,
            CREDIT_REASON,
            check.account,
            note=explain.policy.refusal(self.env, check),
            requested_by=self._o2c_requester(check, asker),
            credit=self._prepare_o2c_credit_figures(check, document),
        )

    def _prepare_o2c_credit_figures(self, check, document):
        facts = check.before.exposure
        figures = {
            "limit": facts.limit or 0,
            "exposure": exposure.total(facts),
            "order": check.request.amount,
            "excess": 0,
        }
        figures |= check.limit_hit
        return {
            "credit_limit": float(figures["limit"]),
            "credit_exposure": float(figures["exposure"]),
            "credit_order_amount": float(figures["order"]),
            "credit_excess": float(figures["excess"]),
            "credit_document_amount": self.amount_total,
            "credit_document_currency_id": self.currency_id.id,
            "credit_decision_id": document.id,
        }

    def _o2c_requester(self, check, asker):
        """Whose request is stopped.

        He who asked first stays it, until somebody else asks for more: nobody grows
        another's order and lets it pass himself.
        """
        latest = check.ledger[-1:]
        grew = check.request.amount > Decimal(str(latest.credit_order_amount))
        if not asker:
            return latest.requested_by_id or self.env.user
        if latest.state == "open" and not grew:
            return latest.requested_by_id
        return asker

    # ------------------------------------------------------------- the document
    def _o2c_document_checks(self, checks, asker=None):
        """Write down what was found, once for the same: {order: document}."""
        Decision = self.env["o2c.credit.decision"]
        again = [c.order for c in checks if c.ledger or c.request.counted]
        last = Decision._last(self.browse().union(*again)) if again else {}
        names = self._o2c_policy_names(checks)
        found = {}
        for check in checks:
            known = last.get(check.order, Decision)
            if check.says_the_same(known):
                found[check.order] = known
            else:
                found[check.order] = Decision._document(
                    check.order,
                    check.kind,
                    account=check.account,
                    asked_by=asker or self.env["res.users"],
                    **check.content(names),
                )
        return found

    def _o2c_policy_names(self, checks):
        """({rule id: name}, {exemption id: name}) of what was hit."""
        hits = [hit for check in checks for hit in check.verdict.hits]
        rules = {hit.rule.id for hit in hits}
        exemptions = {hit.exemption for hit in hits if hit.exemption}
        return tuple(
            # the names of rules that whoever sells may not read
            {r.id: r.name for r in self.env[model].sudo().browse(sorted(ids)).exists()}
            for model, ids in (
                ("o2c.credit.rule", rules),
                ("o2c.credit.exemption", exemptions),
            )
        )

    # ------------------------------------------------------------- the cause is gone
    def _o2c_release_covered(self):
        """Release the credit holds of the orders that the limit covers now.

        :return: these orders
        """
        asked = self.filtered(lambda o: o.state != "cancel").sorted("id")
        checks = [check for check in asked._o2c_credit_checks() if not check.holds]
        self._o2c_document_checks(checks)
        for check in checks:
            if check.verdict.decision.ok and check.request.counted:
                check.order._o2c_let_pass(check)
            else:
                # it passes when it is confirmed, and is looked at then
                check.ledger._end_open(explain.policy.passes_again(self.env, check))
        self._o2c_claim([check for check in checks if check.request.counted])
        free = [check.order for check in checks if check.verdict.decision.ok]
        return self.browse().union(*free)

    def _o2c_resume_safely(self):
        """Confirm an order that waited; what keeps it from it stays on the order."""
        try:
            with self.env.cr.savepoint():
                self.with_company(self.company_id)._o2c_resume()
        except (UserError, RedirectWarning) as error:
            self._message_log(body=explain.exposure.not_resumed(self.env, error))

    def _action_cancel(self):
        result = super()._action_cancel()
        # the order no longer asks for anything, whoever cancels it
        for holds in self.sudo()._o2c_credit_ledger().values():
            holds._end_open(explain.exposure.cancelled(self.env))
        self.env["o2c.credit.account"]._enqueue(self.partner_invoice_id)
        return result
