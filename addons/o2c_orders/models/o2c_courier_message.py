import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import explain
from ..domain.courier_report import read_items
from .o2c_shipment import STATUSES
from .o2c_shipment_event import SOURCES

OUTCOMES = [
    ("entered", "Entered"),
    ("unknown_code", "Unknown code"),
    ("unknown_shipment", "Unknown shipment"),
    ("unreadable", "Unreadable"),
    ("refused", "Refused"),
]
OPEN_OUTCOMES = ("unknown_code", "unknown_shipment", "unreadable", "refused")


class O2cCourierMessage(models.Model):
    """One report of a courier as it came, and what became of it. Never dropped."""

    _name = "o2c.courier.message"
    _description = "Message of a courier"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "item_key"
    _most_refused = 100  # kept in a day

    courier_id = fields.Many2one(
        "o2c.courier", required=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="courier_id.company_id")
    source = fields.Selection(SOURCES, required=True, readonly=True)
    received_at = fields.Datetime("Received", required=True, readonly=True)
    item_key = fields.Char("Key", required=True, readonly=True)
    raw = fields.Text("As it came", readonly=True)
    tracking_ref = fields.Char("Tracking reference", readonly=True, index=True)
    code = fields.Char(readonly=True)
    at = fields.Datetime("When", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True, index=True)
    detail = fields.Char("What is wrong", readonly=True)
    shipment_id = fields.Many2one("o2c.shipment", readonly=True, ondelete="set null")
    event_id = fields.Many2one(
        "o2c.shipment.event", readonly=True, index="btree_not_null", ondelete="set null"
    )
    is_open = fields.Boolean("To handle", readonly=True)
    settled_id = fields.Many2one("res.users", "Settled by", readonly=True)

    _once = models.UniqueIndex(
        "(courier_id, COALESCE(tracking_ref, ''), item_key)",
        "This message is recorded already.",
    )
    _waiting = models.Index("(courier_id, outcome) WHERE is_open")

    # ------------------------------------------------------------- coming in
    @api.model
    def _receive(self, courier, reports, source):
        """Take in what a courier reported; the same again changes nothing.

        :param reports: a list of ``domain.courier_report.Report``
        :param source: webhook, csv or adapter
        :return: a list of (report, message, whether it is new) in this order
        """
        claimed = self._claim(courier, reports, source)
        fresh = {claimed[r.identity]: r for r in reports if r.identity in claimed}
        self.browse(fresh)._process(fresh)
        domain = Domain("item_key", "in", [report.key for report in reports])
        known = self.search(domain & Domain("courier_id", "=", courier.id))
        messages = {(m.tracking_ref or "", m.item_key): m for m in known}
        result = []
        for report in reports:
            message = messages[report.identity]
            result.append((report, message, fresh.get(message.id) is report))
        return result

    @api.model
    def _claim(self, courier, reports, source):
        """Enter the messages that are not there yet: {identity: id} of these.

        Of two that bring the same at once the second starts anew and finds it.
        """
        now = fields.Datetime.now()
        head = (courier.id, source, now, now, now)
        rows = [
            (*head, r.key, r.raw, r.tracking or None, r.code or None, r.at)
            for r in {report.identity: report for report in reports}.values()
        ]
        if not rows:
            return {}
        values = SQL(", ").join(SQL("%s", row) for row in rows)
        self.env.cr.execute(
            SQL(
                """INSERT INTO o2c_courier_message
                          (courier_id, source, received_at, create_date, write_date,
                           item_key, raw, tracking_ref, code, at)
                   VALUES %s
                   ON CONFLICT (courier_id, COALESCE(tracking_ref, ''), item_key)
                   DO NOTHING
                   RETURNING COALESCE(tracking_ref, ''), item_key, id""",
                values,
            )
        )
        return {(ref, key): number for ref, key, number in self.env.cr.fetchall()}

    @api.model
    def _keep(self, courier, report, outcome, detail):
        """Keep a message that cannot be taken in; of refused ones a hundred a day."""
        day_ago = fields.Datetime.now() - timedelta(days=1)
        domain = Domain("courier_id", "=", courier.id)
        domain &= Domain("outcome", "=", "refused")
        domain &= Domain("received_at", ">", day_ago)
        if outcome == "refused" and self.search_count(domain) >= self._most_refused:
            return
        claimed = self._claim(courier, [report], "webhook")
        message = self.browse(claimed.values())
        message.write({"outcome": outcome, "detail": detail, "is_open": True})
        message._tell()

    # ------------------------------------------------------------- processing
    def _process(self, reports=None):
        """Enter these messages as events where that is possible, and say why not.

        :param dict reports: {id: report} of those that were read just now
        """
        reports = reports or {m.id: m._read_again() for m in self}
        entries, outcomes = [], {}
        for courier, messages in self.grouped("courier_id").items():
            codes = messages._statuses(courier)
            parcels = messages._parcels(courier)
            for message in messages:
                report = reports[message.id]
                parcel = parcels.get(report.tracking)
                known = report.code.lower() in codes
                outcomes[message] = message._outcome(report, parcel, known)
                if parcel and not report.faults:
                    status = codes.get(report.code.lower()) or False
                    vals = message._prepare_event_vals(report, status)
                    entries.append((message, parcel, vals))
        events = self.env["o2c.shipment"]._report_all([entry[1:] for entry in entries])
        entered = dict(zip((entry[0] for entry in entries), events, strict=True))
        for message, (outcome, detail) in outcomes.items():
            message._settle(outcome, detail, entered.get(message))
        self._tell()

    def _read_again(self):
        (report,) = read_items([json.loads(self.raw)], self.courier_id._zone())
        return report

    def _statuses(self, courier):
        """``{code in small letters: our status or False}`` of this courier."""
        own = {status: status for status, _name in STATUSES}
        return own | {code.code.lower(): code.status for code in courier.code_ids}

    def _parcels(self, courier):
        """``{tracking reference: shipment}``: those under way first, then the newest.

        A courier is believed about the parcels it carries and no others.
        """
        refs = [ref for ref in self.mapped("tracking_ref") if ref]
        domain = Domain("tracking_ref", "in", refs)
        domain &= Domain("carrier_id.o2c_courier_id", "=", courier.id)
        if courier.company_id:
            domain &= Domain("company_id", "=", courier.company_id.id)
        found = self.env["o2c.shipment"].search(domain)
        found = found.sorted(lambda s: (s.is_open, s.id))
        return {shipment.tracking_ref: shipment for shipment in found}

    def _outcome(self, report, parcel, known):
        if report.faults:
            return "unreadable", explain.courier.faults(self.env, report.faults)
        if not parcel:
            return "unknown_shipment", False
        return ("entered" if known else "unknown_code"), False

    def _prepare_event_vals(self, report, status):
        # an event is permanent: what was learnt later comes as another one
        key = f"{self.item_key}:explained" if self.event_id else self.item_key
        return {
            "status": status,
            "at": report.at,
            "source": self.source,
            "source_key": key,
            "code": report.code,
            "text": report.text or False,
            "note": report.note or False,
            "latitude": report.latitude or 0.0,
            "longitude": report.longitude or 0.0,
            "photo": report.photo or False,
            "signature": report.signature or False,
        }

    def _settle(self, outcome, detail, event):
        self.write(
            {
                "outcome": outcome,
                "detail": detail,
                "event_id": event.id if event else self.event_id.id,
                "shipment_id": event.shipment_id.id if event else False,
                "is_open": outcome in OPEN_OUTCOMES,
            }
        )
        if outcome not in OPEN_OUTCOMES:
            self.activity_ids.unlink()

    # ------------------------------------------------------------- people
    def _tell(self):
        """An activity for the responsible: one for each courier, outcome and code."""
        waiting = self.filtered("is_open")
        for courier, messages in waiting.grouped("courier_id").items():
            told = {m._topic() for m in courier._open_messages() if m.activity_ids}
            for message in messages:
                if message._topic() not in told and message._may_see(courier.user_id):
                    told.add(message._topic())
                    message.activity_schedule(
                        "mail.mail_activity_data_warning",
                        user_id=courier.user_id.id,
                        summary=explain.courier.to_handle(message),
                    )

    def _topic(self):
        code = self.code if self.outcome == "unknown_code" else False
        return self.outcome, code

    def _may_see(self, user):
        return user.active and self.with_user(user).has_access("read")

    def action_retry(self):
        """Try again to enter these messages, after what was missing is there."""
        self._check_desk()
        waiting = self.filtered(
            lambda m: m.is_open and m.outcome in ("unknown_code", "unknown_shipment")
        )
        waiting.sudo()._process()  # nobody writes messages, the desk has them entered

    def action_settle(self):
        """Put these messages aside: somebody has looked into them."""
        self._check_desk()
        for message in self.sudo().filtered("is_open"):  # as above
            message.write({"is_open": False, "settled_id": self.env.uid})
            message.activity_ids.unlink()

    def _check_desk(self):
        self.check_access("read")
        if not self.env.user.has_group("o2c_orders.group_order_desk"):
            raise AccessError(self.env._("Only the order desk handles messages."))
