"""The law inside the queue: what may not be dialled now waits, with the reason."""

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from ..domain.calling_law import Why as LawWhy
from ..domain.calls import State
from ..explain import law as explain_law

# the code under which a call is off the list because no rule will ever allow it
LAW = "law"


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    waits_for = fields.Json("Why it waits, coded")
    waits_text = fields.Char("Why it waits", compute="_compute_waits_text")

    @api.depends("waits_for", "state")
    @api.depends_context("lang", "tz")
    def _compute_waits_text(self):
        for call in self:
            waits = call.waits_for if call.state == State.TO_CALL.value else None
            call.waits_text = " ".join(
                explain_law.not_allowed(self.env, LawWhy(code), params)
                for code, params in waits or ()
            )

    def _apply_law(self, now, automatic=False):
        """Ask the law before the call is given to an agent; the answer is logged.

        What may be dialled later is due then; what never may leaves the list.

        :return: the DialDecision
        """
        decision = self._may_dial(now, automatic=automatic)
        if decision.never:
            self._drop_by_law(decision)
        elif not decision.allowed:
            self._postpone(decision)
        return decision

    def _drop_by_law(self, decision):
        said = {"reasons": explain_law.coded(decision.reasons), "by": decision.rule}
        coded = {"code": LAW, "params": said}
        self._move(State.EXCLUDED, exclusion=coded, locked_at=False)

    def _postpone(self, decision):
        coded = explain_law.coded(decision.reasons)
        self.write({"next_try_at": decision.next_at, "waits_for": coded})

    def _rule_of(self, decision):
        # a rule is named to whoever is refused by it
        return self.env["o2c.calling.rule"].sudo().browse(decision.rule or ())

    def _settle_unlawful(self, now):
        """Judge many calls in one go: put off those that must wait, drop the others.

        Nothing is logged: nobody was about to be dialled. Whoever has another number
        than on the list is judged when his turn comes.

        :return: the calls that were put off or taken out
        """
        waiting = self.filtered(lambda call: call.state == State.TO_CALL.value)
        asks = [call._dial_ask() for call in waiting]
        decisions = self.env["o2c.calling.law"]._judge(asks, now)
        told = {
            call.id: decisions[call.id]
            for call in waiting
            if decisions[call.id].next_at
            or (decisions[call.id].never and call.phone == call.person_id.phone)
        }
        alike = {}
        for call in self._lock_many(list(told)):
            found = told[call.id]
            key = found.never, found.rule, found.next_at, str(found.reasons)
            alike[key] = alike.get(key, self.browse()) | call
        for calls in alike.values():
            calls._apply_decision(told[calls[0].id])
        return self.browse().union(*alike.values())

    def _apply_decision(self, decision):
        if decision.never:
            for call in self:
                call._drop_by_law(decision)
        else:
            self._postpone(decision)

    def _lock_many(self, ids):
        """Those of ``ids`` that could be locked; none when one changed meanwhile."""
        query = SQL(
            "SELECT id FROM o2c_call WHERE id = ANY(%s) AND state = 'to_call'"
            " ORDER BY id FOR UPDATE SKIP LOCKED",
            ids,
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                return self.browse([row[0] for row in self.env.execute_query(query)])
        except SerializationFailure:
            return self.browse()

    # ------------------------------------------------------------- call-backs
    def _call_back_refusal(self, at):
        """Why the customer may not be called back at ``at`` (naive UTC), or ""."""
        ask = self._dial_ask()
        decision = self.env["o2c.calling.law"]._judge([ask], at)[ask.key]
        if decision.allowed:
            return ""
        return explain_law.refusal(self.env, decision, self._rule_of(decision))

    def _check_legal_moment(self):
        refusal = self._call_back_refusal(self.call_back_at)
        if refusal:
            raise UserError(refusal)
