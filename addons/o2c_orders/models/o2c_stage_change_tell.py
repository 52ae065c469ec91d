"""Who is told that an order which was closed is open again."""

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain

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
        """Tell the owners of reopened orders, once. May run twice or be killed."""
        while changes := self._take_untold():
            # one who hears late hears of the last reopening
            last = {change.order_id: change for change in changes}
            for order, change in last.items():
                if order.o2c_stage not in OVER:
                    order._o2c_tell_reopened(change.missing)
            if not self.env["ir.cron"]._commit_progress(len(changes)):
                break

    @api.model
    def _take_untold(self):
        """The oldest reopenings that nobody was told of; now they count as told.

        Another job at the same time takes others. What fails is rolled back, so it
        is taken again.
        """
        self.flush_model()
        taken = self.env.execute_query(
            SQL(TAKE, now=fields.Datetime.now(), batch=BATCH)
        )
        self.invalidate_model(["told_at"])
        return self.browse(sorted(row[0] for row in taken))


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


TAKE = """
UPDATE o2c_stage_change SET told_at = %(now)s
 WHERE id IN (SELECT id FROM o2c_stage_change
               WHERE reopened AND told_at IS NULL
               ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
