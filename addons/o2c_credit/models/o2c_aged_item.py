from datetime import date

from odoo import api, fields, models

from .aged_facts import AGED_FLUSHED, DAYS, SPLITS, aged_rows_sql
from .o2c_credit_rule import CLASSES

KINDS = [
    ("invoice", "Invoice"),
    ("credit_note", "Credit note"),
    ("payment", "Payment"),
    ("entry", "Entry"),
]


class O2cAgedItem(models.Model):
    """An open item as it stood at the end of a day, with its age. Read only.

    The day, the ageing and what the age counts from come with the context
    (``o2c_as_of``, ``o2c_ageing``, ``o2c_basis``); without them it is today's.
    """

    _name = "o2c.aged.item"
    _description = "Aged item"
    _auto = False
    _order = "due_date, id"
    _rec_name = "number"
    _depends = {
        model: names or ["id"]
        for model, names in AGED_FLUSHED.items()
        if model != "account.partial.reconcile"
    } | {"account.partial.reconcile": ["amount", "max_date"]}

    line_id = fields.Many2one("account.move.line", "Receivable line", readonly=True)
    move_id = fields.Many2one("account.move", "Document", readonly=True)
    number = fields.Char(readonly=True)
    reference = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    contact_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date("Entry date", readonly=True)
    invoice_date = fields.Date("Document date", readonly=True)
    due_date = fields.Date(readonly=True)
    days = fields.Integer("Age in days", readonly=True, aggregator="avg")
    bucket_id = fields.Many2one("o2c.ageing.bucket", readonly=True)
    amount = fields.Monetary(readonly=True, aggregator=None)
    residual = fields.Monetary("Open", readonly=True, aggregator=None)
    residual_company = fields.Monetary(
        "Balance",
        readonly=True,
        currency_field="company_currency_id",
    )
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales team", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", "Area", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", "Sector", readonly=True)
    collector_id = fields.Many2one("res.users", readonly=True)
    risk_class = fields.Selection(CLASSES, "Class", readonly=True)
    category_id = fields.Many2one("product.category", readonly=True)
    brand_id = fields.Many2one("product.tag", readonly=True)

    @property
    def _table_query(self):
        asked = self._asked()
        return aged_rows_sql(
            asked["as_of"],
            None,
            [(bucket.id, bucket.day_from) for bucket in asked["buckets"]],
            basis=asked["basis"],
            split=asked["split"],
        )

    @api.model
    def _asked(self):
        """What the context asks for; whatever makes no sense is left out."""
        context = self.env.context
        company = self.env.company
        # how debts are aged is no secret
        schemes = self.env["o2c.ageing"].sudo()
        try:
            as_of = date.fromisoformat(str(context.get("o2c_as_of")))
        except ValueError:
            as_of = company._o2c_credit_today()
        ageing = context.get("o2c_ageing")
        scheme = schemes.browse(ageing if isinstance(ageing, int) else ()).exists()
        basis, split = context.get("o2c_basis"), context.get("o2c_split")
        return {
            "as_of": as_of,
            "buckets": (scheme or schemes._of(company)).bucket_ids.sorted("day_from"),
            "basis": basis if basis in DAYS else "due",
            "split": split if split in SPLITS else None,
        }

    def action_document(self):
        """Open the invoice, the payment or the entry behind it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
