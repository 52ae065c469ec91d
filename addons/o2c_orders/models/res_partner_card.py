from odoo import fields, models

from .. import explain
from ..domain.card_search import order_sections

SHOWN = 5  # lines of a section
CONTACTS = 8
STAGES_OVER = ("closed", "cancelled")
# what a trade wants to see first, by group
TRADES = (
    ("account.group_account_invoice", ("invoices", "credit", "holds")),
    ("stock.group_stock_user", ("deliveries", "orders", "holds")),
    ("sales_team.group_sale_salesman", ("holds", "orders", "quotations")),
)


class ResPartnerCard(models.Model):
    """The customer on one screen; each module adds its sections by the hook."""

    _name = "res.partner"
    _inherit = "res.partner"

    def o2c_card(self):
        """All that the card of this customer shows to this user, ready to show.

        :return: a dict with ``head``, ``sections``, ``contacts`` and ``actions``
        """
        self.ensure_one()
        self.check_access("read")
        customer = self.commercial_partner_id
        sections = [s for s in customer._o2c_card_sections() if s["lines"]]
        return {
            "head": self._o2c_card_head(customer),
            "sections": order_sections(sections, self._o2c_card_trade()),
            "contacts": customer._o2c_card_contacts(),
            "actions": self._o2c_card_actions(),
        }

    def _o2c_card_head(self, customer):
        person = self if self != customer else self.browse()
        return {
            "id": self.id,
            "customer_id": customer.id,
            "name": customer.display_name,
            "person": person.name,
            "function": person.function,
            "phone": self.phone or customer.phone,
            "email": self.email or customer.email,
            "address": self._o2c_card_address(),
            "vat": customer.vat,
            "ref": customer.ref,
            "salesperson": customer.user_id.name,
            "agent": customer.o2c_agent_id.name,
            "tags": customer.category_id.mapped("name"),
        }

    def _o2c_card_address(self):
        town = " ".join(part for part in (self.zip, self.city) if part)
        parts = (self.street, town, self.country_id.name)
        return ", ".join(part for part in parts if part)

    def _o2c_card_trade(self):
        user = self.env.user
        return next((first for group, first in TRADES if user.has_group(group)), ())

    def _o2c_card_actions(self):
        """Hook. What the user can do from the card.

        :return: list of dicts ``{"key", "label", "icon", "method"}``; ``method`` is a
            public method of ``res.partner`` that returns an action; with ``"stays"``
            it returns False, is done, and the card shows it
        """
        actions = [("log", self.env._("Log a contact"), "fa-comment-o")]
        if self.env["sale.order"].has_access("create"):
            actions.append(("quote", self.env._("New quotation"), "fa-plus"))
        methods = {
            "log": "action_o2c_log_contact",
            "quote": "action_o2c_new_quotation",
        }
        return [
            {"key": key, "label": label, "icon": icon, "method": methods[key]}
            for key, label, icon in actions
        ]

    def action_o2c_new_quotation(self):
        """Open a new quotation for this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "views": [(False, "form")],
            "context": {"default_partner_id": self.id},
        }

    def action_o2c_card(self):
        """Open the card of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("o2c_orders.action_card")
        return {**action, "params": {"partner_id": self.id}}

    # ------------------------------------------------------------- contacts
    def _o2c_card_contacts(self):
        Contact = self.env["o2c.contact"]
        if not Contact.has_access("read"):
            return []
        domain = [("partner_id", "=", self.id)]
        contacts = Contact.search(domain, order="at desc, id desc", limit=CONTACTS)
        return [self._o2c_card_contact(contact) for contact in contacts]

    def _o2c_card_contact(self, contact):
        return {
            "id": contact.id,
            "at": fields.Datetime.to_string(contact.at),
            "direction": contact.direction,
            "channel": explain.card.choice(contact, "channel"),
            "purpose": explain.card.choice(contact, "purpose"),
            "summary": contact.summary,
            "who": contact.person_name or contact.partner_name,
            "user": contact.user_name,
            "next_step": contact.next_step,
        }

    # ------------------------------------------------------------- sections
    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        own = (
            ("holds", 5, "o2c.hold", self._o2c_card_holds),
            ("orders", 10, "sale.order", self._o2c_card_orders),
            ("quotations", 12, "sale.order", self._o2c_card_quotations),
            ("deliveries", 14, "o2c.shipment", self._o2c_card_deliveries),
            ("invoices", 16, "account.move", self._o2c_card_invoices),
        )
        for key, sequence, model, lines in own:
            if self.env[model].has_access("read"):
                title = explain.card.section(self.env, key)
                section = {"key": key, "sequence": sequence, "title": title}
                sections.append({**section, "lines": lines()})
        return sections

    def _o2c_family(self):
        """This customer with its people and addresses."""
        domain = [("commercial_partner_id", "=", self.commercial_partner_id.id)]
        return self.with_context(active_test=False).search(domain)

    def _o2c_card_lines(self, model, domain, order, line):
        """Lines over the first records, and how many more there are."""
        Model = self.env[model]
        records = Model.search(domain, order=order, limit=SHOWN + 1)
        lines = [
            {"label": record.display_name, "record": [model, record.id], **line(record)}
            for record in records[:SHOWN]
        ]
        if len(records) > SHOWN:
            count = Model.search_count(domain) - SHOWN
            lines.append({"label": "", "value": explain.card.more(self.env, count)})
        return lines

    def _o2c_card_holds(self):
        customer = self.commercial_partner_id
        return self._o2c_card_lines(
            "o2c.hold",
            [("state", "=", "open"), ("partner_id", "=", customer.id)],
            "id desc",
            lambda hold: {"value": explain.hold.hold_line(hold), "tone": "warning"},
        )

    def _o2c_card_orders(self):
        return self._o2c_card_lines(
            "sale.order",
            [
                ("partner_id", "in", self._o2c_family().ids),
                ("state", "=", "sale"),
                ("o2c_stage", "not in", STAGES_OVER),
            ],
            "date_order desc, id desc",
            lambda order: {
                "value": explain.card.order_line(order),
                "tone": "danger" if order.o2c_is_late else "",
            },
        )

    def _o2c_card_quotations(self):
        return self._o2c_card_lines(
            "sale.order",
            [
                ("partner_id", "in", self._o2c_family().ids),
                ("state", "in", ("draft", "sent")),
            ],
            "date_order desc, id desc",
            lambda order: {"value": explain.card.quotation_line(order)},
        )

    def _o2c_card_deliveries(self):
        return self._o2c_card_lines(
            "o2c.shipment",
            [("partner_id", "in", self._o2c_family().ids), ("is_open", "=", True)],
            "id desc",
            lambda parcel: {
                "value": explain.card.parcel_line(parcel),
                "tone": "danger" if parcel.failed_at or parcel.refused_at else "",
            },
        )

    def _o2c_card_invoices(self):
        today = fields.Date.context_today(self)

        def line(invoice):
            late = (today - (invoice.invoice_date_due or today)).days
            tone = "danger" if late > 0 else ""
            return {"value": explain.card.invoice_line(invoice, late), "tone": tone}

        return self._o2c_card_lines(
            "account.move",
            [
                ("partner_id", "in", self._o2c_family().ids),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
            ],
            "invoice_date_due, id",
            line,
        )
