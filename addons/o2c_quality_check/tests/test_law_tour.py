from odoo.tests import HttpCase, tagged

from .law_common import LawCommon


@tagged("post_install", "-at_install")
class TestLawTour(LawCommon, HttpCase):
    """The leader's screens of the law in a real browser."""

    def test_may_i_call(self):
        log = self.env["o2c.dial.decision"]
        before = log.search_count([])
        self.start_tour("/odoo/may-i-call", "o2c_may_i_call", login=self.leader.login)
        self.assertEqual(log.search_count([]), before)

    def test_enter_consent(self):
        self.start_tour(
            "/odoo/call-consents", "o2c_enter_consent", login=self.leader.login
        )
        entry = self.person.o2c_consent_ids
        self.assertEqual(
            (entry.event, entry.channel, entry.proof, entry.user_id),
            ("given", "phone", "Said so on the phone", self.leader),
        )
