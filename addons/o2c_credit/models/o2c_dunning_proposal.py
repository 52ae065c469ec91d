from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.decision import Reason

from .. import explain
from ..domain.dunning import Why
from ..domain.dunning_rules import Source
from .loose_many2one import LooseMany2one
from .o2c_dunning_step import CHANNELS

# a simulation speaks of its day; what went out is in the notices
KEPT_DAYS = 90


class O2cDunningProposal(models.Model):
    """What a run says about one open item: the step it takes, or why none.

    There is a row for every open item, so it is narrow: what the item itself knows is
    read there, and who wrote it stands on the run.
    """

    _name = "o2c.dunning.proposal"
    _description = "Simulated dunning of an item"
    # they are written customer by customer
    _order = "run_id desc, id"
    _rec_name = "number"
    _log_access = False

    run_id = LooseMany2one("o2c.dunning.run", required=True, index=True)
    line_id = LooseMany2one("account.move.line", "Item", required=True, index=True)
    customer_id = fields.Many2one(
        related="line_id.partner_id.commercial_partner_id", string="Customer"
    )
    company_id = fields.Many2one(related="line_id.company_id")
    currency_id = fields.Many2one(related="line_id.currency_id")
    number = fields.Char(related="line_id.move_id.name")
    due_date = fields.Date()
    days_overdue = fields.Integer(aggregator=None)
    residual = fields.Monetary("Open")
    claimed = fields.Monetary("May be claimed")
    level = fields.Integer(aggregator=None, help="Reached so far.")
    strategy_id = LooseMany2one("o2c.dunning.strategy")
    source = fields.Char("Strategy from")
    rule_id = LooseMany2one("o2c.dunning.rule")
    strategy_text = fields.Char("Why this strategy", compute="_compute_texts")
    step_id = LooseMany2one("o2c.dunning.step", "Notice")
    channel = fields.Selection(CHANNELS)
    code = fields.Selection("_select_code", "Why not")
    params = fields.Json()
    text = fields.Char("What happens", compute="_compute_texts")
    left_out = fields.Boolean()
    can_leave_out = fields.Boolean(compute="_compute_can_leave_out")

    @api.model
    def _select_code(self):
        return [(code.value, explain.dunning.why_name(self.env, code)) for code in Why]

    @api.depends_context("lang")
    @api.depends("step_id", "channel", "code", "params", "source", "rule_id")
    def _compute_texts(self):
        env = self.env
        for item in self:
            item.strategy_text = item.source and explain.dunning_rules.source(
                env, Reason(Source(item.source)), item.rule_id.name
            )
            if item.step_id:
                item.text = explain.dunning.goes(env, item.step_id, item.channel)
            else:
                item.text = explain.dunning.why(
                    env, item.code, item.params, item.currency_id
                )

    @api.depends("run_id.state")
    def _compute_can_leave_out(self):
        for item in self:
            item.can_leave_out = item.run_id.state in ("new", "simulated")

    def action_leave_out(self):
        """Take these items out of the run; nothing goes out about them."""
        self._mark(True)

    def action_take_back(self):
        """Let the run decide about these items again."""
        self._mark(False)

    def _mark(self, left_out):
        self.check_access("read")
        runs = self.run_id
        runs.check_access("create")  # who may start a run may say what it leaves out
        if any(run.state not in ("new", "simulated") for run in runs):
            raise UserError(explain.dunning.wrong_state(runs[:1]))
        items = self.sudo()  # only code writes a simulation
        items.left_out = left_out
        items.flush_recordset()
        for run, mine in items.grouped("run_id").items():
            run._simulate(mine.customer_id)

    def action_open_item(self):
        """Open the document of the item."""
        self.ensure_one()
        return self.line_id.move_id.get_formview_action()

    @api.model
    def _forget(self, name, ids):
        """Delete what is said about records that are going to be deleted."""
        column = SQL.identifier(name)
        self.env.cr.execute(
            SQL("DELETE FROM o2c_dunning_proposal WHERE %s = ANY(%s)", column, ids)
        )
        self.invalidate_model(flush=False)

    @api.autovacuum
    def _gc_old(self):
        day = fields.Date.subtract(fields.Date.today(), days=KEPT_DAYS)
        old = self.search([("run_id.day", "<", day)], limit=100_000)
        old.unlink()
        return len(old), len(old) == 100_000


class O2cDunningRun(models.Model):
    _name = "o2c.dunning.run"
    _inherit = "o2c.dunning.run"

    def unlink(self):
        self.env["o2c.dunning.proposal"]._forget("run_id", self.ids)
        return super().unlink()


class O2cDunningStrategy(models.Model):
    _name = "o2c.dunning.strategy"
    _inherit = "o2c.dunning.strategy"

    def unlink(self):
        self.env["o2c.dunning.proposal"]._forget("strategy_id", self.ids)
        return super().unlink()


class O2cDunningStep(models.Model):
    _name = "o2c.dunning.step"
    _inherit = "o2c.dunning.step"

    def unlink(self):
        self.env["o2c.dunning.proposal"]._forget("step_id", self.ids)
        return super().unlink()


class O2cDunningRule(models.Model):
    _name = "o2c.dunning.rule"
    _inherit = "o2c.dunning.rule"

    def unlink(self):
        self.env["o2c.dunning.proposal"]._forget("rule_id", self.ids)
        return super().unlink()


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    def unlink(self):
        self.env["o2c.dunning.proposal"]._forget("line_id", self.ids)
        return super().unlink()
