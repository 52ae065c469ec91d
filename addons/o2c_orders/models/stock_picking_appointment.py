"""Transfers that a customer is visited for: their windows and their appointment."""

from dataclasses import replace
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import explain
from ..domain import appointment as rule
from ..domain.delivery_choice import Kind
from .o2c_appointment import STATES


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = "stock.picking"

    o2c_appointment_ids = fields.One2many(
        "o2c.appointment", "picking_id", "Appointments", readonly=True
    )
    o2c_appointment_id = fields.Many2one(
        "o2c.appointment", "Appointment", compute="_compute_o2c_appointment_id"
    )
    o2c_appointment_state = fields.Selection(
        STATES, "Customer says", compute="_compute_o2c_appointment_id"
    )
    o2c_visits_customer = fields.Boolean(compute="_compute_o2c_visits_customer")

    @api.depends("o2c_appointment_ids.state")
    def _compute_o2c_appointment_id(self):
        """The live appointment, else the last one."""
        for picking in self:
            last = picking.o2c_appointment_ids.sorted("id", reverse=True)[:1]
            one = picking._o2c_live_appointment() or last
            picking.o2c_appointment_id = one
            picking.o2c_appointment_state = one.state

    @api.depends("partner_id", "location_id.usage", "location_dest_id.usage")
    def _compute_o2c_visits_customer(self):
        for picking in self:
            ends = {picking.location_id.usage, picking.location_dest_id.usage}
            picking.o2c_visits_customer = picking.partner_id and "customer" in ends

    def action_o2c_appointment(self):
        """Choose the window of this visit."""
        self.ensure_one()
        self.env["o2c.appointment"]._check_desk()
        if not self.o2c_visits_customer or self.state in ("done", "cancel"):
            raise UserError(explain.appointment.not_planned(self))
        wizard = self.env["o2c.appointment.make"].create({"picking_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Appointment"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _o2c_live_appointment(self):
        """The appointment that is proposed or confirmed, empty when there is none."""
        self.ensure_one()
        all_ = self.o2c_appointment_ids.with_prefetch()
        return all_.filtered(lambda a: a.state in ("proposed", "confirmed"))[:1]

    def _o2c_appointment_kind(self):
        """``in``: something is picked up at the customer's, else ``out``."""
        self.ensure_one()
        return "in" if self.location_id.usage == "customer" else "out"

    def _o2c_appointment_zone(self):
        """The time zone in which the warehouse tells the hours of a visit."""
        warehouse = self.picking_type_id.warehouse_id
        partner = warehouse.partner_id
        return partner.tz or self.company_id.partner_id.tz or "UTC"

    def _o2c_appointment_offers(self, limit=12):
        """The next free windows of the warehouse for this visit.

        :return: list of ``domain.appointment.Offer``, earliest first
        """
        self.ensure_one()
        zone = self._o2c_appointment_zone()
        today = fields.Datetime.now().replace(tzinfo=timezone.utc)
        first = today.astimezone(ZoneInfo(zone)).date()
        first += timedelta(days=self.company_id.o2c_appointment_lead_days)
        if self.scheduled_date:
            ready = self.scheduled_date.replace(tzinfo=timezone.utc)
            first = max(first, ready.astimezone(ZoneInfo(zone)).date())
        last = first + timedelta(days=rule.HORIZON)
        slots = self._o2c_appointment_slots()
        taken = self._o2c_appointments_taken(slots, zone)
        closed = self._o2c_closed_days(first, last, zone)
        return rule.offers(slots._facts(), taken, closed, first, limit)

    def _o2c_appointment_slots(self):
        # the windows are offered to the customer, who may not read them
        return (
            self.env["o2c.appointment.slot"]
            .sudo()
            .search(
                [
                    ("warehouse_id", "=", self.picking_type_id.warehouse_id.id),
                    ("serves", "in", ["both", self._o2c_appointment_kind()]),
                ]
            )
        )

    def _o2c_appointments_taken(self, slots, zone):
        """``{(slot id, local day): live appointments}``."""
        self.env["o2c.appointment"].flush_model()
        self.env.cr.execute(SQL(TAKEN, zone=zone, slots=slots.ids))
        return {(slot, day): count for slot, day, count in self.env.cr.fetchall()}

    def _o2c_closed_days(self, first, last, zone):
        """Local days on which the company does not work: its calendar's holidays."""
        start = rule.moment(first, 0, zone)
        end = rule.moment(last, 24, zone)
        # holidays are everybody's, the calendar of the company is not
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("company_id", "in", [self.company_id.id, False]),
                    ("calendar_id", "in", self._o2c_calendars()),
                    ("date_from", "<", end),
                    ("date_to", ">", start),
                ]
            )
        )
        closed = set()
        for leave in leaves:
            begin, over = (
                moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()
                for moment in (leave.date_from, leave.date_to - timedelta(seconds=1))
            )
            closed |= {begin + timedelta(n) for n in range((over - begin).days + 1)}
        return closed

    def _o2c_choice_facts(self):
        facts = super()._o2c_choice_facts()
        if not self.carrier_id.o2c_appointment:
            return facts
        # the window is agreed in the appointment: two places would contradict
        return replace(facts, offered=facts.offered - {Kind.WINDOW})

    def _o2c_calendars(self):
        # as above
        return [self.company_id.sudo().resource_calendar_id.id, False]


TAKEN = """
SELECT slot_id, (date_from AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date, count(*)
  FROM o2c_appointment
 WHERE slot_id = ANY(%(slots)s) AND state IN ('proposed', 'confirmed')
 GROUP BY 1, 2
"""
