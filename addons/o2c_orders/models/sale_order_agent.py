"""What an external agent reads of an order that he brought; nothing internal."""

from odoo import models

SHOWN_STEPS = (
    "captured",
    "confirmed",
    "shipped",
    "out_for_delivery",
    "delivered",
    "invoiced",
    "due",
    "paid",
    "closed",
)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_agent_steps(self):
        """The milestones: ``[{kind, name, actual, at}]``."""
        self.ensure_one()
        steps = self.o2c_milestone_ids.filtered(lambda s: s.kind in SHOWN_STEPS)
        names = dict(steps._fields["kind"]._description_selection(self.env))
        return [
            {
                "kind": step.kind,
                "name": names[step.kind],
                "actual": bool(step.actual_at),
                "late": bool(
                    step.planned_at
                    and not step.actual_at
                    and step.planned_at < self._o2c_start_of_day()
                ),
                "at": step.actual_at or step.planned_at,
            }
            for step in steps
        ]

    def _o2c_agent_deliveries(self):
        """The transfers to the customer that were not cancelled."""
        return self.picking_ids.filtered(
            lambda p: p.state != "cancel" and p.location_dest_id.usage == "customer"
        )

    def _o2c_agent_invoices(self):
        """The posted invoices and credit notes."""
        return self.invoice_ids.filtered(lambda m: m.state == "posted")
