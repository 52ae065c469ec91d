from odoo.tests import HttpCase, tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestCareInsightTour(CareCommon, HttpCase):
    """The figures in a real browser."""

    def test_figures_open_what_is_behind_them(self):
        self.env["o2c.ticket"].create(
            [
                {
                    "name": f"Insight {number}",
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "channel": "phone" if number < 3 else "email",
                }
                for number in range(5)
            ]
        )
        self.start_tour(
            "/odoo/o2c-care-insight", "o2c_care_insight", login="o2c_care_leader"
        )
