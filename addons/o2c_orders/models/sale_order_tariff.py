from odoo import fields, models

from .. import explain
from ..domain import tariff as rules
from ..domain.hold import Phase
from .timeline_rows import local_day

REASON = "tariff"


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_refresh_holds(self, phase):
        result = super()._o2c_refresh_holds(phase)
        if phase is Phase.CONFIRMATION:
            self._o2c_check_tariffs()
        return result

    def _o2c_check_tariffs(self):
        """Hold the orders whose tariffs do not fit, let go those that fit now."""
        faults = self._o2c_tariff_faults()
        for order, sentences in faults.items():
            order._o2c_hold_for_tariff("\n".join(sentences))
        right = self.filtered(lambda o: o not in faults)
        self.env["o2c.hold"]._release_origin(
            right, self.env._("The tariffs fit."), REASON
        )

    def _o2c_tariff_faults(self):
        """What is wrong with the tariffs of each order: {order: [sentence]}."""
        faults = {}
        now = fields.Datetime.now()
        concerned = self.order_line.filtered(
            lambda line: line.o2c_tariff_id or line.product_id.o2c_tariff_required
        )
        for line in concerned:
            zone = line.company_id.partner_id.tz or "UTC"
            facts = line._o2c_tariff_facts(local_day(now, zone))
            for reason in rules.check(facts).reasons:
                sentence = explain.service.tariff_fault(line, reason)
                faults.setdefault(line.order_id, []).append(sentence)
        return faults

    def _o2c_hold_for_tariff(self, note):
        Hold = self.env["o2c.hold"]
        mine = self._o2c_holds(Phase.CONFIRMATION)[self].filtered(
            lambda h: h.reason_id.code == REASON and h.origin_id == self.id
        )
        if mine and mine.note != note:
            # the ledger keeps what was wrong before
            Hold._release_origin(
                self, self.env._("Something else is wrong now."), REASON
            )
            mine = Hold
        if not mine:
            Hold._place(self, REASON, self, note=note)
