"""The life of a quotation after it was sent: status, sending, what is done with it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from .. import explain
from ..domain import quotation
from ..domain.quotation import Action, Status
from .o2c_guarded_mixin import refuse_by_hand

STATUSES = [
    (Status.OPEN.value, "Open"),
    (Status.POSTPONED.value, "Postponed"),
    (Status.SUSPENDED.value, "Suspended"),
    (Status.LOST.value, "Lost"),
    (Status.ABANDONED.value, "Abandoned"),
    (Status.WON.value, "Won"),
    (Status.CANCELLED.value, "Cancelled"),
]
RESTING = (Status.POSTPONED.value, Status.SUSPENDED.value)
ENDED = (Status.LOST.value, Status.ABANDONED.value)
# what only the actions write, whatever a client sends
DERIVED = {
    "o2c_quote_status",
    "o2c_quote_mark",
    "o2c_quote_reason_id",
    "o2c_quote_until",
    "o2c_quote_sent_at",
    "o2c_quote_asked_at",
    "o2c_quote_closed_at",
    "o2c_quote_round",
    "o2c_quote_version",
    "o2c_interface_id",
    "o2c_external_id",
    "o2c_external_digest",
}
CLEAN = {"o2c_quote_mark": False, "o2c_quote_reason_id": False}
CLEAN |= {"o2c_quote_until": False, "o2c_quote_closed_at": False}
FILL = """
UPDATE sale_order SET o2c_quote_status =
       CASE state WHEN 'sale' THEN 'won' WHEN 'cancel' THEN 'cancelled' ELSE 'open' END
"""


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_quote_status = fields.Selection(
        STATUSES,
        "Quotation status",
        compute="_compute_o2c_quote_status",
        store=True,
        index=True,
    )
    o2c_quote_mark = fields.Selection(
        [s for s in STATUSES if s[0] in RESTING + ENDED],
        "Set aside as",
        readonly=True,
        copy=False,
    )
    o2c_quote_reason_id = fields.Many2one(
        "o2c.quote.reason",
        "Reason",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    o2c_quote_until = fields.Date("Postponed to", readonly=True, copy=False)
    o2c_quote_competitor = fields.Char("Lost to", copy=False)
    o2c_quote_sent_at = fields.Datetime("First sent", readonly=True, copy=False)
    o2c_quote_asked_at = fields.Datetime(
        "Sent last", readonly=True, copy=False, help="When the customer was asked last."
    )
    o2c_quote_closed_at = fields.Datetime(
        "Given up on", readonly=True, copy=False, help="When it was lost or abandoned."
    )
    o2c_quote_round = fields.Integer(
        "Times sent", readonly=True, copy=False, help="Each sending starts anew."
    )
    o2c_quote_event_ids = fields.One2many("o2c.quote.event", "order_id", "History")

    def _auto_init(self):
        if not column_exists(self.env.cr, "sale_order", "o2c_quote_status"):
            # one statement for all orders there are, not a record each
            create_column(self.env.cr, "sale_order", "o2c_quote_status", "varchar")
            self.env.cr.execute(SQL(FILL))
        return super()._auto_init()

    @api.depends("state", "o2c_quote_mark")
    def _compute_o2c_quote_status(self):
        for order in self:
            mark = order.o2c_quote_mark
            if order.state == "sale":
                order.o2c_quote_status = Status.WON.value
            elif order.state == "cancel":
                order.o2c_quote_status = (
                    mark if mark in ENDED else Status.CANCELLED.value
                )
            else:
                order.o2c_quote_status = mark if mark in RESTING else Status.OPEN.value

    # ------------------------------------------------------------- sending
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_by_hand(self, DERIVED & vals.keys())
        orders = super().create(vals_list)
        orders.filtered(lambda o: o.state == "sent")._o2c_quote_sent()
        return orders

    def write(self, vals):
        refuse_by_hand(self, DERIVED & vals.keys())
        result = super().write(vals)
        if vals.get("state") == "sent":
            self._o2c_quote_sent()
        return result

    def message_post(self, **kwargs):
        again = self.browse()
        if self.env.context.get("mark_so_as_sent"):
            again = self.filtered(lambda o: o.state == "sent")
        message = super().message_post(**kwargs)
        again._o2c_quote_sent()
        return message

    def _o2c_quote_sent(self):
        """The customer gets these quotations now: keep the version, wait anew."""
        if not self:
            return
        now = fields.Datetime.now()
        new = self.env["o2c.quote.version"]._keep(self)
        grown = {version.order_id.id: version.number for version in new}
        for order in self:
            # derived: whoever sends it, the fields follow
            order.sudo().write(
                {
                    **CLEAN,
                    "o2c_quote_sent_at": order.o2c_quote_sent_at or now,
                    "o2c_quote_asked_at": now,
                    "o2c_quote_round": order.o2c_quote_round + 1,
                    "o2c_quote_version": grown.get(order.id, order.o2c_quote_version),
                }
            )
        self.env["o2c.quote.event"]._enter(self, "sent")

    def action_draft(self):
        result = super().action_draft()
        marked = self.filtered(lambda o: o.o2c_quote_mark and o.state == "draft")
        marked.check_access("write")
        marked.sudo().write(CLEAN)  # derived: it is open again
        return result

    # ------------------------------------------------------------- what is done
    def action_o2c_follow_up(self):
        """Open the choices of what may be done with these quotations."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "o2c_orders.action_quote_follow_up"
        )
        action["context"] = {"default_order_ids": self.ids}
        return action

    def _o2c_quote_act(self, action, *, day=None, reason=None, note="", **options):
        """Do ``action`` with these quotations.

        :param Action action: what is done
        :param date day: the new validity, or the day it is postponed to
        :param reason: an ``o2c.quote.reason``
        :param options: see ``_o2c_quote_relaunch``; ``competitor`` of a lost one
        :raise UserError: one of them does not allow it; nothing is done then
        """
        self.check_access("write")
        action = Action(action)
        self._o2c_quote_check(action, day, reason)
        getattr(self, f"_o2c_quote_{action.name.lower()}")(day, reason, note, **options)

    def _o2c_quote_check(self, action, day, reason):
        texts = []
        for order in self:
            step = quotation.Step(
                action,
                Status(order.o2c_quote_status),
                bool(order.o2c_quote_asked_at),
                order._o2c_quote_today(),
                day=day or None,
                reason=bool(reason),
            )
            objections = quotation.may(step).reasons
            texts += [explain.quotation.refused(order, r) for r in objections]
        if texts:
            raise UserError("\n".join(texts))

    def _o2c_quote_today(self):
        """The present day of the order's company."""
        # the time zone of a company is no secret
        zone = self.company_id.sudo().partner_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))

    def _o2c_quote_set_aside(self, kind, mark, day, reason, note):
        """Mark, enter and remember why; only the actions come here."""
        now = fields.Datetime.now() if mark in ENDED else False
        # derived: no one writes them past the actions, whose right was checked
        self.sudo().write(
            {
                "o2c_quote_mark": mark,
                "o2c_quote_reason_id": reason and reason.id,
                "o2c_quote_until": day if mark == Status.POSTPONED.value else False,
                "o2c_quote_closed_at": now,
            }
        )
        self.env["o2c.quote.event"]._enter(
            self, kind, reason_id=reason and reason.id, until=day, note=note
        )

    def _o2c_quote_postpone(self, day, reason, note):
        self._o2c_quote_set_aside("postpone", "postponed", day, reason, note)

    def _o2c_quote_suspend(self, day, reason, note):
        self._o2c_quote_set_aside("suspend", "suspended", None, reason, note)

    def _o2c_quote_resume(self, day, reason, note):
        self._o2c_quote_set_aside("resume", False, None, None, note)

    def _o2c_quote_lose(self, day, reason, note, competitor=""):
        if competitor:
            self.write({"o2c_quote_competitor": competitor})
        self._o2c_quote_set_aside("lost", "lost", None, reason, note)
        self._action_cancel()

    def _o2c_quote_abandon(self, day, reason, note):
        self._o2c_quote_set_aside("abandoned", "abandoned", None, reason, note)
        self._action_cancel()

    def _o2c_quote_revise(self, day, reason, note):
        self.env["o2c.quote.event"]._enter(self, "revise", note=note)
        self.action_draft()
