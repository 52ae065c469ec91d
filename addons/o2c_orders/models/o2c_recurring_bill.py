"""Bills of recurring services: draft invoices, once per period whatever happens.

The database refuses a period twice; a second process that bills the same service
fails there or at the row lock and leaves it to the first. Services of one order are
billed together; orders on hold for invoicing wait and are caught up.
"""

import logging

from psycopg2 import errors

from odoo import Command, api, fields, models
from odoo.tools import split_every

from .. import explain
from ..domain import recurrence
from ..domain.hold import Phase
from .timeline_rows import local_day

_logger = logging.getLogger(__name__)
BUSY = (errors.SerializationFailure, errors.LockNotAvailable, errors.DeadlockDetected)
TAKEN = (*BUSY, errors.UniqueViolation)
BATCH = 50  # orders billed in one transaction


class O2cRecurring(models.Model):
    _name = "o2c.recurring"
    _inherit = "o2c.recurring"

    @api.model
    def _cron_bill(self):
        """Make the draft invoices that are due, batch by batch. May run twice."""
        orders = self._due_services().order_id.sorted("id")
        remaining = len(orders)
        for ids in split_every(BATCH, orders.ids):
            self._bill_orders(list(ids))
            remaining -= len(ids)
            if not self.env["ir.cron"]._commit_progress(len(ids), remaining=remaining):
                break

    @api.model
    def _due_services(self, order_ids=None):
        """The active services with a period to bill today, where each company is."""
        now = fields.Datetime.now()
        active = self._read_group([("state", "=", "active")], ["company_id"])
        due = [
            fields.Domain("company_id", "=", company.id)
            & fields.Domain(
                "next_date", "<=", local_day(now, company.partner_id.tz or "UTC")
            )
            for (company,) in active
        ]
        domain = fields.Domain("state", "=", "active") & fields.Domain.OR(due)
        if order_ids is not None:
            domain &= fields.Domain("order_id", "in", order_ids)
        return self.search(domain, order="id")

    @api.model
    def _bill_orders(self, order_ids):
        """Bill what is due of these orders; one that cannot be billed stops nobody."""
        try:
            with self.env.cr.savepoint():
                self._due_services(order_ids)._bill()
            return
        except TAKEN:
            _logger.info("services of %s are billed by another process", order_ids)
        except Exception:
            _logger.exception("orders %s cannot be billed together", order_ids)
            for order_id in order_ids:
                self._bill_alone(order_id)

    @api.model
    def _bill_alone(self, order_id):
        try:
            with self.env.cr.savepoint():
                self._due_services([order_id])._bill()
        except TAKEN:
            _logger.info("services of %s are billed by another process", order_id)
        except Exception as error:
            _logger.exception("order %s cannot be billed", order_id)
            text = str(error) or type(error).__name__
            self._due_services([order_id]).write({"last_error": text})

    def _bill(self):
        """One draft invoice per order over the periods that are due.

        :return: the invoices
        """
        mine = self.try_lock_for_update().with_prefetch()
        free, _stopped = mine.order_id._o2c_split_held(Phase.INVOICING)
        mine = mine.filtered(lambda s: s.order_id in free)
        periods = mine._make_periods()
        invoices = self.env["account.move"]
        by_order = periods.grouped(lambda p: p.recurring_id.order_id)
        if by_order:
            invoices = invoices.create(
                [order._prepare_o2c_bill(own) for order, own in by_order.items()]
            )
        for invoice, own in zip(invoices, by_order.values(), strict=True):
            own._attach(invoice)
        return invoices

    def _make_periods(self):
        """The periods that are due, as records that the database allows once."""
        vals_list = []
        for service in self:
            parts = recurrence.due(
                service._terms(),
                service.billed_periods,
                service._today(),
                service.stop_date or None,
            )
            vals_list += [service._prepare_period_vals(part) for part in parts]
            service.write(
                {
                    "billed_periods": service.billed_periods + len(parts),
                    "last_error": False,
                }
            )
        self._plan_next()
        periods = self.period_ids.create(vals_list)
        # refused now, before an invoice is made
        self.env.flush_all()
        return periods

    def _prepare_period_vals(self, part):
        return {
            "recurring_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "number": part.number,
            "date_first": part.first,
            "date_last": part.last,
            "days": part.days,
            "of_days": part.of_days,
            "amount": float(self._amount(part.share)),
        }


class O2cRecurringPeriod(models.Model):
    _name = "o2c.recurring.period"
    _inherit = "o2c.recurring.period"

    def _prepare_line_vals(self):
        """The invoice line of this period; a part of one is charged as one piece."""
        service = self.recurring_id
        line = service.order_line_id
        full = self.days == self.of_days
        return {
            "product_id": service.product_id.id,
            "product_uom_id": line.product_uom_id.id,
            "name": explain.service.bill_line(self),
            "quantity": service.quantity if full else 1,
            "price_unit": service.price if full else self.amount,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "analytic_distribution": line.analytic_distribution,
        }

    def _attach(self, invoice):
        lines = invoice.invoice_line_ids.filtered(lambda x: x.display_type == "product")
        for period, line in zip(self, lines, strict=True):
            period.write({"move_id": invoice.id, "move_line_id": line.id})


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _prepare_o2c_bill(self, periods):
        """The values of a draft invoice over ``periods`` of this order's services.

        Its lines do not count as invoiced quantity of the order: the order is settled
        with what is paid once, its services go on (docs/adr/0016).
        """
        values = self._prepare_invoice()
        values["partner_id"] = periods.recurring_id.partner_id[:1].id
        values["transaction_ids"] = []  # payments belong to the order itself
        values["invoice_line_ids"] = [
            Command.create({"sequence": number, **period._prepare_line_vals()})
            for number, period in enumerate(periods, 1)
        ]
        return values
