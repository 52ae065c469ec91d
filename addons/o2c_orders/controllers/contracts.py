from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager


class O2cContractPortal(CustomerPortal):
    """The customer reads, signs and keeps his contracts."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "o2c_contract_count" in counters:
            contracts = request.env["o2c.contract"]
            values["o2c_contract_count"] = (
                contracts.search_count([]) if contracts.has_access("read") else 0
            )
        return values

    @http.route(
        ["/my/contracts", "/my/contracts/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_o2c_contracts(self, page=1, **kw):
        contracts = request.env["o2c.contract"]
        pages = pager(
            url="/my/contracts",
            total=contracts.search_count([]),
            page=page,
            step=self._items_per_page,
        )
        values = self._prepare_portal_layout_values()
        values.update(
            # the rule of the portal lets him search his own
            contracts=contracts.search(
                [], limit=self._items_per_page, offset=pages["offset"]
            ),
            page_name="o2c_contracts",
            pager=pages,
            default_url="/my/contracts",
        )
        return request.render("o2c_orders.portal_contracts", values)

    @http.route(
        "/my/contracts/<int:contract_id>", type="http", auth="public", website=True
    )
    def portal_o2c_contract(self, contract_id, access_token=None, message=None, **kw):
        try:
            contract = self._o2c_contract(contract_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = self._get_page_view_values(
            contract,
            access_token,
            {
                "contract": contract,
                "page_name": "o2c_contracts",
                "signable": contract._may_be_signed() and self._o2c_is_customer(),
                "message": message,
            },
            "my_contracts_history",
            False,
        )
        return request.render("o2c_orders.portal_contract", values)

    @http.route("/my/contracts/<int:contract_id>/pdf", type="http", auth="public")
    def portal_o2c_contract_pdf(self, contract_id, access_token=None, **kw):
        """The signed original once there is one, else a print with its mark."""
        try:
            contract = self._o2c_contract(contract_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        content = contract._customer_pdf()
        name = content_disposition(contract.paper_name)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", name),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)

    @http.route(
        "/my/contracts/<int:contract_id>/sign",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_o2c_contract_sign(
        self, contract_id, access_token=None, name=None, signature=None
    ):
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            contract = self._o2c_contract(contract_id, access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("This contract cannot be signed.")}
        if not self._o2c_is_customer():
            return {"error": request.env._("Only the customer signs his contract.")}
        if not (isinstance(name, str) and name.strip() and signature):
            return {"error": request.env._("Name or signature is missing.")}
        try:
            with request.env.cr.savepoint():
                address = request.httprequest.remote_addr
                contract._sign(name.strip(), signature, address)
        except UserError as error:
            return {"error": str(error)}
        return {
            "force_refresh": True,
            "redirect_url": contract.get_portal_url(query_string="&message=signed"),
        }

    def _o2c_contract(self, contract_id, access_token):
        """The contract for its customer, or for the link of a mail while it works.

        :raise AccessError: neither
        """
        contract = self._document_check_access(
            "o2c.contract", contract_id, access_token=access_token
        )
        own = request.env["o2c.contract"].browse(contract_id)
        if own.has_access("read"):
            return contract
        over = not contract.link_until or contract._today() > contract.link_until
        if over or contract.state == "draft":
            raise AccessError(request.env._("This link does not work any more."))
        return contract

    def _o2c_is_customer(self):
        """Whether no colleague is at work here: nobody signs for a customer."""
        return not request.env.user._is_internal()
