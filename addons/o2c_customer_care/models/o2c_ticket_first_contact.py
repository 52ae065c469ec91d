from odoo import models

from ..domain import ticket as rules
from ..domain.ticket import Stage


class O2cTicket(models.Model):
    """Whether a ticket was resolved at first contact, decided when it is closed."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _note_first_contact(self):
        closed = self.filtered(lambda t: t.stage == Stage.CLOSED.value)
        came, waited = closed._times_come(), closed._ever_waited()
        good = closed.filtered(lambda t: t._at_first_contact(came, waited))
        # kept by the system, not by users
        good.sudo().write({"first_contact": True})
        others = (self - good).filtered("first_contact")
        others.sudo().write({"first_contact": False})  # as above

    def _at_first_contact(self, came, waited):
        replies = 0
        if self.first_reply_at:
            replies = 1 if self.first_reply_at == self.last_out_at else 2
        facts = rules.FirstContactFacts(
            came=came.get(self.id, 0),
            replies=replies,
            waited=self in waited,
            # a part counts, whoever may read it
            parts=len(self.sudo().child_ids),
            reopened=self.reopen_count,
        )
        return not self.merged_into_id and rules.at_first_contact(facts)

    def _times_come(self):
        """How often the customer came with each of these tickets: ``{id: count}``."""
        # the ledger counts, whoever may read it
        documents = self.env["o2c.contact.document"].sudo()
        return dict(
            documents._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("contact_id.direction", "=", "in"),
                ],
                ["res_id"],
                ["__count"],
            )
        )

    def _ever_waited(self):
        # so does the history
        stages = self.env["o2c.ticket.stage"].sudo()
        rows = stages.search(
            [("ticket_id", "in", self.ids), ("stage", "=", Stage.WAITING.value)]
        )
        return rows.ticket_id
