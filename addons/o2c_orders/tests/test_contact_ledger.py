from datetime import datetime

from psycopg2.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain import contact_chain as chain

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

    def test_a_document_shows_a_new_entry_at_once(self):
        self.assertEqual(self.order.o2c_contact_ids, self.entry)
        later = self.Contact._log(self.customer, self.order, summary="called again")
        self.assertEqual(self.order.o2c_contact_ids, later | self.entry)
        self.assertEqual(self.order.o2c_contact_count, 2)

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
        other = self._company()
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
