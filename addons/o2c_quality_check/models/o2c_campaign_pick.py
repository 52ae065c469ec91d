"""Whom a person or a file puts on a list; the rule need not fit, the law must."""

from odoo import models

from ..domain.targeting import Why
from ..explain import target as explain
from .call_rows import put_back


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    def _judge_picks(self, subjects, now):
        """What would come of putting these on the list.

        :param subjects: (appointment, order, customer ids or None)
        :return: {subject: (row of the query, sentence why not or None)}
        """
        self.ensure_one()
        subjects = list(dict.fromkeys(subjects))
        rows = self._target_rows(now, subjects=subjects)
        by_subject = {_subject(row): row for row in rows}
        for row in rows:
            row["picked"] = True
        decisions = self._decide_targets(rows, now)
        return {
            subject: (row, self._why_not_picked(row, decisions[row["key"]]))
            for subject, row in by_subject.items()
        }

    def _why_not_picked(self, row, decision):
        if row["state"] in ("to_call", "in_call"):
            return self.env._("On the list already")
        reasons = [
            reason
            for reason in decision.reasons
            # a person may put back what a person took out
            if reason.code is not Why.BY_HAND
        ]
        if not reasons:
            return None
        return explain.not_called(self.env, reasons[0].code, reasons[0].params)

    def _pick(self, subjects, now, listed_by):
        """Put these on the list: ``{subject: sentence why not, or None}``."""
        judged = self._judge_picks(subjects, now)
        good = [row for row, why in judged.values() if not why]
        self._add_calls([row for row in good if not row["call_id"]], now, listed_by)
        # the list is code's to keep; who picks was checked
        calls = self.env["o2c.call"].sudo()
        back = calls.browse([row["call_id"] for row in good if row["call_id"]])
        back.write({"listed_by": listed_by})
        put_back(back, back.ids, now)
        return {subject: why for subject, (_row, why) in judged.items()}


def _subject(row):
    appointment = row["appointment_id"]
    if appointment:
        return appointment, None, None
    if row["key"].startswith("order:"):
        return None, row["order_id"], None
    return None, None, row["partner_id"]
