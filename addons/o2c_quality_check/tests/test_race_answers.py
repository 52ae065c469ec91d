"""What a customer answers by the link meets what the agent enters."""

from odoo import SUPERUSER_ID
from odoo.tests import tagged

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestRaceAnswers(RaceCase):
    """Two who report the same trouble in the same moment: one ticket, both words."""

    def _asked_twice(self, env):
        """A call in the agent's hands, whose script the customer has open too."""
        call = env["o2c.call"].browse(self.call_of(env, self.agent))
        link = env["o2c.call.link"].create(
            {"call_id": call.id, "partner_id": call.partner_id.id, "due_at": self.now}
        )
        link._send(self.now)
        link.user_input_id._mark_in_progress()
        return call.id, link.user_input_id.id

    def _pair(self, said="no", heard="no"):
        self.committed(self.free)
        self.call, entry = self.committed(self._asked_twice)
        question, answers = self.question, {"yes": self.yes, "no": self.no}

        def customer(env):
            record = env["survey.user_input"].browse(entry)
            asked = env["survey.question"].browse(question)
            record._save_lines(asked, answers[said])
            record._mark_done()

        vals = {"key": "one", "answers": [[question, answers[heard], None]]}
        agent = self.rpc(
            self.agent, "o2c.call", [self.call], "screen_finish", "answered", vals
        )
        return agent, self.request(SUPERUSER_ID, customer)

    def _came_of_it(self, env):
        call = env["o2c.call"].browse(self.call)
        entry = call.link_ids.user_input_id
        return {
            "state": call.state,
            "attempts": call.attempt_ids.mapped("result"),
            "effects": call.effect_ids.mapped("state"),
            "tickets": len(call.effect_ids.ticket_id),
            "opened": env["o2c.ticket"].search_count(
                [("partner_id", "=", call.partner_id.id)]
            ),
            "heard": call.answer_ids.suggested_answer_id.id,
            "wrote": entry.user_input_line_ids.suggested_answer_id.id,
            "link": (call.link_ids.state, call.link_ids.taken_in, entry.state),
        }

    def test_both_report_the_same(self):
        def check(agent, customer, first):
            self.assertNoError(agent, customer)
            # one of them met what the other had done
            self.assertEqual(agent.tries + customer.tries, 3)
            self.assertEqual(
                self.committed(self._came_of_it),
                {
                    "state": "done",
                    "attempts": ["answered"],
                    "effects": ["done"],
                    "tickets": 1,
                    "opened": 1,
                    "heard": self.no,
                    "wrote": self.no,
                    "link": ("answered", True, "done"),
                },
            )

        self.play(self._pair, check)
