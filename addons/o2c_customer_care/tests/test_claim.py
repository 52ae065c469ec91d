import base64
import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .remedy_common import RemedyCommon

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class ClaimCommon(RemedyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.courier = cls._customer(
            name="Kurier Nord", email="claims@kurier.example.com"
        )
        cls.ticket = cls._case()
        cls.photo = cls.env["ir.attachment"].create(
            {
                "name": "broken.png",
                "raw": PIXEL,
                "res_model": "o2c.ticket",
                "res_id": cls.ticket.id,
            }
        )

    @classmethod
    def _claim(cls, amount=200.0, user=None, **values):
        user = user or cls.agent
        claims = cls.env["o2c.claim"].with_user(user)
        options = {
            "picking_id": cls.order.picking_ids.id,
            "evidence_ids": [(6, 0, cls.photo.ids)],
        }
        claim = claims._open(
            cls.ticket.with_user(user),
            "courier",
            cls.courier,
            amount,
            "Box crushed",
            **{**options, **values},
        )
        return claim.with_env(cls.env)

    @classmethod
    def _sent(cls, **values):
        claim = cls._claim(**values)
        claim.with_user(cls.agent).action_mark_sent()
        return claim


@tagged("post_install", "-at_install")
class TestClaim(ClaimCommon):
    def test_sent_with_paper_and_evidence(self):
        with self._at("2026-03-02 09:00:00"):
            claim = self._claim()
            claim.with_user(self.agent).action_send()
        self.assertEqual((claim.state, str(claim.deadline)), ("sent", "2026-03-16"))
        mail = claim.message_ids.filtered(lambda m: m.message_type != "notification")
        self.assertEqual(mail.partner_ids, self.courier)
        names = mail.attachment_ids.mapped("name")
        self.assertIn("broken.png", names)
        # tests print pages instead of PDF, under the same name
        paper = claim.name.replace("/", "-")
        self.assertTrue([name for name in names if name.startswith(paper)])
        chase = claim.activity_ids
        self.assertEqual(chase.user_id, self.agent)
        self.assertEqual(str(chase.date_deadline), "2026-03-16")

    def test_late_after_the_last_day(self):
        claim = self._sent(deadline="2026-03-16")
        _cases = [("2026-03-16 12:00:00", False), ("2026-03-17 12:00:00", True)]
        for moment, late in _cases:
            with self.subTest(moment), self._at(moment):
                claim.invalidate_recordset(["is_late"])
                self.assertEqual(claim.is_late, late)
                found = claim.search([("is_late", "=", True), ("id", "=", claim.id)])
                self.assertEqual(bool(found), late)

    def test_granted_becomes_a_vendor_refund(self):
        claim = self._sent()
        claim.with_user(self.agent)._answered("We pay a part", 150.0, "KN-7")
        refund = claim.refund_id
        self.assertEqual(claim.state, "accepted")
        self.assertEqual((refund.move_type, refund.state), ("in_refund", "draft"))
        self.assertEqual((refund.partner_id, refund.amount_total), (self.courier, 150))
        self.assertEqual(refund.ref, "KN-7")
        self.assertFalse(claim.activity_ids)
        refund.invoice_date = "2026-03-10"
        refund.action_post()
        self.assertEqual(claim.state, "settled")
        refund.button_draft()
        self.assertEqual(claim.state, "accepted")

    def test_one_refund(self):
        claim = self._sent()
        claim.with_user(self.agent)._answered("We pay", 150.0)
        first = claim.refund_id
        claim.with_user(self.agent).action_draft_refund()
        self.assertEqual(claim.refund_id, first)
        first.button_cancel()
        claim.with_user(self.agent).action_draft_refund()
        self.assertNotEqual(claim.refund_id, first)
        self.assertEqual(claim.refund_id.amount_total, 150)

    def test_answers(self):
        _cases = [
            (None, "answered"),
            (0.0, "rejected"),
            (0.01, "accepted"),
            (200.0, "accepted"),
        ]
        for granted, state in _cases:
            with self.subTest(granted=granted):
                claim = self._sent()
                claim.with_user(self.agent)._answered("So", granted)
                self.assertEqual(claim.state, state)
        claim = self._sent()
        with self.assertRaisesRegex(UserError, "between nothing"):
            claim.with_user(self.agent)._answered("So", 200.01)

    def test_insisting_gives_a_new_deadline(self):
        with self._at("2026-03-02 09:00:00"):
            claim = self._sent()
            claim.with_user(self.agent)._answered("No", 0.0)
        with self._at("2026-03-20 09:00:00"):
            claim.with_user(self.agent).action_insist()
        self.assertEqual((claim.state, str(claim.deadline)), ("sent", "2026-04-03"))

    def test_sent_is_fixed(self):
        claim = self._sent()
        with self.assertRaises(UserError):
            claim.with_user(self.agent).amount = 1000
        claim.with_user(self.agent).their_reference = "KN-8"

    def test_another_currency(self):
        currency = self.setup_other_currency("GBP", rates=[("2026-01-01", 0.5)])
        claim = self._sent(currency_id=currency.id, amount=100.0)
        self.assertEqual(claim.amount_company, 200.0)
        claim.with_user(self.agent)._answered("Yes", 50.0)
        self.assertEqual(claim.accepted_company, 100.0)
        self.assertEqual(claim.refund_id.currency_id, currency)

    def test_nobody_writes_one_by_hand(self):
        claim = self._claim()
        _cases = [
            (self.agent, "write", [claim.ids, {"state": "settled"}]),
            (self.leader, "write", [claim.ids, {"accepted_amount": 1}]),
            (self.leader, "create", [{"ticket_id": self.ticket.id}]),
            (self.leader, "unlink", [claim.ids]),
            (self.accountant, "action_mark_sent", [claim.ids]),
        ]
        for user, method, args in _cases:
            with self.subTest(user=user.login, method=method):
                model = self.env(user=user, su=False)["o2c.claim"]
                with (
                    self.assertRaises(UserError),
                    self.assertNothingWritten("o2c.claim"),
                ):
                    call_kw(model, method, args, {})

    def test_a_foreign_agent(self):
        self.ticket.user_id = self.agent
        claim = self._claim()
        stranger = self._person("care_agent", login="o2c_foreign_agent")
        found = claim.with_user(stranger).search([("id", "=", claim.id)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            self._claim(user=stranger)

    def test_the_zip_holds_everything(self):
        claim = self._claim()
        shipment = self.order.picking_ids._o2c_ensure_shipments(wanted=True)
        shipment._report(
            "lost", "2026-03-03 10:00:00", "webhook", "k1", text="=crushed"
        )
        content = claim.with_user(self.agent)._evidence_zip()
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = archive.namelist()
        self.assertIn("evidence/01-broken.png", names)
        self.assertEqual(archive.read("evidence/01-broken.png"), PIXEL)
        self.assertIn(f"{claim.name.replace('/', '-')}.pdf", names)
        self.assertIn("'=crushed", archive.read("courier.csv").decode())

    def test_what_the_wizard_proposes(self):
        self._give("credit", lines=self._of_invoice(2), ticket=self.ticket)
        carrier = self.env["delivery.carrier"].create(
            {
                "name": "Kurier",
                "product_id": self._service(name="Freight").id,
                "o2c_claim_partner_id": self.courier.id,
            }
        )
        self.order.picking_ids.carrier_id = carrier
        self.ticket.picking_id = self.order.picking_ids
        wizards = self.env["o2c.claim.open"].with_user(self.agent)
        wizard = wizards.create({"ticket_id": self.ticket.id})
        self.assertEqual(wizard.kind, "courier")
        self.assertEqual(wizard.partner_id, self.courier)
        self.assertEqual(wizard.amount, 244.0)
        self.assertEqual(wizard.evidence_ids, self.photo)
        first, second = wizard.action_open(), wizard.action_open()
        self.assertEqual(first["res_id"], second["res_id"])

    def test_merged_tickets_keep_them(self):
        claim = self._claim()
        remedy = self._ask("goodwill", 5.0, ticket=self.ticket)
        other = self._case()
        self.ticket._after_merge(other)
        self.assertEqual((claim.ticket_id, remedy.ticket_id), (other, other))


@tagged("post_install", "-at_install")
class TestClaimDownload(ClaimCommon, HttpCase):
    def test_who_may_read_it_gets_it(self):
        claim = self._claim()
        self.ticket.user_id = self.agent
        url = f"/o2c/claim/{claim.id}/evidence"
        self.authenticate("o2c_care_agent", "o2c_care_agent")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self._person("care_agent", login="o2c_foreign_agent")
        self.authenticate("o2c_foreign_agent", "o2c_foreign_agent")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self.url_open("/o2c/claim/0/evidence").status_code, 404)
