from odoo.tests import Form, tagged

from .common import O2cCommon

ROLES = ("salesperson", "order_desk", "order_manager", "warehouse", "accountant")
# Odoo itself asks for rights to invoices here
CLOSED = {("warehouse", "sale.order")}


@tagged("post_install", "-at_install")
class TestOpenForms(O2cCommon):
    """Whoever may read a document opens its form: no field on it asks for more."""

    def test_every_role_opens_what_it_may_read(self):
        seller = self._user("salesperson")
        order = self._order(
            self._line(), self._line(self._service()), user_id=seller.id
        )
        picking = self._deliver(order)
        invoice = self._invoice(order)
        draft = self._order(confirm=False)
        for role in ROLES:
            user = self._user(role)
            for document in (order, draft, picking, invoice, self.customer):
                mine = document.with_user(user)
                if (role, mine._name) in CLOSED or not mine.has_access("read"):
                    continue
                with self.subTest(_case=f"{role} {document._name}"):
                    self.env.invalidate_all()
                    self.assertTrue(Form(mine.sudo(False)).record.id)
