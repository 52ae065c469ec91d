from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    o2c_task_template_ids = fields.Many2many(
        "o2c.task.template",
        "o2c_task_template_product_rel",
        "product_tmpl_id",
        "template_id",
        "Fulfilment tasks",
        help="What must be done, besides delivering goods, before an order line with"
        " this product is fulfilled.",
    )
    o2c_tariff_ids = fields.Many2many(
        "o2c.tariff",
        "o2c_tariff_product_rel",
        "product_tmpl_id",
        "tariff_id",
        "Tariffs",
        help="The price plans with which this product is sold: its catalogue.",
    )
    o2c_tariff_required = fields.Boolean(
        "Only with a tariff",
        help="An order line with this product is not confirmed without a tariff.",
    )
    o2c_contract_template_id = fields.Many2one(
        "o2c.contract.template",
        "Contract",
        help="A confirmed order with this product gets a contract from this text.",
    )
    o2c_warranty_months = fields.Integer(
        "Warranty (months)",
        help="How long what was delivered is covered, from the day of delivery."
        " 0: no warranty is recorded.",
    )

    _o2c_warranty_sign = models.Constraint(
        "CHECK (o2c_warranty_months >= 0)", "A warranty cannot last less than no time."
    )
