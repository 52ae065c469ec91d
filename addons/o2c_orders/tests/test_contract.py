import base64
import io
from unittest.mock import patch

from reportlab.pdfgen import canvas

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.o2c_orders.domain.contract import digest
from odoo.addons.o2c_orders.models.o2c_contract_sign import stamped

from .service_common import MORNING, ServiceCase

REPORTS = "odoo.addons.base.models.ir_actions_report.IrActionsReport"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def blank_pdf(pages=2):
    stream = io.BytesIO()
    paper = canvas.Canvas(stream)
    for _ in range(pages):
        paper.drawString(72, 720, "The clauses")
        paper.showPage()
    paper.save()
    return stream.getvalue()


def texts(content):
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    return [page.extract_text() for page in reader.pages]


class ContractCase(ServiceCase):
    """An order with a contract; the engine that prints is not what is tested."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = cls.env["o2c.contract.template"].create(
            {
                "name": "Agreement",
                "body": "<p>{company} and {customer}: {order}, {reference}</p>",
                "days_to_sign": 14,
            }
        )
        cls.fibre.o2c_contract_template_id = cls.text
        cls.Contract = cls.env["o2c.contract"]
        cls.seller = cls._user("salesperson")

    def setUp(self):
        super().setUp()

        def streams(reports, report_ref, data, res_ids=None):
            return {key: {"stream": io.BytesIO(blank_pdf())} for key in res_ids}

        self.startPatcher(patch(f"{REPORTS}._render_qweb_pdf_prepare_streams", streams))

    def _contract(self, offered=True, **values):
        order = self._service_order(user_id=self.seller.id, **values)
        contract = order.o2c_contract_ids
        if offered:
            contract.action_offer()
        return contract

    def _printed(self, contract):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        return reports._render_qweb_pdf("o2c_orders.report_contract", contract.ids)[0]


@tagged("post_install", "-at_install")
class TestContract(ContractCase):
    """From the text to the archived original, and the marks of every print."""

    def test_made_with_the_order(self):
        customer = self._customer(name="Räder & Söhne <GmbH>")
        contract = self._contract(
            offered=False, client_order_ref="B-7", partner_id=customer.id
        )
        self.assertEqual(contract.state, "draft")
        order = contract.order_id
        self.assertEqual(
            str(contract.content),
            f"<p>{self.company.name} and Räder &amp; Söhne &lt;GmbH&gt;:"
            f" {order.name}, B-7</p>",
        )

    def test_none_without_a_text(self):
        self.assertFalse(self._order().o2c_contract_ids)
        with self.assertRaises(UserError):
            self._order().action_o2c_make_contract()

    def test_one_in_force(self):
        contract = self._contract(offered=False)
        order = contract.order_id
        self.assertFalse(self.Contract._make(order))
        self.assertEqual(order.action_o2c_make_contract()["res_id"], contract.id)
        contract.action_void()
        self.assertTrue(order.o2c_wants_contract)
        again = self.Contract.browse(order.action_o2c_make_contract()["res_id"])
        self.assertNotEqual(again, contract)
        self.assertNotEqual(again.name, contract.name)

    def test_signed_and_archived(self):
        contract = self._contract()
        contract._sign("Freya", PIXEL, "192.0.2.7")
        self.assertEqual((contract.state, contract.signed_by), ("signed", "Freya"))
        paper = base64.b64decode(contract.paper)
        self.assertEqual(contract.paper_digest, digest(paper))
        self.assertTrue(all("COPY" not in text for text in texts(paper)))
        self.assertTrue(contract._verify())
        entry = contract.order_id.o2c_contact_ids
        self.assertEqual((entry.direction, entry.channel), ("in", "portal"))
        self.assertEqual(entry.summary, f"Contract {contract.name} signed by Freya")

    def test_a_changed_original_shows(self):
        contract = self._contract()
        contract._sign("Freya", PIXEL, "192.0.2.7")
        contract.paper = base64.b64encode(base64.b64decode(contract.paper) + b"x")
        self.assertFalse(contract._verify())
        self.assertEqual(contract.action_verify()["params"]["type"], "danger")

    def test_every_page_of_a_print_bears_its_mark(self):
        contract = self._contract(offered=False)
        for state, word in (
            ("draft", "DRAFT"),
            ("offered", "DRAFT"),
            ("signed", "COPY"),
            ("void", "VOID"),
        ):
            contract.state = state
            with self.subTest(state):
                pages = texts(self._printed(contract))
                self.assertEqual(len(pages), 2)
                for page in pages:
                    self.assertIn(word, page.replace("\n", ""))
                    self.assertIn("The clauses", page)

    def test_letters_of_every_language(self):
        for word in ("NIEWAŻNA", "NULO", "BOZZA"):
            with self.subTest(word):
                pages = texts(stamped(blank_pdf(1), word))
                self.assertIn(word, pages[0].replace("\n", ""))

    def test_not_twice(self):
        contract = self._contract()
        contract._sign("Freya", PIXEL, "192.0.2.7")
        paper = contract.paper_digest
        with self.assertRaisesRegex(UserError, "signed already"):
            contract._sign("Loki", PIXEL, "192.0.2.8")
        self.assertEqual((contract.signed_by, contract.paper_digest), ("Freya", paper))

    def test_time_to_sign(self):
        with self._at(MORNING):
            contract = self._contract()
        self.assertEqual(str(contract.sign_until), "2026-03-16")
        # midnight in Rome is an hour earlier in Greenwich
        with self._at("2026-03-16 23:00:00"), self.assertRaisesRegex(UserError, "over"):
            contract._sign("Freya", PIXEL, "192.0.2.7")
        with self._at("2026-03-16 22:59:59"):
            contract._sign("Freya", PIXEL, "192.0.2.7")
        self.assertEqual(contract.state, "signed")

    def test_changed_after_it_was_sent(self):
        contract = self._contract()
        contract.order_id.order_line.price_unit = 51.0
        with self.assertRaisesRegex(UserError, "was changed"):
            contract._sign("Freya", PIXEL, "192.0.2.7")
        self.assertEqual(contract.state, "offered")

    def test_the_text_is_frozen_when_sent(self):
        contract = self._contract(offered=False)
        self.text.body = "<p>New clauses</p>"
        contract.action_refresh()
        self.assertIn("New clauses", contract.content)
        contract.action_offer()
        self.text.body = "<p>Newer clauses</p>"
        with self.assertRaises(UserError):
            contract.action_refresh()
        self.assertIn("New clauses", contract.content)

    def test_tasks_wait_for_the_signature(self):
        self._template("Activate", needs_contract=True)
        contract = self._contract()
        task = contract.order_id.o2c_task_ids
        self.assertEqual(
            (task.state, task.waits_for), ("waiting", "the signed contract")
        )
        contract._sign("Freya", PIXEL, "192.0.2.7")
        self.assertEqual(task.state, "ready")

    def test_card_for_who_sees_tasks_but_no_templates(self):
        self._template("Activate", needs_contract=True)
        task = self._contract().order_id.o2c_task_ids
        user = self._user("auditor", groups="account.group_account_readonly")
        env = self.env(user=user, su=False)
        self.assertFalse(env["o2c.task.template"].has_access("read"))
        self.env.invalidate_all()
        card = call_kw(env["res.partner"], "o2c_card", self.customer.ids, {})
        (section,) = [s for s in card["sections"] if s["key"] == "tasks"]
        self.assertEqual(
            [(line["value"], line["record"]) for line in section["lines"]],
            [("waits for: the signed contract", ["o2c.task", task.id])],
        )

    def test_cancelled_order_voids_it(self):
        contract = self._contract()
        contract.order_id._action_cancel()
        self.assertEqual(contract.state, "void")
        self.assertEqual(contract.void_reason, "The order was cancelled.")

    # ------------------------------------------------------------- rights
    def _call(self, role, contract, method, *args):
        mine = self.env(user=self._user(role), su=False)["o2c.contract"]
        return call_kw(mine, method, [contract.ids, *args], {})

    def test_nobody_writes_one(self):
        contract = self._contract()
        for role in ("salesperson", "order_manager", "accountant", "customer"):
            for values in ({"state": "signed"}, {"content": "x"}, {"paper": PIXEL}):
                with self.subTest(role, **values), self.assertRaises(AccessError):
                    self._call(role, contract, "write", values)
            with self.subTest(role), self.assertRaises(AccessError):
                self._call(role, contract, "unlink")
        self.assertEqual(contract.state, "offered")

    def test_a_signed_one_is_voided_by_the_manager(self):
        contract = self._contract()
        contract._sign("Freya", PIXEL, "192.0.2.7")
        with self.assertRaises(UserError):
            self._call("salesperson", contract, "action_void")
        self._call("order_manager", contract, "action_void")
        self.assertEqual(contract.state, "void")

    def test_steps_are_for_sales(self):
        contract = self._contract(offered=False)
        for role, refusal in (("accountant", UserError), ("customer", AccessError)):
            with self.subTest(role), self.assertRaises(refusal):
                self._call(role, contract, "action_offer")
        self.assertEqual(contract.state, "draft")


@tagged("post_install", "-at_install")
class TestContractPortal(ContractCase, HttpCase):
    """The customer reads and signs; strangers, colleagues and old links do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freya = cls._user("customer")
        cls.stranger = cls._user("customer", login="o2c_stranger")

    def setUp(self):
        super().setUp()
        self.contract = self._contract(partner_id=self.freya.partner_id.id)
        self.url = f"/my/contracts/{self.contract.id}"

    def _as(self, login):
        self.authenticate(login, login)

    def _sign(self, **options):
        values = {"name": "Freya", "signature": PIXEL, **options}
        answer = self.make_jsonrpc_request(f"{self.url}/sign", values)
        self.contract.invalidate_recordset()
        return answer

    def test_reads_and_signs(self):
        self._as("o2c_customer")
        self.assertIn(self.contract.name, self.url_open("/my/contracts").text)
        page = self.url_open(self.url).text
        self.assertIn('id="o2c_sign"', page)
        self.assertIn(self.contract.content_digest, page)
        self.assertIn("redirect_url", self._sign())
        self.assertEqual(self.contract.state, "signed")
        self.assertEqual(self.contract.signed_from, "127.0.0.1")
        self.assertNotIn('id="o2c_sign"', self.url_open(self.url).text)
        file = self.url_open(f"{self.url}/pdf")
        self.assertEqual(file.content, base64.b64decode(self.contract.paper))
        self.assertIn("error", self._sign(name="Loki"))
        self.assertEqual(self.contract.signed_by, "Freya")

    def test_order_page_shows_the_services(self):
        self._template("Activate")
        order = self.contract.order_id
        order.order_line._o2c_plan_tasks()
        order.o2c_task_ids.last_error = "Internal: wrong cable"
        self._as("o2c_customer")
        page = self.url_open(order.get_portal_url()).text
        self.assertIn('id="o2c_services"', page)
        self.assertIn("Activate", page)
        self.assertIn(self.contract.name, page)
        self.assertNotIn("wrong cable", page)

    def test_prices_per_period_are_read_before_accepting(self):
        tariff = self._tariff()
        order = self._service_order(
            tariff=tariff, confirm=False, partner_id=self.freya.partner_id.id
        )
        order.action_quotation_sent()
        self._as("o2c_customer")
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("30.00 per month", page.replace("\xa0", " "))
        services = self.contract._services()
        self.assertEqual([row["per_period"] for row in services], [""])

    def test_a_stranger(self):
        self._as("o2c_stranger")
        self.assertNotIn(self.contract.name, self.url_open("/my/contracts").text)
        for path in ("", "/pdf"):
            with self.subTest(path):
                answer = self.url_open(f"{self.url}{path}", allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
        self.assertIn("error", self._sign())
        self.assertIn("error", self._sign(access_token="guessed"))
        self.assertEqual(self.contract.state, "offered")

    def test_the_link_of_the_mail(self):
        token = f"?access_token={self.contract.access_token}"
        self.assertIn(self.contract.name, self.url_open(self.url + token).text)
        self.assertIn("error", self._sign())
        self.assertIn(
            "redirect_url", self._sign(access_token=self.contract.access_token)
        )
        self.assertEqual(self.contract.state, "signed")

    def test_an_old_link(self):
        self.contract.write({"link_until": "2026-03-02", "sign_until": "2026-03-02"})
        token = f"?access_token={self.contract.access_token}"
        answer = self.url_open(self.url + token, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("error", self._sign(access_token=self.contract.access_token))
        # the customer himself still reads it, too late to sign
        self._as("o2c_customer")
        self.assertIn("The time to sign", self.url_open(self.url).text)
        self.assertIn("error", self._sign())
        self.assertEqual(self.contract.state, "offered")

    def test_a_colleague_does_not_sign_for_him(self):
        self._as("o2c_salesperson")
        self.assertIn(self.contract.name, self.url_open(self.url).text)
        self.assertNotIn('id="o2c_sign"', self.url_open(self.url).text)
        self.assertIn("error", self._sign())
        token = self.contract.access_token
        self.assertIn("error", self._sign(access_token=token))
        self.assertEqual(self.contract.state, "offered")

    def test_a_look_changes_nothing(self):
        self._as("o2c_customer")
        with mute_logger("odoo.http"):
            answer = self.url_open(f"{self.url}/sign?name=Freya&signature={PIXEL}")
        self.assertIn(answer.status_code, (400, 404, 405, 415))
        self.contract.invalidate_recordset()
        self.assertEqual(self.contract.state, "offered")

    def test_without_name_or_signature(self):
        self._as("o2c_customer")
        no_image = base64.b64encode(b"<svg onload='alert(1)'/>").decode()
        for options in (
            {"name": " "},
            {"name": ["Freya"]},
            {"signature": ""},
            {"signature": "%%%"},
            {"signature": no_image},
            {"signature": PIXEL + "A" * 2_000_000},
        ):
            with self.subTest(str(options)[:40]):
                self.assertIn("error", self._sign(**options))
        self.assertEqual(self.contract.state, "offered")

    def test_a_draft_is_nobody_elses(self):
        draft = self._contract(offered=False, partner_id=self.freya.partner_id.id)
        draft._portal_ensure_token()
        url = f"/my/contracts/{draft.id}"
        for login in ("o2c_customer", "o2c_stranger"):
            self._as(login)
            for query in ("", f"?access_token={draft.access_token}"):
                answer = self.url_open(url + query, allow_redirects=False)
                with self.subTest(login, query=query):
                    self.assertEqual(answer.status_code, 303)
