from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import ticket as rules
from ..domain.ticket import Kind, Stage
from .o2c_ticket_opening import OWN_FIELDS

HOLD_REASON = "complaint"
HOLD_FIELDS = {"order_id", "kind"}


class O2cTicket(models.Model):
    """How a ticket moves from stage to stage, and what that does to its order."""

    _inherit = "o2c.ticket"

    def write(self, vals):
        if not self.env.su and set(vals) & OWN_FIELDS:
            raise UserError(
                self.env._("These fields of a ticket are kept by the system.")
            )
        self._split_person(vals)
        before = self._check_moves(vals)
        result = super().write(vals)
        self.browse([t.id for t in before])._after_moves(before)
        if HOLD_FIELDS & set(vals):
            self._refresh_order_hold()
        return result

    # ------------------------------------------------------------- stages
    def _check_moves(self, vals):
        """The tickets that ``vals`` moves, with the stage each of them leaves.

        :raise UserError: when one of them may not move there
        """
        if "stage" not in vals:
            return {}
        target = Stage(vals["stage"])
        moving = {t: Stage(t.stage) for t in self if t.stage != target.value}
        for ticket in moving:
            ticket._check_move(target)
        return moving

    def _check_move(self, target):
        decision = rules.may_move(self._move_facts(target))
        if not decision.ok:
            sentences = [explain.move_refused(self, r) for r in decision.reasons]
            raise UserError("\n".join(sentences))

    def _move_facts(self, target):
        self.ensure_one()
        # an open dispute counts, whoever may read it
        disputes = self.sudo().dispute_ids
        return rules.MoveFacts(
            stage=Stage(self.stage),
            target=target,
            open_disputes=len(disputes.filtered(lambda d: d.state == "open")),
        )

    def _after_moves(self, before):
        """Keep the moments of the stages; what closes or reopens moves its order."""
        closed = reopened = self.browse()
        for ticket in self:
            stage = Stage(ticket.stage)
            if stage is Stage.CLOSED:
                closed |= ticket
            if rules.is_reopening(before[ticket], stage):
                reopened |= ticket
            ticket._stamp(stage, ticket in reopened)
        (closed | reopened)._refresh_order_hold()
        if closed:
            closed._after_close()

    def _stamp(self, stage, reopened):
        now = fields.Datetime.now()
        moments = {"acknowledged_at": self.acknowledged_at or now}
        if stage is Stage.ANSWERED:
            moments["answered_at"] = now
        if reopened:
            moments["reopen_count"] = self.reopen_count + 1
        moments["closed_at"] = now if stage is Stage.CLOSED else False
        self.sudo().write(moments)  # kept by the system, not by users

    def _after_close(self):
        """Hook. Runs once after tickets were closed, for all of them.

        Other modules go on from here (a new quality call). Returns nothing.
        """

    # ------------------------------------------------------------- the order's hold
    def _refresh_order_hold(self):
        """Keep the orders of open complaints from closing, and let go the others."""
        Hold = self.env["o2c.hold"]
        for ticket in self:
            order = ticket._held_order()
            stale = ticket._order_holds().filtered(lambda h, o=order: h.order_id != o)
            stale._release(explain.complaint_over(ticket), automatic=True)
            if order:
                note = explain.complaint_hold(ticket)
                Hold._place(order, HOLD_REASON, origin=ticket, note=note)

    def _held_order(self):
        keeps = rules.keeps_order_open(Kind(self.kind), Stage(self.stage))
        return self.order_id if keeps else self.order_id.browse()

    def _order_holds(self):
        """Its open holds on orders."""
        # the ledger is kept whatever this user may read of it
        holds = self.env["o2c.hold"].sudo()
        return holds.search(
            [
                ("state", "=", "open"),
                ("origin_model", "=", self._name),
                ("origin_id", "=", self.id),
                ("order_id", "!=", False),
            ]
        )
