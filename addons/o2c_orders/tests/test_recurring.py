from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .service_common import MORNING, ServiceCase

BILL = "odoo.addons.o2c_orders.models.o2c_recurring_bill"


class BillCase(ServiceCase):
    """A service of 30 a month, and what was billed for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff = cls._tariff()

    def _active(self, day, qty=1, **tariff):
        """An order whose service is active since ``day``."""
        if tariff:
            self.tariff.write(tariff)
        with self._at(f"{day} 11:00:00"):
            order = self._service_order(qty, tariff=self.tariff)
            order.o2c_recurring_ids.action_activate()
        return order.o2c_recurring_ids

    def _bill_on(self, *days):
        for day in days:
            with self._at(f"{day} 11:00:00"):
                self._run("cron_bill")

    def _billed(self, service):
        return [
            f"{p.date_first}/{p.date_last} {p.amount:.2f}"
            for p in service.period_ids.sorted("number")
        ]


@tagged("post_install", "-at_install")
class TestBills(BillCase):
    """Bills begin with the activation: a draft per period, exactly once."""

    def test_waits_for_activation(self):
        order = self._service_order(tariff=self.tariff)
        service = order.o2c_recurring_ids
        self.assertEqual((service.state, service.price), ("waiting", 30.0))
        self._bill_on("2027-01-01")
        self.assertFalse(service.period_ids)

    def test_from_the_confirmation(self):
        self.tariff.billing_start = "confirmation"
        with self._at("2026-03-01 23:30:00"):
            service = self._service_order(tariff=self.tariff).o2c_recurring_ids
        # it is past midnight in Rome
        self.assertEqual(str(service.date_start), "2026-03-02")

    def test_from_the_task_that_activates(self):
        survey = self._template("Survey")
        self._template("Activate", survey, starts_billing=True)
        self._template("Train")
        order = self._service_order(tariff=self.tariff)
        with self._at("2026-03-05 11:00:00"):
            self._task(order, "Survey")._finish()
            self.assertEqual(order.o2c_recurring_ids.state, "waiting")
        with self._at("2026-03-06 11:00:00"):
            self._task(order, "Activate")._finish()
        service = order.o2c_recurring_ids
        self.assertEqual(
            (service.state, str(service.date_start)), ("active", "2026-03-06")
        )
        with self._at("2026-03-09 11:00:00"):
            self._task(order, "Train")._finish()
        self.assertEqual(str(service.date_start), "2026-03-06")

    def test_from_the_last_task_when_none_is_named(self):
        self._template("Survey")
        self._template("Train")
        order = self._service_order(tariff=self.tariff)
        with self._at("2026-03-05 11:00:00"):
            self._task(order, "Survey")._finish()
        self.assertEqual(order.o2c_recurring_ids.state, "waiting")
        with self._at("2026-03-07 11:00:00"):
            self._task(order, "Train")._finish()
        self.assertEqual(str(order.o2c_recurring_ids.date_start), "2026-03-07")

    def test_failed_activation_bills_nothing(self):
        self._template("Activate", starts_billing=True)
        order = self._service_order(tariff=self.tariff)
        order.o2c_task_ids._fail("No line")
        self.assertEqual(order.o2c_recurring_ids.state, "waiting")

    # ------------------------------------------------------------- the bills
    def test_the_bill(self):
        service = self._active("2026-03-02", qty=2)
        self._bill_on("2026-03-02")
        bill = service.period_ids.move_id
        order = service.order_id
        self.assertEqual((bill.state, bill.move_type), ("draft", "out_invoice"))
        self.assertEqual(bill.amount_untaxed, 60.0)
        self.assertEqual(bill.partner_id, order.partner_invoice_id)
        self.assertEqual(bill.invoice_origin, order.name)
        line = bill.invoice_line_ids
        self.assertEqual((line.quantity, line.price_unit), (2, 30.0))
        self.assertIn("03/02/2026 to 04/01/2026", line.name)
        self.assertEqual(str(service.next_date), "2026-04-02")

    def test_is_no_invoice_of_the_order(self):
        service = self._active("2026-03-02")
        order = service.order_id
        order.order_line.qty_delivered = 1
        invoice = self._invoice(order)
        self._pay(invoice)
        closed = order.o2c_closed_at
        self.assertTrue(closed)
        self._bill_on("2026-03-02")
        self.assertEqual(order.order_line.qty_invoiced, 1)
        self.assertEqual(order.invoice_ids, invoice)
        self.assertEqual(order.o2c_closed_at, closed)

    def test_months_ends(self):
        service = self._active("2026-01-31")
        self._bill_on("2026-04-30")
        self.assertEqual(
            self._billed(service),
            [
                "2026-01-31/2026-02-27 30.00",
                "2026-02-28/2026-03-30 30.00",
                "2026-03-31/2026-04-29 30.00",
                "2026-04-30/2026-05-30 30.00",
            ],
        )
        # caught up together, in one bill
        self.assertEqual(len(service.period_ids.move_id), 1)

    def test_twice_is_once(self):
        service = self._active("2026-03-02")
        self._bill_on("2026-03-02", "2026-03-02", "2026-04-01")
        self.assertEqual(len(service.period_ids), 1)
        self._bill_on("2026-04-02")
        self.assertEqual(len(service.period_ids), 2)
        self.assertEqual(len(service.period_ids.move_id), 2)

    def test_the_day_is_the_companys(self):
        service = self._active("2026-03-02")
        self._bill_on("2026-03-02")
        with self._at("2026-04-01 21:59:59"):
            self._run("cron_bill")
        self.assertEqual(len(service.period_ids), 1)
        with self._at("2026-04-01 22:00:00"):
            self._run("cron_bill")
        self.assertEqual(len(service.period_ids), 2)

    def test_calendar_months_begin_with_a_part(self):
        service = self._active("2026-02-17", qty=2, aligned=True)
        self._bill_on("2026-03-01")
        self.assertEqual(
            self._billed(service),
            ["2026-02-17/2026-02-28 25.71", "2026-03-01/2026-03-31 60.00"],
        )
        bill = service.period_ids.move_id
        self.assertEqual(bill.amount_untaxed, 85.71)
        self.assertIn("12 of 28 days", bill.invoice_line_ids[0].name)

    def test_afterwards(self):
        service = self._active("2026-03-02", in_advance=False)
        self._bill_on("2026-04-01")
        self.assertFalse(service.period_ids)
        self._bill_on("2026-04-02")
        self.assertEqual(self._billed(service), ["2026-03-02/2026-04-01 30.00"])

    def test_services_of_one_order_together(self):
        lines = [
            self._line(self.fibre, qty=1, price=50, o2c_tariff_id=self.tariff.id)
            for _ in range(2)
        ]
        with self._at(MORNING):
            order = self._order(*lines)
            order.o2c_recurring_ids.action_activate()
        self._bill_on("2026-03-02")
        bill = order.o2c_recurring_ids.period_ids.move_id
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.amount_untaxed, 60.0)
        for period in order.o2c_recurring_ids.period_ids:
            self.assertEqual(period.move_line_id.move_id, bill)

    def test_taxes_are_those_of_the_line(self):
        service = self._active("2026-03-02")
        tax = self.company.account_sale_tax_id
        service.order_line_id.tax_ids = tax
        self._bill_on("2026-03-02")
        self.assertEqual(service.period_ids.move_line_id.tax_ids, tax)

    def test_held_orders_wait_and_are_caught_up(self):
        service = self._active("2026-03-02")
        with self._at("2026-03-02 10:00:00"):
            hold = self._hold(service.order_id, "invoicing")
        self._bill_on("2026-03-02", "2026-04-02")
        self.assertFalse(service.period_ids)
        with self._at("2026-04-03 10:00:00"):
            hold._release("Clear now")
        self._bill_on("2026-04-03")
        self.assertEqual(len(service.period_ids), 2)

    def test_one_that_cannot_be_billed_stops_nobody(self):
        broken, fine = self._active("2026-03-02"), self._active("2026-03-02")
        inner = self.registry["sale.order"]._prepare_o2c_bill

        def prepare(order, periods):
            if order == broken.order_id:
                raise ValueError("no address")
            return inner(order, periods)

        self.patch(self.registry["sale.order"], "_prepare_o2c_bill", prepare)
        with mute_logger(BILL):
            self._bill_on("2026-03-02")
        self.assertFalse(broken.period_ids)
        self.assertEqual((broken.last_error, broken.billed_periods), ("no address", 0))
        self.assertEqual(len(fine.period_ids), 1)
        self.registry["sale.order"]._prepare_o2c_bill = inner
        self._bill_on("2026-03-03")
        self.assertEqual(len(broken.period_ids), 1)
        self.assertFalse(broken.last_error)

    def test_killed_between_batches(self):
        services = self.Recurring.union(*(self._active("2026-03-02") for _ in "abc"))
        with (
            patch(f"{BILL}.BATCH", 1),
            patch.object(
                self.registry["ir.cron"], "_commit_progress", lambda *a, **k: 0.0
            ),
            self._at("2026-03-02 11:00:00"),
        ):
            for billed in (1, 2, 3, 3):
                self.Recurring._cron_bill()
                self.assertEqual(len(services.period_ids), billed)
        self.assertEqual(len(services.period_ids.move_id), 3)

    def test_the_database_refuses_a_period_twice(self):
        service = self._active("2026-03-02")
        self._bill_on("2026-03-02")
        # a process that did not see the first
        service.write({"billed_periods": 0, "next_date": "2026-03-02"})
        moves = self.env["account.move"].search_count([])
        with mute_logger("odoo.sql_db"):
            self._bill_on("2026-03-02")
        self.assertEqual(len(service.period_ids), 1)
        self.assertEqual(self.env["account.move"].search_count([]), moves)

    def test_each_company_by_its_own_day(self):
        service = self._active("2026-03-02")
        other = self._company()
        other.partner_id.tz = "Pacific/Auckland"
        with self._at("2026-03-01 12:00:00"):  # the 2nd in Auckland, the 1st in Rome
            self.assertNotIn(service, self.Recurring._due_services())
        with self._at("2026-03-01 23:00:00"):
            self.assertIn(service, self.Recurring._due_services())


@tagged("post_install", "-at_install")
class TestStop(BillCase):
    """The end of a service: what was billed beyond it is given back, and said."""

    def _stop(self, service, day, at="2026-03-12", **options):
        with self._at(f"{at} 11:00:00"):
            service._stop(self._day(day), "notice", **options)

    def _day(self, text):
        return self.env["o2c.recurring"]._fields["stop_date"].to_date(text)

    def _posted(self, *days, **tariff):
        service = self._active("2026-03-02", **tariff)
        self._bill_on(*days or ("2026-03-02",))
        service.period_ids.move_id.action_post()
        return service

    def test_posted_bill_is_credited_by_days(self):
        service = self._posted()
        self._stop(service, "2026-03-12")
        credit = service.period_ids.credit_ids
        self.assertEqual((credit.move_type, credit.state), ("out_refund", "draft"))
        # the 12th of March to the 1st of April: 21 of 31 days
        self.assertEqual(credit.amount_untaxed, 20.32)
        self.assertEqual(credit.reversed_entry_id, service.period_ids.move_id)
        self.assertIn("21 of 31 days unused", service.stop_note)
        self.assertIn("20.32", service.stop_note)
        self.assertEqual((service.state, service.next_date), ("ended", False))
        self._bill_on("2026-04-02")
        self.assertEqual(len(service.period_ids), 1)

    def test_again_changes_nothing(self):
        service = self._posted()
        self._stop(service, "2026-03-12")
        note, credits = service.stop_note, service.period_ids.credit_ids
        self._stop(service, "2026-03-12")
        self._stop(service, "2026-03-20")
        self.assertEqual(service.stop_note, note)
        self.assertEqual(str(service.stop_date), "2026-03-12")
        self.assertEqual(service.period_ids.credit_ids, credits)

    def test_earlier_gives_back_the_rest(self):
        service = self._posted()
        self._stop(service, "2026-03-12")
        self._stop(service, "2026-03-02")
        self.assertEqual(service.period_ids.given_back, 30.0)
        amounts = service.period_ids.credit_ids.mapped("amount_untaxed")
        self.assertEqual(sorted(amounts), [9.68, 20.32])

    def test_bill_in_draft_is_lessened(self):
        service = self._active("2026-03-02")
        self._bill_on("2026-03-02")
        self._stop(service, "2026-03-12")
        bill = service.period_ids.move_id
        self.assertEqual((bill.state, bill.amount_untaxed), ("draft", 9.68))
        self.assertIn("10 of 31 days", bill.invoice_line_ids.name)
        self.assertFalse(service.period_ids.credit_ids)

    def test_bill_in_draft_over_nothing_is_cancelled(self):
        service = self._active("2026-03-02")
        self._bill_on("2026-03-02")
        self._stop(service, "2026-03-02")
        self.assertEqual(service.period_ids.move_id.state, "cancel")

    def test_everything_is_given_back(self):
        service = self._posted("2026-04-02")
        self._stop(service, "2026-04-10", everything=True)
        self.assertEqual(service.period_ids.mapped("given_back"), [30.0, 30.0])
        self.assertEqual(str(service.stop_date), "2026-03-02")

    def test_in_the_future_bills_the_last_part(self):
        service = self._posted()
        self._stop(service, "2026-04-12")
        self.assertEqual(service.state, "active")
        self._bill_on("2026-04-02")
        self.assertEqual(self._billed(service)[1:], ["2026-04-02/2026-04-11 10.00"])
        self.assertEqual(service.state, "ended")
        self._bill_on("2026-05-02")
        self.assertEqual(len(service.period_ids), 2)

    def test_afterwards_bills_up_to_the_stop(self):
        service = self._active("2026-03-02", in_advance=False)
        self._stop(service, "2026-03-12")
        self._bill_on("2026-03-11")
        self.assertFalse(service.period_ids)
        self._bill_on("2026-03-12")
        self.assertEqual(self._billed(service), ["2026-03-02/2026-03-11 9.68"])

    def test_before_it_was_active(self):
        service = self._service_order(tariff=self.tariff).o2c_recurring_ids
        service._stop(self._day("2026-03-12"), "withdrawal")
        self.assertEqual(service.state, "ended")
        self._bill_on("2026-04-02")
        self.assertFalse(service.period_ids)

    def test_cancelled_order_ends_its_service(self):
        service = self._posted()
        with self._at("2026-03-12 11:00:00"):
            service.order_id._action_cancel()
        self.assertEqual((service.state, service.stop_reason), ("ended", "cancelled"))
        self.assertEqual(service.period_ids.given_back, 20.32)

    def test_used_and_given_back_on_each_day(self):
        service = self._posted()
        for day in ("2026-03-31", "2026-03-30", "2026-03-15", "2026-03-03"):
            self._stop(service, day)
            unused = (self._day("2026-04-02") - self._day(day)).days
            used = round(30.0 * (31 - unused) / 31, 2)
            self.assertAlmostEqual(30.0 - service.period_ids.given_back, used, 2)

    def test_a_bill_that_was_cancelled_is_not_given_back(self):
        service = self._active("2026-03-02")
        self._bill_on("2026-03-02")
        service.period_ids.move_id.button_cancel()
        self._stop(service, "2026-03-12")
        self.assertEqual(service.period_ids.given_back, 0)
        self.assertIn("Nothing was billed", service.stop_note)

    def test_wizard_says_it_before(self):
        service = self._posted(min_months=1, notice_days=14)
        desk = self._user("order_desk")
        with self._at("2026-03-12 11:00:00"):
            action = service.with_user(desk).action_stop()
            wizard = self.env(user=desk, su=False)[action["res_model"]]
            wizard = wizard.with_context(**action["context"]).create({})
            self.assertEqual(str(wizard.day), "2026-04-02")
            wizard.reason = "withdrawal"
            self.assertEqual(str(wizard.day), "2026-03-12")
            self.assertIn("21 of 31 days unused", wizard.settlement)
            wizard.action_stop()
        self.assertEqual(service.stop_reason, "withdrawal")
        self.assertEqual(service.period_ids.given_back, 20.32)
