import re
from datetime import timedelta

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .. import explain
from ..domain import contract as rules
from .timeline_rows import local_day

STATES = [
    ("draft", "Draft"),
    ("offered", "To sign"),
    ("signed", "Signed"),
    ("void", "Void"),
]
FILLED = re.compile(
    r"\{(customer|customer_address|company|company_address|order|reference|date"
    r"|salesperson)\}"
)
LINK_DAYS = 30  # the link of a mail still shows what was signed


class O2cContract(models.Model):
    """The contract of an order: its text, its signature and its paper."""

    _name = "o2c.contract"
    _description = "Contract"
    _inherit = ["mail.thread", "mail.activity.mixin", "portal.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "order_id.name", "partner_id.name"]

    name = fields.Char("Number", required=True, copy=False)
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        related="order_id.user_id", string="Salesperson", store=True
    )
    template_id = fields.Many2one(
        "o2c.contract.template", "Text", required=True, ondelete="restrict"
    )
    lang = fields.Char("Language")
    state = fields.Selection(
        STATES, required=True, default="draft", index=True, tracking=True
    )
    content = fields.Html("Clauses", sanitize=False)
    content_digest = fields.Char(
        "Digest of the text", help="SHA-256 of what was offered to be signed."
    )
    offered_at = fields.Datetime("Sent to be signed")
    sign_until = fields.Date("To be signed until")
    link_until = fields.Date("Link works until")
    signed_at = fields.Datetime("Signed on")
    signed_by = fields.Char()
    signed_from = fields.Char("Signed from", help="Network address of who signed.")
    signature = fields.Binary(attachment=True)
    paper = fields.Binary("Signed original", attachment=True)
    paper_name = fields.Char(compute="_compute_paper_name")
    paper_digest = fields.Char(
        "Digest of the original",
        help="SHA-256 of the archived file: any change to it would show.",
    )
    void_reason = fields.Char("Why it is void")
    days_to_signature = fields.Float(
        compute="_compute_days_to_signature",
        store=True,
        aggregator="avg",
        digits=(16, 2),
    )

    _number_once = models.UniqueIndex(
        "(company_id, name)", "Another contract has this number."
    )
    _one_in_force = models.UniqueIndex(
        "(order_id) WHERE state <> 'void'", "This order has a contract already."
    )

    @api.depends("name")
    def _compute_paper_name(self):
        for contract in self:
            contract.paper_name = f"{(contract.name or '').replace('/', '-')}.pdf"

    @api.depends("offered_at", "signed_at")
    def _compute_days_to_signature(self):
        for contract in self:
            both = contract.offered_at and contract.signed_at
            taken = both and contract.signed_at - contract.offered_at
            contract.days_to_signature = taken.total_seconds() / 86400 if taken else 0

    def _compute_access_url(self):
        for contract in self:
            contract.access_url = f"/my/contracts/{contract.id}"

    def _get_report_base_filename(self):
        return self.name

    # ------------------------------------------------------------- making it
    @api.model
    def _make(self, orders):
        """A draft contract for each order that has none and whose products ask for
        one: the new contracts."""
        Contract = self.sudo()  # contracts are written by their steps alone
        having = Contract.search(
            [("order_id", "in", orders.ids), ("state", "!=", "void")]
        ).order_id
        pairs = [
            (order, template)
            for order in orders - having
            if (template := order._o2c_contract_template())
        ]
        contracts = Contract.create(
            [self._prepare_vals(order, template) for order, template in pairs]
        )
        contracts._write_text()
        return contracts

    @api.model
    def _prepare_vals(self, order, template):
        sequence = self.env["ir.sequence"].with_company(order.company_id)
        return {
            # numbers are given in a row, whoever makes a contract
            "name": sequence.sudo().next_by_code("o2c.contract") or order.name,
            "order_id": order.id,
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
            "template_id": template.id,
            "lang": order.partner_id.lang or self.env.lang,
        }

    def _write_text(self):
        """Fill in the text anew from template and order, while nobody signs it."""
        for contract in self:
            if contract.state == "draft":
                text = contract.template_id.with_context(lang=contract.lang).body or ""
                contract.content = contract._fill(text)

    def _fill(self, text):
        """Fill in a text: it is no template, who writes it is no programmer."""
        order, company = self.order_id, self.company_id
        day = local_day(fields.Datetime.now(), company.partner_id.tz or "UTC")
        values = {
            "customer": self.partner_id.commercial_partner_id.name,
            "customer_address": _one_line(self.partner_id),
            "company": company.name,
            "company_address": _one_line(company.partner_id),
            "order": order.name,
            "reference": order.client_order_ref,
            "date": format_date(self.env, day, self.lang, "long"),
            "salesperson": order.user_id.name,
        }
        return Markup(
            FILLED.sub(lambda found: str(escape(values[found[1]] or "")), str(text))
        )

    # ------------------------------------------------------------- steps
    def action_refresh(self):
        self._check_step("draft")
        self.sudo()._write_text()  # a step of the contract, the right was checked

    def action_offer(self):
        """Freeze the text and send the customer the link to read and sign it."""
        self._check_step("draft")
        for contract in self.sudo():  # as above
            contract._write_text()
            day = local_day(
                fields.Datetime.now(), contract.company_id.partner_id.tz or "UTC"
            )
            until = day + timedelta(days=contract.template_id.days_to_sign)
            contract.write(
                {
                    "state": "offered",
                    "offered_at": fields.Datetime.now(),
                    "sign_until": until,
                    "link_until": until,
                    "content_digest": contract._digest_of_text(),
                }
            )
            contract._portal_ensure_token()
            contract._send_offer()

    def _digest_of_text(self):
        """The digest over everything the customer reads before he signs."""
        shown = f"{self.name}\n{self.content}\n{self._services_text()}"
        return rules.digest(shown.encode())

    def _send_offer(self):
        template = self.env.ref(
            "o2c_orders.mail_template_contract", raise_if_not_found=False
        )
        if template and self.partner_id.email:
            template.send_mail(self.id)

    def action_void(self):
        """Declare void; a new contract can be made for the order then."""
        self._check_step("draft", "offered", "signed")
        user = self.env.user
        manager = self.env.su or user.has_group("o2c_orders.group_order_manager")
        if "signed" in self.mapped("state") and not manager:
            raise UserError(
                self.env._("Only an order manager declares a signed contract void.")
            )
        self._void(self.env._("Declared void by %s", user.name))

    def _void(self, reason):
        # follows from a cancelled order, or from a step whose right was checked
        self.sudo().write({"state": "void", "void_reason": reason})

    def _check_step(self, *states):
        self.check_access("read")
        user = self.env.user
        if not (self.env.su or user.has_group("sales_team.group_sale_salesman")):
            raise UserError(self.env._("Contracts are made by sales."))
        for contract in self:
            contract.order_id.check_access("write")
            if contract.state not in states:
                raise UserError(explain.service.wrong_contract_step(contract))

    def _o2c_contact_facts(self):
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "order",
            "documents": [self.order_id],
        }


def _one_line(partner):
    text = partner._display_address(without_company=True)
    return ", ".join(part.strip() for part in text.splitlines() if part.strip())
