"""The list of a campaign is kept by its rule: added, taken out, put back, in bulk."""

import logging

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL, mute_logger

from ..domain.targeting import Reason, Why
from ..explain import call as explain
from .call_rows import insert_calls, put_back, take_out
from .lost_race import LOST

_logger = logging.getLogger(__name__)
# how often a refresh is begun anew when agents took calls meanwhile
TRIES = 3


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    refreshed_at = fields.Datetime("List as of", readonly=True, copy=False)
    refresh_error = fields.Char(
        "Why the list could not be brought up to date", readonly=True, copy=False
    )
    list_figures = fields.Json("Called and left out, coded", readonly=True, copy=False)

    def _refresh(self, now):
        """Bring the list up to date: add, take out, put back. May run twice.

        :return: how many calls were added, taken out, put back
        """
        self.ensure_one()
        found = self._find_targets(now)
        decisions, cells = self._draw_targets(found.rows, found.decisions)
        changed = self._apply_targets(found.rows, decisions, now)
        self._keep_cells(cells)
        self._keep_figures(*self._tally(decisions, found.same), now)
        return changed

    def _apply_targets(self, rows, decisions, now):
        add, out, back = [], {}, []
        for row in rows:
            decision = decisions[row["key"]]
            if not row["call_id"] and decision.ok:
                add.append(row)
            elif row["state"] == "to_call" and not decision.ok:
                out[row["call_id"]] = decision.reasons[0]
            elif row["state"] == "excluded" and decision.ok:
                back.append(row["call_id"])
        self._add_calls(add, now)
        # the list is kept by the rule, not by hand
        calls = self.env["o2c.call"].sudo()
        taken = take_out(calls, out)
        put = put_back(calls, back, now)
        return len(add), taken, put

    def _add_calls(self, rows, now, listed_by="rule"):
        """List those of the rows who are not on the list."""
        # nobody may create calls but this
        calls = self.env["o2c.call"].sudo()
        vals = [self._prepare_call_vals(row, now, listed_by) for row in rows]
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                insert_calls(calls, vals)
        except UniqueViolation as error:
            # another refresh listed them after our snapshot: try anew
            raise ConcurrencyError("list refreshed at the same time") from error

    def _prepare_call_vals(self, row, now, listed_by):
        return {
            "campaign_id": self.id,
            "company_id": self.company_id.id,
            "appointment_id": row["appointment_id"],
            "order_id": row["order_id"],
            "subject_key": row["key"],
            "survey_id": self._script_of(row["key"]).id,
            "partner_id": row["partner_id"],
            "person_id": row["person_id"],
            "phone": row["phone"],
            "delivered_at": row["delivered_at"],
            "next_try_at": now,
            "listed_by": listed_by,
            "cell": self._cell_code(row),
        }

    def _keep_figures(self, called, refused, now):
        lines = [[code, rule, n] for (code, rule), n in refused.items()]
        lines.sort(key=lambda line: -line[2])
        figures = {"called": called, "left_out": lines}
        values = {"refreshed_at": now, "refresh_error": False}
        if figures != self.list_figures:
            values["list_figures"] = figures
        self.sudo().write(values)  # what the refresh found, whoever asked for it

    def _take_out_waiting(self):
        """Take everybody who still waits off the lists of these campaigns."""
        query = SQL(
            "SELECT id FROM o2c_call WHERE campaign_id = ANY(%s) AND state = 'to_call'",
            self.ids,
        )
        calls = self.env["o2c.call"].sudo()  # as the rule does
        calls.flush_model(["state", "campaign_id"])
        ended = Reason(Why.ENDED)
        take_out(calls, {row[0]: ended for row in self.env.execute_query(query)})

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

    # ------------------------------------------------------------- the job
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
        for attempt in range(1, TRIES + 1):
            try:
                with self.env.cr.savepoint():
                    self._refresh_or_end(now)
                return
            except LOST:
                if attempt == TRIES:
                    _logger.exception("campaign %s: list changed meanwhile", self.id)
                # a new transaction sees what the others wrote
                self.env["ir.cron"]._commit_progress(0)
            except Exception as error:  # one bad campaign must not stop the others
                _logger.exception("campaign %s could not be refreshed", self.id)
                self.env.invalidate_all()
                self.refresh_error = explain.not_refreshed(self.env, error)
                return

    def _refresh_or_end(self, now):
        ends_at = self._ends_at()
        if ends_at and ends_at <= now:
            self.action_end()
        else:
            self._refresh(now)
            self._check_goals(now)
