"""Contact data corrected while somebody is on the telephone."""

from odoo import models

from .. import explain
from ..domain.contact_data import PointState
from .o2c_contact_point import SOURCE_BY_CHANNEL
from .res_partner_contact_data import ADDRESS, KINDS


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def action_o2c_correct_contact_data(self):
        """Open the form that corrects telephone, e-mail and address."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct contact data"),
            "res_model": "o2c.contact.correct",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

    def _o2c_correct(self, vals, channel):
        """Correct contact data as the customer says, and take them as verified.

        :param dict vals: fields of the contact with their new values; the others are
            neither changed nor verified
        :param str channel: how he said it, a channel of the contact ledger
        :return: the entry in the contact ledger; empty when nothing was another
        """
        self.ensure_one()
        kinds = [kind for kind in KINDS if _named(kind) & vals.keys()]
        before = self._o2c_points(*kinds) if kinds else []
        # who speaks with a customer corrects these fields of him and nothing else;
        # the wizard has asked for his right to read this customer
        self.sudo().write(vals)
        present = self._o2c_points(*kinds) if kinds else []
        self.env["o2c.contact.point"]._record(
            present, PointState.VERIFIED, SOURCE_BY_CHANNEL.get(channel, "call")
        )
        changes = [
            (kind, old, new)
            for (_p, kind, old, key), (_p2, _k, new, key2) in zip(
                before, present, strict=True
            )
            if key != key2
        ]
        if not changes:
            return self.env["o2c.contact"]
        return self.env["o2c.contact"]._log(
            self,
            [self],
            company_id=(self.company_id or self.env.company).id,
            direction="in",
            channel=channel,
            purpose="other",
            summary=self.env._("Contact data corrected"),
            details=explain.contact_data.changes(self.env, changes),
        )


def _named(kind):
    """The fields in which a kind of contact data stands."""
    return set(ADDRESS) if kind == "address" else {kind}
