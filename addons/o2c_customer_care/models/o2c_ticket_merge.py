from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import merge as rules
from ..domain.ticket import Stage

# what the survivor takes over where it knows nothing itself
FILLED = (
    "person_id",
    "order_id",
    "picking_id",
    "invoice_id",
    "product_id",
    "lot_id",
    "reason_id",
    "remedy",
    "severity",
    "complexity",
    "department",
    "cause_id",
    "fault_partner_id",
    "user_id",
)
GRAVER = ("safety", "immediate")
# what belongs to the exchange; the log of its own moves stays with a ticket
MOVED_MESSAGES = ("email", "comment", "sms", "auto_comment", "email_outgoing")


class O2cTicket(models.Model):
    """Duplicates: several tickets about one matter become one."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _survivor(self):
        """The ticket in which this one goes on; itself when it was not merged."""
        self.ensure_one()
        # where a ticket goes on is no secret, whoever may read both
        ticket = self.sudo()
        while ticket.merged_into_id:
            ticket = ticket.merged_into_id
        return ticket.with_env(self.env)

    def message_post(self, **kwargs):
        # a reply to a merged ticket belongs where it goes on
        if kwargs.get("message_type") == "email" and len(self) == 1:
            survivor = self._survivor()
            if survivor != self:
                return survivor.message_post(**kwargs)
        return super().message_post(**kwargs)

    def _merge_into(self, target):
        """Have these tickets go on in ``target``, once; again changes nothing.

        Messages, attachments, activities, followers, disputes, parts and holds follow;
        contacts stay in the ledger and are shown on the survivor too.

        :return: the ticket that goes on, which is that of ``target`` when it was
            merged itself
        :raise UserError: what cannot be one ticket
        """
        target = target._survivor()
        todo = self.filtered(lambda t: t.merged_into_id != target)
        (todo | target).check_access("write")
        for ticket in todo:
            decision = rules.may_merge(ticket._merge_facts(target))
            if not decision.ok:
                reasons = decision.reasons
                sentences = [explain.merge.refused(ticket, target, r) for r in reasons]
                raise UserError("\n".join(sentences))
        if todo:
            # the right to work on all of them was checked
            todo.sudo()._carry_over(target.sudo())
        return target

    def _merge_facts(self, target):
        return rules.MergeFacts(
            itself=self == target,
            same_customer=self.partner_id == target.partner_id,
            same_company=self.company_id == target.company_id,
            part=bool(self.parent_id or target.parent_id),
            target_closed=target.stage == Stage.CLOSED.value,
            merged_elsewhere=bool(self.merged_into_id),
        )

    def _carry_over(self, target):
        target.write(self._merged_vals(target))
        self._carry_mail(target)
        self.dispute_ids.write({"ticket_id": target.id})
        self.child_ids.write({"parent_id": target.id})
        (self | self.merged_ids).write({"merged_into_id": target.id})
        for ticket in self:
            target.message_post(body=explain.merge.merged_note(ticket))
            ticket.message_post(body=explain.merge.went_on_note(ticket, target))
        open_ = self.filtered(lambda t: t.stage != Stage.CLOSED.value)
        open_.write({"stage": Stage.CLOSED.value})
        target._refresh_order_hold()
        self._after_merge(target)

    def _merged_vals(self, target):
        """What ``target`` learns from the merged tickets."""
        vals = {
            name: ticket[name]
            for ticket in reversed(self)
            for name in FILLED
            if ticket[name] and not target[name]
        }
        vals = {
            name: self._fields[name].convert_to_write(value, target)
            for name, value in vals.items()
        }
        vals.update({name: True for name in GRAVER if any(self.mapped(name))})
        both = self | target
        return {
            **vals,
            "priority": max(both.mapped("priority")),
            "last_in_at": max(filter(None, both.mapped("last_in_at")), default=False),
            "related_ids": [
                fields.Command.link(ticket.id) for ticket in self.related_ids - both
            ],
            **self._merged_lines(),
        }

    def _merged_lines(self):
        return {
            name: [fields.Command.link(line.id) for line in self[name]]
            for name in ("order_line_ids", "invoice_line_ids")
        }

    def _carry_mail(self, target):
        """Move what was written, attached, planned, and who follows."""
        mine = [("res_id", "in", self.ids)]
        messages = self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("message_type", "in", MOVED_MESSAGES),
                *mine,
            ]
        )
        messages.write({"res_id": target.id})
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), *mine]
        )
        attachments.write({"res_id": target.id})
        self.activity_ids.write({"res_id": target.id})
        target.message_subscribe(self.message_partner_ids.ids)

    def _after_merge(self, into):
        """Hook. Runs once after these tickets were merged into ``into``.

        They are closed by then and their messages, attachments, disputes and parts
        have moved; as superuser. Other records that point to a ticket are moved from
        here. Returns nothing.
        """

    # ------------------------------------------------------------- contacts
    def _compute_o2c_contact_ids(self):
        result = super()._compute_o2c_contact_ids()
        # the ledger keeps to which ticket a contact belonged; the survivor shows it.
        # which tickets were merged is no secret, their contacts are read as the user
        for survivor in self.sudo().filtered("merged_ids"):
            ticket = survivor.with_env(self.env)
            merged = survivor.merged_ids.with_env(self.env)
            contacts = ticket.o2c_contact_ids | merged.o2c_contact_ids
            ticket.o2c_contact_ids = contacts.sorted()
            ticket.o2c_contact_count = len(contacts)
        return result
