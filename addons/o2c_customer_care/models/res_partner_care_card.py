"""What customer care shows on the customer card."""

from odoo import models

from odoo.addons.o2c_orders.domain.card_search import order_sections

from .. import explain
from .o2c_remedy import OPEN_STATES

RATINGS = 3
AGENT = "o2c_customer_care.group_care_agent"
AGENTS_FIRST = ("contact_data", "debt", "care", "disputes", "remedies", "holds")


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def o2c_card(self):
        """The card, with the contact data of the very person it was opened for."""
        card = super().o2c_card()
        lines = self._o2c_contact_data()
        if lines:
            section = {
                "key": "contact_data",
                "sequence": 3,
                "title": self.env._("Contact data"),
                "lines": list(lines.values()),
            }
            sections = [section, *card["sections"]]
            card["sections"] = order_sections(sections, self._o2c_card_trade())
        return card

    def _o2c_card_trade(self):
        if self.env.user.has_group(AGENT):
            return AGENTS_FIRST
        return super()._o2c_card_trade()

    def _o2c_card_actions(self):
        actions = super()._o2c_card_actions()
        if self.env["o2c.ticket"].has_access("create"):
            actions.append(
                {
                    "key": "ticket",
                    "label": self.env._("New ticket"),
                    "icon": "fa-ticket",
                    "method": "action_o2c_new_ticket",
                }
            )
        verify = {
            "key": "verify",
            "label": self.env._("Verified today"),
            "icon": "fa-check",
            "method": "action_o2c_verify_contact_data",
            "stays": True,
        }
        correct = {
            "key": "correct",
            "label": self.env._("Correct…"),
            "icon": "fa-pencil",
            "method": "action_o2c_correct_contact_data",
        }
        return [*actions, verify, correct]

    def action_o2c_new_ticket(self):
        """Open a new ticket of this customer, who is on the telephone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.ticket",
            "views": [(False, "form")],
            "context": {
                "default_partner_id": self.commercial_partner_id.id,
                "default_person_id": (self - self.commercial_partner_id).id,
                "default_channel": "phone",
            },
        }

    # ------------------------------------------------------------- sections
    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        own = (
            ("debt", 4, "account.move", self._o2c_card_debt),
            ("disputes", 41, "o2c.dispute", self._o2c_card_disputes),
            ("remedies", 42, "o2c.remedy", self._o2c_card_remedies),
            ("satisfaction", 44, "o2c.ticket", self._o2c_card_satisfaction),
        )
        for key, sequence, model, lines in own:
            if self.env[model].has_access("read"):
                title = explain.card.title(self.env, key)
                section = {"key": key, "sequence": sequence, "title": title}
                sections.append({**section, "lines": lines()})
        return sections

    def _o2c_card_debt(self):
        """What is overdue and the invoices, the oldest first."""
        debt = self._o2c_debts().get(self.commercial_partner_id)
        if not debt:
            return []
        oldest = debt["oldest"]
        return [
            {
                "label": oldest.display_name,
                "value": explain.card.debt(debt),
                "tone": "danger",
                "record": [oldest._name, oldest.id],
            }
        ]

    def _o2c_card_disputes(self):
        customer = self.commercial_partner_id
        return self._o2c_card_lines(
            "o2c.dispute",
            [("partner_id", "=", customer.id), ("state", "=", "open")],
            "amount_company desc, id",
            lambda dispute: {
                "value": explain.card.dispute_line(dispute),
                "tone": "warning",
            },
        )

    def _o2c_card_remedies(self):
        customer = self.commercial_partner_id
        return self._o2c_card_lines(
            "o2c.remedy",
            [("partner_id", "=", customer.id), ("state", "in", OPEN_STATES)],
            "requested_at, id",
            lambda remedy: {"value": explain.card.remedy_line(remedy)},
        )

    def _o2c_card_satisfaction(self):
        """The last ratings of tickets that the user may read."""
        # a rating is shown to who may read its ticket
        ratings = self.env["rating.rating"].sudo()
        found = ratings.search(
            [
                ("res_model", "=", "o2c.ticket"),
                ("consumed", "=", True),
                ("partner_id", "in", self._o2c_family().ids),
            ],
            order="write_date desc, id desc",
            limit=RATINGS,
        )
        tickets = self.env["o2c.ticket"].browse(found.mapped("res_id"))
        readable = set(tickets._filtered_access("read").ids)
        return [
            {
                "label": tickets.browse(rating.res_id).number,
                "value": explain.card.rating_line(rating),
                "tone": "danger" if rating.rating <= 2 else "",
                "record": ["o2c.ticket", rating.res_id],
            }
            for rating in found
            if rating.res_id in readable
        ]
