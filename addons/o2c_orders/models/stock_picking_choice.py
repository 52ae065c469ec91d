from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..domain.delivery_choice import Delivery, Kind, Why, Wish, decide
from ..domain.shipment import Status
from .o2c_delivery_choice import OPEN

CLOSED = {Why.TOO_LATE, Why.NOT_OFFERED}


class StockPickingChoice(models.Model):
    """A delivery and what its customer wishes for it."""

    _name = "stock.picking"
    _inherit = "stock.picking"

    o2c_choice_ids = fields.One2many("o2c.delivery.choice", "picking_id", "Wishes")
    o2c_choice_text = fields.Char(
        "Customer's wish",
        compute="_compute_o2c_choice_text",
        compute_sudo=True,  # told to whoever sees the delivery
    )

    @api.depends("o2c_choice_ids.state")
    def _compute_o2c_choice_text(self):
        for picking in self:
            valid = picking.o2c_choice_ids.filtered(lambda c: c.state in OPEN)
            picking.o2c_choice_text = valid[:1].text

    def _o2c_choice_facts(self):
        """What the rule about wishes has to know of this delivery."""
        statuses = {Status(s.status) for s in self.o2c_shipment_ids if s.status}
        return Delivery(
            frozenset(statuses), self.state == "cancel", self.carrier_id._o2c_offered()
        )

    def _o2c_choice_kinds(self):
        """The wishes that the customer may have now: a list of values of ``Kind``."""
        self.ensure_one()
        facts, today = self._o2c_choice_facts(), self._o2c_today()
        decisions = {kind: decide(Wish(kind, {}), facts, today) for kind in Kind}
        return [
            kind.value
            for kind, decision in decisions.items()
            if not CLOSED & {reason.code for reason in decision.reasons}
        ]

    def _o2c_today(self):
        """Today where the goods arrive from: in the time zone of the company."""
        zone = ZoneInfo(self.company_id.partner_id.tz or "UTC")
        return datetime.now(zone).date()
