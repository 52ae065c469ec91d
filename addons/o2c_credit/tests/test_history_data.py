"""Both ledgers of the data folder, over HTTP as the screen sends them."""

import base64
import os
import unittest
from pathlib import Path

from odoo.tests import HttpCase, tagged

FOLDER = os.environ.get("O2C_DATASETS")
MODEL = "o2c.history.import"
PIECE = 256 * 1024


@tagged("post_install", "-at_install")
@unittest.skipUnless(FOLDER, "O2C_DATASETS is not set: no data to import")
class TestHistoryData(HttpCase):
    """Nothing is chosen by hand: what is proposed is confirmed."""

    def setUp(self):
        super().setUp()
        company = self.env["res.company"].create({"name": "Data", "currency_id": 1})
        self.company = company
        self.env["res.users"].create(
            {
                "name": "Data manager",
                "login": "o2c_data",
                "password": "o2c_data",
                "company_id": company.id,
                "company_ids": [company.id],
                "group_ids": [self.env.ref("o2c_credit.group_credit_manager").id],
            }
        )
        self.env["res.currency.rate"].create(
            {
                "name": "2012-01-01",
                "currency_id": self.env.ref("base.CAD").id,
                "company_id": company.id,
                "rate": 1.25,
            }
        )
        self.authenticate("o2c_data", "o2c_data")

    def _call(self, method, *args):
        url = f"/web/dataset/call_kw/{MODEL}/{method}"
        params = {"model": MODEL, "method": method, "args": args, "kwargs": {}}
        return self.make_jsonrpc_request(url, params, timeout=180)

    def _import(self, name):
        path = Path(FOLDER) / name
        data = path.read_bytes()
        import_id = self._call("start", path.name)
        for number, at in enumerate(range(0, len(data), PIECE)):
            piece = base64.b64encode(data[at : at + PIECE]).decode()
            self._call("upload", [import_id], number, piece)
        settings = self._call("prepare", [import_id])["settings"]
        check = self._call("check", [import_id], settings)
        result = self._call("apply", [import_id], settings)
        return check, result

    def test_real_ledger(self):
        name = "ledger_b2b/receivables_2018-11_2019-07.csv"
        check, result = self._import(name)
        self.assertEqual((check["errors"], check["unsure"]), (0, []))
        self.assertEqual((result["new"], result["changed"]), (18793, 0))
        domain = [("company_id", "=", self.company.id), ("open_amount", ">", 0)]
        items = self.env["o2c.history.item"]
        self.assertEqual(items.search_count(domain), 1625)
        customers = items.search(domain[:1]).partner_id
        self.assertEqual(len(customers), 831)
        _check, again = self._import(name)
        self.assertEqual(again, {"new": 0, "changed": 0, "same": 18793, "customers": 0})

    def test_sample_ledger(self):
        name = "ibm_late_payments/WA_Fn-UseC_-Accounts-Receivable.csv"
        check, result = self._import(name)
        self.assertEqual((check["errors"], check["order"]), (0, "mdy"))
        self.assertEqual((result["new"], result["changed"]), (2466, 0))
        domain = [("company_id", "=", self.company.id), ("disputed", "=", True)]
        self.assertEqual(self.env["o2c.history.item"].search_count(domain), 561)
