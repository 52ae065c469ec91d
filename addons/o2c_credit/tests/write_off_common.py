"""How a write-off is asked for and decided, for the tests of both."""

from odoo import Command


class WriteOffMixin:
    """On top of ``ClaimCommon``."""

    def _ask(self, lines=None, user=None, kind="insolvent", note="Gone"):
        asker = user or self.collector
        lines = self.line if lines is None else lines
        wizard = self.env["o2c.write.off.request"].with_user(asker).sudo(False)
        wizard = wizard.create(
            {
                "partner_id": self.customer.id,
                "company_id": lines.company_id.id or self.company.id,
                "line_ids": [Command.set(lines.ids)],
                "kind": kind,
                "note": note,
            }
        )
        return self.env["o2c.write.off"].browse(wizard.action_request()["res_id"])

    def _do(self, user, method, one):
        return self._rpc(user, "o2c.write.off", method, one.ids)

    def _tier(self, users, limit=None, second=None, **values):
        options = {
            "name": "Tier",
            "company_id": self.company.id,
            "limited": limit is not None,
            "max_amount": limit or 0,
            "user_ids": [Command.set(users.ids)],
            "four_eyes": second is not None,
            "second_above": second or 0,
        }
        return self.env["o2c.write.off.tier"].create({**options, **values})
