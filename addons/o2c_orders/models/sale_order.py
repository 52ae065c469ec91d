from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.hold import Phase
from .o2c_guarded_mixin import refuse_by_hand

# what a customer sees of the timeline
PORTAL_STEPS = (
    "confirmed",
    "shipped",
    "out_for_delivery",
    "delivered",
    "invoiced",
    "paid",
)
# what only the ledger and the timeline write, whatever a client sends
DERIVED_FIELDS = {
    "o2c_confirm_requested_at",
    "o2c_confirm_requested_id",
    "o2c_stage",
    "o2c_stage_since",
    "o2c_next_due",
    "o2c_closed_at",
    "o2c_department",
}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "o2c.hold.mixin", "o2c.contact.mixin"]

    o2c_agent_id = fields.Many2one(
        "res.partner",
        "External agent",
        compute="_compute_o2c_agent_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="The agent outside the company who brought the order and follows it in"
        " the portal.",
    )
    o2c_confirm_requested_at = fields.Datetime(
        "Confirmation asked for",
        readonly=True,
        copy=False,
        help="Somebody confirmed, signed or paid while the order was on hold; it is"
        " confirmed when the last hold on confirmation is released.",
    )
    o2c_confirm_requested_id = fields.Many2one(
        "res.users", "Confirmation asked by", readonly=True, copy=False
    )

    @api.depends("partner_id")
    def _compute_o2c_agent_id(self):
        for order in self:
            customer = order.partner_id.commercial_partner_id
            order.o2c_agent_id = order.o2c_agent_id or customer.o2c_agent_id

    # ------------------------------------------------------------- phases
    def action_confirm(self):
        """Confirm the orders that are free; the held ones wait and are shown.

        Never raises because of a hold: that would roll back the hold just placed.
        """
        pending = self.filtered(lambda o: o.state in ("draft", "sent"))
        free, stopped = pending._o2c_split_held(Phase.CONFIRMATION)
        confirmable = (self - pending) | free
        result = super(SaleOrder, confirmable).action_confirm() if confirmable else True
        free._o2c_forget_request()
        if not stopped:
            return result
        held = pending - free
        held._o2c_remember_request()
        return held._o2c_held_action(Phase.CONFIRMATION, stopped)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._o2c_refuse_derived(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._o2c_refuse_derived(vals)
        if vals.get("state") == "sale":
            # the state itself is open to whoever may write orders
            pending = self.filtered(lambda o: o.state in ("draft", "sent"))
            if stopped := pending._o2c_stopped(Phase.CONFIRMATION):
                raise UserError(explain.hold.held_list(stopped))
        return super().write(vals)

    def _o2c_refuse_derived(self, vals):
        refuse_by_hand(self, DERIVED_FIELDS & vals.keys())

    def _action_cancel(self):
        self._o2c_forget_request()
        return super()._action_cancel()

    def _o2c_remember_request(self):
        new = self.filtered(lambda o: not o.o2c_confirm_requested_at)
        new.check_access("write")
        # nobody writes the request by hand: it confirms in the name of who asked
        new.sudo().write(
            {
                "o2c_confirm_requested_at": fields.Datetime.now(),
                "o2c_confirm_requested_id": self.env.uid,
            }
        )

    def _o2c_forget_request(self):
        asked = self.filtered("o2c_confirm_requested_at")
        asked.check_access("write")
        asked.sudo().write(  # as above
            {"o2c_confirm_requested_at": False, "o2c_confirm_requested_id": False}
        )

    def _o2c_resume(self):
        """Confirm the orders that somebody asked to confirm and nothing holds now.

        :return: the orders that were confirmed
        """
        waiting = self.filtered(
            lambda o: o.o2c_confirm_requested_at and o.state in ("draft", "sent")
        )
        for order in waiting:
            asked_by = order.o2c_confirm_requested_id or self.env.user
            # the one who released need not be allowed to confirm: he lets it pass
            asked = order.with_user(asked_by).sudo()
            asked.with_context(send_email=True).action_confirm()
        return waiting.filtered(lambda o: o.state == "sale")

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Invoice the orders that nothing holds; UserError when all are held.

        The buttons ask before (see ``sale.advance.payment.inv``); here it stops
        whatever else tries.
        """
        free, stopped = self._o2c_split_held(Phase.INVOICING)
        if stopped and not free:
            raise UserError(explain.hold.held_list(stopped))
        return super(SaleOrder, free)._create_invoices(
            grouped=grouped, final=final, date=date
        )

    # ------------------------------------------------------------- portal
    def _o2c_portal_notice(self):
        """What the customer reads while the order is held; False when it is free.

        Only the text meant for customers, never the internal reason.
        """
        self.ensure_one()
        holds = self._o2c_holds()[self]
        stopping = holds.filtered(lambda h: h.stops_confirmation or h.stops_delivery)
        if self.state == "cancel" or not stopping:
            return False
        texts = stopping.reason_id.filtered("customer_text").mapped("customer_text")
        return texts[0] if texts else explain.hold.portal_held(self)

    def _o2c_portal_steps(self):
        """The milestones that concern the customer, for the portal page."""
        self.ensure_one()
        # portal users have no right to milestones; these are their own order's
        steps = self.sudo().o2c_milestone_ids.filtered(lambda s: s.kind in PORTAL_STEPS)
        return [
            {
                "kind": step.kind,
                "name": dict(step._fields["kind"]._description_selection(self.env))[
                    step.kind
                ],
                "actual": bool(step.actual_at),
                "at": step.actual_at or step.planned_at,
            }
            for step in steps
        ]

    # ------------------------------------------------------------- hooks
    def _o2c_hold_targets(self):
        return {
            order: {
                "order_id": set(order._origin.ids),
                "customer_id": set(order._o2c_customers().ids),
            }
            for order in self
        }

    def _o2c_held_ids(self, holds):
        ids = set(holds.order_id.ids)
        for name in ("partner_id", "partner_invoice_id"):
            ids |= self._o2c_ids_of_customers(holds, f"{name}.commercial_partner_id")
        return ids

    def _o2c_customers(self):
        """Whom these orders are for and who pays them; a hold on either stops."""
        return (self.partner_id | self.partner_invoice_id).commercial_partner_id

    def _o2c_contact_facts(self):
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "order",
            "documents": [self],
        }
