import secrets

import vobject
from psycopg2.errors import UniqueViolation
from vobject.icalendar import utc

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .. import explain
from ..domain import appointment as rule
from ..domain.appointment import State

STATES = [
    (State.PROPOSED.value, "Proposed"),
    (State.CONFIRMED.value, "Confirmed"),
    (State.DECLINED.value, "Declined"),
    (State.EXPIRED.value, "Expired"),
    (State.CANCELLED.value, "Cancelled"),
    (State.KEPT.value, "Kept"),
    (State.MISSED.value, "Missed"),
]
CHANNELS = [("email", "E-mail"), ("sms", "SMS"), ("phone", "Phone")]
LIVE = tuple(state.value for state in rule.LIVE)
DESK = ("o2c_orders.group_order_desk", "stock.group_stock_user")


class O2cAppointment(models.Model):
    """When a customer is visited, for a delivery or a pick-up, and what he said."""

    _name = "o2c.appointment"
    _description = "Appointment"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True)
    order_id = fields.Many2one("sale.order", index="btree_not_null", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, readonly=True
    )
    kind = fields.Selection(
        [("out", "Delivery"), ("in", "Pick-up")], required=True, readonly=True
    )
    warehouse_id = fields.Many2one("stock.warehouse", index=True, readonly=True)
    slot_id = fields.Many2one(
        "o2c.appointment.slot", "Window", index=True, ondelete="restrict"
    )
    seat = fields.Integer(
        readonly=True, help="Which of the visits of the window this one takes."
    )
    date_from = fields.Datetime("From", required=True, index=True, tracking=True)
    date_to = fields.Datetime("To", required=True)
    state = fields.Selection(
        STATES, required=True, default="proposed", index=True, tracking=True
    )
    channel = fields.Selection(
        CHANNELS,
        "Asked by",
        required=True,
        default="phone",
        help="How the customer is asked. Phone: somebody has to call him.",
    )
    answered_by = fields.Selection(
        [("link", "Customer, by link"), ("phone", "By phone"), ("desk", "Order desk")],
        "Answered through",
        readonly=True,
    )
    answered_at = fields.Datetime("Answered on", readonly=True)
    expires_at = fields.Datetime("Answer until", required=True)
    asked_at = fields.Datetime("Asked on", readonly=True)
    reminded_at = fields.Datetime("Reminded on", readonly=True)
    arrived_at = fields.Datetime("Driver there on", readonly=True)
    note = fields.Char("Customer's note", size=300)
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="base.group_system",
        default=lambda self: secrets.token_urlsafe(24),
    )
    url = fields.Char("Link for the customer", compute="_compute_url")
    window = fields.Char("When", compute="_compute_window")
    to_call = fields.Boolean(
        "To call", compute="_compute_to_call", search="_search_to_call"
    )

    _one_live = models.UniqueIndex(
        "(picking_id) WHERE state IN ('proposed', 'confirmed')",
        "This transfer has an appointment already.",
    )
    _seat_once = models.UniqueIndex(
        "(slot_id, date_from, seat) WHERE state IN ('proposed', 'confirmed')",
        "This window is full.",
    )
    _window_order = models.Constraint(
        "CHECK (date_from < date_to)", "A window begins before it ends."
    )

    @api.depends("partner_id", "window")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.partner_id.display_name or ''}, {one.window}"

    @api.depends("picking_id")
    def _compute_url(self):
        for one in self:
            # the token is kept from lists and exports, the link is for the customer
            token = one.sudo().token
            base = one.get_base_url()
            one.url = one.id and f"{base}/o2c/appointment/{one.id}/{token}"

    @api.depends("date_from", "date_to", "warehouse_id")
    @api.depends_context("lang")
    def _compute_window(self):
        for one in self:
            one.window = explain.appointment.window(one)

    @api.depends("state", "channel", "expires_at")
    def _compute_to_call(self):
        soon = self._call_before()
        for one in self:
            open_ = one.state == "proposed"
            one.to_call = open_ and (one.channel == "phone" or one.expires_at < soon)

    @api.model
    def _search_to_call(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = fields.Domain("state", "=", "proposed") & (
            fields.Domain("channel", "=", "phone")
            | fields.Domain("expires_at", "<", self._call_before())
        )
        return domain if True in value else ~domain

    @api.model
    def _call_before(self):
        """Proposals that run out before this moment are better asked by phone."""
        return fields.Datetime.add(fields.Datetime.now(), hours=12)

    # ------------------------------------------------------------- making one
    @api.model
    def _propose(self, picking, offer=None, state="proposed", **vals):
        """Make the appointment of ``picking`` and, when it is a proposal, ask.

        :param offer: a free window (``domain.appointment.Offer``); None takes the
            first one
        :param str state: ``confirmed`` when the customer chose it himself
        :return: the appointment
        :raise UserError: no window is free, or the transfer has a live appointment
        """
        picking.ensure_one()
        if offer is None:
            found = picking._o2c_appointment_offers(limit=1)
            if not found:
                raise UserError(explain.appointment.no_window(picking))
            offer = found[0]
        zone = picking._o2c_appointment_zone()
        hours = (offer.slot.hour_from, offer.slot.hour_to)
        start, end = (rule.moment(offer.day, hour, zone) for hour in hours)
        values = self._prepare_vals(picking, start, end)
        values |= {"slot_id": offer.slot.slot_id, "state": state, **vals}
        one = self._take_seat(values, offer)
        if state == State.PROPOSED:
            one._ask()
        else:
            one._after_confirm()
        return one

    @api.model
    def _prepare_vals(self, picking, start, end):
        company = picking.company_id
        now = fields.Datetime.now()
        until = fields.Datetime.add(now, hours=company.o2c_appointment_answer_hours)
        return {
            "picking_id": picking.id,
            "order_id": picking.sale_id.id,
            "partner_id": picking.partner_id.id,
            "kind": picking._o2c_appointment_kind(),
            "warehouse_id": picking.picking_type_id.warehouse_id.id,
            "date_from": start,
            "date_to": end,
            # an answer after the driver has left is of no use
            "expires_at": min(until, start),
            "channel": picking.partner_id._o2c_appointment_channel(),
        }

    @api.model
    def _take_seat(self, values, offer):
        """Create it on the first free visit of its window.

        Two customers may ask for the last visit at once: the database lets one of
        them have it, the other tries the next visit and is told when there is none.
        """
        # who may propose was checked by the action, or it is the customer
        everybody = self.sudo()
        taken = everybody.search(
            [
                ("slot_id", "=", offer.slot.slot_id),
                ("date_from", "=", values["date_from"]),
                ("state", "in", LIVE),
            ]
        )
        seats = set(range(1, offer.slot.capacity + 1)) - set(taken.mapped("seat"))
        for seat in sorted(seats):
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    return everybody.create({**values, "seat": seat})
            except UniqueViolation as refused:
                if refused.diag.constraint_name == "o2c_appointment_one_live":
                    raise UserError(
                        explain.appointment.has_one(self.env, values["picking_id"])
                    ) from refused
        raise UserError(explain.appointment.full(self.env))

    # ------------------------------------------------------------- its life
    def _go(self, state, **vals):
        """Change the state, when the rule allows it.

        :raise UserError: it cannot go there from where it stands
        """
        for one in self:
            if not rule.allowed(one.state, state):
                raise UserError(explain.appointment.not_from_here(one, state))
        # states are written by code alone, whoever caused the change
        self.sudo().write({"state": state, **vals})

    def _confirm(self, through):
        """The customer agrees. ``through``: link, phone or desk."""
        self.ensure_one()
        if self.date_to <= fields.Datetime.now():
            raise UserError(explain.appointment.over(self))
        now = fields.Datetime.now()
        self._go(State.CONFIRMED.value, answered_by=through, answered_at=now)
        self._after_confirm()

    def _after_confirm(self):
        """The warehouse prepares for that day; the customer gets it in writing."""
        for one in self:
            # the agreed window is the plan, whoever agreed
            one.picking_id.sudo().scheduled_date = one.date_from
            one._log_answer(explain.appointment.confirmed(one))
            one._send("o2c_orders.mail_appointment_confirmed", None)

    def _decline(self, through, note=None):
        """The customer does not agree; another window has to be found."""
        self.ensure_one()
        now = fields.Datetime.now()
        values = {"note": note} if note else {}
        self._go(State.DECLINED.value, answered_by=through, answered_at=now, **values)
        self._log_answer(explain.appointment.declined(self))

    def _move(self, offer, through):
        """Another window instead of this one; returns the new appointment."""
        self.ensure_one()
        if self.state in LIVE:
            self._go(State.CANCELLED.value)
        now = fields.Datetime.now()
        return self._propose(
            self.picking_id,
            offer,
            State.CONFIRMED.value,
            answered_by=through,
            answered_at=now,
            asked_at=self.asked_at,
            channel=self.channel,
        )

    def _log_answer(self, summary):
        """The customer's answer enters the contact ledger."""
        self.ensure_one()
        channels = {"link": "web", "phone": "phone"}
        if self.answered_by not in channels:
            return
        self.env["o2c.contact"]._log(
            self.partner_id,
            self._documents(),
            company_id=self.company_id.id,
            direction="in",
            channel=channels[self.answered_by],
            purpose="delivery",
            summary=summary,
            details=self.note or False,
            source_key=f"appointment:{self.id}:{self.state}",
        )

    def _calendar_file(self):
        """The visit for the customer's own calendar (RFC 5545), as text."""
        self.ensure_one()
        calendar = vobject.iCalendar()
        event = calendar.add("vevent")
        # the same name for ever: a moved visit changes the entry it made before
        event.add("uid").value = f"o2c-visit-{self.picking_id.id}@{self.env.cr.dbname}"
        event.add("dtstamp").value = fields.Datetime.now().replace(tzinfo=utc)
        event.add("dtstart").value = self.date_from.replace(tzinfo=utc)
        event.add("dtend").value = self.date_to.replace(tzinfo=utc)
        event.add("summary").value = explain.appointment.calendar_title(self)
        event.add("description").value = self.url
        return calendar.serialize()

    def _documents(self):
        """The documents that a contact about this appointment is about."""
        return [record for record in (self.picking_id, self.order_id) if record]

    def _o2c_contact_facts(self):
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "delivery",
            "documents": self._documents(),
        }
