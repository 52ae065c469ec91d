"""Recurring services of orders: made when they are confirmed, begun when active."""

from odoo import api, fields, models

from ..domain import fulfilment
from ..domain.fulfilment import State
from .sale_order_task import QUIET
from .timeline_rows import local_day


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_recurring_ids = fields.One2many(
        "o2c.recurring", "order_id", "Recurring services"
    )
    o2c_recurring_text = fields.Char(
        "Per period", compute="_compute_o2c_recurring_text"
    )

    @api.depends("order_line.o2c_tariff_id", "order_line.o2c_recurring_price")
    def _compute_o2c_recurring_text(self):
        for order in self:
            lines = order.order_line.filtered("o2c_tariff_id")
            order.o2c_recurring_text = " + ".join(lines.mapped("o2c_recurring_text"))

    def _action_cancel(self):
        result = super()._action_cancel()
        # whoever cancels an order ends its services
        self.sudo()._o2c_stop_services(None, "cancelled")
        return result

    def _o2c_stop_services(self, day, reason, *, everything=False):
        """End the recurring services of these orders (see ``o2c.recurring._stop``)
        and what is still open of their tasks.

        :param day: the first day without them; None: today, where the company is
        :param everything: give back all that was billed
        """
        for service in self.o2c_recurring_ids:
            service._stop(day or service._today(), reason, everything=everything)
        self.o2c_task_ids._cancel()


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    o2c_recurring_ids = fields.One2many(
        "o2c.recurring", "order_line_id", "Recurring service"
    )

    def _o2c_plan_services(self):
        # before the tasks: one that is done at once begins the bills
        self._o2c_plan_recurring()
        return super()._o2c_plan_services()

    def _o2c_plan_recurring(self):
        """Make the recurring service of each line with a tariff, once."""
        lines = self.filtered(lambda x: x.o2c_tariff_id and x.product_uom_qty > 0)
        if not lines:
            return
        lines = lines.sudo()  # who confirms need not know services
        known = lines.o2c_recurring_ids
        # confirmed again after it was cancelled before it was active
        known.filtered(lambda s: s.state == "ended" and not s.date_start).write(
            {"state": "waiting", "stop_date": False, "stop_reason": False}
        )
        new = (lines - known.order_line_id).with_prefetch(lines._prefetch_ids)
        services = known.with_context(**QUIET).create(
            [line._prepare_o2c_recurring_vals() for line in new]
        )
        at_once = (services | known).filtered(
            lambda s: s.tariff_id.billing_start == "confirmation"
        )
        for day, same in at_once.grouped(lambda s: s._today()).items():
            same._activate(day)

    def _prepare_o2c_recurring_vals(self):
        tariff, order = self.o2c_tariff_id, self.order_id
        copied = (
            "interval_number",
            "interval_unit",
            "in_advance",
            "aligned",
            "min_months",
            "notice_days",
        )
        return {
            "order_id": order.id,
            "order_line_id": self.id,
            "company_id": order.company_id.id,
            "partner_id": order.partner_invoice_id.id,
            "product_id": self.product_id.id,
            "tariff_id": tariff.id,
            "currency_id": order.currency_id.id,
            "quantity": self.product_uom_qty,
            "price": self.o2c_recurring_price,
            **{name: tariff[name] for name in copied},
        }

    def _o2c_tasks_changed(self):
        result = super()._o2c_tasks_changed()
        for line in self.sudo():  # a step of a task, taken by whoever may
            waiting = line.o2c_recurring_ids.filtered(lambda s: s.state == "waiting")
            if waiting and (moment := line._o2c_active_since()):
                zone = line.company_id.partner_id.tz or "UTC"
                waiting._activate(local_day(moment, zone))
        return result

    def _o2c_active_since(self):
        """When the tasks made the service active; None while they have not."""
        tasks = self.o2c_task_ids
        starters = tasks.filtered(
            lambda t: t.template_id.starts_billing and t.state != "cancelled"
        )
        states = [State(state) for state in (starters or tasks).mapped("state")]
        if not fulfilment.fulfilled(states):
            return None
        return max(filter(None, (starters or tasks).mapped("done_at")))
