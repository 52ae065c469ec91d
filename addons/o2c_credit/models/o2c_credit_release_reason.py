from odoo import fields, models


class O2cCreditReleaseReason(models.Model):
    """Why a held order was let pass or refused, in a word that can be counted."""

    _name = "o2c.credit.release.reason"
    _description = "Reason of a credit decision"
    _order = "kind desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection(
        [("release", "Release"), ("reject", "Rejection")],
        required=True,
        default="release",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: for all companies.", index="btree_not_null"
    )
    description = fields.Text(translate=True, help="When this reason is to be used.")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))",
        "Another reason has this code already.",
    )
