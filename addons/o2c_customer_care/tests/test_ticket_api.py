import base64
import json
import os
import re
import subprocess
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .intake_common import IntakeCommon

GUIDE = Path(__file__).parents[3] / "docs" / "interface.md"


@tagged("post_install", "-at_install")
class TestTicketApi(IntakeCommon, HttpCase):
    """Another system opens tickets, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.ref = "C-900"

    def _open(self, user=None, **vals):
        options = {
            "source": "shop",
            "external_id": "T-1",
            "subject": "Cups broken",
            "customer": {"ref": "C-900"},
        }
        tickets = self.Ticket.with_user(user or self.agent)
        return tickets.api_open({**options, **vals})

    def _made(self):
        return self.Ticket.search([("external_source", "=", "shop")])

    def test_opens(self):
        order = self._order()
        content = base64.b64encode(b"%PDF-1.4\n").decode()
        result = self._open(
            kind="complaint",
            priority="2",
            channel="chat",
            remedy="credit",
            text="Four of them",
            order=order.name,
            team=self.team.name,
            files=[{"name": "bill.pdf", "content": content}],
        )
        ticket = self.Ticket.browse(result["id"])
        self.assertEqual((result["ticket"], result["created"]), (ticket.number, True))
        self.assertEqual(
            (ticket.kind, ticket.priority, ticket.channel, ticket.remedy),
            ("complaint", "2", "chat", "credit"),
        )
        self.assertEqual((ticket.order_id, ticket.team_id), (order, self.team))
        self.assertEqual(ticket.partner_id, self.customer)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "o2c.ticket"), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(files.mapped("name"), ["bill.pdf"])

    def test_the_same_number_is_the_same_ticket(self):
        first = self._open()
        again = self._open(subject="Something else")
        self.assertEqual((again["id"], again["created"]), (first["id"], False))
        other = self._open(source="other")
        self.assertNotEqual(other["id"], first["id"])

    def test_by_email(self):
        result = self._open(customer={"email": "RITA@known.example"})
        ticket = self.Ticket.browse(result["id"])
        self.assertEqual(ticket.person_id, self.rita)
        self.assertEqual(ticket.email_from, "rita@known.example")

    def test_what_is_refused(self):
        stranger = self._customer(name="Other", ref="C-901")
        order = self._order(partner_id=stranger.id)
        for case, vals, words in (
            ("nobody", {"customer": {"ref": "C-999"}}, "No customer"),
            ("no customer", {"customer": {}}, "Missing: customer"),
            ("no number", {"external_id": ""}, "Missing: external_id"),
            ("word", {"colour": "red"}, "Unknown: colour"),
            ("kind", {"kind": "joke"}, "kind is one of"),
            ("channel", {"channel": "pigeon"}, "channel is one of"),
            ("order of another", {"order": order.name}, "no document of this"),
            ("no order", {"order": "S-NONE"}, "no document of this"),
            ("team", {"team": "None"}, "no team"),
            ("file", {"files": [{"name": "a", "content": "%"}]}, "cannot be taken"),
            ("program", {"files": [{"name": "a.exe", "content": ""}]}, "cannot be"),
        ):
            with self.subTest(_case=case), self.cr.savepoint():
                with self.assertRaisesRegex(UserError, words):
                    self._open(**vals)
                self.assertFalse(self._made())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_rights(self):
        for user in (
            self.accountant,
            self._user("salesperson"),
            self._user("customer"),
        ):
            with self.subTest(_case=user.login), self.assertRaises(AccessError):
                self._open(user=user)
        self.assertFalse(self._made())

    def test_other_company(self):
        other = self._company()
        hidden = self._customer(name="Hidden", ref="C-902", company_id=other.id)
        with self.assertRaisesRegex(UserError, "No customer"):
            self._open(customer={"ref": hidden.ref})

    def test_examples_of_the_guide(self):
        """The calls in docs/interface.md, run as they stand."""
        keys = self.env["res.users.apikeys"].with_user(self.agent).sudo()
        key = keys._generate("rpc", "shop", "2099-01-01")
        customer = self._customer(name="Guide", ref="C-500")
        self.assertTrue(customer)
        examples = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), re.DOTALL)
        self.assertEqual(len(examples), 1)
        self.env.flush_all()
        env = {
            **os.environ,
            "O2C_URL": self.base_url(),
            "O2C_KEY": key,
            "O2C_DB": self.cr.dbname,
            "no_proxy": "*",
        }
        with self.allow_requests(all_requests=True):
            run = subprocess.run(
                ["bash", "-c", examples[0]],
                env=env,
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
        result = json.loads(run.stdout)
        self.assertTrue(result["created"])
        self.assertEqual(self.Ticket.browse(result["id"]).partner_id, customer)
