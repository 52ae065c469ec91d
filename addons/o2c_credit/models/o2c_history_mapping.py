from odoo import fields, models


class O2cHistoryMapping(models.Model):
    """How files with these columns are read: remembered from import to import."""

    _name = "o2c.history.mapping"
    _description = "Layout of receivables files"
    _order = "name, id"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    signature = fields.Char(
        "Columns of the file", required=True, readonly=True, copy=False
    )
    settings = fields.Json(readonly=True, help="What was chosen when it was last used.")
    used_at = fields.Datetime("Last used", readonly=True)

    _once = models.Constraint(
        "UNIQUE (company_id, signature)", "This layout is known already."
    )


class O2cHistoryCustomer(models.Model):
    """Who is behind a customer number of another ledger."""

    _name = "o2c.history.customer"
    _description = "Customer number of another ledger"
    _order = "source, external_key"
    _rec_name = "external_key"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    source = fields.Char("Ledger", required=True)
    external_key = fields.Char("Customer number", required=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade"
    )

    _once = models.Constraint(
        "UNIQUE (company_id, source, external_key)",
        "This customer number of the ledger is known already.",
    )
