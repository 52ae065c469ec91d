"""What the list would be, shown before anybody is called; nothing is written."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..domain import targeting
from ..domain.sampling import Method
from ..domain.targeting import DATED, Source
from ..explain import target as explain

# how many days around the window the preview looks, and how many lines it shows
PREVIEW_DAYS = 7
PREVIEW_LINES = 1000


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def target_count(self, campaign_id, values):
        """How many the rule finds today, with values that are not saved yet.

        :param campaign_id: id, or a false value for a new campaign
        :param values: what was changed on screen, as for ``write``
        :return: dict of ``sentence``, ``rule``, ``called``, ``refused``, ``left_out``
            (list of dicts ``text``, ``count``) and ``cells``
        """
        campaign = self.browse(campaign_id or ()).exists()
        campaign.check_access("write")
        self.check_access("create" if not campaign else "write")
        virtual = self.new(values, origin=campaign or None)
        if virtual.company_id not in self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))
        return virtual._count_targets(fields.Datetime.now())

    def _count_targets(self, now):
        if not (self.company_id and self.source):
            return {}
        called, refused, cells = self._count_drawn(now)
        lines = sorted(refused.items(), key=lambda item: -item[1])
        left = sum(refused.values())
        return {
            "sentence": explain.matched(self.env, called, left),
            "rule": explain.rule_sentence(self),
            "called": called,
            "refused": left,
            "left_out": [
                explain.left_out(self, code, rule, n) for (code, rule), n in lines
            ],
            "cells": self._cells_shown(cells),
        }

    def _count_drawn(self, now):
        if not self._is_sampled():
            return *self._count_found(now), {}
        found = self._find_targets(now)
        decisions, cells = self._draw_targets(found.rows, found.decisions)
        return *self._tally(decisions, found.same), cells

    def _cells_shown(self, cells):
        if self.sampling != Method.CELLS.value:
            return []
        biggest = sorted(cells.items(), key=lambda item: -item[1].population)
        return [explain.cell(self, cell[0], size) for cell, size in biggest]

    # ------------------------------------------------------------- line by line
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
        """One line for each candidate in and around the window, with the decision."""
        first = last = None
        if Source(self.source) in DATED:
            last = self._today(now)
            first, _last = targeting.window(self._rule(), last)
            first -= timedelta(days=PREVIEW_DAYS)
        rows = self._target_rows(now, first, last)
        decided = self._decide_targets(rows, now)
        decisions, _cells = self._draw_targets(rows, decided)
        called = [row for row in rows if decisions[row["key"]].ok]
        others = [row for row in rows if not decisions[row["key"]].ok]
        shown = called[:PREVIEW_LINES] + others[:PREVIEW_LINES]
        return self.env["o2c.campaign.preview"].create(
            [self._prepare_preview_vals(row, decisions[row["key"]]) for row in shown]
        )

    def _prepare_preview_vals(self, row, decision):
        reasons = [
            explain.not_called(self.env, reason.code, reason.params)
            for reason in decision.reasons
        ]
        return {
            "campaign_id": self.id,
            "name": row["name"],
            "order_id": row["order_id"],
            "partner_id": row["partner_id"],
            "phone": row["phone"],
            "day": row["day"],
            "included": "yes" if decision.ok else "no",
            "why": "; ".join(reasons),
        }
