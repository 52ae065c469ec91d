"""What customer care shows on the customer card."""

from odoo import models


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
            card["sections"].insert(0, section)
        return card

    def _o2c_card_actions(self):
        actions = super()._o2c_card_actions()
        texts = (
            (
                "verify",
                self.env._("Verified today"),
                "fa-check",
                "action_o2c_verify_contact_data",
            ),
            (
                "correct",
                self.env._("Correct…"),
                "fa-pencil",
                "action_o2c_correct_contact_data",
            ),
        )
        names = ("key", "label", "icon", "method")
        return actions + [dict(zip(names, text, strict=True)) for text in texts]
