from datetime import timedelta

from odoo.tests import tagged

from .law_common import NOW, LawCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestLawAutomatic(LawCommon):
    """Calls that a machine rings need the consent that a law wants for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poland = cls.env.ref("base.pl")
        cls.person.write({"country_id": cls.poland.id, "phone": "+48 22 555 01 23"})
        cls._agrees(at=NOW - 5 * DAY)

    def automatic(self, now=NOW, **values):
        return self._judged(now=now, automatic=True, **values)

    def test_separate_in_poland(self):
        rule = self._ref("rule_pl_automatic")
        self.assertTrue(self._judged().allowed)
        decision = self.automatic()
        self.assertRefused(decision, "no_automatic")
        self.assertEqual(decision.rule, rule.id)
        # an agent may call, and a consent may come any time
        self.assertEqual(decision.next_at, NOW + timedelta(hours=1))
        self._agrees(at=NOW - DAY, channel="automatic")
        before = NOW - DAY - timedelta(seconds=1)
        self.assertRefused(self.automatic(before), "no_automatic")
        self.assertTrue(self.automatic(NOW - DAY).allowed)
        self.assertTrue(self.automatic(purpose="service").allowed)

    def test_in_force_since(self):
        rule = self._ref("rule_pl_automatic")
        self.assertEqual(str(rule.date_from), "2024-11-10")
        self.assertTrue(rule.is_law)
        self.assertIn("a dialler rings only who agreed to that", rule.sentence)

    def test_no_rule_where_no_source_says_so(self):
        self.person.write({"country_id": self.italy.id, "phone": "+39 333 123 4567"})
        self._checked(NOW.date())
        self.assertTrue(self._judged().allowed)
        self.assertTrue(self.automatic().allowed)

    def test_his_no_counts_everywhere(self):
        self.person.write({"country_id": self.italy.id, "phone": "+39 333 123 4567"})
        self._checked(NOW.date())
        self._agrees(at=NOW - 2 * DAY, channel="automatic")
        self.Consent._withdraw(
            self.person, "automatic", "marketing", "", "call", NOW - DAY
        )
        decision = self.automatic()
        self.assertRefused(decision, "no_automatic")
        self.assertFalse(decision.rule or decision.never)
        self.assertTrue(self._judged().allowed)

    def test_a_yes_to_machines_is_none_to_be_called(self):
        self._agrees(at=NOW - DAY, channel="automatic")
        self._withdraws(at=NOW - DAY)
        self.assertRefused(self.automatic(), "withdrawn")

    def test_a_dialler_leaves_him_to_the_agents(self):
        _campaign, call = self._selling()
        self.assertFalse(call._may_be_rung(NOW))
        self.assertEqual(call.state, "to_call")
        self.assertEqual(call.next_try_at, NOW + timedelta(hours=1))
        self.assertEqual(call.waits_text, "He did not agree to automatic calls.")
        self.assertTrue(call._apply_law(NOW).allowed)
