from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain.delivery_choice import Kind, Wish, decide

KINDS = [
    ("window", "Time window"),
    ("neighbour", "Neighbour"),
    ("point", "Pick-up point"),
    ("redirect", "Another address"),
]
OPEN = ("asked", "in_force")


class O2cDeliveryChoice(models.Model):
    """What a customer wishes for one delivery. The last one counts."""

    _name = "o2c.delivery.choice"
    _description = "Delivery wish"
    _order = "id desc"
    _rec_name = "text"

    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, ondelete="cascade", readonly=True
    )
    order_id = fields.Many2one(
        related="picking_id.sale_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        [
            ("asked", "Asked for"),
            ("in_force", "In force"),
            ("declined", "Declined"),
            ("replaced", "Replaced"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    day = fields.Date(readonly=True)
    window_id = fields.Many2one("o2c.delivery.window", readonly=True)
    neighbour = fields.Char(readonly=True)
    point_id = fields.Many2one("o2c.pickup.point", readonly=True)
    street = fields.Char(readonly=True)
    zip = fields.Char("Postcode", readonly=True)
    city = fields.Char("Town", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    text = fields.Char("Wish", compute="_compute_text")
    by_customer = fields.Boolean("By the customer", readonly=True)
    decided_id = fields.Many2one("res.users", "Decided by", readonly=True)
    note = fields.Char("Answer", readonly=True)

    _one_open = models.UniqueIndex(
        "(picking_id) WHERE state IN ('asked', 'in_force')",
        "A delivery has one wish at a time.",
    )

    @api.depends("kind", "day", "window_id", "neighbour", "point_id", "street")
    def _compute_text(self):
        for choice in self:
            choice.text = choice.kind and explain.delivery.wish(choice)

    # ------------------------------------------------------------- choosing
    @api.model
    def _choose(self, picking, kind, answers, by_customer=True):
        """Take a wish for ``picking``, or say why not.

        :param str kind: a value of ``domain.delivery_choice.Kind``
        :param dict answers: day (a date), window and point (ids), neighbour, street,
            zip, city
        :return: the wish; it replaces the one before
        :raise UserError: the wish cannot be taken
        """
        # customers have no rights to transfers; who calls has looked whose it is
        picking = picking.sudo()
        wish = Wish(
            Kind(kind), self._known_answers(picking, answers), answers.get("day")
        )
        decision = decide(wish, picking._o2c_choice_facts(), picking._o2c_today())
        if not decision.ok:
            lines = (
                explain.delivery.wish_refused(self.env, r) for r in decision.reasons
            )
            raise UserError("\n".join(lines))
        before = picking.o2c_choice_ids.filtered(lambda c: c.state in OPEN)
        before.state = "replaced"
        before.flush_recordset()
        choice = self.sudo().create(  # as above
            self._prepare_choice_vals(picking, wish, by_customer)
        )
        choice._log()
        if choice.state == "in_force":
            picking.carrier_id._o2c_tell_choice(choice)
        return choice

    @api.model
    def _known_answers(self, picking, answers):
        """The answers; of windows and points only those that the carrier offers."""
        carrier = picking.carrier_id
        windows = carrier.o2c_window_ids.filtered(
            lambda w: w.id == answers.get("window")
        )
        points = carrier.o2c_point_ids.filtered(lambda p: p.id == answers.get("point"))
        return {**answers, "window": windows.id, "point": points.id}

    @api.model
    def _prepare_choice_vals(self, picking, wish, by_customer):
        answers = wish.answers
        vals = {
            "picking_id": picking.id,
            "partner_id": (picking.sale_id.partner_id or picking.partner_id).id,
            "kind": wish.kind.value,
            # goods that go elsewhere than agreed need somebody who answers for it
            "state": "asked" if wish.kind is Kind.REDIRECT else "in_force",
            "by_customer": by_customer,
        }
        if wish.kind is Kind.WINDOW:
            return {**vals, "day": wish.day, "window_id": answers["window"]}
        if wish.kind is Kind.POINT:
            return {**vals, "point_id": answers["point"]}
        if wish.kind is Kind.NEIGHBOUR:
            return {**vals, "neighbour": answers["neighbour"]}
        country = picking.partner_id.country_id
        address = {name: answers[name] for name in ("street", "zip", "city")}
        return {**vals, **address, "country_id": country.id}

    def _log(self):
        """Every wish of a customer stands in the contact ledger."""
        for choice in self.filtered("by_customer"):
            picking = choice.picking_id
            self.env["o2c.contact"]._log(
                choice.partner_id,
                [picking, *picking.sale_id],
                company_id=choice.company_id.id,
                direction="in",
                channel="portal",
                purpose="delivery",
                summary=choice.text,
                source_key=f"delivery-choice:{choice.id}",
            )

    # ------------------------------------------------------------- deciding
    def action_accept(self):
        """Agree to the new address: the transfer goes there."""
        self._check_desk()
        for choice in self.sudo():  # nobody writes wishes by hand
            if choice.state != "asked":
                continue
            picking = choice.picking_id
            if picking.state != "done":
                picking.partner_id = choice._make_address()
            choice._decide("in_force")
            picking.carrier_id._o2c_tell_choice(choice)

    def action_decline(self):
        """Say no to the new address."""
        self._check_desk()
        asked = self.filtered(lambda c: c.state == "asked")
        asked.sudo()._decide("declined")  # as above

    def _decide(self, state):
        for choice in self:
            choice.write({"state": state, "decided_id": self.env.uid})
            order = choice.order_id or choice.picking_id
            order.message_post(
                body=explain.delivery.wish_decided(choice),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=choice.partner_id.ids,
            )

    def _make_address(self):
        customer = self.partner_id.commercial_partner_id
        return self.env["res.partner"].create(
            {
                "name": self.picking_id.partner_id.name or customer.name,
                "type": "delivery",
                "parent_id": customer.id,
                "street": self.street,
                "zip": self.zip,
                "city": self.city,
                "country_id": self.country_id.id,
                "phone": self.picking_id.partner_id.phone,
            }
        )

    def _check_desk(self):
        self.check_access("read")
        if not self.env.user.has_group("o2c_orders.group_order_desk"):
            raise AccessError(self.env._("Only the order desk decides about wishes."))
