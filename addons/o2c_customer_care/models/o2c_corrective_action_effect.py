"""Whether corrective actions worked: complaints before and after, counted."""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from .. import explain
from ..domain.corrective import State

_logger = logging.getLogger(__name__)

# a question is no complaint, and praise is none
COMPLAINTS = ("complaint", "warranty", "return", "refusal")


class O2cCorrectiveAction(models.Model):
    """The effect of a corrective action, measured in tickets."""

    _name = "o2c.corrective.action"
    _inherit = "o2c.corrective.action"

    def action_measure(self):
        """Count the complaints before and after, as of today."""
        self.check_access("read")
        for record in self.filtered("done_on"):
            # all tickets of the company count, whichever of them this user may read;
            # nobody writes these figures by hand
            record.sudo().write(record.sudo()._measured_vals())

    def _measured_vals(self):
        today = fields.Date.context_today(self)
        span = timedelta(days=self.check_days)
        windows = (
            (self.opened_on - span, self.opened_on),
            (self.done_on, min(self.done_on + span, today + timedelta(days=1))),
        )
        orders = [self._count_orders(*window) for window in windows]
        days = [(stop - start).days for start, stop in windows]
        by_orders = all(orders)
        exposure = orders if by_orders else days
        before, after = (self._count_tickets(*window) for window in windows)
        return {
            "before_count": before,
            "after_count": after,
            "before_exposure": exposure[0],
            "after_exposure": exposure[1],
            "exposure": "orders" if by_orders else "days",
            "measured_on": today,
        }

    def _count_tickets(self, start, stop):
        return self.env["o2c.ticket"].search_count(
            [*self._scope_domain(), *self._between("opened_at", start, stop)]
        )

    def _scope_domain(self):
        """The complaints that this action is to prevent."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("kind", "in", COMPLAINTS),
            ("parent_id", "=", False),
            ("merged_into_id", "=", False),
        ]
        for name in ("cause_id", "reason_id"):
            if self[name]:
                domain.append((name, "child_of", self[name].id))
        for name in ("product_id", "lot_id", "fault_partner_id"):
            if self[name]:
                domain.append((name, "=", self[name].id))
        return domain

    def _count_orders(self, start, stop):
        """Confirmed orders, with the product where the action is about one."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "sale"),
            *self._between("date_order", start, stop),
        ]
        product = self.product_id or self.lot_id.product_id
        if product:
            domain.append(("order_line.product_id", "=", product.id))
        return self.env["sale.order"].search_count(domain)

    def _between(self, name, start, stop):
        """Moments of the days from ``start`` until before ``stop``, where we are."""
        zone = ZoneInfo(self.company_id.partner_id.tz or "UTC")
        first, last = (
            datetime.combine(day, time.min, zone)
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for day in (start, stop)
        )
        return [(name, ">=", first), (name, "<", last)]

    def action_counted(self):
        """Open the complaints that were counted, before and after."""
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        start = self.opened_on - timedelta(days=self.check_days)
        stop = self.check_date or fields.Date.context_today(self)
        return {
            **found,
            "domain": [
                *self._scope_domain(),
                *self._between("opened_at", start, stop + timedelta(days=1)),
            ],
            "context": {"search_default_by_opened": 1},
        }

    @api.model
    def _cron_check_effect(self):
        """Measure what can be judged now, and ask a leader for it: once for each.

        One that fails does not stop the others; it stands in the log and is tried again
        the next day.
        """
        due = self.search(
            [
                ("state", "=", State.DONE.value),
                ("check_date", "<=", fields.Date.context_today(self)),
                ("asked_on", "=", False),
            ]
        )
        for number, record in enumerate(due, 1):
            try:
                with self.env.cr.savepoint():
                    record._ask_for_check()
            except Exception:
                _logger.exception("The effect of %s could not be measured", record.name)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(due) - number):
                break

    def _ask_for_check(self):
        self.action_measure()
        self.asked_on = fields.Date.context_today(self)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Did it work?"),
            note=explain.corrective.effect(self),
            user_id=self._judge().id,
        )

    def _judge(self):
        """Who is asked: a leader of customer care in this company, not the owner."""
        leaders = self.env.ref("o2c_customer_care.group_care_leader").all_user_ids
        able = leaders.filtered(
            lambda u: u.active and self.company_id in u.company_ids and not u.share
        )
        teams = self.env["o2c.ticket.team"].search(
            [("company_id", "=", self.company_id.id)]
        )
        others = able - self.user_id
        return (others & teams.leader_id or others or able)[:1]
