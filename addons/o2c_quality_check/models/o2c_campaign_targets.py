"""The list of a campaign: candidates by one query, one pure rule, bulk writes."""

import logging
from datetime import datetime, time, timedelta

import pytz
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger

from ..domain import targeting
from ..domain.targeting import Why
from ..explain import call as explain
from .target_query import FLUSHED, candidate, target_query

_logger = logging.getLogger(__name__)
# how many days beyond the window the preview looks
PREVIEW_DAYS = 7


class O2cCampaign(models.Model):
    _inherit = "o2c.campaign"

    # ------------------------------------------------------------- facts
    def _tz(self):
        """The time zone in which this campaign counts days."""
        return self.company_id.partner_id.tz or "UTC"

    def _today(self, now):
        """The day it is in the company at ``now`` (naive UTC)."""
        return pytz.utc.localize(now).astimezone(pytz.timezone(self._tz())).date()

    def _start_of(self, day):
        """The moment at which ``day`` begins in the company, naive UTC."""
        local = pytz.timezone(self._tz()).localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _ends_at(self):
        """The first moment at which the period is over, or None."""
        return (
            self._start_of(self.date_to + timedelta(days=1)) if self.date_to else None
        )

    def _target_rows(self, first, last, order_ids=None):
        """What is known of the orders delivered from ``first`` to ``last`` (days)."""
        for model in FLUSHED:
            self.env[model].flush_model()
        since, until = self._start_of(first), self._start_of(last + timedelta(days=1))
        self.env.cr.execute(target_query(self, self._tz(), since, until, order_ids))
        return self.env.cr.dictfetchall()

    def _still_wanted(self, call, now):
        """Read the facts again before ``call`` of this campaign leaves.

        :return: (the reason why it is not made any more, or None; who is asked for
            and under which number now: ``{"person_id", "phone"}``)
        """
        today = self._today(now)
        (row,) = self._target_rows(today, today, order_ids=call.order_id.ids)
        decision = targeting.decide(candidate(row), self._rule(), today)
        person = {"person_id": row["person_id"], "phone": row["phone"]}
        return (None if decision.ok else decision.reasons[0]), person

    # ------------------------------------------------------------- the list
    def _refresh(self, now):
        """Bring the list up to date: add, take out, put back. May run twice.

        :return: how many calls were added, taken out, put back
        """
        self.ensure_one()
        today = self._today(now)
        rows = self._target_rows(*targeting.window(self._rule(), today))
        decisions = self._decide_targets(rows, today)
        return self._apply_targets(rows, decisions, now)

    def _decide_targets(self, rows, today):
        candidates = [candidate(row) for row in rows]
        return targeting.choose(candidates, self._rule(), today)

    def _apply_targets(self, rows, decisions, now):
        add, out, back = [], {}, []
        for row in rows:
            decision = decisions[row["order_id"]]
            if not row["call_id"] and decision.ok:
                add.append(self._prepare_call_vals(row, now))
            elif row["state"] == "to_call" and not decision.ok:
                out[row["call_id"]] = decision.reasons[0]
            elif row["state"] == "excluded" and decision.ok:
                back.append(row["call_id"])
        self._create_calls(add)
        calls = self.env["o2c.call"].sudo()  # the list is kept by the rule, not by hand
        for call_id, reason in out.items():
            calls.browse(call_id)._take_out(reason)
        calls.browse(back)._put_back_on_list(now)
        return len(add), len(out), len(back)

    def _prepare_call_vals(self, row, now):
        return {
            "campaign_id": self.id,
            "company_id": self.company_id.id,
            "order_id": row["order_id"],
            "partner_id": row["partner_id"],
            "person_id": row["person_id"],
            "phone": row["phone"],
            "delivered_at": row["delivered_at"],
            "next_try_at": now,
        }

    def _create_calls(self, vals_list):
        # nobody may create calls but this rule; no chatter note on each of thousands
        calls = (
            self.env["o2c.call"]
            .sudo()
            .with_context(tracking_disable=True, mail_create_nosubscribe=True)
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                calls.create(vals_list)
        except UniqueViolation as error:
            # another refresh listed them after our snapshot: try anew
            raise ConcurrencyError("list refreshed at the same time") from error

    def _take_out_waiting(self):
        """Take everybody who still waits off the lists of these campaigns."""
        domain = [("campaign_id", "in", self.ids), ("state", "=", "to_call")]
        calls = self.env["o2c.call"].sudo()  # as the rule does
        for call in calls.search(domain):
            call._take_out(targeting.Reason(Why.ENDED))

    def action_refresh(self):
        """Bring the list up to date now and say what changed."""
        self.ensure_one()
        self.check_access("write")
        changed = self._refresh(fields.Datetime.now())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain.refreshed(self.env, *changed),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_refresh(self):
        """Refresh every running campaign, each on its own. May run twice."""
        campaigns = self.search([("state", "=", "running")], order="id")
        now = fields.Datetime.now()
        for done, campaign in enumerate(campaigns, start=1):
            campaign._refresh_alone(now)
            remaining = len(campaigns) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def _refresh_alone(self, now):
        """Refresh, or end when the period is over; a failure stops no other one."""
        try:
            with self.env.cr.savepoint():
                ends_at = self._ends_at()
                if ends_at and ends_at <= now:
                    self.action_end()
                else:
                    self._refresh(now)
        except Exception:  # one bad campaign must not stop the others
            _logger.exception("campaign %s could not be refreshed", self.id)

    # ------------------------------------------------------------- the preview
    def action_preview(self):
        """Show who would be called today and who would not, and why."""
        self.ensure_one()
        self.check_access("write")
        lines = self._preview(fields.Datetime.now())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who is called: %s", self.name),
            "res_model": lines._name,
            "view_mode": "list",
            "domain": [("id", "in", lines.ids)],
        }

    def _preview(self, now):
        """One line for each order in and around the window, with the decision."""
        today = self._today(now)
        first, _last = targeting.window(self._rule(), today)
        rows = self._target_rows(first - timedelta(days=PREVIEW_DAYS), today)
        decisions = self._decide_targets(rows, today)
        return self.env["o2c.campaign.preview"].create(
            [
                self._prepare_preview_vals(row, decisions[row["order_id"]])
                for row in rows
            ]
        )

    def _prepare_preview_vals(self, row, decision):
        reasons = [
            explain.not_called(self.env, reason.code, reason.params)
            for reason in decision.reasons
        ]
        return {
            "campaign_id": self.id,
            "order_id": row["order_id"],
            "partner_id": row["partner_id"],
            "phone": row["phone"],
            "delivered_at": row["delivered_at"],
            "included": "yes" if decision.ok else "no",
            "why": "; ".join(reasons),
        }
