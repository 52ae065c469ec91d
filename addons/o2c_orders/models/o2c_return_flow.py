"""A return from the request to its end: who decides, and how far it has come."""

from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import returning as rules
from .o2c_return import OPEN_STATES

DESK = "o2c_orders.group_order_desk"
MANAGER = "o2c_orders.group_order_manager"
HOLD_REASON = "return"
CREDIT_HOLD_REASON = "return_credit"


class O2cReturn(models.Model):
    _name = "o2c.return"
    _inherit = "o2c.return"

    # ------------------------------------------------------------- request
    @api.model
    def _request(self, order, wanted, **vals):
        """Ask for goods of ``order`` back; the terms decide who decides about it.

        :param list wanted: dicts with ``order_line_id`` (a record), ``quantity`` in
            the unit of the line, ``reason_id`` (a record), and if known
            ``condition``, ``disposition``, ``remedy``
        :param vals: other fields (``source``, ``note``, ``withdrawal_id``)
        :return: the return, authorised already when the terms say so
        :raise UserError: more than was delivered less what comes back already
        """
        lines = order.order_line.browse([w["order_line_id"].id for w in wanted])
        if foreign := lines.filtered(lambda line: line.order_id != order):
            raise UserError(
                self.env._("%s belongs to another order.", foreign[0].display_name)
            )
        lines._o2c_claim_returns()
        self._check_free(order, wanted)
        # people have no right to make returns: this method asks the rules before
        record = self.sudo().create(self._prepare_return_vals(order, wanted, vals))
        record._judge()
        record._hold_order()
        record._log_request()
        if record.level == rules.Level.RULE.value:
            record._authorise()
        return self.browse(record.id)

    @api.model
    def _check_free(self, order, wanted):
        free = {
            line: rules.returnable(stock)
            for line, stock in order.order_line._o2c_line_stocks().items()
        }
        asked = []
        for want in wanted:
            line = want["order_line_id"]
            quantity = line._o2c_exact(want["quantity"])
            asked.append(
                rules.Wanted(
                    line.product_id.display_name,
                    quantity,
                    max(free[line], Decimal(0)),
                    _enum(rules.Disposition, want.get("disposition")),
                    _enum(rules.Remedy, want.get("remedy")),
                )
            )
            free[line] -= quantity  # the same line may come back for two reasons
        self._refuse(rules.check(asked))

    def _refuse(self, decision):
        if not decision.ok:
            texts = [explain.returns.fault(self.env, r) for r in decision.reasons]
            raise UserError("\n".join(texts))

    @api.model
    def _prepare_return_vals(self, order, wanted, vals):
        return {
            "company_id": order.company_id.id,
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "user_id": order.user_id.id,
            "requested_at": fields.Datetime.now(),
            "requested_by_id": self.env.uid,
            "line_ids": [
                fields.Command.create(self._prepare_line_vals(want)) for want in wanted
            ],
            **vals,
        }

    @api.model
    def _prepare_line_vals(self, want):
        reason = want["reason_id"]
        return {
            "order_line_id": want["order_line_id"].id,
            "quantity": want["quantity"],
            "reason_id": reason.id,
            "condition": want.get("condition") or False,
            "disposition": want.get("disposition") or reason.disposition,
            "remedy": want.get("remedy") or reason.remedy,
        }

    def _judge(self):
        """Who decides: the strictest of what the reasons of the lines say."""
        self.ensure_one()
        if self.withdrawal_id:
            # the law decided about it already
            self.level = rules.Level.RULE.value
            return
        found = [self._judge_reason(reason) for reason in self.line_ids.reason_id]
        order = list(rules.Level)
        self.level = max((level for level, _text in found), key=order.index).value
        self.outside_terms = "\n".join(text for _level, text in found if text)

    def _judge_reason(self, reason):
        lines = self.line_ids.filtered(lambda line: line.reason_id == reason)
        terms = reason._terms()
        amount = self.currency_id._convert(
            sum(lines.mapped("amount")),
            self.company_id.currency_id,
            self.company_id,
            self.requested_at,
        )
        judged = rules.outside_terms(
            terms, lines._days_since_delivery(), Decimal(str(amount))
        )
        texts = [
            explain.returns.outside_terms(self, reason, why) for why in judged.reasons
        ]
        return rules.level(terms, judged), "\n".join(texts)

    # ------------------------------------------------------------- decision
    def action_authorise(self):
        """Let the goods come: makes the receipt and tells the customer."""
        for record in self:
            record._check_may_decide()
            record.sudo()._authorise()  # checked in the line above

    def action_refuse(self):
        """Ask why these returns are refused."""
        self.ensure_one()
        self._check_may_decide()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the return"),
            "res_model": "o2c.return.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_return_id": self.id},
        }

    def _check_may_decide(self):
        self.ensure_one()
        self.check_access("read")
        if self.state != "requested":
            raise UserError(self.env._("%s is decided already.", self.name))
        outside = self.level == rules.Level.MANAGER.value
        group = self.env.ref(MANAGER if outside else DESK)
        if not self.env.su and group not in self.env.user.all_group_ids:
            raise AccessError(
                # the group is named so that the user knows whom to ask
                explain.returns.who_decides(self, group.sudo().full_name)
            )
        if outside and self.requested_by_id == self.env.user and not self.env.su:
            raise AccessError(explain.returns.own_request(self))

    def _refuse_request(self, note):
        """Refuse: the goods do not come back; the customer is told why."""
        self._check_may_decide()
        record = self.sudo()  # checked in the line above
        record.write({"state": "refused", "refusal_note": note})
        record._end_holds(explain.returns.refused(record))
        record._tell_customer("o2c_orders.mail_return_refused")

    def _authorise(self):
        self.ensure_one()
        now = fields.Datetime.now()
        days = self.company_id.o2c_return_transit_days
        self.write(
            {
                "state": "authorised",
                "authorised_at": now,
                "authorised_by_id": self.env.uid,
                "expected_on": fields.Date.context_today(self, now)
                + timedelta(days=days),
            }
        )
        self._make_receipts()
        self._hold_invoices()
        self._tell_customer("o2c_orders.mail_return_authorised")

    def action_cancel(self):
        """The goods do not come: cancel what was to arrive."""
        for record in self:
            record.check_access("read")
            if not self.env.su and not self.env.user.has_group(DESK):
                raise AccessError(
                    self.env._("Only the order desk cancels %s.", record.name)
                )
            record.sudo()._cancel(self.env._("Cancelled."))  # checked above

    def _cancel(self, note):
        self.ensure_one()
        if self.state not in ("requested", "authorised") or any(
            self.line_ids.mapped("received_quantity")
        ):
            raise UserError(
                self.env._("%s cannot be cancelled any more: goods came.", self.name)
            )
        self.state = "cancelled"
        self.picking_ids.filtered(lambda p: p.state != "done").action_cancel()
        self._end_holds(note)

    # ------------------------------------------------------------- progress
    def _follow_up(self):
        """Decide anew how far these returns are; called after each thing done."""
        for record in self.filtered(
            lambda r: r.state in ("authorised", "received", "settled")
        ):
            stage = rules.stage(record._progress()).value
            if stage != record.state:
                record._reach(stage)
            if record.source == "withdrawal":
                record.withdrawal_id._follow_up()

    def _progress(self):
        receipts = self.line_ids.move_ids.filtered(lambda m: m._o2c_is_from_customer())
        came = self.line_ids.filtered("received_quantity")
        return rules.Progress(
            moves_open=len(
                receipts.filtered(lambda m: m.state not in ("done", "cancel"))
            ),
            received=Decimal(str(sum(came.mapped("received_quantity")))),
            undecided=len(came.filtered(lambda line: not line.disposed_at)),
            unsettled=self._count_unsettled(),
        )

    def _count_unsettled(self):
        notes = self.credit_note_ids.filtered(lambda note: note.state == "draft")
        sent = self.replacement_ids.filtered(lambda o: o.state != "cancel")
        waiting = sent.filtered(lambda o: not o._o2c_all_shipped())
        repairs = self.repair_ids.filtered(lambda r: r.state not in ("done", "cancel"))
        to_send = self.line_ids.move_ids.filtered(
            lambda m: m._o2c_is_to_customer() and m.state not in ("done", "cancel")
        )
        return len(notes) + len(waiting) + len(repairs) + len(to_send)

    def _reach(self, stage):
        now = fields.Datetime.now()
        vals = {"state": stage}
        if stage == "received" and not self.received_at:
            vals["received_at"] = now
        if stage == "settled":
            vals.update(received_at=self.received_at or now, settled_at=now)
        else:
            vals["settled_at"] = False
        self.write(vals)
        if stage == "settled":
            self._end_holds(explain.returns.settled(self))
        elif stage in OPEN_STATES:
            self._hold_order()

    def _hold_order(self):
        self.env["o2c.hold"]._place(
            self.order_id, HOLD_REASON, self, note=explain.returns.hold_note(self)
        )

    def _hold_invoices(self):
        """Nobody is reminded of what will be credited."""
        for invoice, amount in self._amounts_to_credit().items():
            left = min(amount, abs(invoice.amount_residual_signed))
            if left > 0:
                self.env["o2c.hold"]._place(
                    invoice, CREDIT_HOLD_REASON, self, amount=left, note=self.name
                )

    def _end_holds(self, note):
        self.env["o2c.hold"]._release_origin(self, note)

    def _log_request(self):
        self.env["o2c.contact"]._log(
            self.partner_id,
            [self, self.order_id],
            company_id=self.company_id.id,
            direction="in",
            channel="portal" if self.source == "portal" else "phone",
            purpose="delivery",
            summary=explain.returns.request_summary(self),
            details=self.note or False,
            source_key=f"o2c.return:{self.id}:request",
        )

    def _tell_customer(self, template):
        """Write to the customer in his language; the contact ledger sees to itself."""
        if self.partner_id.email:
            self.env.ref(template).send_mail(self.id)


class O2cReturnLine(models.Model):
    _name = "o2c.return.line"
    _inherit = "o2c.return.line"

    def _promised(self):
        """How much of this line has no transfer of its own yet."""
        self.ensure_one()
        moves = self.move_ids.filtered(
            lambda m: m._o2c_is_from_customer() and m.state != "cancel"
        )
        sold = self.order_line_id
        moving = sum(move._o2c_in_unit_of(sold) for move in moves)
        return max(self.quantity - moving, 0.0)

    def _days_since_delivery(self):
        """Whole days since the last of these goods was delivered."""
        moves = self.order_line_id.sudo().move_ids.filtered(  # of any warehouse
            lambda m: m.state == "done" and m._o2c_is_to_customer()
        )
        if not moves:
            return 0
        return (fields.Datetime.now() - max(moves.mapped("date"))).days


def _enum(kind, value):
    return kind(value) if value else None
