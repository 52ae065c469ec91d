"""A confirmed order that asks for more, or on other terms, is checked again."""

from odoo import api, models

from odoo.addons.o2c_orders.domain.hold import Phase

CHANGED = "o2c_credit_changed"
TERMS = {"partner_invoice_id", "payment_term_id", "currency_id", "pricelist_id"}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if "order_line" in vals or TERMS & vals.keys():
            # who saves the order sees at once that it waits
            self._o2c_recheck_credit()
        return result

    def _o2c_recheck_credit(self):
        """Check the orders that are not any more what passed; the goods wait else."""
        changed = self.filtered(lambda order: order._o2c_changed_since())
        if changed:
            asker = self.env["res.users"] if self.env.su else self.env.user
            # the check sees all that the customer owes, as in _o2c_refresh_holds
            orders = changed.sudo().sorted("id")
            orders._o2c_check_credit(Phase.DELIVERY, asker)

    def _o2c_recheck_later(self):
        """As :meth:`_o2c_recheck_credit`, once at the end of the transaction."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        if not confirmed:
            return
        hooks = self.env.cr.precommit
        if CHANGED not in hooks.data:
            hooks.add(self.browse()._o2c_recheck_waiting)
        waiting = hooks.data.setdefault(CHANGED, {})
        waiting.update(dict.fromkeys(confirmed.ids, self.env))

    def _o2c_forget_recheck(self):
        """They are being checked now: savepoints too run what waits for the end."""
        waiting = self.env.cr.precommit.data.get(CHANGED, {})
        for order_id in self.ids:
            waiting.pop(order_id, None)

    @api.model
    def _o2c_recheck_waiting(self):
        waiting = self.env.cr.precommit.data.pop(CHANGED, {})
        for order_id, env in waiting.items():
            env["sale.order"].browse(order_id).exists()._o2c_recheck_credit()


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._o2c_recheck_later()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"price_unit", "product_uom_qty", "discount", "tax_ids"} & vals.keys():
            self.order_id._o2c_recheck_later()
        return result
