"""The right of withdrawal of an order: facts, clock, what is left to withdraw from."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import returning
from ..domain import withdrawal as rules
from ..domain.decision import Decision

EXCEPTIONS = [
    ("custom", "Made to the customer's specifications"),
    ("perishable", "Perishes quickly"),
    ("mixed", "Mixed with other goods after delivery"),
    ("market", "Price moves with a market"),
    ("press", "Newspaper or magazine"),
    ("dated", "Accommodation, transport, catering or leisure on a date"),
    ("urgent", "Urgent repair that the customer asked for"),
    ("hygiene", "Sealed for hygiene: until the seal is broken"),
    ("media", "Sealed recording or software: until the seal is broken"),
    ("digital", "Digital content: until it is begun with consent"),
]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_at_distance = fields.Boolean(
        "Sold at a distance",
        compute="_compute_o2c_at_distance",
        store=True,
        readonly=False,
        help="Concluded by web, phone, mail or letter: consumers may withdraw.",
    )
    o2c_begin_at_once = fields.Boolean(
        "Asked to begin at once",
        help="The customer asked in writing to begin before the end of the withdrawal"
        " period and knows that he loses the right when it is done.",
    )
    o2c_informed_on = fields.Date(
        "Told about the right of withdrawal",
        compute="_compute_o2c_informed_on",
        store=True,
        readonly=False,
        copy=False,
        help="Empty: he was never told, and the right lasts a year longer.",
    )
    o2c_withdraw_until = fields.Date(
        "May withdraw until",
        compute="_compute_o2c_withdraw_until",
        help="Last day of the right; empty: there is none, or goods are to arrive.",
    )
    o2c_may_withdraw = fields.Boolean(
        "May withdraw", compute="_compute_o2c_withdraw_until"
    )

    @api.depends("company_id")
    def _compute_o2c_at_distance(self):
        for order in self:
            order.o2c_at_distance = order.company_id.o2c_sells_at_distance

    @api.depends("state")
    def _compute_o2c_informed_on(self):
        for order in self:
            if (
                order.state == "sale"
                and not order.o2c_informed_on
                and order.company_id.o2c_tells_withdrawal
            ):
                order.o2c_informed_on = order._o2c_local_day(order.date_order)

    def _compute_o2c_withdraw_until(self):
        now = fields.Datetime.now()
        for order in self:
            decision = order._o2c_withdrawal_right(now)
            order.o2c_may_withdraw = decision.ok
            order.o2c_withdraw_until = decision.ok and order._o2c_withdrawal_end()

    # ------------------------------------------------------------- the right
    def _o2c_withdrawal_right(self, at, chosen=None):
        """May the customer withdraw, declaring it at ``at``?

        :param chosen: the lines he withdraws from, the right must cover each of
            them; None: is there anything that he may withdraw from?
        """
        self.ensure_one()
        contract = rules.entitled(self._o2c_contract())
        if not contract.ok:
            return contract
        lines = self._o2c_withdrawable_lines() if chosen is None else chosen
        decisions = [rules.covers(line._o2c_item()) for line in lines]
        enough = any if chosen is None else all
        if not decisions or not enough(decision.ok for decision in decisions):
            return Decision(
                tuple(reason for decision in decisions for reason in decision.reasons)
                or (rules.Reason(rules.Lapse.NOTHING_LEFT, {"name": ""}),)
            )
        end = self._o2c_withdrawal_end() or None
        return rules.in_time(self._o2c_local_day(at), end)

    def _o2c_contract(self):
        return rules.Contract(
            confirmed=self.state == "sale",
            at_distance=self.o2c_at_distance,
            consumer=self.partner_id.commercial_partner_id.o2c_is_consumer,
            scope=rules.Scope(self.company_id.o2c_withdrawal_scope),
        )

    def _o2c_withdrawal_end(self):
        """The last day of the right (a day); False while goods are still to arrive."""
        self.ensure_one()
        end = rules.last_day(self._o2c_clock(), self._o2c_is_free_day())
        return end or False

    def _o2c_clock(self):
        goods = self._o2c_withdrawable_lines().filtered(
            lambda line: line.product_id.type == "consu"
        )
        return rules.Clock(
            concluded_on=self._o2c_local_day(self.date_order),
            sells_goods=bool(goods),
            delivered_on=self._o2c_delivered_on(goods),
            informed_on=self.o2c_informed_on or None,
        )

    def _o2c_delivered_on(self, goods):
        """When the last of the goods arrived; None while something is to come."""
        # whoever asks: the customer has no right to transfers
        moves = goods.sudo().move_ids.filtered(
            lambda m: m._o2c_is_to_customer() and m.state != "cancel"
        )
        if not moves or any(move.state != "done" for move in moves):
            return None
        steps = self.sudo().o2c_milestone_ids  # as above
        arrived = steps.filtered(lambda step: step.kind == "delivered")
        moment = arrived[:1].actual_at or max(moves.mapped("date"))
        return self._o2c_local_day(moment)

    def _o2c_local_day(self, moment):
        """The day of a moment (naive UTC) where the company is."""
        zone = ZoneInfo(self.company_id.partner_id.tz or "UTC")
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date()

    def _o2c_is_free_day(self):
        """A function of a day: weekend, public holiday or closed here."""
        return self.company_id._o2c_free_days()

    # ------------------------------------------------------------- quantities
    def _o2c_withdrawable_lines(self):
        """The lines that a customer could withdraw from, by their kind."""
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and not line.is_delivery
                and not line.is_downpayment
                and line.product_id.type in ("consu", "service")
            )
        )

    def _o2c_withdrawable(self):
        """{order line: (Decimal left, part of it that was delivered)}, what is left."""
        lines = self._o2c_withdrawable_lines()
        stocks = lines._o2c_line_stocks()
        left = {line: line._o2c_left(stocks[line]) for line in lines}
        return {line: part for line, part in left.items() if part[0] > 0}

    def _o2c_split_withdrawn(self, quantities):
        """Of each quantity, what was delivered already and must come back.

        What was not delivered goes first: it never has to travel.

        :return: {order line: (Decimal quantity, Decimal to send back)}
        :raise UserError: more than is left
        """
        left = self._o2c_withdrawable()
        parts, wanted = {}, []
        for line, asked in quantities.items():
            quantity = line._o2c_exact(asked)
            free, shipped = left.get(line, (Decimal(0), Decimal(0)))
            parts[line] = (quantity, max(quantity - (free - shipped), Decimal(0)))
            wanted.append(
                returning.Wanted(line.product_id.display_name, quantity, free)
            )
        decision = returning.check(wanted)
        if not decision.ok:
            texts = [explain.returns.fault(self.env, r) for r in decision.reasons]
            raise UserError("\n".join(texts))
        return parts

    def _o2c_is_whole(self, parts):
        """Whether nothing of the order is kept after withdrawing from ``parts``."""
        left = self._o2c_withdrawable()
        lines = self._o2c_withdrawable_lines()
        untouched = all(not line.o2c_taken_back for line in lines)
        return untouched and all(
            line in parts and parts[line][0] >= left[line][0] for line in left
        )


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _o2c_item(self):
        self.ensure_one()
        exception = self.product_id.o2c_withdrawal_exception or ""
        performed = self.product_uom_qty and self.qty_delivered >= self.product_uom_qty
        return rules.Item(
            name=self.product_id.display_name,
            kind=self._o2c_kind(exception),
            exception=exception,
            begun=self.qty_delivered > 0,
            performed=bool(performed),
            consent=self.order_id.o2c_begin_at_once,
            left=self.product_uom_qty > 0,
        )

    def _o2c_kind(self, exception):
        if exception == "digital":
            return rules.Kind.DIGITAL
        goods = self.product_id.type == "consu"
        return rules.Kind.GOODS if goods else rules.Kind.SERVICE

    def _o2c_left(self, stock):
        """(what is left to withdraw from, the part of it that was delivered)."""
        ordered = self._o2c_exact(self.product_uom_qty)
        if self.product_id.type == "consu":
            shipped = returning.returnable(stock)
            return max(ordered - stock.delivered, Decimal(0)) + shipped, shipped
        done = Decimal(0)
        if self.order_id.o2c_begin_at_once:
            # what was performed on the customer's own wish is paid for
            done = self._o2c_exact(self.qty_delivered)
        return max(ordered - done, Decimal(0)), Decimal(0)

    def _o2c_to_be_paid(self):
        """The quantity that has to be paid after all that came back."""
        self.ensure_one()
        if self.product_id.invoice_policy == "order":
            return self.product_uom_qty - self.o2c_taken_back
        return self.qty_delivered


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = "product.template"

    o2c_withdrawal_exception = fields.Selection(
        EXCEPTIONS,
        "No right of withdrawal",
        help="Why consumers may not withdraw from this product (art. 16 of Directive"
        " 2011/83/EU). Empty: they may.",
    )


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    o2c_is_consumer = fields.Boolean(
        "Consumer",
        compute="_compute_o2c_is_consumer",
        store=True,
        readonly=False,
        help="Buys for private use. Consumers may withdraw from distance contracts.",
    )

    @api.depends("is_company", "vat")
    def _compute_o2c_is_consumer(self):
        for partner in self:
            partner.o2c_is_consumer = not (partner.is_company or partner.vat)
