"""Who is told that an order which was closed is open again."""

import logging

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain

_logger = logging.getLogger(__name__)

BATCH = 200
DESK = "o2c_orders.group_order_desk"
OVER = ("closed", "cancelled")


class O2cStageChange(models.Model):
    _name = "o2c.stage.change"
    _inherit = "o2c.stage.change"

    told_at = fields.Datetime(
        readonly=True, help="When the owner was told that the order is open again."
    )

    _untold_index = models.Index("(id) WHERE reopened AND told_at IS NULL")

    @api.model
    def _cron_tell_reopened(self):
        """Tell the owners of reopened orders, each once.

        The note that it was told and the activity are one transaction, and the rows
        are locked: a second server skips them, a killed job leaves neither.
        """
        failed = self.browse()
        while changes := self._lock_untold(failed):
            for order, of_order in changes.grouped("order_id").items():
                try:
                    with self.env.cr.savepoint():
                        of_order._tell()
                except Exception:
                    # stays to be told: tried again by the next run
                    _logger.exception("Nobody was told that %s is open again", order)
                    failed |= of_order
            if not self.env["ir.cron"]._commit_progress(len(changes)):
                return

    @api.model
    def _lock_untold(self, but):
        """The oldest reopenings that nobody was told of, without ``but``, locked."""
        self.flush_model()
        rows = self.env.execute_query(SQL(UNTOLD, but=but.ids, limit=BATCH))
        return self.browse([row[0] for row in rows])

    def _tell(self):
        """Tell of these reopenings of one order: who hears late hears of the last."""
        # a hand-off is not changed by anybody; that it was told is no part of it
        now = fields.Datetime.now()
        self.env.cr.execute(SQL(TOLD, now=now, ids=self.ids))
        self.invalidate_recordset(["told_at"])
        if self.order_id.o2c_stage not in OVER:
            self.order_id._o2c_tell_reopened(self[-1].missing)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_tell_reopened(self, codes):
        """An activity for the owner of this order, in his language.

        :param codes: what was missing then, as the log of hand-offs keeps it
        """
        owner = self._o2c_reopened_owner()
        if owner:
            order = self.with_context(lang=owner.lang)
            order.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=owner.id,
                summary=explain.timeline.reopened(order, codes),
            )

    def _o2c_reopened_owner(self):
        """The salesperson, else whom the company names for sales, else the desk."""
        named = self.env["o2c.department.owner"].search(
            [("company_id", "=", self.company_id.id), ("department", "=", "sales")]
        )
        desk = self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref(DESK).ids),
                ("company_ids", "in", self.company_id.ids),
                ("share", "=", False),
            ],
            order="id",
        )
        for user in self.user_id | named.user_id | desk:
            if user.active and self.with_user(user).has_access("read"):
                return user
        return desk.browse()


UNTOLD = """
SELECT id FROM o2c_stage_change
 WHERE reopened AND told_at IS NULL AND id <> ALL(%(but)s::int[])
 ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
"""
TOLD = "UPDATE o2c_stage_change SET told_at = %(now)s WHERE id = ANY(%(ids)s)"
