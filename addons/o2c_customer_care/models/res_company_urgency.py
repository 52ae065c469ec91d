from odoo import fields, models

from ..domain.urgency import Floors
from .o2c_ticket import PRIORITIES


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_preferred_priority = fields.Selection(
        PRIORITIES, "Preferred customers", required=True, default="1"
    )
    o2c_key_priority = fields.Selection(
        PRIORITIES, "Key customers", required=True, default="2"
    )
    o2c_contract_priority = fields.Selection(
        PRIORITIES, "Customers under contract", required=True, default="1"
    )

    def _o2c_priority_floors(self):
        """The lowest priorities of tickets in this company."""
        self.ensure_one()
        return Floors(
            preferred=self.o2c_preferred_priority,
            key=self.o2c_key_priority,
            contract=self.o2c_contract_priority,
        )
