"""A run decides on real documents: why, why not, what it makes, and only once."""

from datetime import date

from odoo import Command
from odoo.tests import tagged

from .dunning_common import DAY, NOON, DunningCase


@tagged("post_install", "-at_install")
class TestDunningRun(DunningCase):
    # ------------------------------------------------------------- what is said
    def test_each_item_by_its_days(self):
        early, first, second = self._due(4), self._due(5), self._due(15)
        run = self._simulate()
        self.assertSaid(run, {early: "not_yet", first: 1, second: 1})
        self.assertEqual(run.state, "simulated")
        self.assertFalse(run.notice_ids)
        text = run.proposal_ids.filtered(lambda p: p.number == early.name).text
        self.assertEqual(text, "Next: First on 05/21/2026.")

    def test_nothing_is_said_of_what_is_deleted(self):
        """No key of the database deletes these rows: each deletion does it itself."""
        kept, gone = self._due(5), self._due(15)
        other = self._strategy({"name": "First", "days": 3})
        third = self._due(5)
        third.o2c_strategy_id = other
        run, last = self._simulate(), self._simulate()
        gone.button_draft()
        gone.unlink()
        self.assertEqual(len(run.proposal_ids), 2)
        third.o2c_strategy_id = False
        other.unlink()
        self.assertEqual(run.proposal_ids.mapped("number"), [kept.name])
        last.sudo().unlink()
        self.env.cr.execute("SELECT DISTINCT run_id FROM o2c_dunning_proposal")
        self.assertIn((run.id,), found := self.env.cr.fetchall())
        self.assertNotIn((last.id,), found)

    def test_instalments_one_by_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now",
                "line_ids": [
                    Command.create({"value_amount": 50, "nb_days": days})
                    for days in (30, 80)
                ],
            }
        )
        move = self._due(invoice_payment_term_id=term.id, invoice_date_due=False)
        run = self._simulate()
        found = run.proposal_ids.sorted("due_date")
        self.assertEqual(found.mapped("line_id.move_id"), move)
        self.assertEqual(
            found.mapped(lambda p: p.step_id.number or p.code), [1, "not_yet"]
        )

    def test_disputes_holds_and_marks(self):
        disputed, part, whole = self._due(), self._due(), self._due()
        marked, blocked = self._due(), self._due()
        with self._at(NOON):
            self._hold(disputed, "collection", amount=100)
            self._hold(part, "collection", amount=30)
            self._hold(whole, "collection")
        marked.no_followup = True
        blocked.payment_state = "blocked"
        run = self._simulate()
        self.assertSaid(
            run,
            {
                disputed: "held",
                part: 1,
                whole: "held",
                marked: "excluded",
                blocked: "blocked",
            },
        )
        found = run.proposal_ids.filtered(lambda p: p.number == part.name)
        self.assertEqual(found.claimed, 70)

    def test_a_held_customer_and_a_held_order(self):
        move = self._due()
        with self._at(NOON):
            hold = self._hold(self.customer, "collection", company=self.company)
            run = self._simulate()
            hold._release("It was a mistake")
        self.assertSaid(run, {move: "held"})
        self.assertSaid(self._simulate(), {move: 1})

    def test_what_is_promised_is_not_asked_for(self):
        move, part = self._due(), self._due()
        account = self._account()
        self.strategy.quiet_days = 0  # a promise is a contact about payment
        with self._at(NOON):
            account._promise(100, date(2026, 5, 27), lines=self._item(move))
            account._promise(60, date(2026, 5, 27), lines=self._item(part))
        run = self._simulate()
        self.assertSaid(run, {move: "promised", part: 1})
        found = run.proposal_ids.filtered(lambda p: p.number == part.name)
        self.assertEqual(found.claimed, 40)

    def test_paid_in_part_is_asked_for_the_rest_and_paid_is_not_there(self):
        part, paid = self._due(), self._due()
        self._pay(part, 60)
        self._pay(paid)
        run = self._simulate()
        self.assertEqual(run.proposal_ids.line_id.move_id, part)
        self.assertEqual(run.proposal_ids.claimed, 40)

    def test_a_credit_note_that_nobody_matched(self):
        old, new = self._due(12), self._due(6)
        self._due(3, move_type="out_refund")
        self.assertSaid(self._simulate(), {old: "covered", new: 1})

    def test_an_unmatched_payment_in_another_currency_covers_nothing(self):
        move = self._due()
        self._payment(500, currency_id=self.euro.id)
        self.assertSaid(self._simulate(), {move: 1})

    def test_two_currencies_are_two_notices_with_amounts_converted(self):
        # two units of the other currency are one of the company's
        self.strategy.min_balance = 50
        own = self._due(amount=50)
        small = self._due(amount=99, currency_id=self.euro.id)
        self.assertSaid(self._simulate(), {own: 1, small: "small_balance"})
        large = self._due(amount=1, currency_id=self.euro.id)
        run = self._generate()
        self.assertSaid(run, {small: 1, large: 1})
        totals = {n.currency_id: n.total for n in run.notice_ids}
        self.assertEqual(totals, {own.currency_id: 50, self.euro: 100})

    def test_quiet_days_count_any_contact_about_payment(self):
        move = self._due()
        self._log("2026-05-14", "in")
        self.assertSaid(self._simulate(), {move: "quiet"})
        self.strategy.quiet_days = 6
        self.assertSaid(self._simulate(), {move: 1})

    def test_the_policy_of_the_company_is_stricter(self):
        move = self._due()
        self._log("2026-05-10")
        self.assertSaid(self._simulate(), {move: 1})
        self.company.o2c_dunning_quiet_days = 11
        self.assertSaid(self._simulate(), {move: "quiet"})
        self.company.write({"o2c_dunning_quiet_days": 0, "o2c_dunning_max_contacts": 1})
        self.assertSaid(self._simulate(), {move: "cap"})

    def test_contacts_about_something_else_and_corrected_ones_do_not_count(self):
        move = self._due()
        wrong = self._log("2026-05-19")
        self._log("2026-05-01", corrects_id=wrong.id)
        other = {"summary": "Hello", "at": f"{DAY} 08:00:00", "purpose": "sales"}
        self.Contact._log(self.customer, company_id=self.company.id, **other)
        self.assertSaid(self._simulate(), {move: 1})

    def test_no_reminder_on_a_holiday(self):
        move = self._due()
        calendar = self.env["resource.calendar"].create(
            {"name": "Days", "tz": "Europe/Rome"}
        )
        self.strategy.calendar_id = calendar
        self.assertSaid(self._simulate(), {move: 1})
        leave = {"name": "Feast", "calendar_id": calendar.id, "resource_id": False}
        span = {"date_from": f"{DAY} 00:00:00", "date_to": f"{DAY} 22:00:00"}
        self.env["resource.calendar.leaves"].create({**leave, **span})
        self.assertSaid(self._simulate(), {move: "no_work"})
        self.strategy.any_day = True
        self.assertSaid(self._simulate(), {move: 1})

    def test_addresses_and_who_opted_out(self):
        move = self._due()
        self.customer.email = False
        self.assertSaid(self._simulate(), {move: "no_address"})
        self.customer.write({"street": "Kai 1", "city": "Hamburg"})
        self.strategy.step_ids.fallback_channel = "letter"
        run = self._simulate()
        self.assertEqual(run.proposal_ids.mapped("channel"), ["letter"])
        self.customer.email = "kontor@nordlicht.example.com"
        self.env["mail.blacklist"]._add("kontor@nordlicht.example.com")
        self.strategy.step_ids.fallback_channel = False
        self.assertSaid(self._simulate(), {move: "opted_out"})

    def test_the_invoicing_contact_is_written_to(self):
        self._due()
        contact = self.env["res.partner"].create(
            {
                "name": "Accounts",
                "parent_id": self.customer.id,
                "type": "invoice",
                "email": "ap@nordlicht.example.com",
            }
        )
        self.assertEqual(self._generate().notice_ids.partner_id, contact)
