"""How a notice goes from one state to the next, and what that does to its items."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.decision import Reason

from .. import explain
from ..domain.dunning import Why
from .o2c_dunning_notice import PENDING

# the level of an item once a notice about it has left; never down
REACHED = """
UPDATE account_move_line l
   SET o2c_dunning_level = n.level, o2c_dunning_cycle = n.cycle, o2c_dunning_date = %s
  FROM o2c_dunning_notice_line n
 WHERE n.notice_id = ANY(%s) AND n.live AND l.id = n.line_id
   AND COALESCE(l.o2c_dunning_cycle, 0) = n.cycle
   AND COALESCE(l.o2c_dunning_level, 0) <= n.level
"""


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    drop_reason = fields.Text("Why not sent", compute="_compute_drop_reason")

    @api.depends_context("lang")
    @api.depends("drop_code", "drop_params")
    def _compute_drop_reason(self):
        for notice in self:
            notice.drop_reason = explain.dunning.why(
                self.env, notice.drop_code, notice.drop_params, notice.currency_id
            )

    # ------------------------------------------------------------- by a person
    def action_approve(self):
        """Let these notices go out."""
        self.check_access("read")
        self._approve(self.env.user)

    def action_drop(self):
        """Do not send these notices."""
        self.check_access("read")
        if not self.env.user.has_group("o2c_credit.group_credit_user"):
            raise AccessError(explain.dunning.not_a_collector(self.env))
        if any(notice.state not in PENDING for notice in self):
            raise UserError(explain.dunning.has_left(self.env))
        params = {"who": self.env.user.name}
        self.sudo()._drop(Reason(Why.BY_HAND, params))  # written by code alone
        self.sudo().run_id._refresh_state()  # as above

    def _approve(self, user):
        """Approve what waits, as ``user``: a manager, and not who made the run."""
        waiting = self.filtered(lambda notice: notice.state == "proposed")
        if not user.has_group("o2c_credit.group_credit_manager"):
            raise AccessError(explain.dunning.not_a_manager(self.env))
        if user in waiting.run_id.generated_by_id:
            raise UserError(explain.dunning.own_run(self.env))
        waiting = waiting.sudo()  # written by code alone
        values = {"approved_by_id": user.id, "approved_at": fields.Datetime.now()}
        waiting.write({"state": "approved", **values})
        waiting.run_id.filtered(lambda run: not run.approved_by_id).write(
            {"approved_by_id": user.id}
        )
        waiting.run_id._refresh_state()

    # ------------------------------------------------------------- by code
    def _mark_sent(self, at):
        """It left: its items reach their level, the customer's event is entered.

        :param at: naive UTC
        """
        self.write({"state": "sent", "sent_at": at, "failure": False})
        for company, notices in self.grouped("company_id").items():
            # the company's own address, whoever may read contacts
            zone = company.sudo().partner_id.tz
            local = fields.Datetime.context_timestamp(self.with_context(tz=zone), at)
            notices._reach_levels(local.date())
            notices._enter_events(local.date())

    def _drop(self, reason):
        """It does not go out, and its items are free for another run.

        :param reason: a Reason of ``domain.dunning``
        """
        values = {"drop_code": reason.code.value, "drop_params": dict(reason.params)}
        self.line_ids.filtered("live").write({"live": False, **values})
        self.write({"state": "dropped", **values})

    def _mark_failed(self, text):
        """It could not be sent; it stays until somebody sends or drops it."""
        self.write({"state": "failed", "failure": text})

    def _reach_levels(self, day):
        """Write the level of its items; what was settled meanwhile keeps its own."""
        lines = self.env["account.move.line"]
        names = ["o2c_dunning_level", "o2c_dunning_cycle", "o2c_dunning_date"]
        self.line_ids.flush_recordset()
        lines.flush_model(names)
        self.env.cr.execute(SQL(REACHED, day, self.ids))
        lines.invalidate_model(names)
        self.account_id.invalidate_recordset(["dunning_level"])

    def _enter_events(self, day):
        """A credit event for each customer who reaches a level that he had not."""
        Event = self.env["o2c.credit.event"].sudo()  # what happened, whoever sent it
        domain = [
            ("account_id", "in", self.account_id.ids),
            ("kind", "=", "dunning_step"),
            ("resolved_date", "=", False),
        ]
        reached = dict(Event._read_group(domain, ["account_id"], ["level:max"]))
        highest = {n.account_id: n for n in self.sorted("level")}
        Event.create(
            [
                {
                    "account_id": account.id,
                    "kind": "dunning_step",
                    "date": day,
                    "level": notice.level,
                    "note": explain.dunning.event(notice),
                }
                for account, notice in highest.items()
                if notice.level > (reached.get(account) or 0)
            ]
        )


class O2cDunningNoticeLine(models.Model):
    _name = "o2c.dunning.notice.line"
    _inherit = "o2c.dunning.notice.line"

    drop_reason = fields.Char("Why not", compute="_compute_drop_reason")

    @api.depends_context("lang")
    @api.depends("drop_code", "drop_params")
    def _compute_drop_reason(self):
        for line in self:
            line.drop_reason = explain.dunning.why(
                self.env, line.drop_code, line.drop_params, line.currency_id
            )
