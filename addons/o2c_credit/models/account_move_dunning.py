from odoo import api, fields, models

from .. import explain
from .dunning_reader import Portfolio


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    o2c_strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        "Own dunning strategy",
        copy=False,
        ondelete="restrict",
        help="Instead of the customer's.",
    )
    o2c_applied_strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        "Dunning strategy",
        compute="_compute_o2c_applied_strategy",
    )
    o2c_strategy_text = fields.Char(
        "Why this strategy", compute="_compute_o2c_applied_strategy"
    )
    o2c_dunning_level = fields.Integer(
        "Dunning level",
        compute="_compute_o2c_dunning_level",
        help="The highest level that one of its instalments has reached.",
    )

    @api.depends_context("lang")
    @api.depends("o2c_strategy_id", "partner_id", "state", "move_type")
    def _compute_o2c_applied_strategy(self):
        self.o2c_applied_strategy_id = self.o2c_strategy_text = False
        asked = self.filtered(lambda m: m._origin.id and m.is_sale_document())
        for company, moves in asked.grouped(lambda m: m.company_id.root_id).items():
            customers = moves.commercial_partner_id
            day = company._o2c_credit_today()
            portfolio = Portfolio(self.env, company, day, customers.ids)
            given = portfolio.of_documents(moves)
            for move in moves.filtered("commercial_partner_id"):
                move._o2c_show_strategy(*given[move._origin.id])

    def _o2c_show_strategy(self, strategy, reason):
        rule = self.env["o2c.dunning.rule"].browse(reason.params.get("rule"))
        self.o2c_applied_strategy_id = strategy
        self.o2c_strategy_text = explain.dunning_rules.source(
            self.env,
            reason,
            rule.sudo().name,  # its name, no more
        )

    @api.depends("line_ids.o2c_dunning_level")
    def _compute_o2c_dunning_level(self):
        for move in self:
            levels = move.line_ids.mapped("o2c_dunning_level")
            move.o2c_dunning_level = max(levels, default=0)
