"""Builders for tests of quality calls, on top of the spine's."""

from datetime import datetime

from odoo import Command

from odoo.addons.o2c_orders.tests.common import O2cCommon

AGENT = "o2c_quality_check.group_call_agent"
LEADER = "o2c_quality_check.group_call_leader"
# Thursday, ten o'clock in Rome
NOW = datetime(2026, 3, 5, 9, 0)


class QualityCommon(O2cCommon):
    """A campaign on the standard script: delivered 2 to 5 days ago.

    ``lawful``: the rules of the calling law are left as they are.
    """

    lawful = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # campaigns that exist already would take part
        cls.env["o2c.campaign"].search([]).active = False
        if not cls.lawful:
            # the hour at which a test runs decides nothing
            cls.env["o2c.calling.rule"].search([]).active = False
        cls.leader = cls._user("call_leader", groups=LEADER)
        cls.agent = cls._user("call_agent", groups=AGENT)
        cls.other_agent = cls._user("call_agent_2", groups=AGENT)
        cls.customer.phone = "+39 02 5550 1234"
        cls.script = cls.env.ref("o2c_quality_check.script_delivery")
        cls.Call = cls.env["o2c.call"]
        cls.Ticket = cls.env["o2c.ticket"]

    @classmethod
    def _ref(cls, name):
        return cls.env.ref(f"o2c_quality_check.{name}")

    @classmethod
    def _campaign(cls, start=True, **values):
        options = {
            "name": "Deliveries of the week",
            "survey_id": cls.script.id,
            "leader_id": cls.leader.id,
            "agent_ids": [Command.set((cls.agent | cls.other_agent).ids)],
            "date_from": False,
        }
        campaign = cls.env["o2c.campaign"].create({**options, **values})
        if start:
            campaign.action_start()
        return campaign

    @classmethod
    def _delivered(cls, moment="2026-03-03 10:00:00", **values):
        """An order that was delivered at ``moment`` (naive UTC)."""
        with cls._at(moment):
            order = cls._order(**values)
            cls._deliver(order)
            cls.env.flush_all()
        return order

    @classmethod
    def _buyer(cls, name="Südwind", **values):
        """Another customer with a phone."""
        return cls._customer(name=name, phone="+39 02 5550 9999", **values)

    @classmethod
    def _listed(cls, campaign=None, **values):
        """The call about a newly delivered order, on the list."""
        order = cls._delivered(**values)
        campaign = campaign or cls._campaign()
        campaign._refresh(NOW)
        return campaign.call_ids.filtered(lambda c: c.order_id == order)

    @classmethod
    def _taken(cls, agent=None, now=NOW, **values):
        """A call that ``agent`` has taken, with his rights."""
        cls._listed(**values)
        agent = agent or cls.agent
        return cls.Call.with_user(agent)._take_next(agent, now)

    @classmethod
    def _answer(cls, call, **answers):
        """Answer by xmlid part: ``received="yes"``, ``overall="9"``, ``words="…"``."""
        for name, value in answers.items():
            question = cls._ref(f"question_{name}")
            answer = call.answer_ids.filtered(
                lambda a, q=question: a.question_id.id == q.id
            )
            if question.question_type == "simple_choice":
                choice = cls._ref(f"answer_{name}_{value}")
                answer.suggested_answer_id = choice.id
            else:
                answer.text = value

    @classmethod
    def _complaint(cls, order, **values):
        options = {"name": "A crack", "kind": "complaint", "order_id": order.id}
        return cls.Ticket.create({**options, **values})

    def assertListed(self, campaign, orders):
        """Exactly ``orders`` wait to be called about."""
        waiting = campaign.call_ids.filtered(lambda c: c.state == "to_call")
        self.assertEqual(waiting.order_id.sorted("id"), orders.sorted("id"))

    def assertReason(self, call, code):
        """The call was taken off the list for this reason."""
        self.assertEqual((call.state, call.exclusion["code"]), ("excluded", code))
