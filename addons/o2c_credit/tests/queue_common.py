"""Builders for the hold queue: tiers in one line, a decision as a person."""

from odoo import Command

from .common import ReleaseCase


class QueueCase(ReleaseCase):
    """A limit of 1,000, two credit managers, a collector, a seller."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._user("credit_manager", login="o2c_boss")
        cls.collector = cls._user("collector")
        cls.Tier = cls.env["o2c.credit.tier"]

    @classmethod
    def _tier(cls, users, excess=None, order=None, second=None, **values):
        options = {
            "name": "Tier",
            "company_id": cls.company.id,
            "user_ids": [Command.set(users.ids)],
            "excess_limited": excess is not None,
            "max_excess": excess or 0.0,
            "order_limited": order is not None,
            "max_order": order or 0.0,
            "four_eyes": second is not None,
            "second_above": second or 0.0,
        }
        return cls.Tier.create({**options, **values})

    def _decide(self, holds, user=None, outcome="release", **values):
        """The wizard as a client calls it."""
        user = user or self.manager
        kind = "reject" if outcome == "reject" else "release"
        reason = self.env["o2c.credit.release.reason"].search(
            [("kind", "=", kind)], limit=1
        )
        vals = {
            "hold_ids": [Command.set(holds.ids)],
            "outcome": outcome,
            "note": "Agreed by phone",
            "reason_id": outcome in ("release", "condition", "reject") and reason.id,
        }
        (wizard,) = self._rpc(
            user, "o2c.credit.release", "create", [{**vals, **values}]
        )
        return self._rpc(user, "o2c.credit.release", "action_apply", [wizard])

    def _held(self, amount=1500.0, **values):
        """The hold of a quotation that the salesperson tried to confirm in vain."""
        return self._credit_holds(self._waiting(amount, **values))[-1:]
