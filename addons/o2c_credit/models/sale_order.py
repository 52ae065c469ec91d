from collections import namedtuple
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

from odoo.addons.o2c_orders.domain.hold import Phase

from .. import explain
from ..domain import exposure
from ..domain.exposure import ExposureFacts, Request
from .o2c_hold import CREDIT_REASON

# one order as it was checked: the credit holds it ever had and what came out
Check = namedtuple("Check", "order account request ledger outcome")


class SaleOrder(models.Model):
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
            self.sudo()._o2c_checked_at(phase)._o2c_check_credit(asker)
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
        passed = Decimal(str(self.o2c_credit_passed))
        return wanted or bool(passed and self._o2c_credit_amount() > passed)

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

    def _o2c_credit_ledger(self):
        """{order: the credit holds it ever had}."""
        holds = self.env["o2c.hold"].search(
            [("order_id", "in", self.ids), ("reason_id.code", "=", CREDIT_REASON)],
            order="id",
        )
        return {
            order: holds.filtered(lambda h, o=order: h.order_id == o) for order in self
        }

    def _o2c_credit_request(self, ledger, account):
        # what was let pass for one customer is not let pass for another
        own = ledger.filtered(lambda h: h.origin_id == account.id)
        return Request(
            amount=self._o2c_credit_amount(),
            counted=self.state == "sale",
            approved=own._approves(self),
        )

    # ------------------------------------------------------------- decide
    def _o2c_credit_checks(self):
        """Check each order after those before it: a list of :class:`Check`."""
        ledger = self._o2c_credit_ledger()
        checks = []
        for account, facts, orders in self._o2c_by_account():
            requests = [o._o2c_credit_request(ledger[o], account) for o in orders]
            outcomes = exposure.check_all(facts, requests)
            for order, request, outcome in zip(orders, requests, outcomes, strict=True):
                checks.append(Check(order, account, request, ledger[order], outcome))
        return checks

    def _o2c_by_account(self):
        """[(account, its facts, its orders)]; nothing is read for the unlimited."""
        pairs = {o: (o.partner_invoice_id, o.company_id) for o in self}
        account_of = self.env["o2c.credit.account"]._of(pairs.values())
        groups = self.grouped(lambda o: account_of[pairs[o]])
        accounts = self.env["o2c.credit.account"].sudo().union(*groups)  # as _of
        facts = accounts.filtered("limited")._facts()
        return [(a, facts.get(a, ExposureFacts()), groups[a]) for a in accounts]

    # ------------------------------------------------------------- apply
    def _o2c_check_credit(self, asker):
        """Hold the orders that the limit does not cover, let the others pass."""
        checks = self._o2c_credit_checks()
        let_pass = [check for check in checks if check.outcome.decision.ok]
        for check in checks:
            if check in let_pass:
                check.order._o2c_let_pass(check)
            else:
                check.order._o2c_hold_for_credit(check, asker)
        entering = [c.account for c in let_pass if not c.request.counted]
        accounts = self.env["o2c.credit.account"].sudo().union(*entering)  # as _of
        accounts.filtered("limited")._claim()

    def _o2c_let_pass(self, check):
        check.ledger._end_open(explain.exposure.fits_again(self.env))
        if not check.account.limited:
            return
        facts = check.outcome.facts
        vals = {"o2c_credit_passed": float(check.request.amount)}
        if exposure.headroom(facts) < 0 and check.request.approved is not None:
            vals["o2c_credit_accepted"] = float(exposure.total(facts))
        self.write(vals)

    def _o2c_hold_for_credit(self, check, asker):
        decision = check.outcome.decision
        currency = check.account.currency_id
        others = check.ledger.filtered(lambda h: h.origin_id != check.account.id)
        others._end_open(explain.exposure.other_customer(self.env))
        self.env["o2c.hold"]._place(
            self,
            CREDIT_REASON,
            check.account,
            note=explain.exposure.refusal(self.env, currency, decision),
            requested_by=self._o2c_requester(check, asker),
            credit=self._prepare_o2c_credit_figures(decision.reasons[0].params),
        )

    def _prepare_o2c_credit_figures(self, params):
        return {
            "credit_limit": float(params["limit"]),
            "credit_exposure": float(params["exposure"]),
            "credit_order_amount": float(params["order"]),
            "credit_excess": float(params["excess"]),
            "credit_document_amount": self.amount_total,
            "credit_document_currency_id": self.currency_id.id,
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

    # ------------------------------------------------------------- the cause is gone
    def _o2c_release_covered(self):
        """Release the credit holds of the orders that the limit covers now.

        :return: these orders
        """
        asked = self.filtered(lambda o: o.state != "cancel").sorted("id")
        covered = self.browse()
        for check in asked._o2c_credit_checks():
            if check.outcome.decision.ok:
                check.ledger._end_open(explain.exposure.fits_again(self.env))
                covered |= check.order
        return covered

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
