from odoo.tests import HttpCase, tagged

from .contact_data_common import ContactDataCommon


@tagged("post_install", "-at_install")
class TestContactDataTour(ContactDataCommon, HttpCase):
    """A returned mail is mended on the telephone, in a real browser."""

    def test_corrected_on_the_card(self):
        self._report()
        self.start_tour(
            f"/odoo/o2c-card/{self.person.id}",
            "o2c_care_contact_data",
            login="o2c_care_agent",
        )
        self.assertEqual(self.person.email, "ada@new.example.com")
        self.assertEqual(self._point("email").state, "verified")
