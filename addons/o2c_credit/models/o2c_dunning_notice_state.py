"""How a notice goes from one state to the next, and what that does to its items."""

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain

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

    def _mark_sent(self, at):
        """It left: its items reach their level, the customer's event is entered.

        :param at: naive UTC
        """
        for notice in self:
            notice.write({"state": "sent", "sent_at": at, "failure": False})
            # the company's own address, whoever may read contacts
            zone = notice.company_id.sudo().partner_id.tz
            local = fields.Datetime.context_timestamp(notice.with_context(tz=zone), at)
            day = local.date()
            notice._reach_levels(day)
            notice._enter_event(day)

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

    def _enter_event(self, day):
        """A credit event where the customer reaches a level that he had not."""
        Event = self.env["o2c.credit.event"].sudo()  # what happened, whoever sent it
        for notice in self:
            reached = Event.search_count(
                [
                    ("account_id", "=", notice.account_id.id),
                    ("kind", "=", "dunning_step"),
                    ("resolved_date", "=", False),
                    ("level", ">=", notice.level),
                ],
                limit=1,
            )
            if not reached:
                Event.create(
                    {
                        "account_id": notice.account_id.id,
                        "kind": "dunning_step",
                        "date": day,
                        "level": notice.level,
                        "note": explain.dunning.event(notice),
                    }
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
