"""Builders for tests of the queue: several numbers, languages, sessions."""

from datetime import timedelta

from .common import NOW, QualityCommon

ROME = "Europe/Rome"


class QueueCommon(QualityCommon):
    """One campaign with two agents, one call on its list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._campaign(quiet_days=0)
        cls.Session = cls.env["o2c.agent.session"]

    @classmethod
    def _one(cls, **values):
        """A call that the agent has taken now, with his rights."""
        return cls._taken(campaign=cls.campaign, **values)

    def next(self, agent=None, now=NOW):
        agent = agent or self.agent
        return self.Call.with_user(agent)._take_next(agent, now)

    @classmethod
    def _at_work(cls, agent, now=NOW, state="available"):
        """``agent`` gave a sign of life at ``now``."""
        span = cls.Session._enter(agent, state, now - timedelta(hours=1))
        if span:
            span.seen_at = now
        return span

    @classmethod
    def _other_number(cls, phone="+39 02 5550 8888", **values):
        """A colleague of the customer with a number of his own."""
        options = {"name": "Berta", "parent_id": cls.customer.id, "phone": phone}
        return cls.env["res.partner"].create({**options, **values})
