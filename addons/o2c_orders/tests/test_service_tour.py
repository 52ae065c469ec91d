import io
from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_contract import REPORTS, blank_pdf


@tagged("post_install", "-at_install")
class TestServiceTour(HttpCase):
    """Services in a real browser: by the order desk and by the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "o2c_desk", "o2c_orders.group_order_desk")
        cls.freya = new_test_user(cls.env, "o2c_freya", "base.group_portal")
        cls.freya.partner_id.email = "freya@example.com"
        cls.order = cls._quotation(cls._sold())

    @classmethod
    def _sold(cls):
        text = cls.env["o2c.contract.template"].create(
            {"name": "Agreement", "body": "<p>{company} and {customer}</p>"}
        )
        product = cls.env["product.product"].create(
            {
                "name": "Fibre",
                "type": "service",
                "list_price": 50,
                "o2c_contract_template_id": text.id,
            }
        )
        products = [Command.link(product.product_tmpl_id.id)]
        templates = cls.env["o2c.task.template"]
        survey = templates.create(
            {"name": "Tour: survey", "product_tmpl_ids": products}
        )
        templates.create(
            {
                "name": "Tour: activate",
                "product_tmpl_ids": products,
                "depends_ids": [Command.link(survey.id)],
                "needs_reference": True,
                "starts_billing": True,
            }
        )
        cls.tariff = cls.env["o2c.tariff"].create(
            {"name": "F", "code": "TOUR", "price": 30, "product_tmpl_ids": products}
        )
        return product

    @classmethod
    def _quotation(cls, product):
        line = {"product_id": product.id, "o2c_tariff_id": cls.tariff.id}
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.freya.partner_id.id,
                "order_line": [Command.create(line)],
            }
        )

    def test_from_the_order_to_the_end_of_the_service(self):
        url = f"/odoo/o2c-orders/{self.order.id}"
        self.start_tour(url, "o2c_orders_service_order", login="o2c_desk")
        self.assertEqual(set(self.order.o2c_task_ids.mapped("state")), {"done"})
        contract = self.order.o2c_contract_ids
        self.assertEqual(contract.state, "offered")

        def streams(reports, report_ref, data, res_ids=None):
            return {key: {"stream": io.BytesIO(blank_pdf())} for key in res_ids}

        with patch(f"{REPORTS}._render_qweb_pdf_prepare_streams", streams):
            url = f"/my/contracts/{contract.id}"
            self.start_tour(url, "o2c_orders_contract_sign", login="o2c_freya")
        self.assertEqual((contract.state, contract.signed_by), ("signed", "Freya Tour"))

        service = self.order.o2c_recurring_ids
        url = f"/odoo/o2c-recurring/{service.id}"
        self.start_tour(url, "o2c_orders_service_end", login="o2c_desk")
        self.assertEqual((service.state, service.stop_reason), ("ended", "notice"))
