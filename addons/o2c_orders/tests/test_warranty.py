from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestWarranty(ServiceCase):
    """What is delivered is covered from that day on, for so many months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine = cls._product(name="Machine", o2c_warranty_months=24)
        cls.Warranty = cls.env["o2c.warranty"]

    def _delivered(self, moment="2026-01-31 11:00:00", qty=2, product=None):
        with self._at(moment):
            order = self._order(self._line(product or self.machine, qty=qty))
            picking = self._deliver(order)
        return order, picking

    def test_from_delivery_to_end_date(self):
        order, picking = self._delivered()
        self.assertRecordValues(
            order.o2c_warranty_ids,
            [
                {
                    "product_id": self.machine.id,
                    "partner_id": order.partner_id.id,
                    "picking_id": picking.id,
                    "quantity": 2.0,
                    "months": 24,
                }
            ],
        )
        warranty = order.o2c_warranty_ids
        self.assertEqual(str(warranty.date_start), "2026-01-31")
        self.assertEqual(str(warranty.date_end), "2028-01-30")

    def test_day_is_the_companys(self):
        order, _picking = self._delivered("2026-01-31 23:00:00")
        self.assertEqual(str(order.o2c_warranty_ids.date_start), "2026-02-01")

    def test_none_without_months(self):
        order, _picking = self._delivered(product=self.product)
        self.assertFalse(order.o2c_warranty_ids)

    def test_a_later_change_of_the_product_changes_nothing(self):
        order, _picking = self._delivered()
        self.machine.o2c_warranty_months = 6
        self.assertEqual(order.o2c_warranty_ids.months, 24)

    def test_each_part_from_its_own_day(self):
        with self._at("2026-03-02 11:00:00"):
            order = self._order(self._line(self.machine, qty=3))
            self._deliver(order, 1)
        with self._at("2026-03-20 11:00:00"):
            self._deliver(order)
        found = order.o2c_warranty_ids.sorted("date_start")
        self.assertEqual(found.mapped("quantity"), [1.0, 2.0])
        ends = [str(day) for day in found.mapped("date_end")]
        self.assertEqual(ends, ["2028-03-01", "2028-03-19"])

    def test_serial_numbers_apart(self):
        self.machine.write({"is_storable": True, "tracking": "serial"})
        stock = (
            self.env["stock.warehouse"]
            .search([("company_id", "=", self.company.id)], limit=1)
            .lot_stock_id
        )
        for name in ("SN-1", "SN-2"):
            lot = self.env["stock.lot"].create(
                {"name": name, "product_id": self.machine.id}
            )
            self.env["stock.quant"]._update_available_quantity(
                self.machine, stock, 1, lot_id=lot
            )
        order, _picking = self._delivered()
        found = order.o2c_warranty_ids
        self.assertEqual(sorted(found.lot_id.mapped("name")), ["SN-1", "SN-2"])
        self.assertEqual(found.mapped("quantity"), [1.0, 1.0])

    def test_what_comes_back_is_not_covered(self):
        order, picking = self._delivered()
        self._return(picking, 1)
        warranty = order.o2c_warranty_ids
        self.assertEqual((warranty.returned, warranty.state != "returned"), (1.0, True))
        self._return(picking, 1)
        self.assertEqual((warranty.returned, warranty.state), (2.0, "returned"))

    def test_state_and_search_agree(self):
        order, picking = self._delivered()
        warranty = order.o2c_warranty_ids
        for day, state in (("2028-01-30", "covered"), ("2028-01-31", "expired")):
            with self._at(f"{day} 11:00:00"):
                warranty.invalidate_recordset()
                self.assertEqual(warranty.state, state)
                for other in ("covered", "expired", "returned"):
                    domain = [("id", "=", warranty.id), ("state", "=", other)]
                    found = self.Warranty.search(domain)
                    self.assertEqual(bool(found), other == state)
                negated = [("id", "=", warranty.id), ("state", "!=", state)]
                self.assertFalse(self.Warranty.search(negated))
        self._return(picking)
        domain = [("id", "=", warranty.id), ("state", "=", "returned")]
        self.assertTrue(self.Warranty.search(domain))

    def test_begun_once(self):
        order, picking = self._delivered()
        self.Warranty._begin(picking.move_ids)
        self.assertEqual(len(order.o2c_warranty_ids), 1)

    def test_nobody_writes_one(self):
        order, _picking = self._delivered()
        for role in ("order_manager", "warehouse", "salesperson"):
            mine = self.env(user=self._user(role), su=False)["o2c.warranty"]
            with self.subTest(role=role), self.assertRaises(AccessError):
                ids = order.o2c_warranty_ids.ids
                call_kw(mine, "write", [ids, {"date_end": "2099-01-01"}], {})
