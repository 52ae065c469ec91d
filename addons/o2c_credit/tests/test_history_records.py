from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .history_common import HEADERS, ImportCommon

LINE = "F1,C1,USD,2026-03-02,2026-04-01,100.50,"
EURO = "F1,C1,EUR,2026-03-02,2026-04-01,100,"


@tagged("post_install", "-at_install")
class TestHistoryRecords(ImportCommon):
    """Which records the cells of a file mean: customers, currencies, companies."""

    # ------------------------------------------------------------- customers
    def test_customers_are_found_by_reference_vat_and_name(self):
        by_ref = self._customer(name="A", ref="77")
        by_vat = self._customer(name="B", vat="IT12345670017")
        by_name = self._customer(name="Café Ćma")
        contact = self._customer(name="D", parent_id=by_name.id, ref="78")
        self._import(
            "F1,77,USD,2026-03-02,2026-04-01,1,",
            "F2,IT 1234567 0017,USD,2026-03-02,2026-04-01,1,",
            "F3,CAFÉ ćma,USD,2026-03-02,2026-04-01,1,",
            "F4,78,USD,2026-03-02,2026-04-01,1,",
        )
        found = self._items().mapped("partner_id")
        self.assertEqual(found, by_ref | by_vat | by_name)
        self.assertNotIn(contact, found)

    def test_a_number_is_remembered_when_the_customer_changes(self):
        self._import(LINE)
        partner = self._items().partner_id
        partner.write({"name": "Renamed", "ref": "other"})
        _record, result = self._import(LINE.replace("F1", "F2"))
        self.assertEqual(result["customers"], 0)
        self.assertEqual(self._items().partner_id, partner)

    def test_two_customers_with_one_reference(self):
        self._customer(name="A", ref="C1")
        self._customer(name="B", ref="C1")
        self.assertEqual(
            self._problems(LINE),
            [(2, "customer", "More than one customer fits “C1”.")],
        )

    def test_unknown_customers_may_be_errors(self):
        found = self._problems(LINE, options={"create_customers": False})
        self.assertEqual(found, [(2, "customer", "No customer is known for “C1”.")])

    def test_new_customers_get_their_name_once(self):
        headers = f"{HEADERS},customer name"
        line = f"{LINE},Bar Uno"
        self._import(line, line.replace("F1", "F2"), headers=headers)
        partner = self._items().partner_id
        self.assertEqual((partner.name, partner.ref), ("Bar Uno", "C1"))
        self.assertEqual(self._items().mapped("number"), ["F1", "F2"])

    def test_customers_of_another_company_are_not_ours(self):
        other = self.setup_other_company()["company"]
        foreign = self._customer(name="A", ref="C1", company_id=other.id)
        self._import(LINE)
        self.assertNotEqual(self._items().partner_id, foreign)

    # ------------------------------------------------------------- currencies
    def test_converted_at_the_rate_of_the_invoice_date(self):
        self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        )
        self._import(
            EURO,
            "F2,C1,EUR,2026-03-09,2026-04-01,33.33,",
            "F3,C1,EUR,2026-03-10,2026-04-01,33.33,",
        )
        items = self._items()
        self.assertEqual(items.mapped("amount"), [125, 41.66, 66.66])
        self.assertEqual(items.mapped("open_amount"), [125, 41.66, 66.66])
        self.assertEqual(items.mapped("amount_currency"), [100, 33.33, 33.33])
        self.assertEqual(items.mapped("currency_id.name"), ["EUR"])

    def test_no_rate_is_an_error_unless_one_is_given(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-03-03", 0.8)])
        euro.rate_ids.filtered(lambda rate: str(rate.name) < "2026-03-03").unlink()
        self.env["res.currency.rate"].search(
            [("currency_id", "=", euro.id), ("name", "<", "2026-03-03")]
        ).unlink()
        result = self._check(EURO)
        self.assertEqual(result["no_rate"], ["EUR"])
        self.assertEqual(
            result["problems"][0]["text"],
            "No rate of EUR is known for the day of the invoice.",
        )
        self._import(EURO, options={"rates": {"EUR": "1,1"}})
        self.assertEqual(self._items().amount, 110)

    def test_rate_in_the_file(self):
        self._import(f"{EURO},1.25", headers=f"{HEADERS},rate")
        self.assertEqual(self._items().amount, 125)

    def test_currency_where_none_is_given(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.8)])
        line = EURO.replace("EUR", "")
        self._import(line, options={"currency_id": euro.id})
        self.assertEqual(self._items().amount, 125)

    # ------------------------------------------------------------- companies
    def test_companies(self):
        other = self.setup_other_company()["company"]
        self.manager.company_ids += other
        headers = f"{HEADERS},company"
        lines = [f"{LINE},U1", f"{LINE},U2", f"{LINE.replace('F1', 'F2')},"]
        found = self._problems(
            *lines, headers=headers, options={"companies": {"U1": self.company.id}}
        )
        self.assertEqual(found, [(3, "company", "No company is chosen for “U2”.")])
        companies = {"U1": self.company.id, "U2": other.id}
        self._import(*lines, headers=headers, options={"companies": companies})
        self.assertEqual(self._items().mapped("external_id"), ["F1", "F2"])
        there = self.env["o2c.history.item"].search([("company_id", "=", other.id)])
        self.assertEqual(there.external_id, "F1")

    def test_a_company_one_does_not_work_for(self):
        other = self.setup_other_company()["company"]
        record = self._send(self._file(f"{LINE},U1", headers=f"{HEADERS},company"))
        settings = self._step(record, "prepare")["settings"]
        settings["companies"] = {"U1": other.id}
        for method in ("check", "apply"):
            with self.subTest(method), self.assertRaises(AccessError):
                self._step(record, method, settings)

    # ------------------------------------------------------------- rights
    def test_only_credit_managers(self):
        record = self._send(self._file(LINE))
        settings = self._step(record, "prepare")["settings"]
        for role in ("collector", "salesperson", "accountant", "order_manager"):
            user = self._user(role)
            with self.subTest(role), self.assertNothingWritten("o2c.history.item"):
                with self.assertRaises(AccessError):
                    self._send(self._file(LINE), user=user)
                for method, *args in (
                    ("upload", 0, ""),
                    ("prepare",),
                    ("recut", settings),
                    ("check", settings),
                    ("apply", settings),
                    ("action_undo",),
                ):
                    with self.assertRaises(AccessError):
                        self._step(record, method, *args, user=user)

    def test_nobody_writes_items(self):
        item = self._item(100)
        for role in ("collector", "credit_manager", "accountant"):
            user = self._user(role)
            for method, *args in (
                ("write", {"open_amount": 0}),
                ("unlink",),
                ("copy",),
            ):
                with self.subTest((role, method)), self.assertRaises(AccessError):
                    self._rpc(user, item._name, method, item.ids, *args)
        self.assertEqual(item.open_amount, 100)

    def test_other_companies_are_out_of_sight(self):
        other = self.setup_other_company()["company"]
        item = self._item(100, company_id=other.id)
        seen = self.env["o2c.history.item"].with_user(self.manager).sudo(False)
        self.assertFalse(seen.search([("id", "=", item.id)]))

    # ------------------------------------------------------------- settled by hand
    def _settle(self, item, day, user=None):
        wizard = self.env["o2c.history.settle"].with_user(user or self.manager)
        vals = {"item_ids": item.ids, "settled_date": day}
        return wizard.sudo(False).create(vals).action_settle()

    def test_settled_by_hand(self):
        item = self._item(100)
        with self._at("2026-05-05 09:00:00"):
            self._settle(item, "2026-05-05")
            with self.assertRaises(UserError):
                self._settle(item, "2026-05-05")
            with self.assertRaises(UserError):
                self._settle(self._item(5), "2026-05-06")
        self.assertEqual((item.open_amount, item.settled_date), (0, date(2026, 5, 5)))
        self.assertEqual(item.settled_by_id, self.manager)
        with self.assertRaises(AccessError):
            self._settle(self._item(5), "2026-05-05", self._user("collector"))

    # ------------------------------------------------------------- undo
    def test_undo(self):
        first, _result = self._import(LINE, LINE.replace("F1", "F2"))
        paid = f"{LINE}2026-04-20"
        second, _result = self._import(paid, LINE.replace("F1", "F3"))
        with self.assertRaises(UserError):
            self._step(first, "action_undo")
        self._step(second, "action_undo")
        items = self._items()
        self.assertEqual(items.mapped("external_id"), ["F1", "F2"])
        self.assertEqual(items.mapped("open_amount"), [100.5, 100.5])
        self.assertEqual(items.mapped("settled_date"), [False, False])
        self.assertEqual(items.last_import_id, first)
        self.assertEqual((second.state, second.undone_by_id), ("undone", self.manager))
        self._step(first, "action_undo")
        self.assertFalse(self._items())
        with self.assertRaises(UserError):
            self._step(first, "action_undo")

    def test_no_undo_of_what_a_person_worked_with(self):
        record, _result = self._import(LINE)
        self._settle(self._items(), "2026-04-20")
        with self.assertRaises(UserError):
            self._step(record, "action_undo")
        self.assertEqual(self._items().external_id, "F1")

    def test_days_overdue(self):
        with self._at("2026-04-11 09:00:00"):
            late, due = self._item(10), self._item(20, due_date="2026-04-11")
            paid = self._item(30, settled_date="2026-04-10")
            items = late | due | paid
            self.assertEqual(items.mapped("days_overdue"), [10, 0, 0])
            for days, found in ((0, late), (9, late), (10, late.browse())):
                domain = [("days_overdue", ">", days), ("id", "in", items.ids)]
                self.assertEqual(late.search(domain), found)
