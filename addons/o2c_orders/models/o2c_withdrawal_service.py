from odoo import models

from .timeline_rows import local_day


class O2cWithdrawal(models.Model):
    _name = "o2c.withdrawal"
    _inherit = "o2c.withdrawal"

    def _after_accept(self):
        """End the services that were withdrawn from, on the day it was declared.

        Who had asked to begin at once pays for the days he used; nobody else pays.
        """
        result = super()._after_accept()
        zone = self.company_id.partner_id.tz or "UTC"
        day = local_day(self.declared_at, zone)
        everything = not self.order_id.o2c_begin_at_once
        for part in self.line_ids:
            for service in part.order_line_id.o2c_recurring_ids:
                if part.quantity >= service.quantity:
                    service._stop(day, "withdrawal", everything=everything)
                else:
                    service._lessen_quantity(part.quantity)
        gone = self.line_ids.filtered(lambda part: part._is_whole_line())
        gone.order_line_id.o2c_task_ids._cancel()
        if self.whole_order:
            contracts = self.order_id.o2c_contract_ids
            contracts.filtered(lambda c: c.state != "void")._void(self.display_name)
        return result


class O2cWithdrawalLine(models.Model):
    _name = "o2c.withdrawal.line"
    _inherit = "o2c.withdrawal.line"

    def _is_whole_line(self):
        """Whether nothing of the order line is kept."""
        line = self.order_line_id
        # what was not delivered is taken off the line already, see _stop_deliveries
        return line.product_uom_qty - self.to_return < 0.00001
