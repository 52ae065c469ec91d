from odoo import api, fields, models
from odoo.tools import SQL

from ..domain.shipment import OPEN, Status, decide

STATUSES = [
    ("label_made", "Label made"),
    ("collected", "Collected"),
    ("in_transit", "In transit"),
    ("out_for_delivery", "Out for delivery"),
    ("delivered", "Delivered"),
    ("failed_absent", "Failed: nobody there"),
    ("failed_address", "Failed: address"),
    ("refused", "Refused"),
    ("returned", "Returned to us"),
    ("lost", "Lost"),
]
MOMENTS = (
    "status_at",
    "collected_at",
    "out_for_delivery_at",
    "delivered_at",
    "failed_at",
    "refused_at",
    "returned_at",
)


class O2cShipment(models.Model):
    """A parcel or delivery under way. Its state follows from its events alone."""

    _name = "o2c.shipment"
    _description = "Shipment"
    _inherit = ["o2c.contact.mixin"]
    _order = "id desc"
    _rec_names_search = ["tracking_ref", "picking_id.name", "order_id.name"]
    _check_company_auto = True

    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, ondelete="cascade", index=True
    )
    order_id = fields.Many2one(
        related="picking_id.sale_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        related="picking_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="picking_id.partner_id",
        string="Delivery address",
        store=True,
        index="btree_not_null",
    )
    carrier_id = fields.Many2one(
        related="picking_id.carrier_id", store=True, index="btree_not_null"
    )
    batch_id = fields.Many2one(
        related="picking_id.batch_id", string="Run", store=True, index="btree_not_null"
    )
    reports_delivery = fields.Boolean(
        related="carrier_id.o2c_reports_delivery", string="Carrier reports"
    )
    tracking_ref = fields.Char("Tracking reference", readonly=True, index=True)
    tracking_url = fields.Char("Tracking link", compute="_compute_tracking_url")
    status = fields.Selection(STATUSES, readonly=True, index=True, group_expand=True)
    status_at = fields.Datetime("Since", readonly=True)
    collected_at = fields.Datetime("Collected", readonly=True)
    out_for_delivery_at = fields.Datetime("Out for delivery", readonly=True)
    delivered_at = fields.Datetime("Delivered", readonly=True)
    failed_at = fields.Datetime("Last failed attempt", readonly=True)
    refused_at = fields.Datetime("Refused", readonly=True)
    returned_at = fields.Datetime("Returned", readonly=True)
    attempts = fields.Integer(
        readonly=True, help="How often somebody stood at the customer's door."
    )
    event_count = fields.Integer("Events", readonly=True)
    event_ids = fields.One2many("o2c.shipment.event", "shipment_id")
    is_open = fields.Boolean(
        "Under way", compute="_compute_is_open", search="_search_is_open"
    )

    _parcel_once = models.UniqueIndex(
        "(picking_id, COALESCE(tracking_ref, ''))",
        "A transfer has each parcel once.",
    )

    @api.depends("tracking_ref", "picking_id.name")
    def _compute_display_name(self):
        for shipment in self:
            name = shipment.picking_id.name or ""
            ref = shipment.tracking_ref
            shipment.display_name = f"{name} · {ref}" if ref else name

    @api.depends("tracking_ref", "carrier_id")
    def _compute_tracking_url(self):
        for shipment in self:
            template = shipment.carrier_id.tracking_url
            ref = shipment.tracking_ref
            url = template and ref and template.replace("<shipmenttrackingnumber>", ref)
            shipment.tracking_url = url or False

    @api.depends("status")
    def _compute_is_open(self):
        for shipment in self:
            shipment.is_open = not shipment.status or Status(shipment.status) in OPEN

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("status", "in", [False, *(status.value for status in OPEN)])]

    # ------------------------------------------------------------- reports
    def _report(self, status, at, source, key, **vals):
        """Enter one report about this shipment; the same key again changes nothing.

        :param status: a value of ``domain.shipment.Status``, or False: not known
        :param at: naive UTC moment of the event; one from the future counts as now
        :param source: webhook, csv, adapter, driver, person or transfer
        :param key: what makes this report unique within the shipment
        :param vals: other fields of the event: code, text, latitude, longitude,
            photo, signature, note, user_id
        :return: the event, new or known
        """
        self.ensure_one()
        known = {"status": status, "at": at, "source": source, "source_key": key}
        return self._report_all([(self, {**vals, **known})])

    @api.model
    def _report_all(self, reports):
        """Enter many reports at once: a list of (shipment, values of the event).

        :return: the events in this order, known ones included
        """
        # only code reports, for couriers and drivers who are no users
        reports = [(shipment.sudo(), vals) for shipment, vals in reports]
        Report = self.env["o2c.shipment.event"].sudo()  # as above
        keys = [(shipment.id, vals["source_key"]) for shipment, vals in reports]
        known = Report._known(keys)
        new = {
            key: report
            for key, report in zip(keys, reports, strict=True)
            if key not in known
        }
        if new:
            self.browse(sorted({shipment_id for shipment_id, _key in new}))._claim()
            made = Report.create([self._prepare_event_vals(*r) for r in new.values()])
            known.update(zip(new, made, strict=True))
            made.shipment_id._settle()
            made._after_report()
        return Report.union(*(known[key] for key in keys)) if keys else Report

    @api.model
    def _prepare_event_vals(self, shipment, vals):
        now = fields.Datetime.now()
        at = fields.Datetime.to_datetime(vals["at"]).replace(microsecond=0)
        return {**vals, "shipment_id": shipment.id, "at": min(at, now)}

    def _claim(self):
        """Write the rows in id order: of two reporters at once one starts again.

        A lock would not do: the waiter would go on without the other's event.
        """
        self.env.cr.execute(
            SQL(
                """UPDATE o2c_shipment SET event_count = COALESCE(event_count, 0)
                    WHERE id IN (SELECT id FROM o2c_shipment WHERE id = ANY(%s)
                                  ORDER BY id FOR UPDATE)""",
                self.ids,
            )
        )

    def _settle(self):
        """Decide the state of these shipments from all their events and write it."""
        # all of them, whoever may see them
        events = self.env["o2c.shipment.event"].sudo()
        groups = events._read_group(
            [("shipment_id", "in", self.ids)], ["shipment_id"], ["id:recordset"]
        )
        changed = self.browse()
        for shipment, own in groups:
            vals = shipment._prepare_state_vals(decide([e._fact() for e in own]))
            moved = any(shipment[name] != value for name, value in vals.items())
            # derived from events, whoever reported
            shipment.sudo().write({**vals, "event_count": len(own)})
            changed |= shipment if moved else self.browse()
        changed.order_id._o2c_touch_timeline()

    @api.model
    def _prepare_state_vals(self, state):
        vals = {name: getattr(state, name) or False for name in MOMENTS}
        vals["status"] = state.status.value if state.status else False
        vals["attempts"] = state.attempts
        return vals

    # ------------------------------------------------------------- documents
    def _o2c_contact_facts(self):
        if not self.partner_id:
            return None
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "delivery",
            "documents": [*self.picking_id, *self.order_id],
        }

    def action_open_transfer(self):
        """Open the transfer of this shipment."""
        self.ensure_one()
        return self.picking_id._get_records_action(name=self.env._("Transfer"))
