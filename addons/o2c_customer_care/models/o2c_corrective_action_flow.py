from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import corrective as rules
from ..domain.corrective import State
from .o2c_corrective_action import SCOPE


class O2cCorrectiveAction(models.Model):
    """The life of a corrective action: done, checked, followed by another."""

    _name = "o2c.corrective.action"
    _inherit = "o2c.corrective.action"

    # ------------------------------------------------------------- moves
    def action_done(self):
        """The action has been carried out."""
        for record in self:
            record._move(State.DONE)
            record.activity_unlink(["mail.mail_activity_data_todo"])

    def action_give_up(self):
        """Nothing is done after all."""
        for record in self:
            record._move(State.CANCELLED)

    def action_take_up(self):
        """Back to what is to be done."""
        for record in self:
            record._move(State.OPEN)

    def action_judge(self):
        """Open the form that says whether it worked."""
        self.ensure_one()
        self.action_measure()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Did it work?"),
            "res_model": "o2c.corrective.judge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_action_id": self.id},
        }

    def _move(self, target, note=""):
        """Take the action on, after the rule has been asked.

        :raise UserError: with all objections
        """
        self.check_access("write")
        decision = rules.may_move(self._move_facts(target, note))
        if not decision.ok:
            sentences = [explain.corrective.refused(self, r) for r in decision.reasons]
            raise UserError("\n".join(sentences))
        self.sudo().write(self._move_vals(target, note))  # asked the rule above

    def _move_facts(self, target, note):
        return rules.MoveFacts(
            state=State(self.state),
            target=target,
            today=fields.Date.context_today(self),
            has_root_cause=bool((self.root_cause or "").strip()),
            has_action=bool((self.action or "").strip()),
            is_leader=self.is_leader,
            is_owner=self.user_id == self.env.user,
            check_date=self.check_date,
            has_note=bool((note or "").strip()),
        )

    def _move_vals(self, target, note):
        today = fields.Date.context_today(self)
        vals = {"state": target.value}
        if target in (State.OPEN, State.CANCELLED):
            return {**vals, "done_on": False, "asked_on": False}
        if target is State.DONE:
            return {**vals, "done_on": today}
        judge = {"judged_by_id": self.env.uid, "judged_on": today, "judgement": note}
        return {**vals, **judge}

    def action_follow_up(self):
        """Open a new action after one that did not work."""
        self.ensure_one()
        names = [*SCOPE, "company_id", "user_id"]
        defaults = {f"default_{name}": self[name].id for name in names}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Another action"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                **defaults,
                "default_title": self.title,
                "default_follows_id": self.id,
                "default_ticket_ids": self.ticket_ids.ids,
            },
        }

    def action_tickets(self):
        """Open the tickets that led to it."""
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        return {**found, "domain": [("id", "in", self.ticket_ids.ids)], "context": {}}
