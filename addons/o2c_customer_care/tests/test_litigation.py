import io
import json
import zipfile
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestLawsuit(DisputeCommon):
    """Rejected amounts before a court: held, then decided by how it ends."""

    def setUp(self):
        super().setUp()
        self.invoice = self._bill(1000)
        self.dispute = self._rejected(300, self.invoice)

    def _filed(self, dispute=None, **vals):
        lawsuit = self._lawsuit(dispute or self.dispute, **vals)
        lawsuit.with_user(self.leader).action_file()
        return lawsuit

    def _end(self, lawsuit, outcome, awarded, note="Judgment of May", user=None):
        lawsuit.with_user(user or self.leader)._end(outcome, awarded, note)

    def test_it_holds_what_was_rejected(self):
        self.assertHeld(self.invoice, 0)
        lawsuit = self._lawsuit(self.dispute, kind="court", court="Milan")
        self.assertEqual((lawsuit.state, lawsuit.amount), ("prepared", 300))
        self.assertEqual((lawsuit.kind, lawsuit.court), ("court", "Milan"))
        self.assertEqual(lawsuit.partner_id, self.customer)
        self.assertHeldAs(self.invoice, "litigation", 300)
        self.assertEqual(self.invoice.o2c_disputed_amount, 300)
        self.assertEqual(self.dispute.state, "rejected")

    def test_each_end(self):
        cases = (
            # outcome, awarded, state of the dispute, granted
            ("won", 300, "rejected", 0),
            ("partly", 100, "partial", 200),
            ("lost", 0, "accepted", 300),
            ("agreement", 299.99, "partial", 0.01),
            ("agreement", 0, "accepted", 300),
            ("agreement", 300, "rejected", 0),
            ("withdrawn", 300, "rejected", 0),
        )
        for outcome, awarded, state, granted in cases:
            with self.subTest(outcome, awarded=awarded):
                invoice = self._bill(1000)
                dispute = self._rejected(300, invoice)
                lawsuit = self._filed(dispute)
                self._end(lawsuit, outcome, awarded)
                self.assertEqual((lawsuit.state, lawsuit.awarded), ("ended", awarded))
                self.assertEqual((dispute.state, dispute.in_court), (state, False))
                self.assertEqual(dispute.accepted_amount, granted)
                self.assertEqual(dispute.credit_note_id.amount_total, granted)
                self.assertHeld(invoice, granted)

    def test_an_end_that_does_not_fit(self):
        lawsuit = self._filed()
        cases = (
            ("won", 299.99, "x", "does not fit"),
            ("partly", 0, "x", "does not fit"),
            ("partly", 300, "x", "does not fit"),
            ("lost", 0.01, "x", "does not fit"),
            ("agreement", 300.01, "x", "between nothing"),
            ("agreement", -0.01, "x", "between nothing"),
            ("won", 300, "  ", "Say what was decided"),
        )
        for outcome, awarded, note, text in cases:
            with (
                self.subTest(outcome, awarded=awarded),
                self.assertNothingWritten("o2c.litigation", "o2c.dispute"),
                self.assertRaisesRegex(UserError, text),
            ):
                self._end(lawsuit, outcome, awarded, note)

    def test_several_amounts_share_what_is_awarded(self):
        ticket = self._ticket()
        bill = self._bill(1000)
        first = self._rejected(200, bill, ticket=ticket)
        second = self._rejected(100, self._bill(1000), ticket=ticket)
        lawsuit = self._filed(first | second)
        self.assertEqual(lawsuit.amount, 300)
        self._end(lawsuit, "partly", 100)
        self.assertEqual(first.accepted_amount, 133.33)
        self.assertEqual(second.accepted_amount, 66.67)

    def test_not_opened(self):
        other = self._dispute(self._bill(1000))
        taken = self._rejected()
        self._lawsuit(taken)
        paid = self._rejected(300, self._bill(1000))
        self._pay(paid.invoice_id, 701)
        dollar = self.setup_other_currency("EUR")
        foreign = self._rejected(100, self._bill(1000, currency_id=dollar.id))
        cases = (
            ("not rejected", other, "Only a rejected"),
            ("in court", taken, "already"),
            ("paid since", paid, "paid"),
            ("nothing", self.dispute.browse(), "Choose"),
            ("two currencies", self.dispute | foreign, "one currency"),
        )
        for name, disputes, text in cases:
            with (
                self.subTest(name),
                self.assertNothingWritten("o2c.litigation", "o2c.hold"),
                self.assertRaisesRegex(UserError, text),
            ):
                self._lawsuit(disputes)

    def test_it_goes_on_with_the_ticket_into_which_its_own_is_merged(self):
        lawsuit = self._lawsuit(self.dispute)
        target = self._ticket(name="The same once more")
        lawsuit.ticket_id.with_user(self.leader)._merge_into(
            target.with_user(self.leader)
        )
        self.assertEqual((lawsuit.ticket_id, self.dispute.ticket_id), (target, target))

    def test_while_it_runs_the_dispute_is_not_taken_up_again(self):
        self._lawsuit(self.dispute)
        with self.assertRaisesRegex(UserError, "before a court"):
            self.dispute.with_user(self.agent)._reopen("New")

    def test_the_same_amount_is_not_contested_twice(self):
        self._pay(self.invoice, 700)
        self._lawsuit(self.dispute)
        with self.assertRaisesRegex(UserError, "can still be contested"):
            self._dispute(self.invoice, 0.01)

    def test_a_payment_ends_the_hold_and_tells_the_responsible(self):
        lawsuit = self._lawsuit(self.dispute)
        self._pay(self.invoice)
        self.assertHeld(self.invoice, 0)
        activity = lawsuit.activity_ids
        self.assertEqual(activity.user_id, self.leader)
        self.assertIn("Paid", activity.summary)
        # told once, and taken back when the payment is
        self.invoice.line_ids.remove_move_reconcile()
        self.assertHeldAs(self.invoice, "litigation", 300)

    # ------------------------------------------------------------- rights
    def test_only_leaders_go_to_court_and_end_it(self):
        lawsuit = self._filed()
        other = self._rejected()
        for user in (self.agent, self.accountant, self._user("salesperson")):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self._lawsuit(other, user)
                with self.assertRaises(AccessError):
                    self._end(lawsuit, "won", 300, user=user)
                with self.assertRaises(AccessError):
                    call_kw(
                        self.env["o2c.litigation"].with_user(user),
                        "action_make_file",
                        [lawsuit.ids],
                        {},
                    )
        self.assertEqual(lawsuit.state, "filed")

    def test_nobody_writes_what_follows(self):
        lawsuit = self._lawsuit(self.dispute)
        model = self.env["o2c.litigation"].with_user(self.leader)
        for vals in ({"state": "ended"}, {"awarded": 1}, {"amount": 1}):
            with self.assertRaises(AccessError):
                call_kw(model, "write", [lawsuit.ids, vals], {})
        with self.assertRaises(AccessError):
            call_kw(model, "create", [{"partner_id": self.customer.id}], {})
        with self.assertRaises(AccessError):
            call_kw(model, "unlink", [lawsuit.ids], {})
        call_kw(model, "write", [lawsuit.ids, {"court": "Rome", "costs": 90}], {})
        self.assertEqual((lawsuit.court, lawsuit.costs), ("Rome", 90))

    def test_who_reads_it(self):
        self.dispute.ticket_id.user_id = self.agent
        lawsuit = self._lawsuit(self.dispute)
        for user, may in (
            (self.agent, True),
            (self.accountant, True),
            (self._user("warehouse"), False),
            (self._user("salesperson"), False),
            (self._person("care_agent", login="care_elsewhere"), False),
        ):
            with self.subTest(user.login):
                self.assertEqual(lawsuit.with_user(user).has_access("read"), may)
        portal = self._portal_user()
        self.assertFalse(lawsuit.with_user(portal).has_access("read"))

    def _portal_user(self):
        return self.env["res.users"].create(
            {
                "name": "Client",
                "login": "client_lawsuit",
                "partner_id": self.customer.id,
                "group_ids": [Command.set([self.env.ref("base.group_portal").id])],
            }
        )

    # ------------------------------------------------------------- terms
    def test_a_term_puts_an_activity_on_the_responsible(self):
        lawsuit = self._lawsuit(self.dispute)
        events = self.env["o2c.litigation.event"].with_user(self.leader)
        term = events.create(
            {
                "litigation_id": lawsuit.id,
                "kind": "term",
                "day": "2026-06-30",
                "text": "Answer to the claim",
            }
        )
        self.assertEqual(str(lawsuit.next_day), "2026-06-30")
        self.assertEqual(lawsuit.next_text, "Answer to the claim")
        activity = lawsuit.activity_ids
        self.assertEqual(
            (activity.user_id, str(activity.date_deadline)),
            (self.leader, "2026-06-30"),
        )
        term.day = "2026-07-10"
        self.assertEqual(str(lawsuit.activity_ids.date_deadline), "2026-07-10")
        term.done = True
        self.assertFalse(lawsuit.activity_ids)
        self.assertFalse(lawsuit.next_day)

    def test_the_earliest_open_term_is_next(self):
        lawsuit = self._lawsuit(self.dispute)
        days = (
            ("2026-07-02", "term"),
            ("2026-07-01", "hearing"),
            ("2026-06-01", "note"),
        )
        for day, kind in days:
            self.env["o2c.litigation.event"].create(
                {"litigation_id": lawsuit.id, "kind": kind, "day": day, "text": kind}
            )
        self.assertEqual(str(lawsuit.next_day), "2026-07-01")

    def test_events_are_kept(self):
        lawsuit = self._lawsuit(self.dispute)
        event = self.env["o2c.litigation.event"].create(
            {"litigation_id": lawsuit.id, "text": "x"}
        )
        with self.assertRaises(UserError):
            event.unlink()

    def test_the_wizards(self):
        opening = self.env["o2c.litigation.open"].with_user(self.leader)
        form = Form(opening.with_context(default_dispute_ids=self.dispute.ids))
        form.note = "They keep the goods and do not pay"
        action = form.save().action_open()
        lawsuit = self.env["o2c.litigation"].browse(action["res_id"])
        lawsuit.with_user(self.leader).action_file()
        ending = self.env["o2c.litigation.end"].with_user(self.leader)
        form = Form(ending.with_context(default_litigation_id=lawsuit.id))
        self.assertEqual(form.awarded, 300)
        form.outcome = "partly"
        form.awarded = 200
        form.note = "A third is ours to bear"
        form.save().action_end()
        self.assertEqual((lawsuit.outcome, lawsuit.awarded), ("partly", 200))
        self.assertIn("A third is ours", self.dispute.decision_note)


@tagged("post_install", "-at_install")
class TestFile(DisputeCommon):
    """Everything that proves something, in one file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._order()
        cls._deliver(cls.order)
        cls.invoice = cls._invoice(cls.order)
        cls.ticket = cls._ticket(
            invoice_id=cls.invoice.id, description="Two boxes were wet"
        )
        cls.ticket.message_post(
            body="Here is the picture",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("wet.jpg", b"picture of a wet box")],
        )
        cls.ticket.message_post(
            body="He always complains", subtype_xmlid="mail.mt_note"
        )
        dispute = cls._rejected(100, cls.invoice, ticket=cls.ticket)
        cls.lawsuit = cls._lawsuit(dispute, note="They keep the goods")

    def setUp(self):
        super().setUp()
        reports = type(self.env["ir.actions.report"])
        # how a PDF is printed is Odoo's own matter
        fakes = (
            patch.object(
                reports,
                "_render_qweb_pdf",
                lambda self, ref, ids=None, data=None: (f"{ref} {ids}".encode(), "pdf"),
            ),
            patch.object(
                type(self.env["account.move"]),
                "_o2c_invoice_file",
                lambda move: (f"{move.name}.pdf", b"invoice", "application/pdf"),
            ),
        )
        for fake in fakes:
            fake.start()
            self.addCleanup(fake.stop)

    def _file(self):
        self.lawsuit.with_user(self.leader).action_make_file()
        self.lawsuit.invalidate_recordset()
        return zipfile.ZipFile(io.BytesIO(self.lawsuit.file_id.raw))

    def _named(self, names, part):
        return [name for name in names if part in name]

    def test_what_is_in_it(self):
        archive = self._file()
        names = archive.namelist()
        self.assertEqual(len(names), len(set(names)))
        for part in (
            "0 Index.html",
            "1 Orders/",
            "2 Deliveries/",
            "3 Invoices/",
            "5 Contacts/Contacts.html",
            "5 Contacts/Contacts with proof.json",
            f"6 Complaint/Ticket {self.ticket.number}.html",
            "6 Complaint/wet.jpg",
        ):
            self.assertTrue(self._named(names, part), f"{part} in {names}")
        self.assertEqual(archive.read("6 Complaint/wet.jpg"), b"picture of a wet box")
        index = archive.read("0 Index.html").decode()
        self.assertIn("They keep the goods", index)
        self.assertIn("wet.jpg", index)

    def test_notes_between_colleagues_stay_out(self):
        archive = self._file()
        page = archive.read(f"6 Complaint/Ticket {self.ticket.number}.html").decode()
        self.assertIn("Here is the picture", page)
        self.assertNotIn("He always complains", page)

    def test_the_contacts_carry_their_proof(self):
        archive = self._file()
        entries = json.loads(archive.read("5 Contacts/Contacts with proof.json"))
        self.assertTrue(entries)
        self.assertTrue(all(entry["digest"] and entry["link"] for entry in entries))
        fault = self.env["o2c.contact"]._verify(self.env.company)[1]
        self.assertIsNone(fault)

    def test_it_is_kept_and_its_digest_is_noted(self):
        self._file()
        first = self.lawsuit.file_id
        self.assertIn("SHA-256", self.lawsuit.message_ids[0].body)
        self._file()
        self.assertTrue(first.exists())
        self.assertNotEqual(self.lawsuit.file_id, first)

    def test_readers_of_the_lawsuit_reach_it_and_nobody_else(self):
        self._file()
        file = self.lawsuit.file_id
        self.assertTrue(file.with_user(self.accountant).has_access("read"))
        clerk = self._user("warehouse")
        self.assertFalse(file.with_user(clerk).has_access("read"))

    def test_two_papers_of_one_name_are_both_there(self):
        self.ticket.message_post(
            body="And another one",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("wet.jpg", b"the other one")],
        )
        names = self._file().namelist()
        self.assertEqual(len(self._named(names, "wet.jpg")), 2)
