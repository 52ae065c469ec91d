import uuid

from odoo import fields, models
from odoo.exceptions import AccessError

from ..models.o2c_shipment import STATUSES


class O2cShipmentReport(models.TransientModel):
    """A person reports what happened to a parcel, or corrects what a machine said."""

    _name = "o2c.shipment.report"
    _description = "Report about a shipment"

    shipment_id = fields.Many2one("o2c.shipment", required=True, readonly=True)
    status = fields.Selection(STATUSES, required=True)
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    note = fields.Text("What happened")
    source_key = fields.Char(default=lambda self: f"person:{uuid.uuid4()}")

    def action_report(self):
        """Enter the report; pressing the button twice enters it once."""
        self.ensure_one()
        self.shipment_id.check_access("read")
        groups = "o2c_orders.group_order_desk,stock.group_stock_user"
        if not self.env.user.has_groups(groups):
            raise AccessError(
                self.env._("Only the order desk and the warehouse report by hand.")
            )
        self.shipment_id._report(
            self.status,
            self.at,
            "person",
            self.source_key,
            note=self.note,
            user_id=self.env.uid,
        )
        return {"type": "ir.actions.act_window_close"}
