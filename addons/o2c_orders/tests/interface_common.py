"""Builders for tests of the interface."""

from odoo.addons.o2c_orders.tests.common import O2cCommon


class InterfaceCommon(O2cCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user("order_manager")
        cls.interface = cls._interface()
        cls.customer.write({"ref": "C-500", "vat": False})
        cls.product.write({"default_code": "CUPS", "barcode": "4006381333931"})

    @classmethod
    def _interface(cls, **values):
        options = {"name": "Shop", "company_id": cls.company.id}
        return cls.env["o2c.interface"].create({**options, **values})

    @classmethod
    def _raw(cls, external_id="SHOP-1", **values):
        options = {
            "customer": {"ref": "C-500"},
            "lines": [{"product": "CUPS", "quantity": 5}],
        }
        return {"external_id": external_id, **options, **values}

    def _take_in(self, *raws, interface=None):
        """What became of these orders: the rows of their message."""
        pairs = [(str(number), raw) for number, raw in enumerate(raws, 1)]
        acting = (interface or self.interface)._acting()
        return acting._take_in(pairs, source="api", subject="test").row_ids

    def _codes(self, row):
        return [(field, code) for field, code, _value in row.issues or []]
