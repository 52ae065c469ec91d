from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError
from odoo.tools import mute_logger

from .. import explain
from ..domain import ticket as rules
from ..domain.ticket import Kind, Stage

HOLD_REASON = "complaint"
HOLD_FIELDS = {"order_id", "kind"}
# what only code writes
OWN_FIELDS = {
    "number",
    "opened_at",
    "acknowledged_at",
    "answered_at",
    "closed_at",
    "reopen_count",
    "origin_model",
    "origin_id",
    "access_token",
    "merged_into_id",
    "stage_since",
    "first_reply_at",
    "last_in_at",
    "last_out_at",
    "first_contact",
    "next_due_at",
    "clock_state",
    "clocks_outdated",
    "deemed_accepted_at",
    "parts_excuse",
}
# what selects the clocks, the team and the priority of a ticket
SELECTING = {
    "channel",
    "company_id",
    "complexity",
    "department",
    "immediate",
    "invoice_id",
    "kind",
    "lang",
    "order_id",
    "parent_id",
    "partner_id",
    "picking_id",
    "priority",
    "product_id",
    "reason_id",
    "safety",
    "severity",
    "team_id",
    "user_id",
}
# what comes as a message is entered in the contact ledger with that message
MESSAGE_CHANNELS = {"email", "sms"}


class O2cTicket(models.Model):
    """The life of a ticket: opening, moves between stages, its order's hold."""

    _inherit = "o2c.ticket"

    # ------------------------------------------------------------- opening
    @api.model
    def _open_from(self, origin, vals):
        """Open the ticket that ``origin`` causes, once for ever.

        :param origin: the record that causes it (a call, a refused delivery…)
        :param vals: values of the ticket; customer and company follow from the
            order, invoice or delivery when they are not given
        :return: the ticket, which is the earlier one (open or closed) when
            ``origin`` has opened one already; the caller may lack the right to
            read it
        """
        origin.ensure_one()
        key = {"origin_model": origin._name, "origin_id": origin.id}
        # the cause decides that a ticket is opened, not the rights of who noticed it
        tickets = self.sudo()
        found = tickets.search([(name, "=", value) for name, value in key.items()])
        ticket = found or tickets._create_once({**vals, **key})
        return self.browse(ticket.id)

    def _create_once(self, vals):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                ticket = self.create(vals)
                ticket.flush_recordset()
                return ticket
        except UniqueViolation as error:
            # another transaction opened it after our snapshot: try anew
            raise ConcurrencyError("ticket opened at the same time") from error

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._prepare_new(vals)
        tickets = super().create(vals_list)
        for ticket in tickets:
            ticket._give_number()
            if ticket._is_contact():
                ticket._log_intake()
        tickets._enter_stages()
        tickets._refresh_order_hold()
        tickets._after_open()
        return tickets

    def _is_contact(self):
        """Whether opening this ticket is itself a contact with the customer."""
        # what another record opened was a contact of that record, a part is our own
        ours = self.origin_id or self.parent_id
        return not ours and self.channel not in MESSAGE_CHANNELS

    def _after_open(self):
        """Hook. Runs once after tickets were opened, for all of them.

        They have number, hold and stage by then. Parts (``parent_id``) come by here
        too. Returns nothing.
        """

    def _prepare_new(self, vals):
        """A ticket starts at the beginning, and no client decides its own fields."""
        if not self.env.su:
            for name in OWN_FIELDS:
                vals.pop(name, None)
        if vals.get("stage", Stage.RECEIVED.value) != Stage.RECEIVED.value:
            raise UserError(self.env._("A new ticket starts as “Received”."))
        if not vals.get("partner_id"):
            vals.pop("partner_id", None)  # follows from the documents
        self._split_person(vals)

    def _split_person(self, vals):
        """A contact chosen as customer becomes the person of its company."""
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        customer = partner.commercial_partner_id
        if partner != customer:
            vals["partner_id"] = customer.id
            vals.setdefault("person_id", partner.id)

    @api.constrains("partner_id", "order_id", "invoice_id")
    def _check_customer(self):
        # whose documents they are counts, whoever may read them
        for ticket in self.sudo():
            for document in filter(None, (ticket.order_id, ticket.invoice_id)):
                if ticket.partner_id not in document._o2c_ticket_customers():
                    raise ValidationError(
                        explain.ticket.other_customer(ticket, document)
                    )

    def _give_number(self):
        # numbering is not a right of the user who opens a ticket
        ticket = self.sudo().with_company(self.company_id)
        ticket.number = ticket.env["ir.sequence"].next_by_code(self._name)

    def write(self, vals):
        self.check_access("write")  # before anything is said about the ticket
        if not self.env.su and set(vals) & OWN_FIELDS:
            raise UserError(
                self.env._("These fields of a ticket are kept by the system.")
            )
        self._split_person(vals)
        vals = self._with_waiting(vals)
        before, selects = self._check_moves(vals), self._selecting(vals)
        waits = self._waits_anew(vals, before)
        result = super().write(vals)
        if before:
            self.browse([t.id for t in before])._after_moves(before)
        waits._enter_stages()
        if HOLD_FIELDS & set(vals):
            self._refresh_order_hold()
        if selects:
            self.browse(selects)._after_change(SELECTING & set(vals))
        return result

    def _selecting(self, vals):
        """The ids of those on which ``vals`` changes what selects clock or team."""
        names = SELECTING & set(vals)
        return [t.id for t in self if any(t._differs(n, vals[n]) for n in names)]

    def _differs(self, name, value):
        field = self._fields[name]
        old = field.convert_to_write(self[name], self)
        return (old or False) != (field.convert_to_write(value, self) or False)

    def _after_change(self, names):
        """Hook. Runs once after something was written that selects a ticket's clocks,
        team or priority, for all tickets on which it changed.

        :param names: the set of fields written (of ``SELECTING``)

        Returns nothing. It may write tickets: what does not change runs no hook.
        """

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
            sentences = [explain.ticket.move_refused(self, r) for r in decision.reasons]
            raise UserError("\n".join(sentences))

    def _move_facts(self, target):
        self.ensure_one()
        # an open dispute counts, whoever may read it
        disputes = self.sudo().dispute_ids
        return rules.MoveFacts(
            stage=Stage(self.stage),
            target=target,
            open_disputes=len(disputes.filtered(lambda d: d.state == "open")),
            open_parts=len(self._open_parts()),
            excused=bool(self.parts_excuse),
            merged=bool(self.merged_into_id),
        )

    def _after_moves(self, before):
        """Keep the moments of the stages; what closes or reopens moves its order."""
        closed = reopened = self.browse()
        self._enter_stages()
        for ticket in self:
            stage = Stage(ticket.stage)
            if stage is Stage.CLOSED:
                closed |= ticket
            if rules.is_reopening(before[ticket], stage):
                reopened |= ticket
            ticket._stamp(stage, ticket in reopened)
        (closed | reopened)._note_first_contact()
        (closed | reopened)._refresh_order_hold()
        # what goes on in another ticket did not come to its end
        ended = closed.filtered(lambda t: not t.merged_into_id)
        if ended:
            ended._after_close()

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

        Parts come by here too, tickets merged into another one do not. Other modules
        go on from here (a new quality call). Returns nothing.
        """

    # ------------------------------------------------------------- the order's hold
    def _refresh_order_hold(self):
        """Keep the orders of open complaints from closing, and let go the others."""
        Hold = self.env["o2c.hold"]
        placed = self._order_holds().grouped("origin_id")
        for ticket in self:
            orders = ticket._held_orders()
            stale = placed.get(ticket.id, Hold).filtered(
                lambda h, held=orders: h.order_id not in held
            )
            stale._release(explain.ticket.over(ticket), automatic=True)
            note = explain.ticket.hold_note(ticket)
            for order in orders:
                Hold._place(order, HOLD_REASON, origin=ticket, note=note)

    def _held_orders(self):
        """The orders it keeps from closing: its own and those of what was merged."""
        # a merged ticket counts, whoever may read it
        merged = self.sudo().merged_ids.filtered(
            lambda t: rules.keeps_order_open(Kind(t.kind), Stage.RECEIVED)
        )
        keeps = rules.keeps_order_open(Kind(self.kind), Stage(self.stage))
        own = self.order_id if keeps and not self.parent_id else self.order_id.browse()
        open_ = self.stage != Stage.CLOSED.value
        return own | (merged.order_id if open_ else own).sudo(False)

    def _order_holds(self):
        """Their open holds on orders."""
        # the ledger is kept whatever this user may read of it
        holds = self.env["o2c.hold"].sudo()
        return holds.search(
            [
                ("state", "=", "open"),
                ("origin_model", "=", self._name),
                ("origin_id", "in", self.ids),
                ("order_id", "!=", False),
            ]
        )

    # ------------------------------------------------------------- contacts
    def _o2c_contact_facts(self):
        return {
            "partner": self.person_id or self.partner_id,
            "company": self.company_id,
            "purpose": "complaint",
            "documents": [self, *self._about()],
        }

    def _mail_get_partners(self, introspect_fields=False):
        # the person is written to, and the company only where nobody is named
        return {ticket.id: ticket.person_id or ticket.partner_id for ticket in self}

    def _log_intake(self):
        """Enter into the contact ledger that the customer came with this, once."""
        facts = self._o2c_contact_facts()
        return self.env["o2c.contact"]._log(
            facts["partner"],
            facts["documents"],
            company_id=facts["company"].id,
            direction="in",
            channel=self.channel,
            purpose=facts["purpose"],
            at=self.opened_at,
            summary=self.display_name,
            source_key=f"ticket:{self.id}:opened",
        )
