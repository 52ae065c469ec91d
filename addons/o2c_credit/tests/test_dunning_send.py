"""What leaves is true at the moment it leaves: payments, disputes, promises since."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.notice import rest
from ..models.o2c_dunning_outbox import MailServerDown, Refused
from .dunning_send_common import SendingCase

SEND = "odoo.addons.o2c_credit.models.o2c_dunning_notice_send"


@tagged("post_install", "-at_install")
class TestFactsAtSending(SendingCase):
    def setUp(self):
        super().setUp()
        self.move = self._overdue()

    def _one(self):
        notice = self._notices()
        self.assertEqual(len(notice), 1)
        self.assertEqual((notice.state, notice.total), ("approved", 100.0))
        return notice

    def test_it_leaves_once(self):
        notice = self._one()
        (message, recipients), *others = self._send(notice)
        self.assertFalse(others)
        self.assertEqual(recipients, ("pay@buyer.example.com",))
        self.assertIn(notice.uuid, message["Message-Id"])
        self.assertSent(notice, 100)
        self.assertEqual(notice.sent_to, "pay@buyer.example.com")
        self.assertEqual(notice.kept_message_id.message_id, message["Message-Id"])
        line = self._item(self.move)
        self.assertEqual(line.o2c_dunning_level, self.step.number)
        self.assertEqual(line.o2c_dunning_date, self.today)
        self.assertEqual(self._send(notice), [])  # the same again: nothing

    def test_it_is_in_the_contact_ledger_once(self):
        notice = self._one()
        self._send(notice)
        entries = self.Contact.search([("source_key", "=", f"notice:{notice.uuid}")])
        self.assertEqual(entries, notice.contact_id)
        self.assertEqual(entries.channel, "email")
        self.assertEqual(entries.purpose, "collection")
        self.assertIn(self.move.name, entries.document_names)

    # ------------------------------------------------------------- money came
    def test_paid_meanwhile(self):
        notice = self._one()
        self._pay_move(self.move)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "paid")

    def test_paid_between_the_sheet_and_the_mail(self):
        """The facts are compared once more in the transaction that sends."""
        notice = self._one()
        Notice = type(notice)
        ready = Notice._make_ready

        def pay_after(notices):
            found = ready(notices)
            if not self.paid:
                self.paid = True
                self._pay_move(self.move)
                self.env.flush_all()
            return found

        self.paid = False
        self.patch(Notice, "_make_ready", pay_after)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "paid")

    def test_partly_paid(self):
        notice = self._one()
        self._pay_move(self.move, 60)
        ((message, _to),) = self._send(notice)
        self.assertSent(notice, 40)
        self.assertIn("40.00", message["Subject"])

    def _paid_and_back(self):
        self._pay_move(self.move)
        self._item(self.move).remove_move_reconcile()
        paid = [("partner_id", "=", self.customer.id)]
        self.env["account.payment"].search(paid).action_draft()
        self.assertEqual(self._item(self.move).amount_residual, 100)

    def test_the_money_went_back_before_anything_left(self):
        notice = self._one()
        self._paid_and_back()
        self._send(notice)
        self.assertSent(notice, 100)

    def test_paid_and_open_again_is_a_new_cycle(self):
        """The second reminder of the first cycle is none of the second."""
        self._step(name="Second", days=8)
        self._item(self.move).o2c_dunning_level = 1
        notice = self._one()
        self.assertEqual(notice.level, 2)
        self._paid_and_back()
        self.assertEqual(self._item(self.move).o2c_dunning_cycle, 1)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "paid")

    def test_one_of_two_paid(self):
        other = self._overdue(50)
        notice = self._notices()
        self._pay_move(other)
        ((message, _to),) = self._send(notice)
        self.assertSent(notice, 100)
        self.assertNotIn(other.name, message.as_string())
        out = notice.line_ids.filtered(lambda li: not li.live)
        self.assertEqual((out.line_id.move_id, out.drop_code), (other, "paid"))

    def test_a_credit_note_not_yet_matched(self):
        notice = self._one()
        self._credit_note(30)
        self._send(notice)
        self.assertSent(notice, 70)
        self.assertEqual(notice.credit, 30)

    def test_a_credit_note_that_covers_all(self):
        notice = self._one()
        self._credit_note(130)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "covered")

    def test_a_payment_not_yet_matched(self):
        notice = self._one()
        self._payment(100)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "covered")

    # ------------------------------------------------------------- disputes, promises
    def test_only_the_disputed_amount_stays_out(self):
        notice = self._one()
        self._hold(self.move, "collection", amount=30)
        ((message, _to),) = self._send(notice)
        self.assertSent(notice, 70)
        self.assertIn("30.00", message.get_body(("html",)).get_content())

    def test_held_altogether(self):
        notice = self._one()
        self._hold(self.move, "collection")
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "held")

    def test_promised(self):
        notice = self._one()
        self.account._promise(100, self.today + timedelta(days=5), lines=self.move)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "promised")

    def test_promised_in_part(self):
        notice = self._one()
        self.account._promise(80, self.today + timedelta(days=5), lines=self.move)
        self._send(notice)
        self.assertSent(notice, 20)

    def test_the_due_date_was_moved(self):
        """An instalment that is not due yet is not asked for."""
        notice = self._one()
        self._item(self.move).date_maturity = self.today + timedelta(days=1)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "not_yet")

    # ------------------------------------------------------------- contacts
    def _call_customer(self, **values):
        options = {
            "company_id": self.company.id,
            "channel": "phone",
            "direction": "out",
            "purpose": "collection",
            "summary": "They pay on Friday",
            "at": fields.Datetime.now() + timedelta(seconds=2),
        }
        return self.Contact._log(self.customer, [], **{**options, **values})

    def test_a_collector_called_meanwhile(self):
        self.strategy.quiet_days = 7
        notice = self._one()
        self._call_customer()
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "quiet")

    def test_a_call_about_something_else(self):
        self.strategy.quiet_days = 7
        notice = self._one()
        self._call_customer(purpose="order")
        self._send(notice)
        self.assertSent(notice, 100)

    def test_no_more_contacts_than_allowed(self):
        """The cap is looked at again: a call of yesterday counts, as entered today."""
        self.strategy.write({"max_contacts": 1, "window_days": 7})
        notice = self._one()
        before = fields.Datetime.now() - timedelta(days=1)
        self._call_customer(at=before, direction="in")
        self._call_customer(at=before - timedelta(days=7))
        self.env["o2c.dunning.notice"].invalidate_model()
        self.assertIsNone(self._why(notice))
        self._call_customer(at=before)
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "cap")

    def _why(self, notice):
        found = rest(*notice._leaving_facts()[notice])
        return found.reason and found.reason.code.value

    def test_the_cap_does_not_part_a_run(self):
        self.strategy.write({"max_contacts": 1, "window_days": 7})
        self.step.consolidated = False
        self._overdue(50)
        notices = self._notices()
        self.assertEqual(len(self._send(notices)), 2)

    def test_another_notice_of_the_run_is_no_contact(self):
        """One notice for each invoice: the first does not silence the second."""
        self.strategy.quiet_days = 7
        self.step.consolidated = False
        self._overdue(50)
        notices = self._notices()
        self.assertEqual(len(self._send(notices)), 2)
        self.assertEqual(set(notices.mapped("state")), {"sent"})

    # ------------------------------------------------------------- who is reached
    def test_opted_out(self):
        notice = self._one()
        self.env["mail.blacklist"]._add("pay@buyer.example.com")
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "opted_out")

    def test_opted_out_of_mail_gets_a_letter(self):
        self.step.fallback_channel = "letter"
        notice = self._one()
        self.env["mail.blacklist"]._add("pay@buyer.example.com")
        self.assertEqual(self._send(notice), [])
        self.assertEqual((notice.state, notice.channel), ("approved", "letter"))

    def test_no_address(self):
        notice = self._one()
        self.customer.email = False
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "no_address")

    def test_the_same_address_twice(self):
        notice = self._one()
        self.customer.email = "pay@buyer.example.com, Pay@Buyer.example.com"
        ((message, recipients),) = self._send(notice)
        self.assertEqual(recipients, ("pay@buyer.example.com",))
        self.assertEqual(str(message["To"]).count("buyer.example.com"), 1)

    def test_never_to_be_reminded(self):
        notice = self._one()
        self.strategy.do_not_dun = True
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "do_not_dun")

    def test_marked_as_no_follow_up(self):
        notice = self._one()
        self._item(self.move).no_followup = True
        self.assertEqual(self._send(notice), [])
        self.assertDropped(notice, "excluded")

    # ------------------------------------------------------------- foreign money
    def test_money_in_another_currency_settles_nothing(self):
        notice = self._one()
        other = self.env.ref("base.GBP")
        other.active = True
        self._payment(100, currency_id=other.id)
        self._send(notice)
        self.assertSent(notice, 100)

    def test_money_for_another_company_settles_nothing(self):
        notice = self._one()
        journal = self.setup_other_company()["default_journal_bank"]
        self._payment(100, journal_id=journal.id, company_id=journal.company_id.id)
        self._send(notice)
        self.assertSent(notice, 100)

    # ------------------------------------------------------------- one by one
    def _two(self):
        customer = self._customer(name="Second", email="second@buyer.example.com")
        other = self._account(partner=customer)
        other.strategy_id = self.strategy
        self._overdue(partner_id=customer.id)
        notices = self._notices(other)
        self.assertEqual(len(notices), 2)
        first = notices.filtered(lambda n: n.account_id == self.account)
        return first, notices - first

    @mute_logger(SEND)
    def test_a_broken_address_does_not_stop_the_others(self):
        broken, fine = self._two()

        def answers(message):
            if "pay@" in str(message["To"]):
                raise Refused("550 no such user")

        self.assertEqual(len(self._send(broken | fine, answers)), 1)
        self.assertEqual((broken.state, fine.state), ("failed", "sent"))
        self.assertEqual(broken.failure, "550 no such user")
        self.assertFalse(broken.left_at)

    @mute_logger(SEND, "odoo.addons.mail.models.mail_render_mixin")
    def test_a_broken_template_does_not_stop_the_others(self):
        broken, fine = self._two()
        template = self.env["mail.template"].create(
            {
                "name": "Broken",
                "model_id": self.env["ir.model"]._get_id("o2c.dunning.notice"),
                "subject": "x",
                "body_html": "<p>x</p>",
            }
        )
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = %s WHERE id = %s",
            ['{"en_US": "<p t-out=\\"object.nothing.there\\"/>"}', template.id],
        )
        step = self._step(days=6, template_id=template.id)
        broken.write({"step_id": step.id, "level": step.number})
        self.assertEqual(len(self._send(broken | fine)), 1)
        self.assertEqual((broken.state, fine.state), ("failed", "sent"))
        self.assertTrue(broken.failure)

    @mute_logger(SEND)
    def test_no_mail_server_is_no_failure(self):
        notice = self._one()

        def answers(_message):
            raise MailServerDown("connection refused")

        self._send(notice, answers)
        self.assertEqual((notice.state, notice.attempts), ("approved", 1))
        ((message, _to),) = self._send(notice)
        self.assertSent(notice, 100)
        self.assertIn(notice.uuid, message["Message-Id"])

    @mute_logger(SEND)
    def test_the_mail_server_puts_it_off_for_ever(self):
        notice = self._one()

        def answers(_message):
            raise MailServerDown("451 later")

        for _time in range(5):
            self._send(notice, answers)
        self.assertEqual((notice.state, notice.attempts), ("failed", 5))
        notice.with_user(self._user("collector")).action_send_again()
        self.assertEqual((notice.state, notice.attempts), ("approved", 0))

    # ------------------------------------------------------------- the counter
    def test_nothing_paid_was_reminded_of(self):
        notice = self._one()
        self._send(notice)
        self.assertEqual(notice.dunned_paid, 0)
        self._pay_move(self.move)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_partial_reconcile SET create_date = %s"
            " WHERE debit_move_id = %s",
            [notice.facts_at + timedelta(seconds=1), self._item(self.move).id],
        )
        notice.invalidate_recordset(["dunned_paid"])
        self.assertEqual(notice.dunned_paid, 0)

    def test_the_counter_counts(self):
        """Had it gone wrong, the counter would say so."""
        notice = self._one()
        self._send(notice)
        self._pay_move(self.move)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_partial_reconcile SET create_date = %s"
            " WHERE debit_move_id = %s",
            [notice.facts_at - timedelta(seconds=1), self._item(self.move).id],
        )
        notice.invalidate_recordset(["dunned_paid"])
        self.assertEqual(notice.dunned_paid, 1)
        self.assertIn(notice, self.Notice.search([("dunned_paid", ">", 0)]))
