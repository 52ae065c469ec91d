"""What calling the customers of a list changed against those left alone."""

import base64

from odoo import api, fields, models

from odoo.addons.o2c_customer_care.domain.care_figures import Share

from ..domain.uplift import Arm, means, rates, sample
from ..explain import retention as explain
from .retention_facts import retention_rows
from .retention_workbook import RetentionWorkbook


class O2cRetentionList(models.Model):
    _name = "o2c.retention.list"
    _inherit = "o2c.retention.list"

    effect = fields.Json(
        compute="_compute_effect", help="What is shown of it, see the widget."
    )

    @api.depends("state", "days", "started_at")
    @api.depends_context("lang", "tz")
    def _compute_effect(self):
        now = fields.Datetime.now()
        for record in self:
            record.effect = record._measure(now) if record.started_at else False

    def _measure(self, now):
        """Both arms, the differences with their intervals, and the course in time."""
        rows = retention_rows(self, now)
        arms = {
            arm: [row for row in rows if row["arm"] == arm.value]
            for arm in (Arm.CALL, Arm.HOLDOUT)
        }
        shares = {arm: _share(own) for arm, own in arms.items()}
        spent = {arm: [row["revenue"] for row in own] for arm, own in arms.items()}
        rate = rates(shares[Arm.CALL], shares[Arm.HOLDOUT])
        money = means(*(sample(spent[arm]) for arm in (Arm.CALL, Arm.HOLDOUT)))
        passed = self._passed(now)
        return {
            "currency": self.currency_id.id,
            "day": passed,
            "days": self.days,
            "over": self.state == "done" or passed >= self.days,
            "arms": [self._arm(arm, own, shares[arm]) for arm, own in arms.items()],
            "rate": explain.rate(self.env, rate),
            "money": explain.money(self.env, money, self.currency_id),
            "course": self._course(arms, passed),
            "notes": explain.notes(self.env),
        }

    def _passed(self, now):
        """Whole days from the start, at most those that are measured."""
        end = min(filter(None, (self.ended_at, now)))
        return min((end - self.started_at).days, self.days)

    def _arm(self, arm, rows, share):
        low, high = share.interval or (None, None)
        revenue = sum(row["revenue"] for row in rows)
        return {
            "arm": arm.value,
            "name": explain.arm(self.env, arm),
            "customers": len(rows),
            "reached": sum(row["reached"] for row in rows),
            "ordered": share.part,
            "rate": None if share.value is None else 100 * share.value,
            "low": None if low is None else 100 * low,
            "high": None if high is None else 100 * high,
            "enough": share.is_enough,
            "revenue": revenue,
            "mean": revenue / len(rows) if rows else None,
        }

    def _course(self, arms, passed):
        """How many per cent had ordered after each day, in both arms."""
        found = {"days": list(range(passed + 1))}
        for arm, rows in arms.items():
            firsts = [
                (row["first_at"] - self.started_at).days
                for row in rows
                if row["first_at"]
            ]
            whole = len(rows) or 1
            found[arm.value] = [
                100 * sum(first <= day for first in firsts) / whole
                for day in found["days"]
            ]
        return found

    # ------------------------------------------------------------- the file
    def action_workbook(self):
        """The list with its effect as a workbook."""
        self.ensure_one()
        self.check_access("read")
        name, data = self._workbook()
        # thrown away by Odoo after a while, like every file of a wizard
        file = self.env["o2c.retention.file"].create(
            {"name": name, "data": base64.b64encode(data)}
        )
        url = f"/web/content/o2c.retention.file/{file.id}/data/{name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _workbook(self):
        """(name, bytes), in the language of the user."""
        day = fields.Date.context_today(self)
        return explain.file_name(self.env, day), RetentionWorkbook(self).file()


def _share(rows):
    return Share(sum(bool(row["first_at"]) for row in rows), len(rows))
