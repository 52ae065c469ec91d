"""A withdrawal from the declaration to the refund."""

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import mute_logger

from .. import explain
from ..domain import withdrawal as rules

HOLD_REASON = "withdrawal"
RETURN_REASON = "withdrawal"
DESK = "o2c_orders.group_order_desk"
MANAGER = "o2c_orders.group_order_manager"


class O2cWithdrawal(models.Model):
    _name = "o2c.withdrawal"
    _inherit = "o2c.withdrawal"

    # ------------------------------------------------------------- declaration
    @api.model
    def _declare(self, order, quantities, **vals):
        """Record that the customer withdraws; what the law grants is accepted at once.

        :param dict quantities: {order line: quantity in its unit}
        :param vals: ``person_name``, ``email``, ``channel``, ``declared_at``,
            ``statement``, ``source_key`` (the same key again: the same withdrawal)
        :return: the withdrawal
        :raise UserError: in the portal, when there is no such right; or more than
            is left
        """
        if known := self._known(vals.get("source_key")):
            return known
        lines = order.order_line.browse([line.id for line in quantities])
        lines._o2c_claim_returns()
        parts = order._o2c_split_withdrawn(quantities)
        vals["declared_at"] = fields.Datetime.to_datetime(
            vals.get("declared_at") or fields.Datetime.now()
        )
        declared_at = vals["declared_at"]
        decision = order._o2c_withdrawal_right(declared_at, lines)
        if vals.get("channel", "portal") == "portal" and not decision.ok:
            raise UserError(explain.withdrawal.refused(order, decision))
        # people have no right to make withdrawals: the rules were asked before
        record = self.sudo()._create_once(
            self._prepare_vals(order, parts, decision, vals)
        )
        self.env["o2c.hold"]._place(
            order, HOLD_REASON, record, note=explain.withdrawal.hold_note(record)
        )
        record._log_declaration()
        record._trigger_acknowledgement()
        if decision.ok:
            record._accept()
        return self.browse(record.id)

    def _known(self, key):
        # one key, whoever may read it
        return self.sudo().search([("source_key", "=", key)]) if key else self.browse()

    def _create_once(self, vals):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                record = self.create(vals)
                record.flush_recordset()
                return record
        except UniqueViolation as error:
            # confirmed twice at the same moment: try anew and find the first one
            raise ConcurrencyError("withdrawal declared at the same time") from error

    @api.model
    def _prepare_vals(self, order, parts, decision, vals):
        day = order._o2c_local_day(vals["declared_at"])
        to_return = any(shipped for _quantity, shipped in parts.values())
        return {
            "company_id": order.company_id.id,
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "period_end": order._o2c_withdrawal_end(),
            "doubts": explain.withdrawal.doubts(order, decision),
            "send_back_by": rules.send_back_by(day, order._o2c_is_free_day()),
            "refund_due_on": rules.refund_by(day),
            "goods_to_come": to_return,
            "whole_order": order._o2c_is_whole(parts),
            "line_ids": [
                fields.Command.create(
                    {
                        "order_line_id": line.id,
                        "quantity": float(quantity),
                        "to_return": float(shipped),
                    }
                )
                for line, (quantity, shipped) in parts.items()
            ],
            **vals,
        }

    # ------------------------------------------------------------- decision
    def action_accept(self):
        """Accept although there is no right: goodwill of an order manager."""
        for record in self:
            record._check_may_decide(MANAGER)
            if record.recorded_by_id == self.env.user and not self.env.su:
                raise AccessError(explain.withdrawal.own_entry(record))
            granted = record.sudo()  # checked above; it writes stock and accounts
            granted.goodwill = True
            granted._accept()

    def action_refuse(self):
        """Ask why this withdrawal is refused."""
        self.ensure_one()
        self._check_may_decide(DESK)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the withdrawal"),
            "res_model": "o2c.return.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_withdrawal_id": self.id},
        }

    def _check_may_decide(self, group):
        self.ensure_one()
        self.check_access("read")
        if self.state != "declared":
            raise UserError(self.env._("%s is decided already.", self.name))
        if not self.env.su and not self.env.user.has_group(group):
            # the group is named so that the user knows whom to ask
            name = self.env.ref(group).sudo().full_name
            raise AccessError(explain.withdrawal.who_decides(self, name))

    def _refuse_request(self, note):
        """Refuse a withdrawal for which there is no right, and say why."""
        self._check_may_decide(DESK)
        record = self.sudo()  # checked in the line above
        record.write(
            {
                "state": "refused",
                "refusal_note": note,
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
            }
        )
        record._end_holds(explain.withdrawal.refused_note(record))
        record._tell_customer("o2c_orders.mail_withdrawal_refused")

    # ------------------------------------------------------------- consequences
    def _accept(self):
        """Undo the contract: stop what was not delivered, take back what was."""
        self.ensure_one()
        self.write(
            {
                "state": "accepted",
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
            }
        )
        self._stop_deliveries()
        self._take_goods_back()
        self._credit_undelivered()
        self._after_accept()
        self._cancel_empty_order()
        self._follow_up()

    def _after_accept(self):
        """Hook. Runs once when a withdrawal was accepted, for what else has to end.

        ``line_ids`` name the order lines and quantities: services and recurring
        invoices of these lines stop. Returns nothing.
        """

    def _stop_deliveries(self):
        """Order no more than what is kept or was delivered already."""
        order = self.order_id
        locked = order.locked
        order.locked = False  # the law changes what was agreed
        for part in self.line_ids:
            if (open_ := part.quantity - part.to_return) > 0:
                line = part.order_line_id
                line.product_uom_qty = max(line.product_uom_qty - open_, 0.0)
        order.locked = locked

    def _take_goods_back(self):
        parts = self.line_ids.filtered("to_return")
        if not parts:
            return
        reason = self.env["o2c.return.reason"].with_context(active_test=False)
        reason = reason.search([("code", "=", RETURN_REASON)], limit=1)
        wanted = [
            {
                "order_line_id": part.order_line_id,
                "quantity": part.to_return,
                "reason_id": reason,
                "remedy": "credit",
            }
            for part in parts
        ]
        self.env["o2c.return"]._request(
            self.order_id, wanted, source="withdrawal", withdrawal_id=self.id
        )

    def _credit_undelivered(self):
        quantities = {}
        for part in self.line_ids:
            line = part.order_line_id
            excess = line.qty_invoiced - line._o2c_to_be_paid()
            quantity = min(part.quantity - part.to_return, excess)
            if quantity > 0:
                quantities[line] = quantity
        if not self.goods_to_come:
            # with goods to come it is refunded together with them
            quantities = self._with_delivery(quantities)
        notes = self.order_id._o2c_credit(
            quantities, self.name, o2c_withdrawal_id=self.id
        )
        self._limit_delivery(notes)

    def _with_delivery(self, quantities):
        """Add the cost of the standard delivery when nothing of the order is kept."""
        if not self.whole_order:
            return quantities
        lines = self.order_id.order_line.filtered("is_delivery")
        charged = {line: line.qty_invoiced for line in lines if line.qty_invoiced > 0}
        return {**quantities, **charged}

    def _limit_delivery(self, notes):
        """Only the cheapest standard delivery is paid back, if the company says so."""
        company = self.company_id
        if not company.o2c_delivery_refund_limited:
            return
        for line in notes.invoice_line_ids.filtered(
            lambda line: line.sale_line_ids.is_delivery
        ):
            limit = company.currency_id._convert(
                company.o2c_delivery_refund,
                line.currency_id,
                company,
                self.declared_at,
            )
            line.price_unit = min(line.price_unit, limit)

    def _cancel_empty_order(self):
        order = self.order_id
        kept = any(line.product_uom_qty for line in order._o2c_withdrawable_lines())
        shipped = any(m.state == "done" for m in order.order_line.move_ids)
        if not (kept or shipped or order.invoice_ids.filtered("posted_before")):
            order._action_cancel()

    # ------------------------------------------------------------- progress
    def _follow_up(self):
        """See whether the money is back and nothing is left to do."""
        for record in self.filtered(lambda r: r.state in ("accepted", "settled")):
            refunded = record._is_refunded()
            if refunded and not record.refunded_at:
                record.refunded_at = fields.Datetime.now()
            elif not refunded and record.refunded_at:
                record.refunded_at = False
            here = all(
                back.state in ("settled", "cancelled") for back in record.return_ids
            )
            record._reach("settled" if refunded and here else "accepted")

    def _reach(self, state):
        if state == self.state:
            return
        self.state = state
        if state == "settled":
            self.settled_at = fields.Datetime.now()
            self._end_holds(explain.withdrawal.settled(self))
        else:
            self.settled_at = False
            self.env["o2c.hold"]._place(
                self.order_id,
                HOLD_REASON,
                self,
                note=explain.withdrawal.hold_note(self),
            )

    def _is_refunded(self):
        """Whether every credit note is posted and nothing of it is still owed."""
        self.ensure_one()
        notes = self.credit_note_ids.filtered(lambda note: note.state != "cancel")
        waiting = self.return_ids.filtered(
            lambda back: back.state in ("requested", "authorised")
        )
        paid = all(
            note.state == "posted" and note.currency_id.is_zero(note.amount_residual)
            for note in notes
        )
        return paid and not waiting

    def _refund_may_wait(self):
        self.ensure_one()
        back = self.return_ids.filtered(lambda r: r.state != "cancelled")
        received = all(r.state in ("received", "settled") for r in back)
        return rules.may_wait(self.goods_to_come, received, bool(self.sent_proof_at))

    def _note_sent(self, reference):
        """The customer proved that the goods are on their way."""
        self.ensure_one()
        # the customer has no right to write; the page checked that it is his order
        self.sudo().write(
            {
                "sent_proof_at": self.sent_proof_at or fields.Datetime.now(),
                "sent_reference": reference,
            }
        )

    def _end_holds(self, note):
        self.env["o2c.hold"]._release_origin(self, note)

    def _log_declaration(self):
        self.env["o2c.contact"]._log(
            self.partner_id,
            [self, self.order_id],
            company_id=self.company_id.id,
            direction="in",
            channel=self.channel,
            purpose="order",
            at=self.declared_at,
            summary=explain.withdrawal.summary(self),
            details=self.statement or False,
            source_key=f"o2c.withdrawal:{self.id}:declared",
        )

    def _tell_customer(self, template):
        if self.email or self.partner_id.email:
            self.env.ref(template).send_mail(self.id)
