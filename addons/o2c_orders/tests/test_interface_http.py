import json
import os
import re
import subprocess
from pathlib import Path

from odoo.tests import HttpCase, tagged

from .interface_common import InterfaceCommon

GUIDE = Path(__file__).parents[3] / "docs" / "interface.md"
ROOT = "/o2c/api/v1"


@tagged("post_install", "-at_install")
class TestInterfaceHttp(InterfaceCommon, HttpCase):
    """The calls of another system, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        action = cls.interface.with_user(cls.manager).action_new_key()
        cls.key = action["context"]["default_key"]

    def _call(self, path, body=None, key=None, method=None, **headers):
        headers = {"Authorization": f"Bearer {key or self.key}", **headers}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        return self.url_open(f"{ROOT}{path}", body, headers=headers, method=method)

    def _hand_in(self, *raws):
        return self._call("/orders", {"orders": list(raws)})

    def _error(self, answer, status, code):
        self.assertEqual(answer.status_code, status)
        self.assertEqual(answer.json()["error"]["code"], code)
        self.assertTrue(answer.json()["error"]["message"])

    def test_orders_in(self):
        answer = self._hand_in(self._raw("A"))
        self.assertEqual(answer.status_code, 200)
        (row,) = answer.json()["results"]
        self.assertEqual((row["outcome"], row["total"]), ("created", 500))
        again = self._hand_in(self._raw("A"))
        self.assertEqual(again.json()["results"][0]["outcome"], "unchanged")
        self.assertEqual(again.json()["results"][0]["order"], row["order"])

    def test_some_rows_fail(self):
        wrong = self._raw("B", lines=[])
        answer = self._hand_in(self._raw("A"), wrong)
        self.assertEqual(answer.status_code, 207)
        body = answer.json()
        self.assertEqual((body["rows"], body["failed"]), (2, 1))
        (error,) = body["results"][1]["errors"]
        self.assertEqual((error["field"], error["code"]), ("lines", "missing"))

    def test_without_a_key_and_with_a_wrong_one(self):
        with self.assertNothingWritten("sale.order", "o2c.interface.message"):
            body = json.dumps({"orders": [self._raw()]})
            for headers in ({}, {"Authorization": "Bearer " + "0" * 40}):
                answer = self.url_open(f"{ROOT}/orders", body, headers=headers)
                self.assertEqual(answer.status_code, 401)
                answer = self.url_open(f"{ROOT}/orders", headers=headers)
                self.assertEqual(answer.status_code, 401)

    def test_a_session_is_no_key(self):
        self.authenticate(self.manager.login, self.manager.login)
        answer = self.url_open(f"{ROOT}/orders", json.dumps({"orders": [self._raw()]}))
        self.assertEqual(answer.status_code, 401)

    def test_a_key_of_somebody_else(self):
        keys = self.env["res.users.apikeys"].with_user(self.manager).sudo()
        key = keys._generate("rpc", "mine", "2099-01-01")
        self._error(self._call("/orders", key=key), 403, "no_interface")

    def test_a_new_key_ends_the_old_one(self):
        action = self.interface.with_user(self.manager).action_new_key()
        self.assertEqual(self._call("/orders").status_code, 401)
        key = action["context"]["default_key"]
        self.assertEqual(self._call("/orders", key=key).status_code, 200)

    def test_an_archived_interface(self):
        self.interface.active = False
        self.assertEqual(self._call("/orders").status_code, 401)

    def test_what_cannot_be_read(self):
        with self.assertNothingWritten("sale.order", "o2c.interface.message"):
            for body in ("{", "[]", "5", '{"orders": 5}', '{"order": []}'):
                self._error(self._call("/orders", body), 400, "bad_json")
            self._error(self._call("/orders.csv", "colour\nred\n"), 400, "bad_csv")
            self._error(self._call("/orders.csv", b"\xff\xfe"), 400, "not_utf8")
            self._error(self._call("/orders?since=monday"), 400, "bad_value")
            self._error(self._call("/orders?limit=-1"), 400, "bad_value")

    def test_limits_of_size(self):
        self.interface.write({"max_rows": 2, "max_bytes": 2000})
        rows = [self._raw(str(n)) for n in range(3)]
        with self.assertNothingWritten("sale.order"):
            self._error(self._hand_in(*rows), 413, "too_many")
            long = self._raw(note="x" * 2000)
            self._error(self._hand_in(long), 413, "too_large")
        self.assertEqual(self._hand_in(*rows[:2]).status_code, 200)

    def test_limit_of_calls(self):
        self.interface.calls_per_minute = 2
        statuses = [self._call("/orders").status_code for _n in range(3)]
        self.assertEqual(statuses, [200, 200, 429])
        answer = self._hand_in(self._raw())
        self._error(answer, 429, "too_often")
        self.assertEqual(answer.headers["Retry-After"], "60")

    def test_what_it_may_not(self):
        off = {"hands_in": False, "reads_status": False, "reads_invoices": False}
        self.interface.write(off)
        for path in ("/orders", "/orders/A", "/invoices", "/invoices.csv"):
            self._error(self._call(path), 403, "not_allowed")
        self._error(self._hand_in(self._raw()), 403, "not_allowed")

    def test_status_of_one_order(self):
        self._hand_in(self._raw("A/1 ü"))
        order = self.interface._orders_of(["A/1 ü"])
        order.action_confirm()
        self._deliver(order)
        answer = self._call("/orders/A/1%20%C3%BC").json()
        self.assertEqual(answer["external_id"], "A/1 ü")
        self.assertEqual(answer["order"], order.name)
        self.assertTrue(answer["milestones"]["shipped"]["actual"])
        self.assertFalse(answer["milestones"]["invoiced"]["actual"])
        (line,) = answer["lines"]
        self.assertEqual((line["product"], line["delivered"]), ("CUPS", 5))

    def test_only_its_own_orders_and_invoices(self):
        other = self._interface(name="Other")
        self._take_in(self._raw("FAR"), interface=other)
        order = other._orders_of(["FAR"])
        order.action_confirm()
        self._deliver(order)
        invoice = self._invoice(order)
        self._error(self._call("/orders/FAR"), 404, "not_found")
        self.assertEqual(self._call("/orders").json()["orders"], [])
        self.assertEqual(self._call("/invoices").json()["invoices"], [])
        self._error(self._call(f"/invoices/{invoice.id}/pdf"), 404, "not_found")

    def test_posted_invoice_is_no_proforma(self):
        self._hand_in(self._raw("A"))
        order = self.interface._orders_of(["A"])
        order.action_confirm()
        self._deliver(order)
        invoice = self._invoice(order)
        answer = self._call(f"/invoices/{invoice.id}/pdf")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertNotIn("proforma", answer.headers["Content-Disposition"])
        made = invoice.with_context(force_report_rendering=True)._o2c_invoice_file()
        self.assertTrue(made[1].startswith(b"%PDF"))

    def test_pages(self):
        self._hand_in(*(self._raw(f"P{n}") for n in range(5)))
        found, query = [], "limit=2"
        for _page in range(4):
            page = self._call(f"/orders?{query}").json()
            found += [order["external_id"] for order in page["orders"]]
            if not page["next"]:
                break
            query = "limit=2&since={since}&after={after}".format(**page["next"])
        self.assertEqual(sorted(found), [f"P{n}" for n in range(5)])

    def test_only_what_changed_since(self):
        self._hand_in(self._raw("A"))
        later = "since=2999-01-01T00:00:00%2B01:00"
        self.assertEqual(self._call(f"/orders?{later}").json()["orders"], [])
        self.assertEqual(self._call(f"/invoices?{later}").json()["invoices"], [])

    def test_invoices(self):
        self._hand_in(self._raw("A"))
        order = self.interface._orders_of(["A"])
        order.action_confirm()
        self._deliver(order)
        invoice = self._invoice(order)
        (told,) = self._call("/invoices").json()["invoices"]
        self.assertEqual((told["number"], told["total"]), (invoice.name, 500))
        self.assertEqual((told["open"], told["external_ids"]), (500, ["A"]))
        self._pay(invoice)
        (told,) = self._call("/invoices").json()["invoices"]
        self.assertEqual(told["open"], 0)
        lines = self._call("/invoices.csv").text.splitlines()
        self.assertEqual(lines[0].split(",")[0], "number")
        self.assertEqual(len(lines), 2)
        credit = self._credit(invoice)
        types = [i["type"] for i in self._call("/invoices").json()["invoices"]]
        self.assertEqual(sorted(types), ["credit_note", "invoice"])
        self.assertTrue(credit)

    def test_examples_of_the_guide(self):
        """Each example of docs/interface.md, run as it stands."""
        examples = re.findall(r"```bash\n(.*?)```", GUIDE.read_text(), re.DOTALL)
        self.assertEqual(len(examples), 6)
        outputs = [self._run(example) for example in examples]
        first = json.loads(outputs[0])
        outcomes = [row["outcome"] for row in first["results"]]
        self.assertEqual(outcomes, ["created", "error"])
        self.assertEqual(first["results"][0]["total"], 590)
        self.assertEqual(json.loads(outputs[1])["external_id"], "SHOP-1001")
        self.assertEqual(len(json.loads(outputs[2])["orders"]), 1)
        self.assertEqual(json.loads(outputs[3]), {"invoices": [], "next": None})
        self.assertEqual(json.loads(outputs[4])["results"][0]["total"], 395.5)
        self.assertIn("SHOP-1003", outputs[5])

    def _run(self, example):
        env = {**os.environ, "O2C_URL": self.base_url(), "O2C_KEY": self.key}
        env["no_proxy"] = "*"
        with self.allow_requests(all_requests=True):
            done = subprocess.run(
                ["bash", "-ec", example],
                env=env,
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
        return done.stdout
