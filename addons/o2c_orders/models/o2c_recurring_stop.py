"""The end of a recurring service: what was billed beyond it is given back."""

from decimal import Decimal

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .. import explain
from ..domain import recurrence


class O2cRecurring(models.Model):
    _name = "o2c.recurring"
    _inherit = "o2c.recurring"

    def _stop(self, day, reason, *, everything=False):
        """The service ends: ``day`` is the first without it. Again: no change.

        Days billed beyond ``day`` are given back; with ``everything`` all that was
        billed is. Bills still in draft are lessened, posted ones get a draft credit
        note. The days before that are not billed yet are billed by the job.
        """
        self._check_no_complaint(reason)
        for service in self.sudo():  # follows from a cancelled order, a withdrawal
            if service.state == "ended" and not service.stop_date:
                continue
            if service.state == "waiting":
                service.write(
                    {"state": "ended", "stop_date": day, "stop_reason": reason}
                )
                continue
            # a later day would take back what was given
            day_now = min(day, service.stop_date or day)
            if everything:
                day_now = min(day_now, service.date_start)
            service._apply_stop(day_now, reason)

    def _apply_stop(self, day, reason):
        settled = self._settlement(day)
        if self.stop_date == day and not settled:
            return
        self.write(
            {
                "stop_date": day,
                "stop_reason": reason,
                "stop_note": explain.service.settlement(self, day, settled),
            }
        )
        for period, (_days, back) in settled.items():
            period._give_back(float(back))
        if self.state == "active":
            self._plan_next()
        self._message_log(body=explain.service.stopped(self))

    def _settlement(self, day):
        """What a stop on ``day`` gives back: {period: (days unused, Decimal)}."""
        digits = self.currency_id.decimal_places
        found = {}
        billed = self.period_ids.filtered(lambda p: p.move_id.state != "cancel")
        for period in billed.sorted("number"):
            back = recurrence.give_back(
                Decimal(str(period.amount)),
                period.date_first,
                period.date_last,
                day,
                digits,
            ) - Decimal(str(period.given_back))
            if back > 0:
                days = recurrence.unused_days(period.date_first, period.date_last, day)
                found[period] = (days, back)
        return found

    def _lessen_quantity(self, quantity):
        """So many fewer from the next bill on; what is billed stays."""
        self.quantity -= quantity
        self._message_log(body=explain.service.fewer(self, quantity))

    def _earliest_end(self):
        """The first day on which notice given today lets the customer go."""
        today = self._today()
        if not self.date_start:
            return today
        return recurrence.earliest_end(
            self.date_start, today, self.min_months, self.notice_days
        )

    def action_stop(self):
        self.ensure_one()
        user = self.env.user
        if not (self.env.su or user.has_group("o2c_orders.group_order_desk")):
            raise UserError(self.env._("The order desk ends a service."))
        if self.state == "ended":
            raise UserError(self.env._("This service has ended already."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End the service"),
            "res_model": "o2c.recurring.stop",
            "view_mode": "form",
            "target": "new",
            "context": {"default_recurring_id": self.id},
        }


class O2cRecurringPeriod(models.Model):
    _name = "o2c.recurring.period"
    _inherit = "o2c.recurring.period"

    def _give_back(self, amount):
        """Lessen a bill in draft, credit a posted one."""
        self.given_back += amount
        invoice = self.move_id
        if invoice.state == "draft":
            self._lessen()
        elif invoice.state == "posted":
            self.credit_ids = [Command.link(self._credit(amount).id)]

    def _lessen(self):
        left = self.amount - self.given_back
        digits = self.currency_id.decimal_places
        others = self.move_id.invoice_line_ids - self.move_line_id
        if float_compare(left, 0, precision_digits=digits) > 0:
            self.move_line_id.write(
                {
                    "quantity": 1,
                    "price_unit": left,
                    "name": explain.service.lessened_line(self),
                }
            )
        elif others:
            self.move_line_id.unlink()
        else:
            self.move_id.button_cancel()

    def _credit(self, amount):
        invoice, line = self.move_id, self.move_line_id
        return self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "reversed_entry_id": invoice.id,
                "company_id": self.company_id.id,
                "partner_id": invoice.partner_id.id,
                "partner_shipping_id": invoice.partner_shipping_id.id,
                "currency_id": invoice.currency_id.id,
                "fiscal_position_id": invoice.fiscal_position_id.id,
                "journal_id": invoice.journal_id.id,
                "invoice_user_id": invoice.invoice_user_id.id,
                "invoice_origin": invoice.invoice_origin,
                "ref": invoice.name,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "product_uom_id": line.product_uom_id.id,
                            "name": explain.service.credit_line(self),
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.set(line.tax_ids.ids)],
                            "analytic_distribution": line.analytic_distribution,
                        }
                    )
                ],
            }
        )
