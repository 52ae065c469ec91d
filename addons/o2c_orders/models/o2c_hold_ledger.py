"""Placing, releasing and reading the entries of the hold ledger."""

from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL, mute_logger

from .. import explain
from ..domain import hold as rules
from .o2c_hold import HOLD_VIEW_FIELDS, TARGETS
from .o2c_hold_reason import PHASE_FIELDS

COLLECTION = rules.Phase.COLLECTION


class O2cHold(models.Model):
    _inherit = "o2c.hold"

    @api.model
    def _place(self, target, reason, origin=None, **options):
        """Hold ``target`` for ``reason``, once.

        :param target: one sale order, customer invoice, receivable line or customer
        :param reason: an ``o2c.hold.reason`` or its code
        :param origin: the record that causes it (ticket, decision…) or None
        :param options: ``amount`` in company currency (default: everything),
            ``company`` (needed for a customer only), ``date_from``, ``date_to``,
            ``note``, ``forced``, ``requested_by`` (a user)
        :return: the open hold. The same call again returns the same hold; with
            another amount or end it ends that one and opens a new one, so that the
            past stays readable.
        :raise UserError: on a target that cannot be held
        """
        vals = self._prepare_hold_vals(target, reason, origin, **options)
        existing = self._open_like(vals)
        if existing and existing._same_extent(vals):
            return existing
        if existing:
            existing._end(self.env._("Replaced: amount or end changed."))
        hold = self._create_once(vals)
        hold._after_place()
        return hold

    def _release(self, note, automatic=False):
        """End these holds, saying why in ``note``.

        By a person (``automatic`` False) it needs the right of the reason and is
        refused to the one whose request was stopped. Automation passes
        ``automatic=True`` and never ends a forced hold.

        :return: the holds that were ended
        :raise AccessError: a person lacks the right or releases his own request
        :raise UserError: already ended, or no words given
        """
        releasable = self.browse()
        for hold in self:
            decision = rules.may_release(hold._release_facts(note, automatic))
            if decision.ok:
                releasable |= hold
            elif not automatic:
                hold._refuse_release(decision)
        releasable._end(note, automatic=automatic)
        return releasable

    @api.model
    def _release_origin(self, origin, note, reason=None):
        """Automatically release every open hold caused by ``origin``.

        :param reason: only holds with this reason (record or code)
        :return: the holds that were ended; forced ones stay
        """
        domain = [
            ("state", "=", "open"),
            ("origin_model", "=", origin._name),
            ("origin_id", "in", origin.ids),
        ]
        if reason:
            domain.append(("reason_id", "=", self._reason(reason).id))
        # the cause is gone, whoever noticed: nobody's reading right matters here
        return self.sudo().search(domain)._release(note, automatic=True)

    # ------------------------------------------------------------- its parts
    def _reason(self, reason):
        if isinstance(reason, str):
            return self.env["o2c.hold.reason"]._by_code(reason)
        return reason

    def _prepare_hold_vals(self, target, reason, origin=None, **options):
        target.ensure_one()
        if target._name not in TARGETS:
            raise UserError(self.env._("%s cannot be held.", target.display_name))
        amount = options.get("amount")
        requester = options.get("requested_by") or self.env["res.users"]
        company = options.get("company") or target.company_id or self.env.company
        if target._name == "res.partner":
            target = target.commercial_partner_id
        return {
            TARGETS[target._name]: target.id,
            "company_id": company.id,
            "reason_id": self._reason(reason).id,
            "origin_model": origin._name if origin else False,
            "origin_id": origin.id if origin else False,
            "is_partial": amount is not None,
            "amount": amount or 0.0,
            "date_from": options.get("date_from") or fields.Datetime.now(),
            "date_to": options.get("date_to") or False,
            "forced": bool(options.get("forced")),
            "note": options.get("note") or False,
            "placed_by_id": self.env.uid,
            "requested_by_id": requester.id,
        }

    def _open_like(self, vals):
        origin = ("origin_model", "origin_id")
        keys = (*TARGETS.values(), "company_id", "reason_id", *origin)
        domain = [(key, "=", vals.get(key) or False) for key in keys]
        domain.append(("state", "=", "open"))
        found = self.sudo().search(domain)  # one key, whoever may read it
        found.filtered(lambda h: h._is_over())._end(self.env._("Its time was over."))
        return found.filtered(lambda h: h.state == "open")

    def _is_over(self):
        return bool(self.date_to and self.date_to <= fields.Datetime.now())

    def _same_extent(self, vals):
        rounding = self.currency_id.rounding or 0.01
        return (
            self.is_partial == vals["is_partial"]
            and abs(self.amount - vals["amount"]) < rounding / 2
            and self.date_to == vals["date_to"]
        )

    def _create_once(self, vals):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                # users have no right to create holds: only this method does
                hold = self.sudo().create(vals)
                hold.flush_recordset()
                return hold
        except UniqueViolation as error:
            # another transaction placed the same hold after our snapshot: try anew
            raise ConcurrencyError("hold placed at the same time") from error

    def _end(self, note, automatic=True):
        if not self:
            return
        now = fields.Datetime.now()
        for hold in self:
            planned = hold.date_to
            # users have no right to write holds: rights were checked before
            hold.sudo().write(
                {
                    "state": "ended",
                    "date_to": max(min(planned or now, now), hold.date_from),
                    "released_by_id": self.env.uid,
                    "released_at": now,
                    "release_note": note,
                    "released_by_rule": automatic,
                }
            )
        self._after_release()

    def _release_facts(self, note, automatic):
        self.ensure_one()
        # the group of a reason is configuration; reading it needs no right
        group = self.reason_id.sudo().release_group_id
        return rules.ReleaseFacts(
            is_open=self.state == "open",
            forced=self.forced,
            automatic=automatic,
            has_right=self.env.su or group in self.env.user.all_group_ids,
            is_requester=self.requested_by_id.id == self.env.uid and not self.env.su,
            note=note or "",
        )

    def _refuse_release(self, decision):
        sentences = [explain.hold.release(self, reason) for reason in decision.reasons]
        rights = {rules.ReleaseReason.NO_RIGHT, rules.ReleaseReason.OWN_REQUEST}
        denied = any(reason.code in rights for reason in decision.reasons)
        raise (AccessError if denied else UserError)("\n".join(sentences))

    def _facts(self):
        """This ledger entry as facts for the rules."""
        self.ensure_one()
        return rules.HoldFacts(
            phases=self.reason_id._phases(),
            date_from=self.date_from,
            date_to=self.date_to or None,
            amount=Decimal(str(self.amount)) if self.is_partial else None,
        )

    # ------------------------------------------------------------- after
    def _after_place(self):
        """Hook. Runs once after a hold was placed; returns nothing."""
        self._refresh_documents()
        self._log("placed")

    def _after_release(self):
        """Hook. Runs once after holds were ended, for all of them; returns nothing."""
        self._refresh_documents()
        self._log("released")

    def _refresh_documents(self):
        self._affected_orders()._o2c_touch_timeline()
        for model in (*TARGETS, "stock.picking"):
            # what the documents show of the ledger is read anew
            self.env[model].invalidate_model(HOLD_VIEW_FIELDS)

    def _affected_orders(self):
        """The orders whose timeline these holds change: who has them, and closing.

        A hold on a customer reaches his open orders, one on closing the closed too.
        """
        # all orders, not only mine; a pause of collection changes none of them
        stopping = self.sudo().filtered(lambda h: h.reason_id._phases() - {COLLECTION})
        orders = stopping.order_id
        moves = stopping.invoice_id | stopping.invoice_line_id.move_id
        orders |= (moves | moves.reversed_entry_id).line_ids.sale_line_ids.order_id
        closing = stopping.filtered("stops_closing")
        ids = orders._o2c_held_ids(stopping.filtered("customer_id"))
        reopened = orders._o2c_held_ids(closing.filtered("customer_id"))
        return orders | orders.browse(ids).filtered(
            lambda o: (
                o.o2c_stage != "cancelled"
                and (o.o2c_stage != "closed" or o.id in reopened)
            )
        )

    def _log(self, event):
        for hold in self.sudo():  # the note belongs to the document, not to the user
            target = hold.invoice_line_id.move_id or hold._target()
            target._message_log(
                body=explain.hold.hold_log(hold, event),
                author_id=self.env.user.partner_id.id,
            )

    # ------------------------------------------------------------- reading and ending
    @api.model
    def _cron_end_expired(self):
        """End the open holds whose time is over. May run twice or be killed."""
        domain = [("state", "=", "open"), ("date_to", "<=", fields.Datetime.now())]
        total = self.search_count(domain)
        while holds := self.search(domain, limit=500, order="id"):
            holds = holds.try_lock_for_update()
            if not holds:
                break
            holds._end(self.env._("Its time was over."))
            total = max(total - len(holds), 0)
            if not self.env["ir.cron"]._commit_progress(len(holds), remaining=total):
                break

    @api.model
    def _in_force(self, phase, at, targets):
        """Holds on ``targets`` ({field name: ids}) that stop ``phase`` at ``at``.

        ``phase`` None: any phase. One query whatever the number of targets.
        """
        parts = [
            SQL("%s = ANY(%s)", SQL.identifier(field), list(ids))
            for field, ids in targets.items()
            if ids
        ]
        if not parts:
            return self.browse()
        self.flush_model()
        self.env["o2c.hold.reason"].flush_model()
        query = SQL(
            "SELECT h.id FROM o2c_hold h JOIN o2c_hold_reason r ON r.id = h.reason_id"
            " WHERE h.date_from <= %s AND (h.date_to IS NULL OR h.date_to > %s)"
            " AND (%s) AND (%s) ORDER BY h.date_from, h.id",
            at,
            at,
            SQL("r.%s", SQL.identifier(PHASE_FIELDS[phase])) if phase else SQL("TRUE"),
            SQL(" OR ").join(parts),
        )
        return self.browse(row[0] for row in self.env.execute_query(query))
