from odoo import fields, models


class O2cContractTemplate(models.Model):
    """The text of a contract; the order fills in who, what and how much."""

    _name = "o2c.contract.template"
    _description = "Contract text"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char("Title", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    body = fields.Html(
        "Clauses",
        required=True,
        translate=True,
        sanitize_attributes=True,
        help="{customer}, {customer_address}, {company}, {company_address}, {order},"
        " {reference}, {date} and {salesperson} are filled in. What is sold, its"
        " prices, terms and warranty stand before the clauses by themselves.",
    )
    days_to_sign = fields.Integer(
        "Days to sign",
        required=True,
        default=14,
        help="After so many days the offer to sign ends.",
    )
    product_tmpl_ids = fields.One2many(
        "product.template", "o2c_contract_template_id", "Products"
    )

    _days_sign = models.Constraint(
        "CHECK (days_to_sign > 0)", "The customer needs at least a day to sign."
    )
