from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import explain
from .o2c_hold import CREDIT_REASON


class O2cCreditPolicyPart(models.AbstractModel):
    """What rules and exemptions share: a name, a company, a sentence, one cache."""

    _name = "o2c.credit.policy.part"
    _description = "Part of the credit policy"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        domain="[('parent_id', '=', False)]",
        help="Empty: for every company, also for those made later.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Amounts in it are converted at the rate of the day for companies that"
        " keep their books in another one.",
    )
    preview = fields.Char("In words", compute="_compute_preview")

    @api.depends("company_id")
    def _compute_currency_id(self):
        for part in self:
            company = part.company_id or part.env.company
            if part.company_id or not part.currency_id:
                part.currency_id = company.currency_id

    def _compute_preview(self):
        """Hook. The record as one sentence, in ``preview``."""
        raise NotImplementedError

    @api.constrains("company_id")
    def _check_company_root(self):
        for part in self:
            if part.company_id != part.company_id.root_id:
                raise ValidationError(explain.policy.only_root(self.env))

    # ------------------------------------------------------------- the cache
    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_own_order()
        parts = super().create(vals_list)
        self._forget()
        return parts

    def write(self, vals):
        self._check_not_own_order()
        result = super().write(vals)
        self._forget()
        return result

    def unlink(self):
        self._check_not_own_order()
        result = super().unlink()
        self._forget()
        return result

    def _check_not_own_order(self):
        """Refuse to change the policy to him whose own order waits for it."""
        if self.env.su:
            return
        holds = self.env["o2c.hold"].sudo()  # his own, wherever they are
        domain = [
            ("state", "=", "open"),
            ("reason_id.code", "=", CREDIT_REASON),
            ("requested_by_id", "=", self.env.uid),
        ]
        if waiting := holds.search(domain, limit=1):
            raise UserError(explain.policy.own_order_waits(self.env, waiting))

    def _forget(self):
        """Have the policy read anew at the next check, in every process."""
        self.env.flush_all()
        self.env.registry.clear_cache()
        # what waits may pass now
        job = self.env.ref("o2c_credit.ir_cron_reevaluate", raise_if_not_found=False)
        if job:
            # triggering the job is not bound to a right of the user
            job.sudo()._trigger()
