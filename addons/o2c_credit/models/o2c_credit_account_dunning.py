"""How a customer is reminded: strategy, level, and what has him looked at again."""

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from .dunning_reader import Portfolio

LEVELS = """
SELECT a.id, MAX(l.o2c_dunning_level)
  FROM o2c_credit_account a
  JOIN res_partner p ON p.commercial_partner_id = a.partner_id
  JOIN res_company c ON split_part(c.parent_path, '/', 1)::int = a.company_id
  JOIN account_move_line l ON l.partner_id = p.id AND l.company_id = c.id
   AND l.o2c_dunning_level > 0 AND l.parent_state = 'posted'
   AND l.reconciled IS NOT TRUE AND l.amount_residual <> 0
 WHERE a.id = ANY(%s)
 GROUP BY a.id
"""


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        "Own dunning strategy",
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', 'in', (False, company_id))]",
        help="Instead of the one that the rules give.",
    )
    applied_strategy_id = fields.Many2one(
        "o2c.dunning.strategy", "Dunning strategy", compute="_compute_applied_strategy"
    )
    strategy_text = fields.Char(
        "Why this strategy", compute="_compute_applied_strategy"
    )
    dunning_level = fields.Integer(
        compute="_compute_dunning_level",
        help="The highest level that one of the open items has reached.",
    )
    notice_ids = fields.One2many("o2c.dunning.notice", "account_id", "Notices")
    notice_count = fields.Integer("Sent notices", compute="_compute_notice_count")
    # written by code alone: an event asks for a run
    dunning_asked = fields.Boolean(copy=False, groups=fields.NO_ACCESS)

    @api.depends_context("lang")
    @api.depends("strategy_id", "partner_id", "company_id", "risk_class")
    def _compute_applied_strategy(self):
        names = explain.dunning_rules.source
        self.applied_strategy_id = self.strategy_text = False  # nobody is named yet
        for account, (strategy, reason) in self._applied_strategies().items():
            account.applied_strategy_id = strategy
            rule = self.env["o2c.dunning.rule"].browse(reason.params.get("rule"))
            account.strategy_text = names(self.env, reason, rule.sudo().name)  # a name

    def _applied_strategies(self):
        """{account: (id of the strategy of its invoices or None, Reason)}."""
        found = {}
        for company, accounts in self.grouped("company_id").items():
            known = accounts.filtered("partner_id")
            portfolio = Portfolio(
                self.env, company, company._o2c_credit_today(), known.partner_id.ids
            )
            given = portfolio.of_customers()
            found |= {account: given[account.partner_id.id] for account in known}
        return found

    def _compute_dunning_level(self):
        levels = self._dunning_levels()
        for account in self:
            account.dunning_level = levels.get(account.id, 0)

    def _dunning_levels(self):
        """{id of an account: highest level of its open items}."""
        lines = self.env["account.move.line"]
        lines.flush_model(["o2c_dunning_level", "reconciled", "amount_residual"])
        return dict(self.env.execute_query(SQL(LEVELS, self.ids)))

    def _compute_notice_count(self):
        domain = [("account_id", "in", self.ids), ("state", "=", "sent")]
        groups = self.env["o2c.dunning.notice"]._read_group(
            domain, ["account_id"], ["__count"]
        )
        counts = dict(groups)
        for account in self:
            account.notice_count = counts.get(account, 0)

    def action_notices(self):
        """Open what was sent to this customer, or is about to be."""
        return self._open_own("o2c_credit.action_dunning_notice")

    # ------------------------------------------------------------- events
    def _resolve_dunning(self):
        """End the events of levels that no open item has any more."""
        self.invalidate_recordset(["dunning_level"])
        levels = self._dunning_levels()
        events = self.env["o2c.credit.event"].sudo()  # it is paid, whoever matched it
        open_ = events.search(
            [
                ("account_id", "in", self.ids),
                ("kind", "=", "dunning_step"),
                ("resolved_date", "=", False),
            ]
        )
        open_.filtered(
            lambda e: e.level > levels.get(e.account_id.id, 0)
        ).action_resolve()

    def _dun_again(self):
        """Have these customers looked at in the hour, where a strategy wants that."""
        strategies = self.env["o2c.dunning.strategy"].sudo()  # whatever triggers it
        wanted = strategies.search_count([("event_driven", "=", True)], limit=1)
        accounts = self.sudo().filtered(  # as above
            lambda a: not a.dunning_asked and a.company_id.o2c_dunning_auto != "no"
        )
        if wanted and accounts:
            accounts.dunning_asked = True
            self.env.ref("o2c_credit.ir_cron_dunning_event").sudo()._trigger()  # so too
