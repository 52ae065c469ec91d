from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CreditCommon

# what a salesperson must not read of his own customer's account
INTERNAL = (
    "score",
    "scored_class",
    "probability",
    "score_change",
    "score_trend",
    "score_contributions",
    "score_facts",
    "score_ids",
    "override_ids",
    "note",
    "review_ids",
    "event_ids",
    "receivables",
    "credits",
    "orders",
)
MODELS = (
    "o2c.score",
    "o2c.score.run",
    "o2c.scorecard",
    "o2c.credit.decision",
    "o2c.credit.event",
    "o2c.credit.review",
    "o2c.credit.cover",
)


@tagged("post_install", "-at_install")
class TestCardRights(CreditCommon):
    """A salesperson has the card, and over RPC no more than it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(1000)
        cls.account.note = "Internal"
        cls.customer.user_id = cls.seller
        cls.order = cls._quotation(1500.0)

    def _card(self, user):
        found = self._rpc(
            user, "sale.order", "read", self.order.ids, ["o2c_credit_card"]
        )
        return found[0]["o2c_credit_card"]

    def test_card_for_whoever_may_read_the_order(self):
        for role in ("salesperson", "collector", "credit_manager"):
            card = self._card(self._user(role))
            self.assertEqual(card["verdict"]["state"], "held", role)
            self.assertTrue(card["class_text"], role)
            may = card["verdict"]["can_revise"]
            self.assertEqual(may, role == "salesperson", role)
            self.assertEqual("internal" in card, role != "salesperson", role)

    def test_card_has_no_points_and_no_notes(self):
        text = str(self._card(self.seller))
        for word in ("points", "Internal", "note'", "score"):
            self.assertNotIn(word, text.replace("'note': ", ""), word)

    def test_a_foreign_quotation_is_refused(self):
        other = self._user("salesperson", login="o2c_other_seller")
        with self.assertRaises(AccessError):
            self._card(other)

    def test_portal_users_do_not_read_the_card(self):
        buyer = self._user("customer", partner_id=self.customer.id)
        self.order.state = "sent"
        with self.assertRaises(AccessError):
            self._card(buyer)

    def test_internals_are_refused_over_rpc(self):
        model = "o2c.credit.account"
        found = self._rpc(self.seller, model, "read", self.account.ids, ["headroom"])
        self.assertEqual(found[0]["headroom"], 1000)
        for name in INTERNAL:
            with self.assertRaises(AccessError, msg=name):
                self._rpc(self.seller, model, "read", self.account.ids, [name])

    def test_models_of_the_credit_manager_are_refused_over_rpc(self):
        for model in MODELS:
            with self.assertRaises(AccessError, msg=model):
                self._rpc(self.seller, model, "search_read", [])

    def test_nobody_forges_a_proposal(self):
        for model in ("o2c.credit.proposal", "o2c.credit.proposal.option"):
            with self.assertRaises(AccessError):
                self._rpc(self.seller, model, "create", [{"order_id": self.order.id}])
