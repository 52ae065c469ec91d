"""What customers read about their services, in the portal and on the card."""

from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_portal_services(self):
        """Contracts, tasks, bills and warranty of this order as plain values.

        None when there are none. No internal note, owner or error is among them.
        """
        self.ensure_one()
        order = self.sudo()  # the customer's own order, no right to the records
        contracts = order.o2c_contract_ids.filtered(lambda c: c.state != "draft")
        tasks = order.o2c_task_ids.filtered(lambda t: t.state != "cancelled")
        services, warranties = order.o2c_recurring_ids, order.o2c_warranty_ids
        if self.state != "sale" or not any((contracts, tasks, services, warranties)):
            return None
        return {
            "contracts": [contract._portal_row() for contract in contracts],
            "tasks": [task._portal_row() for task in tasks],
            "recurring": [service._portal_row() for service in services],
            "warranties": [warranty._portal_row() for warranty in warranties],
        }


class O2cContract(models.Model):
    _name = "o2c.contract"
    _inherit = "o2c.contract"

    def _portal_row(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        name = f"{self.template_id.name} {self.name}"
        return {
            "name": name,
            "state": states[self.state],
            "url": self.get_portal_url(),
        }


class O2cTask(models.Model):
    _name = "o2c.task"
    _inherit = "o2c.task"

    def _portal_row(self):
        return {
            "name": self.template_id.name,
            "ref": self.external_ref,
            "done": self.state == "done",
            "at": self.done_at or self.due_at,
        }


class O2cRecurring(models.Model):
    _name = "o2c.recurring"
    _inherit = "o2c.recurring"

    def _portal_row(self):
        return {
            "name": f"{self.product_id.display_name}, {self.tariff_id.name}",
            "price": self.price_plan,
            "since": self.date_start,
            "next": self.next_date,
            "end": self.stop_date,
        }


class O2cWarranty(models.Model):
    _name = "o2c.warranty"
    _inherit = "o2c.warranty"

    def _portal_row(self):
        return {
            "name": self.product_id.display_name,
            "lot": self.lot_id.name,
            "from": self.date_start,
            "to": self.date_end,
        }
