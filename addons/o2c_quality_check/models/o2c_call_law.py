from odoo import models

from ..domain import calling_law as law
from .o2c_calling_law import DialAsk


class O2cCall(models.Model):
    # the law of calling is a topic of its own
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    def _may_dial(self, now, phone=None, automatic=False):
        """Decide whether this call may be dialled now, and log the decision.

        :param now: naive UTC
        :param phone: another number than the call's
        :param automatic: a machine rings, before an agent is there
        :return: a DialDecision; not allowed: ``next_at``, or ``never``
        """
        self.ensure_one()
        ask = self._dial_ask(phone, automatic)
        (facts,) = self.env["o2c.calling.law"]._facts([ask], now).values()
        rules = self.env["o2c.calling.rule"]._compiled()
        decision = law.judge(rules, facts, now)
        self.env["o2c.dial.decision"]._log(ask, facts, decision, now, self)
        return decision

    def _dial_ask(self, phone=None, automatic=False):
        call = self.sudo()  # who dials need not read campaigns and contacts
        campaign = call.campaign_id
        return DialAsk(
            key=call.id,
            partner_id=(call.person_id or call.partner_id).id,
            phone=phone or call.phone or "",
            company_id=call.company_id.id,
            campaign_id=campaign.id,
            purpose="marketing" if campaign.is_marketing else "service",
            automatic=automatic,
        )
