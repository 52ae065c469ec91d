from datetime import datetime

from psycopg2.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain import contact_chain as chain
from odoo.addons.o2c_orders.domain.contact_chain import Fault

from .common import DAY_ONE, ROLES, O2cCommon
from .test_hold_rights import ADMIN

INSIDE = ("salesperson", "order_desk", "order_manager", "warehouse", "accountant")


@tagged("post_install", "-at_install")
class TestEntering(O2cCommon):
    """An entry says who, when and about what, as it was then; each source once."""

    def test_log(self):
        person = self._customer(name="Ole", parent_id=self.customer.id)
        order = self._order(confirm=False)
        desk = self._user("order_desk")
        with self._at(DAY_ONE):
            entry = self.Contact.with_user(desk)._log(
                person, order, summary="asked", channel="phone", duration=4
            )
        self.assertRecordValues(
            entry,
            [
                {
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "partner_name": self.customer.display_name,
                    "person_id": person.id,
                    "person_name": "Ole",
                    "user_id": desk.id,
                    "user_name": desk.name,
                    "direction": "in",
                    "channel": "phone",
                    "duration": 4,
                    "summary": "asked",
                    "at": datetime.fromisoformat(DAY_ONE),
                    "recorded_at": datetime.fromisoformat(DAY_ONE),
                    "number": 0,
                    "link": False,
                }
            ],
        )
        self.assertRecordValues(
            entry.document_ids,
            [{"res_model": "sale.order", "res_id": order.id, "name": order.name}],
        )
        self.assertEqual(entry.digest, chain.digest(entry._content()))

    def test_a_source_enters_once(self):
        first = self.Contact._log(self.customer, summary="a", source_key="test:1")
        self.assertFalse(
            self.Contact._log(self.customer, summary="b", source_key="test:1")
        )
        other = self.Contact._log(self.customer, summary="c", source_key="test:2")
        self.assertEqual((first | other).mapped("summary"), ["a", "c"])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.Contact.create(
                {
                    "partner_id": self.customer.id,
                    "summary": "d",
                    "source_key": "test:1",
                }
            )

    def test_without_a_source_every_entry_counts(self):
        entries = self.Contact
        for _ in range(2):
            entries |= self.Contact._log(self.customer, summary="called")
        self.assertEqual(len(entries), 2)

    def test_by_hand_a_client_decides_nothing_about_the_proof(self):
        salesperson, other = self._user("salesperson"), self._user("order_desk")
        forged = {
            "digest": "f" * 64,
            "number": 7,
            "link": "f" * 64,
            "source_key": "mine",
            "recorded_at": "2020-01-01 00:00:00",
            "partner_name": "somebody else",
            "user_name": "somebody else",
            "user_id": other.id,
        }
        contacts = self.Contact.with_user(salesperson)
        vals = {"partner_id": self.customer.id, "summary": "called"}
        defaults = {f"default_{name}": value for name, value in forged.items()}
        with self._at(DAY_ONE):
            ids = call_kw(contacts, "create", [[{**vals, **forged}]], {})
            ids += call_kw(contacts, "create", [[vals]], {"context": defaults})
        for entry in self.Contact.browse(ids):
            self.assertRecordValues(
                entry,
                [
                    {
                        "number": 0,
                        "link": False,
                        "source_key": False,
                        "recorded_at": datetime.fromisoformat(DAY_ONE),
                        "partner_name": self.customer.display_name,
                        "user_name": salesperson.name,
                        "user_id": salesperson.id,
                    }
                ],
            )
            self.assertEqual(entry.digest, chain.digest(entry._content()))

    def test_by_hand_with_documents(self):
        order = self._order(confirm=False)
        desk = self._user("order_desk")
        action = order.with_user(desk).action_o2c_log_contact()
        contacts = self.Contact.with_user(desk).with_context(**action["context"])
        entry = contacts.create({"summary": "called"})
        self.assertEqual(entry.partner_id, self.customer)
        self.assertEqual(entry.document_ids.mapped("name"), [order.name])
        self.assertEqual(order.o2c_contact_ids, entry)
        self.assertEqual(order.o2c_contact_count, 1)

    def test_about_what_one_cannot_see(self):
        order = self._order(confirm=False, user_id=self._user("order_desk").id)
        salesperson = self._user("salesperson")
        vals = {
            "partner_id": self.customer.id,
            "summary": "x",
            "document_ids": [
                Command.create({"res_model": "sale.order", "res_id": order.id})
            ],
        }
        with (
            self.assertNothingWritten("o2c.contact", "o2c.contact.document"),
            self.assertRaises(AccessError),
            self.env.cr.savepoint(),
        ):
            self.Contact.with_user(salesperson).create(vals)

    def test_lasts_no_less_than_no_time(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.Contact._log(self.customer, summary="x", duration=-1)

    def test_correction(self):
        wrong = self.Contact._log(self.customer, summary="promised 300")
        desk = self._user("order_desk")
        action = wrong.with_user(desk).action_correct()
        contacts = self.Contact.with_user(desk).with_context(**action["context"])
        right = contacts.create({"summary": "promised 400"})
        self.assertEqual(right.corrects_id, wrong)
        self.assertEqual(wrong.correction_ids, right)
        self.assertTrue(wrong.is_corrected)
        self.assertFalse(right.is_corrected)
        self.assertEqual(wrong.summary, "promised 300")
        self.assertEqual(right._content()["corrects"], wrong.digest)


@tagged("post_install", "-at_install")
class TestAppendOnly(O2cCommon):
    """Nobody changes or deletes an entry, over RPC or in code."""

    def setUp(self):
        super().setUp()
        self.order = self._order(confirm=False)
        self.entry = self.Contact._log(self.customer, self.order, summary="called")
        self.users = {role: self._user(role) for role in ROLES}
        self.users["admin"] = self._user("admin", groups=ADMIN)

    def _refused(self, user, model, method, *args, **kwargs):
        records = self.env[model].with_user(user)
        with (
            self.assertNothingWritten("o2c.contact", "o2c.contact.document"),
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(UserError, msg=f"{user.login} {method}"),
        ):
            call_kw(records, method, list(args), kwargs)

    def test_over_rpc(self):
        document = self.entry.document_ids
        force = {"context": {"_force_unlink": True, "install_mode": True}}
        for user in self.users.values():
            for ids, model in (
                (self.entry.ids, "o2c.contact"),
                (document.ids, "o2c.contact.document"),
            ):
                self._refused(user, model, "unlink", ids)
                self._refused(user, model, "unlink", ids, **force)
            for vals in (
                {"summary": "x"},
                {"number": 1, "link": "x"},
                {"document_ids": [Command.clear()]},
                {"document_ids": [Command.delete(document.id)]},
                {"correction_ids": [Command.create({"summary": "x"})]},
            ):
                self._refused(user, "o2c.contact", "write", self.entry.ids, vals)
            self._refused(
                user, "o2c.contact.document", "write", document.ids, {"name": "x"}
            )

    def test_document_added_later(self):
        other = self._order(confirm=False)
        vals = {
            "contact_id": self.entry.id,
            "res_model": "sale.order",
            "res_id": other.id,
        }
        for role in (*INSIDE, "admin"):
            self._refused(self.users[role], "o2c.contact.document", "create", vals)
        with self.assertRaises(UserError):
            self.env["o2c.contact.document"].create(vals)

    def test_in_code(self):
        for vals in ({"summary": "x"}, {"number": 1}, {"digest": "x"}):
            with self.assertRaises(UserError):
                self.entry.write(vals)
        with self.assertRaises(UserError):
            self.entry.unlink()
        with self.assertRaises(UserError):
            self.entry.document_ids.unlink()

    def test_copy_is_an_entry_of_its_own(self):
        self.Contact._seal()
        copy = self.entry.copy()
        self.assertFalse(copy.number)
        self.assertFalse(copy.link)
        self.assertEqual(copy.digest, chain.digest(copy._content()))

    def test_customer_with_contacts_is_not_deleted(self):
        with (
            mute_logger("odoo.sql_db", "odoo.models"),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            self.customer.unlink()

    def test_document_may_go_its_name_stays(self):
        name = self.order.name
        self.order.unlink()
        self.assertEqual(self.entry.document_ids.name, name)
        with self.assertRaises(UserError):
            self.entry.document_ids.action_open()
        self.assertEqual(self.Contact._verify(self.company), (1, None))


@tagged("post_install", "-at_install")
class TestVisibility(O2cCommon):
    """Who reads and enters which contacts."""

    def test_by_role(self):
        mine, other = (
            self._user("salesperson"),
            self._user("salesperson", login="o2c_other"),
        )
        theirs = self._customer(name="Theirs", user_id=mine.id)
        entries = [
            self.Contact.with_user(mine)._log(self.customer, summary="by me"),
            self.Contact.with_user(other)._log(self.customer, summary="not by me"),
            self.Contact.with_user(other)._log(theirs, summary="my customer"),
        ]
        everything = self.Contact.union(*entries)
        domain = [("id", "in", everything.ids)]

        def seen(user):
            return self.Contact.with_user(user).search(domain, order="id")

        self.assertEqual(seen(mine), entries[0] | entries[2])
        for role in ("order_desk", "order_manager", "warehouse", "accountant"):
            self.assertEqual(seen(self._user(role)), everything, role)
        for role in ("customer", "agent"):
            with self.assertRaises(AccessError):
                seen(self._user(role))

    def test_two_companies(self):
        other = self.setup_other_company(name="Other")["company"]
        here = self.Contact._log(self.customer, summary="here")
        there = self.Contact._log(self.customer, summary="t", company_id=other.id)
        desk = self._user("order_desk")
        domain = [("id", "in", (here | there).ids)]
        self.assertEqual(self.Contact.with_user(desk).search(domain), here)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.Contact.with_user(desk).create(
                {
                    "partner_id": self.customer.id,
                    "summary": "x",
                    "company_id": other.id,
                }
            )

    def test_portal_has_no_door(self):
        order = self._order(confirm=False)
        self.Contact._log(self.customer, order, summary="called")
        for role in ("customer", "agent"):
            contacts = self.Contact.with_user(self._user(role))
            for method, args in (
                ("search_read", [[]]),
                ("create", [{"partner_id": self.customer.id, "summary": "x"}]),
                ("action_verify", []),
            ):
                with (
                    self.assertNothingWritten("o2c.contact"),
                    self.assertRaises(AccessError, msg=method),
                ):
                    call_kw(contacts, method, args, {})


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
        other = self.setup_other_company(name="Other")["company"]
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
        empty = self.setup_other_company(name="Empty")["company"]
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
        other = self.setup_other_company(name="Other")["company"]
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
