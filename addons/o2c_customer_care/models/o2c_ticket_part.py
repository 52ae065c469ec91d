from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import (
    MAIL_FIELDS,
    refuse_by_hand,
)

from .. import explain
from ..domain import ticket as rules
from ..domain.ticket import Stage, Waiting

DONE = [stage.value for stage in rules.DONE]
# what a department writes on its part; the rest is customer care's
PART_FIELDS = {
    "stage",
    "waiting_for",
    "user_id",
    "cause_id",
    "fault_partner_id",
    "lot_id",
    "description",
}
# what a part takes over from the ticket
SHARED = (
    "company_id",
    "partner_id",
    "person_id",
    "kind",
    "reason_id",
    "priority",
    "severity",
    "safety",
    "immediate",
    "channel",
    "lang",
    "order_id",
    "picking_id",
    "invoice_id",
    "product_id",
    "lot_id",
)
AGENT = "o2c_customer_care.group_care_agent"


class O2cTicket(models.Model):
    """Parts: what a department does for a ticket, with its own owner and clocks."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def write(self, vals):
        if not self.env.su and not self.env.user.has_group(AGENT):
            refuse_by_hand(self, set(vals) - PART_FIELDS - MAIL_FIELDS)
        return super().write(vals)

    def _is_contact(self):
        return super()._is_contact() and not self.parent_id

    def _open_parts(self):
        """The parts that no department has answered yet."""
        # a part counts, whoever may read it
        parts = self.sudo().child_ids
        return parts.filtered(lambda part: part.stage not in DONE)

    def _hand_over(self, department, vals, wait=False):
        """Hand a part of this ticket to a department.

        :param str department: a key of ``RESPONSIBLE``
        :param vals: ``name`` (what is to be done) and other values of the part; team
            and owner follow from the department when they are not given
        :param bool wait: the ticket waits for the department from now on
        :return: the part
        :raise UserError: a closed ticket, a part of a part, nobody in the department
        """
        self.ensure_one()
        self.check_access("write")
        if self.parent_id or self.stage == Stage.CLOSED.value:
            raise UserError(explain.part.refused(self))
        who = self._department_people(department, vals)
        key = self._key(department)
        part = self.create({**self._shared_vals(), **who, **vals, **key})
        # the department is told, whoever of customer care hands it over
        part.sudo()._tell_department()
        if wait:
            self._wait_for_department()
        return part

    def _wait_for_department(self):
        if self.stage == Stage.RECEIVED.value:
            # who knows whose help it needs has assessed it
            self.stage = Stage.ASSESSED.value
        waiting = {"waiting_for": Waiting.DEPARTMENT.value}
        self.write({"stage": Stage.WAITING.value, **waiting})

    def _key(self, department):
        return {"parent_id": self.id, "department": department}

    def _shared_vals(self):
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in SHARED
        }

    def _department_people(self, department, vals):
        """Team and owner for a part: of the department, in the ticket's company."""
        if vals.get("team_id") or vals.get("user_id"):
            return {"team_id": False}
        # who works where is no secret to customer care
        team = self.env["o2c.ticket.team"].sudo()
        team = team.search(
            [("company_id", "=", self.company_id.id), ("department", "=", department)],
            limit=1,
        )
        owners = self.env["o2c.department.owner"].sudo()  # neither is who answers
        owner = owners.search(
            [("company_id", "=", self.company_id.id), ("department", "=", department)],
            limit=1,
        )
        if not team and not owner:
            raise UserError(explain.part.nobody_there(self, department))
        return {"team_id": team.id, "user_id": False if team else owner.user_id.id}

    def _tell_department(self):
        """Tell the owner of a part, or everybody in its team, that it is there."""
        people = self.user_id or self.team_id.member_ids
        self.message_notify(
            partner_ids=(people - self.env.user).partner_id.ids,
            subject=self.display_name,
            body=explain.part.handed_over(self),
        )

    # ------------------------------------------------------------- back to the ticket
    def _after_moves(self, before):
        result = super()._after_moves(before)
        # what a department has done moves the ticket, which it may not read
        moved = self.sudo()
        came_from = {ticket.id: stage.value for ticket, stage in before.items()}
        answered = moved.filtered(
            lambda part: (
                part.parent_id and part.stage in DONE and came_from[part.id] not in DONE
            )
        )
        for part in answered:
            part.parent_id._take_back(part)
        closed = moved.filtered(lambda t: t.stage == Stage.CLOSED.value)
        finished = closed.child_ids.filtered(lambda p: p.stage == Stage.ANSWERED.value)
        finished.write({"stage": Stage.CLOSED.value})
        return result

    def _take_back(self, part):
        """Go on with the ticket after a department has answered ``part``."""
        owner = self.user_id.partner_id - self.env.user.partner_id
        self.message_post(
            body=explain.part.answered(part),
            partner_ids=owner.ids,
        )
        waits = self.waiting_for == Waiting.DEPARTMENT.value
        if waits and not self._open_parts():
            self.stage = Stage.INVESTIGATION.value

    def _close_before_parts(self, why):
        """Close this ticket although a department still works on a part of it.

        :param str why: kept on the ticket
        :raise AccessError: only a care leader may
        """
        self.ensure_one()
        if not self.env.user.has_group("o2c_customer_care.group_care_leader"):
            raise AccessError(explain.part.leader_only(self))
        self.check_access("write")
        # the excuse is kept by the system: this method checked who gives it
        self.sudo().parts_excuse = why
        self.stage = Stage.CLOSED.value

    # ------------------------------------------------------------- mail
    def _mail_get_partners(self, introspect_fields=False):
        found = super()._mail_get_partners(introspect_fields=introspect_fields)
        # a department does not write to the customer from its part
        nobody = self.env["res.partner"]
        return {
            ticket.id: nobody if ticket.parent_id else found[ticket.id]
            for ticket in self
        }

    def get_formview_id(self, access_uid=None):
        # the form of customer care shows what a department may not read
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if self.parent_id and not user.has_group(AGENT):
            return self.env.ref("o2c_customer_care.o2c_ticket_view_form_part").id
        return super().get_formview_id(access_uid=access_uid)

    # ------------------------------------------------------------- actions
    def action_hand_over(self):
        """Open the wizard that hands a part to a department."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand a part to a department"),
            "res_model": "o2c.ticket.part.open",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_close_before_parts(self):
        """Open the wizard in which a leader says why it closes before its parts."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close before its parts"),
            "res_model": "o2c.ticket.part.leave",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_answer_part(self):
        """The department has done its part: customer care goes on."""
        self.stage = Stage.ANSWERED.value
