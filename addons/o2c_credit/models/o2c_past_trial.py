"""What trying a policy and trying a strategy on the past have in common."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .. import explain
from .o2c_credit_account import MANAGER

COMMON = frozenset({"state", "run_at", "caveats", "line_ids"})


class O2cPastTrial(models.AbstractModel):
    """Something tried on a past period; its results are written by code."""

    _name = "o2c.past.trial"
    _description = "Something tried on the past"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("draft", "To be run"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    run_at = fields.Datetime("Run on", readonly=True, copy=False)
    caveats = fields.Text("What is not known", readonly=True, copy=False)

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        if any(one.date_from > one.date_to for one in self):
            raise ValidationError(explain.simulation.bad_period(self.env))

    # ------------------------------------------------------------- results are code's
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_results(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_results(vals)
        return super().write(vals)

    def _refuse_results(self, vals):
        """Nobody writes a result by hand."""
        if vals.keys() & self._results() and not self.env.su:
            raise AccessError(explain.simulation.not_allowed(self.env))

    def _results(self):
        """The names of the fields that only code writes."""
        return COMMON

    def _check_right(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(explain.simulation.not_allowed(self.env))
        self.check_access("write")

    def _write_done(self, caveats, **vals):
        told = "\n".join(caveats)
        now = fields.Datetime.now()
        self.write({**vals, "state": "done", "run_at": now, "caveats": told})

    def _open_lines(self, action, inverse):
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {**found, "domain": [(inverse, "=", self.id)]}
