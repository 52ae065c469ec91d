from datetime import datetime

from odoo.tests import tagged

from odoo.addons.o2c_orders.domain import contact_chain as chain
from odoo.addons.o2c_orders.domain.contact_chain import Fault

from .common import O2cCommon

INSIDE = ("salesperson", "order_desk", "order_manager", "warehouse", "accountant")


@tagged("post_install", "-at_install")
class TestChain(O2cCommon):
    """Sealing numbers each company's entries; the verifier finds every change."""

    def setUp(self):
        super().setUp()
        self.order = self._order(confirm=False)
        while self.Contact._seal():
            pass  # what other companies have
        self.entries = self.Contact.union(
            *(
                self.Contact._log(self.customer, self.order, summary=text)
                for text in ("one", "two", "three", "four", "five")
            )
        )

    def _tamper(self, statement, *args):
        self.env.flush_all()
        self.env.cr.execute(statement, args)
        self.env.invalidate_all()

    def _verified(self, **options):
        return self.Contact._verify(self.company, **options)

    def test_seal(self):
        self.Contact._seal()
        self.assertEqual(self.entries.mapped("number"), [1, 2, 3, 4, 5])
        links = chain.seal(chain.GENESIS, self.entries.mapped("digest"))
        self.assertEqual(self.entries.mapped("link"), links)
        self.assertEqual(self._verified(), (5, None))

    def test_seal_goes_on_where_it_ended(self):
        self.Contact._seal(limit=2)
        self.assertEqual(self.entries.mapped("number"), [1, 2, 0, 0, 0])
        self.assertEqual(self.Contact._seal(limit=2), 2)
        self.assertEqual(self.Contact._seal(limit=2), 1)
        self.assertEqual(self.Contact._seal(limit=2), 0)
        links = chain.seal(chain.GENESIS, self.entries.mapped("digest"))
        self.assertEqual(self.entries.mapped("link"), links)

    def test_each_company_has_its_own(self):
        other = self._company()
        theirs = self.Contact._log(self.customer, summary="t", company_id=other.id)
        self.entries |= self.Contact._log(self.customer, summary="six")
        self.Contact._seal()
        self.assertEqual(self.entries.mapped("number"), [1, 2, 3, 4, 5, 6])
        self.assertEqual(theirs.number, 1)
        self.assertEqual(theirs.link, chain.link(chain.GENESIS, theirs.digest))
        self.assertEqual(self.Contact._verify(other), (1, None))

    def test_verify_seals_first_and_reads_in_parts(self):
        for batch in (1, 2, 5, 100):
            self.assertEqual(self._verified(batch=batch), (5, None))

    def test_nothing_to_verify(self):
        empty = self._company()
        self.assertEqual(self.Contact._verify(empty), (0, None))

    def test_names_of_today_do_not_matter(self):
        self.customer.name = "Renamed"
        self.env.user.name = "Renamed, too"
        self.order.name = "S-renamed"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._verified(), (5, None))

    def test_every_kind_of_value_survives_the_database(self):
        self.Contact._log(
            self.customer,
            self.order,
            summary="ž€ “quoted” \\ \n line",
            details="a\r\nb\tc",
            outcome=" blanks ",
            duration=0,
            next_date="2026-03-31",
            at=datetime(2026, 3, 2, 9, 0, 0, 123456),
            source_key="",
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._verified(), (6, None))

    def test_changed_content(self):
        self.Contact._seal()
        changes = (
            ("summary", "'not three'"),
            ("at", "at + interval '1 second'"),
            ("recorded_at", "recorded_at - interval '1 second'"),
            ("direction", "'out'"),
            ("partner_name", "'somebody else'"),
            ("user_name", "'somebody else'"),
            ("details", "'added'"),
            ("duration", "99"),
            ("digest", f"'{'f' * 64}'"),
        )
        for column, value in changes:
            with self.subTest(column), self.env.cr.savepoint() as savepoint:
                self._tamper(
                    f"UPDATE o2c_contact SET {column} = {value} WHERE id = %s",
                    self.entries[2].id,
                )
                self.assertEqual(self._verified(), (3, Fault.CONTENT))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(self._verified(), (5, None))

    def test_changed_before_it_was_sealed(self):
        self._tamper(
            "UPDATE o2c_contact SET summary = 'x' WHERE id = %s", self.entries[3].id
        )
        self.assertEqual(self._verified(), (4, Fault.CONTENT))

    def test_changed_documents(self):
        self.Contact._seal()
        document = self.entries[1].document_ids.id
        with self.env.cr.savepoint() as savepoint:
            self._tamper(
                "UPDATE o2c_contact_document SET name = 'x' WHERE id = %s", document
            )
            self.assertEqual(self._verified(), (2, Fault.CONTENT))
            savepoint.rollback()
        self._tamper("DELETE FROM o2c_contact_document WHERE id = %s", document)
        self.assertEqual(self._verified(), (2, Fault.CONTENT))

    def test_changed_link_and_number(self):
        self.Contact._seal()
        with self.env.cr.savepoint() as savepoint:
            self._tamper(
                "UPDATE o2c_contact SET link = %s WHERE id = %s",
                "f" * 64,
                self.entries[2].id,
            )
            self.assertEqual(self._verified(), (3, Fault.LINK))
            savepoint.rollback()
        self._tamper(
            "UPDATE o2c_contact SET number = 77 WHERE id = %s", self.entries[2].id
        )
        self.assertEqual(self._verified(), (3, Fault.GAP))

    def test_changed_with_its_digest(self):
        self.Contact._seal()
        self._tamper(
            "UPDATE o2c_contact SET summary = 'x' WHERE id = %s", self.entries[2].id
        )
        own = chain.digest(self.entries[2]._content())
        self._tamper(
            "UPDATE o2c_contact SET digest = %s WHERE id = %s", own, self.entries[2].id
        )
        self.assertEqual(self._verified(), (3, Fault.LINK))

    def test_deleted(self):
        self.Contact._seal()
        for place, number in ((0, 1), (2, 3), (3, 4)):
            with self.subTest(number), self.env.cr.savepoint() as savepoint:
                self._delete(self.entries[place])
                self.assertEqual(self._verified(), (number, Fault.GAP))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_deleted_last_shows_only_from_outside(self):
        # nothing inside the chain tells that it went on: an extract does
        self.Contact._seal()
        kept = self.entries[4].link
        self._delete(self.entries[4])
        self.assertEqual(self._verified(), (4, None))
        self.assertNotEqual(self.entries[3].link, kept)

    def test_moved_to_another_company(self):
        other = self._company()
        self.Contact._seal()
        self._tamper(
            "UPDATE o2c_contact SET company_id = %s WHERE id = %s",
            other.id,
            self.entries[2].id,
        )
        self.assertEqual(self._verified(), (3, Fault.GAP))
        self.assertEqual(self.Contact._verify(other), (1, Fault.GAP))

    def test_the_button_says_it(self):
        manager = self.Contact.with_user(self._user("order_manager"))
        params = manager.action_verify()["params"]
        self.assertEqual((params["type"], params["sticky"]), ("success", False))
        self.assertIn("5", params["message"])
        self._tamper(
            "UPDATE o2c_contact SET summary = 'x' WHERE id = %s", self.entries[3].id
        )
        params = manager.action_verify()["params"]
        self.assertEqual((params["type"], params["sticky"]), ("danger", True))
        self.assertIn("4", params["message"])

    def test_merged_customers_keep_the_chain(self):
        double = self._customer(name="Nordlicht again", email=False)
        self.Contact._log(double, summary="with the other")
        self.Contact._seal()
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.customer | double).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(self._verified(), (6, None))

    def _delete(self, entry):
        self._tamper("DELETE FROM o2c_contact_document WHERE contact_id = %s", entry.id)
        self._tamper("DELETE FROM o2c_contact WHERE id = %s", entry.id)
