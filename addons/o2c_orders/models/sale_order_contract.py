from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_contract_ids = fields.One2many("o2c.contract", "order_id", "Contracts")
    o2c_warranty_ids = fields.One2many("o2c.warranty", "order_id", "Warranties")
    o2c_wants_contract = fields.Boolean(
        "Contract to be made", compute="_compute_o2c_wants_contract"
    )

    @api.depends("order_line.product_id", "o2c_contract_ids.state", "state")
    def _compute_o2c_wants_contract(self):
        for order in self:
            in_force = order.o2c_contract_ids.filtered(lambda c: c.state != "void")
            order.o2c_wants_contract = bool(
                order.state != "cancel"
                and not in_force
                and order._o2c_contract_template()
            )

    def _o2c_contract_template(self):
        """The text for this order: that of its first product which has one."""
        # configuration, whoever makes the contract
        templates = self.sudo().order_line.product_id.o2c_contract_template_id
        mine = (False, self.company_id)
        found = templates.filtered(
            lambda t: t.active and (t.company_id in mine or not t.company_id)
        )
        return found[:1]

    def _o2c_has_signed(self):
        """Whether the customer signed the contract of this order."""
        # asked by the steps of tasks, whoever takes them
        return "signed" in self.sudo().o2c_contract_ids.mapped("state")

    def action_o2c_make_contract(self):
        """Make the contract of this order and show it."""
        self.ensure_one()
        self.check_access("write")
        made = self.env["o2c.contract"]._make(self)
        if not made and not self.o2c_contract_ids:
            raise UserError(
                self.env._(
                    "No product of this order has a contract text. Set one on the"
                    " product, on the page Services."
                )
            )
        contract = made or self.o2c_contract_ids[:1]
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.contract",
            "res_id": contract.id,
            "view_mode": "form",
        }

    def _action_confirm(self):
        result = super()._action_confirm()
        # most orders ask for none: known without looking at contracts
        products = self.sudo().order_line.product_id  # whoever confirms
        if products.o2c_contract_template_id:
            self.env["o2c.contract"]._make(self)
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        contracts = self.sudo().o2c_contract_ids  # the order is cancelled
        contracts.filtered(lambda c: c.state != "void")._void(
            self.env._("The order was cancelled.")
        )
        return result
