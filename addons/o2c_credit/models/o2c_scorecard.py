from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import explain
from ..domain import score as rules

MANAGER = "o2c_credit.group_credit_manager"
STATES = [("draft", "Challenger"), ("active", "In force"), ("retired", "Retired")]
# what a fit writes; a person does not
FIT_FIELDS = [
    "fitted_at",
    "fit_from",
    "fit_to",
    "fit_cases",
    "fit_bads",
    "auc",
    "auc_low",
    "auc_high",
    "ks",
    "gini",
    "brier",
    "calibration_slope",
    "calibration_error",
    "psi",
    "calibration",
]
STATE_FIELDS = ["state", "activated_by_id", "activated_at", "retired_at"]


class O2cScorecard(models.Model):
    """A version of the scorecard: what a customer is scored by.

    A version that is or was in force is never changed: it is copied.
    """

    _name = "o2c.scorecard"
    _description = "Scorecard"
    _order = "state, version desc, id desc"

    name = fields.Char(required=True, translate=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        domain="[('parent_id', '=', False)]",
        help="Empty: for all companies without a scorecard of their own.",
    )
    parent_id = fields.Many2one(
        "o2c.scorecard", "Copied from", readonly=True, copy=False
    )
    factor_ids = fields.One2many("o2c.scorecard.factor", "scorecard_id", copy=True)
    base_points = fields.Integer(
        default=1000, help="Points that every customer starts with."
    )
    horizon_days = fields.Integer(
        default=90, help="The probability is about the days to come, so many."
    )
    late_days = fields.Integer(
        "Bad from", default=30, help="A customer is bad who pays more days late."
    )
    grace_days = fields.Integer(
        "Late from",
        default=7,
        help="An invoice counts as late when it is paid more days after it was due.",
    )
    floor_a = fields.Integer("Class A from", default=900)
    floor_b = fields.Integer("Class B from", default=750)
    floor_c = fields.Integer("Class C from", default=600)
    floor_d = fields.Integer("Class D from", default=450)
    odds = fields.Float(
        "Good for one bad",
        default=20.0,
        digits=(16, 4),
        help="How many good customers there are for one bad at the points beside.",
    )
    odds_at = fields.Integer("At points", default=800)
    double_points = fields.Float(
        "Points that double the odds", default=100.0, digits=(16, 2)
    )
    note = fields.Text()
    activated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    activated_at = fields.Datetime(readonly=True, copy=False)
    retired_at = fields.Datetime(readonly=True, copy=False)
    fitted_at = fields.Datetime(readonly=True, copy=False)
    fit_from = fields.Date("Fitted from", readonly=True, copy=False)
    fit_to = fields.Date("Fitted to", readonly=True, copy=False)
    fit_cases = fields.Integer("Cases", readonly=True, copy=False)
    fit_bads = fields.Integer("Bad cases", readonly=True, copy=False)
    auc = fields.Float("AUC", digits=(16, 3), readonly=True, copy=False)
    auc_low = fields.Float("AUC, low end", digits=(16, 3), readonly=True, copy=False)
    auc_high = fields.Float("AUC, high end", digits=(16, 3), readonly=True, copy=False)
    ks = fields.Float("KS", digits=(16, 3), readonly=True, copy=False)
    gini = fields.Float(digits=(16, 3), readonly=True, copy=False)
    brier = fields.Float(digits=(16, 4), readonly=True, copy=False)
    calibration_slope = fields.Float(digits=(16, 3), readonly=True, copy=False)
    calibration_error = fields.Float(digits=(16, 4), readonly=True, copy=False)
    psi = fields.Float("PSI", digits=(16, 3), readonly=True, copy=False)
    calibration = fields.Json(readonly=True, copy=False)

    _one_active = models.UniqueIndex(
        "(COALESCE(company_id, 0)) WHERE state = 'active'",
        "Only one scorecard is in force in a company.",
    )
    _double_positive = models.Constraint(
        "CHECK (double_points > 0 AND odds > 0)",
        "More points must mean less risk.",
    )
    _floors_fall = models.Constraint(
        "CHECK (floor_a > floor_b AND floor_b > floor_c AND floor_c > floor_d)",
        "Class A needs the most points, then B, C and D.",
    )
    _days_positive = models.Constraint(
        "CHECK (horizon_days > 0 AND late_days >= 0 AND grace_days >= 0)",
        "Days are not below zero.",
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for card in self:
            card.display_name = self.env._(
                "%(name)s, version %(version)s", name=card.name, version=card.version
            )

    # ------------------------------------------------------------- versions
    def write(self, vals):
        self._check_write(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_system_fields(vals)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()

    def _check_write(self, vals):
        self._check_system_fields(vals)
        if set(vals) - set(STATE_FIELDS):
            self._check_draft()

    def _check_system_fields(self, vals):
        """State and figures of a fit are written by the code that made them."""
        if not self.env.su and set(vals) & {*STATE_FIELDS, *FIT_FIELDS, "version"}:
            raise AccessError(self.env._("A scorecard is activated by its button."))

    def _check_draft(self):
        for card in self:
            if card.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is or was in force and stays as it is: copy it to a new"
                        " version.",
                        card.display_name,
                    )
                )

    def action_new_version(self):
        """Copy to a challenger and open it."""
        return self._new_version()._open()

    def _new_version(self, **vals):
        self.ensure_one()
        self._check_manager()
        return self._copy_version(**vals)

    def _copy_version(self, **vals):
        company = vals.get("company_id", self.company_id.id)
        # every version of the company counts, also one the user may not see
        same = self.sudo().search([("company_id", "=", company)])
        copied = self.copy({"name": self.name, **vals})
        version = max(same.mapped("version"), default=0) + 1
        # only code writes what a version is
        copied.sudo().write({"version": version, "parent_id": self.id})
        return copied

    def action_activate(self):
        """Put a challenger in force; the one before it is retired."""
        self.ensure_one()
        self._check_manager()
        self._check_draft()
        self._check_complete()
        domain = [("state", "=", "active"), ("company_id", "=", self.company_id.id)]
        now = fields.Datetime.now()
        # the state is not the user's to write, his right to activate was asked
        before = self.sudo().search(domain)
        before.write({"state": "retired", "retired_at": now})
        before.flush_recordset()
        self.sudo().write(  # as above
            {"state": "active", "activated_at": now, "activated_by_id": self.env.uid}
        )
        # triggering the job is not bound to a right of the user
        self.env.ref("o2c_credit.ir_cron_score").sudo()._trigger()

    @api.model
    def _activate_expert(self):
        """Put the shipped scorecard in force where none ever was."""
        expert = self.env.ref("o2c_credit.scorecard_expert", raise_if_not_found=False)
        used = self.search_count(
            [("company_id", "=", False), ("state", "!=", "draft")], limit=1
        )
        if expert and expert.state == "draft" and not used:
            expert.action_activate()

    def _check_manager(self):
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(
                self.env._("Only credit managers make and activate scorecards.")
            )

    def _check_complete(self):
        if not self.factor_ids:
            raise ValidationError(self.env._("A scorecard needs factors."))
        self.factor_ids._check_bins()

    # ------------------------------------------------------------- the card
    @api.model
    def _in_force(self, company):
        """The scorecard of a root company: its own, else that of all; may be empty."""
        cards = self.search(
            [("state", "=", "active"), ("company_id", "in", (False, company.id))]
        )
        return cards.filtered("company_id") or cards

    def _card(self):
        """The scorecard as the rules know it."""
        self.ensure_one()
        # what is or was in force never changes
        return self._build_card() if self.state == "draft" else self._kept_card()

    @tools.ormcache("self.id")
    def _kept_card(self):
        return self._build_card()

    def _build_card(self):
        return rules.Card(
            base=self.base_points,
            factors=tuple(factor._factor() for factor in self.factor_ids),
            floors=(self.floor_a, self.floor_b, self.floor_c, self.floor_d),
            odds=self.odds,
            odds_at=self.odds_at,
            double=self.double_points,
        )

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": explain.score.scorecard(self.env),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
