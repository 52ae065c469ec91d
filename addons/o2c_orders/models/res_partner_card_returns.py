"""Returns, refused deliveries and withdrawals on the customer card."""

from odoo import models

from .. import explain

OPEN = {
    "o2c.return": ("requested", "authorised", "received"),
    "o2c.withdrawal": ("declared", "accepted"),
    "o2c.refusal": ("open", "waiting"),
}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        lines = []
        for model, states in OPEN.items():
            if self.env[model].has_access("read"):
                lines += self._o2c_card_returns(model, states)
        title = explain.returns.card_title(self.env)
        section = {"key": "returns", "sequence": 15, "title": title, "lines": lines}
        return [*sections, section]

    def _o2c_card_returns(self, model, states):
        domain = [
            ("partner_id", "in", self._o2c_family().ids),
            ("state", "in", states),
        ]
        return self._o2c_card_lines(
            model,
            domain,
            "id desc",
            lambda record: {"value": explain.card.choice(record, "state")},
        )
