"""Builders for returns, refusals and withdrawals."""

from .common import O2cCommon


class ReturnsCommon(O2cCommon):
    """An order over ten machines, delivered; a person of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Return = cls.env["o2c.return"]
        cls.Withdrawal = cls.env["o2c.withdrawal"]
        cls.reasons = {
            reason.code: reason for reason in cls.env["o2c.return.reason"].search([])
        }
        cls.consumer = cls._customer(
            name="Freya Private", is_company=False, email="freya@home.example.com"
        )
        cls.machine = cls._product(name="Grinder", is_storable=True)
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.machine, cls.warehouse.lot_stock_id, 1000
        )

    @classmethod
    def _delivered(cls, qty=10, product=None, shipped=None, **values):
        """An order over ``qty`` grinders of which ``shipped`` (all) are delivered."""
        order = cls._order(cls._line(product or cls.machine, qty=qty), **values)
        order.picking_ids.action_assign()
        cls._deliver(order, qty=shipped)
        return order

    @classmethod
    def _want(cls, order, quantity, reason="changed_mind", line=0, **values):
        return {
            "order_line_id": order.order_line[line],
            "quantity": quantity,
            "reason_id": cls.reasons[reason],
            **values,
        }

    @classmethod
    def _ask(cls, order, quantity, reason="changed_mind", **values):
        """A return over ``quantity`` of the first line, asked for."""
        return cls.Return._request(
            order, [cls._want(order, quantity, reason, **values)]
        )

    @classmethod
    def _receive(cls, record, quantity=None):
        """Book the receipts of an authorised return: all, or so much of each move."""
        pickings = record._receipts().filtered(lambda p: p.state != "done")
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
            move.picked = True
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()

    @classmethod
    def _came(cls, order, quantity, reason="changed_mind", **values):
        """A return over ``quantity`` that was authorised and received."""
        record = cls._ask(order, quantity, reason, **values)
        record.action_authorise()
        cls._receive(record)
        return record

    def _stock(self, location):
        """How many grinders are in ``location``."""
        return self.env["stock.quant"]._get_available_quantity(self.machine, location)

    def assertHolds(self, order, *codes):
        """The open holds on ``order`` have exactly these reasons."""
        holds = self.Hold.search([("order_id", "=", order.id), ("state", "=", "open")])
        self.assertEqual(sorted(holds.reason_id.mapped("code")), sorted(codes))


class WithdrawalCommon(ReturnsCommon):
    """A consumer's order of ten grinders, delivered on a Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls._at("2026-03-02 09:00:00"):
            cls.order = cls._sold(10)
            cls._deliver(cls.order)

    @classmethod
    def _sold(cls, qty, *lines, **values):
        """A confirmed order of the consumer over ``qty`` grinders and ``lines``."""
        order = cls._order(
            cls._line(cls.machine, qty=qty),
            *lines,
            **{"partner_id": cls.consumer.id, **values},
        )
        order.picking_ids.action_assign()
        return order

    @classmethod
    def _declare(cls, order, quantity=None, **values):
        """The consumer withdraws from ``quantity`` (all) of each line."""
        left = order._o2c_withdrawable()
        quantities = {line: quantity or float(part[0]) for line, part in left.items()}
        options = {"person_name": "Freya", "email": "freya@home.example.com"}
        return cls.Withdrawal._declare(order, quantities, **{**options, **values})

    def _right(self, order, moment):
        """(may he withdraw, until when) at ``moment``."""
        with self._at(moment):
            order.invalidate_recordset(["o2c_may_withdraw", "o2c_withdraw_until"])
            return order.o2c_may_withdraw, order.o2c_withdraw_until
