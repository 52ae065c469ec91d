"""What an external agent reads: an order with its papers, customers, prices, stock."""

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import pager

from ..domain.interface_csv import write_rows
from .portal import O2cAgentPortal

GET = {"type": "http", "auth": "user", "website": True, "methods": ["GET"]}
REPORTS = {
    "order": "sale.action_report_saleorder",
    "invoice": "account.account_invoices",
    "delivery": "stock.action_report_delivery",
}


class O2cAgentPages(O2cAgentPortal):
    @http.route("/my/agent/orders/<int:order_id>", **GET)
    def portal_o2c_agent_order(self, order_id, **kw):
        """One order: its way, goods, deliveries, invoices, papers."""
        order = self._o2c_agent_order(order_id)
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="o2c_agent_order",
            order=order,
            customer=order.partner_id.commercial_partner_id,
            steps=order._o2c_agent_steps(),
            missing=[m["text"] for m in (order.o2c_timeline or {}).get("missing", [])],
            deliveries=order._o2c_agent_deliveries(),
            invoices=order._o2c_agent_invoices(),
            documents=order._get_product_documents(),
        )
        return request.render("o2c_orders.portal_agent_order", values)

    @http.route(
        "/my/agent/orders/<int:order_id>/<string:kind>/<int:document_id>", **GET
    )
    def portal_o2c_agent_paper(self, order_id, kind, document_id, **kw):
        """A paper of an order as PDF: the order itself, an invoice, a delivery."""
        order = self._o2c_agent_order(order_id)
        papers = {
            "order": order,
            "invoice": order._o2c_agent_invoices(),
            "delivery": order._o2c_agent_deliveries(),
        }.get(kind, order.browse())
        paper = papers.filtered(lambda p: p.id == document_id)
        if not paper:
            raise request.not_found()
        # the agent has no right to papers: this one is of his order
        reports = request.env["ir.actions.report"].sudo()
        content, _kind = reports._render_qweb_pdf(REPORTS[kind], paper.ids)
        name = f"{paper.name or kind}.pdf".replace("/", "-")
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)

    @http.route("/my/agent/orders/<int:order_id>/document/<int:document_id>", **GET)
    def portal_o2c_agent_document(self, order_id, document_id, **kw):
        """A document about a product, as far as customers get it."""
        order = self._o2c_agent_order(order_id)
        documents = order._get_product_documents()
        document = documents.filtered(lambda d: d.id == document_id)
        if not document:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(document.ir_attachment_id)
        return stream.get_response(as_attachment=True)

    @http.route("/my/agent/customers", **GET)
    def portal_o2c_agent_customers(self, **kw):
        """The customers whom the agent brought, with what is under way."""
        self._o2c_agent_orders()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="o2c_agent_customers",
            rows=request.env["res.partner"]._o2c_agent_customer_rows(),
        )
        return request.render("o2c_orders.portal_agent_customers", values)

    @http.route(
        ["/my/agent/products", "/my/agent/products/page/<int:page>"],
        **GET,
    )
    def portal_o2c_agent_products(self, page=1, customer=0, search="", **kw):
        """The price list of one of the agent's customers, with the stock."""
        self._o2c_agent_orders()
        customers = request.env["res.partner"]._o2c_agent_customers()
        chosen = customers.filtered(lambda c: str(c.id) == str(customer))
        chosen = chosen or customers[:1]
        products = chosen._o2c_agent_products(search)
        pages = pager(
            url="/my/agent/products",
            url_args={"customer": chosen.id, "search": search},
            total=len(products),
            page=page,
            step=self._items_per_page,
        )
        shown = products[pages["offset"] :][: self._items_per_page]
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="o2c_agent_products",
            customers=customers,
            chosen=chosen,
            search=search,
            pager=pages,
            rows=chosen._o2c_agent_price_rows(shown),
        )
        return request.render("o2c_orders.portal_agent_products", values)

    @http.route("/my/agent/products.csv", **GET)
    def portal_o2c_agent_price_list(self, customer=0, search="", **kw):
        """The price list of one of the agent's customers, as a file."""
        self._o2c_agent_orders()
        customers = request.env["res.partner"]._o2c_agent_customers()
        chosen = customers.filtered(lambda c: str(c.id) == str(customer))
        if not chosen:
            raise request.not_found()
        rows = chosen._o2c_agent_price_rows(chosen._o2c_agent_products(search))
        names = ("code", "name", "unit", "price", "currency", "stock")
        text = write_rows(names, [[row[name] for name in names] for row in rows])
        headers = [
            ("Content-Type", "text/csv; charset=utf-8"),
            ("Content-Disposition", content_disposition("price-list.csv")),
        ]
        return request.make_response(text, headers)

    def _o2c_agent_order(self, order_id):
        """An order that the agent brought; not found for any other."""
        orders, domain = self._o2c_agent_orders()
        order = orders.search([*domain, ("id", "=", order_id)])
        if not order:
            raise request.not_found()
        return order
