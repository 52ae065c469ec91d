"""What a customer thinks of us, on his card."""

from odoo import models
from odoo.tools import SQL, format_date

from ..domain.answers import Verdict
from ..explain import call as call_explain
from ..explain import figures as explain
from . import quality_facts

LONGEST = 160


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        # who may not read calls does not learn what was said in them
        if not self.env["o2c.call"].has_access("read"):
            return sections
        parts = self._o2c_last_mark(), self._o2c_last_verdict(), self._o2c_last_words()
        if not any(parts):
            return sections
        return [*sections, explain.card_section(self.env, *parts)]

    def _o2c_readable_calls(self):
        customer = self.commercial_partner_id
        domain = [("partner_id", "=", customer.id), ("finished_at", "!=", False)]
        return self.env["o2c.call"].search(domain, order="finished_at desc, id desc")

    def _o2c_last_mark(self):
        calls = self._o2c_readable_calls()
        quality_facts.flush(self.env)
        query = SQL(
            "SELECT s.call_id, s.measure, s.number, q.scale_max, s.at, s.good, s.bad"
            " FROM (%s) s JOIN survey_question q ON q.id = s.question_id"
            " WHERE s.call_id = ANY(%s) ORDER BY s.at DESC, s.id DESC LIMIT 1",
            quality_facts.score_rows(self.env),
            calls.ids,
        )
        for call, measure, number, most, at, good, bad in self.env.execute_query(query):
            mark = explain.mark(self.env, measure, number, most)
            return {
                "value": f"{mark}, {format_date(self.env, at)}",
                "record": ["o2c.call", call],
                "tone": "danger" if bad else "" if good else "warning",
            }
        return None

    def _o2c_last_verdict(self):
        told = self._o2c_readable_calls().filtered(
            lambda call: call.verdict != Verdict.UNKNOWN.value
        )[:1]
        if not told:
            return None
        said = call_explain.label(told, "verdict", told.verdict)
        return {
            "value": f"{said}, {format_date(self.env, told.finished_at)}",
            "record": ["o2c.call", told.id],
            "tone": "danger" if told.verdict == Verdict.NOT_OK.value else "",
        }

    def _o2c_last_words(self):
        Answer = self.env["o2c.call.answer"]
        domain = [
            ("is_verbatim", "=", True),
            ("call_id", "in", self._o2c_readable_calls().ids),
        ]
        answer = Answer.search(domain, order="call_id desc, id desc", limit=1)
        if not answer:
            return None
        words = " ".join(answer.verbatim.split())
        short = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
        return {"value": f"“{short}”", "record": ["o2c.call", answer.call_id.id]}
