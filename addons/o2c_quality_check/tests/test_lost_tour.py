from datetime import timedelta
from functools import wraps
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..models.o2c_call_screen import O2cCall
from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestLostTour(QualityCommon, HttpCase):
    """A call that somebody else has now, in a browser."""

    def test_what_was_typed_stays(self):
        moment = fields.Datetime.now() - timedelta(days=3)
        order = self._delivered(str(moment.replace(microsecond=0)))
        self._campaign()
        answer, other = O2cCall.screen_answer, self.other_agent

        @wraps(answer)
        def taken_away(call, *args, **kwargs):
            result = answer(call, *args, **kwargs)
            call.sudo().agent_id = other  # as when a leader hands it on
            return result

        with patch.object(O2cCall, "screen_answer", taken_away):
            url = "/odoo/quality-my-calls"
            self.start_tour(url, "o2c_quality_lost_call", login=self.agent.login)
        call = order.o2c_call_ids
        self.assertEqual((call.state, call.agent_id), ("in_call", other))
        self.assertFalse(call.note)
