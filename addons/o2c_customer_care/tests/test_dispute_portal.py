from odoo.tests import tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestDisputePortal(PortalCommon):
    """What the customer reads of what he contests, at each of its states."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        opener, cls.leader = (cls._employee(f"o2c_leader_{n}") for n in (1, 2))
        disputes = cls.env["o2c.dispute"].with_user(opener)
        dispute = disputes._open(cls.ticket, cls.invoice, 100, "All of it")
        cls.dispute = dispute.with_env(cls.env)

    def _decide(self, amount, note="Seen the pictures"):
        self.dispute.with_user(self.leader)._decide(amount, note)

    def _page(self):
        return self.url_open(f"/my/ticket/{self.ticket.id}")

    def assertTold(self, *texts):
        self.env.flush_all()
        self._as(self.freya)
        page = self._page().text
        for text in texts:
            self.assertIn(text, page)

    def test_to_decide(self):
        self.assertTold("you need not pay this amount")

    def test_rejected_and_before_court(self):
        self._decide(0)
        self.assertTold("the amount is due again")
        self.env["o2c.litigation"].with_user(self.leader)._open(
            self.dispute.with_user(self.leader)
        )
        self.assertTold("Lawyers are dealing with this amount.")

    def test_partly_accepted_and_credited(self):
        self._decide(60)
        self.assertTold("the credit note follows. The rest is due again.")
        note = self.dispute.credit_note_id
        note.action_post()
        self.assertTold(f"Credited with {note.name}.")

    def test_billed_anew(self):
        self.dispute.with_user(self.leader)._replace_invoice("Wrong name")
        self.assertTold("We cancel the invoice and send you a corrected one")

    def test_the_reason_of_the_decision_stays_inside(self):
        self._decide(0, note="He always tries")
        self._as(self.freya)
        self.assertNotIn("He always tries", self._page().text)
