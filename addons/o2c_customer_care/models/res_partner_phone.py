from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import phone_call as rules
from .o2c_ticket import KINDS

AGENT = "o2c_customer_care.group_care_agent"
# what who answers the telephone wants to see first on the card
TRADE = ("care", "invoices", "orders", "deliveries", "holds")
# what a call can be about, and the field of a ticket for it
ABOUT = {
    "sale.order": "order_id",
    "account.move": "invoice_id",
    "stock.picking": "picking_id",
}


class ResPartner(models.Model):
    """The phone form: who rings, what he has open, one key to log, one for a ticket."""

    _name = "res.partner"
    _inherit = "res.partner"

    @api.model
    def o2c_phone_choices(self):
        """What the phone form offers: the kinds of a ticket as (key, label)."""
        self._o2c_check_agent()
        kinds = self.env["o2c.ticket"]._fields["kind"]
        return {"kinds": kinds._description_selection(self.env)}

    def o2c_phone_log(self, call):
        """Enter a call into the contact ledger, once for each key.

        :param dict call: ``key``, ``direction`` (in, out), ``summary``, ``notes``,
            ``seconds``, ``about`` (``[model, id]`` or empty)
        :return: the id of the contact
        """
        self._o2c_check_call(call)
        document = self._o2c_call_document(call.get("about"))
        documents = [document] if document else []
        contact = self._o2c_log_call(call, documents, "other")
        return contact.id

    def o2c_phone_ticket(self, call):
        """Open a ticket about a call and enter the call, once for each key.

        :param dict call: as :meth:`o2c_phone_log`, and ``kind``
        :return: the action that shows the ticket
        """
        self._o2c_check_call(call)
        tickets = self.env["o2c.ticket"]
        # of two presses of the key one ticket comes out
        ticket = tickets.search([("call_key", "=", call["key"])])
        if not ticket:
            tickets.check_access("create")
            vals = self._o2c_call_ticket_vals(call)
            # the right to open tickets was checked; the key is the system's
            ticket = tickets.sudo().create(vals).with_env(self.env)
            documents = [ticket, *ticket._about()]
            self._o2c_log_call(call, documents, "complaint")
        return ticket.get_formview_action()

    def o2c_phone_keep_number(self, number):
        """Enter the number that rings as this person's own."""
        self.ensure_one()
        self._o2c_check_agent()
        self.check_access("read")
        self._o2c_check_correctable()
        self._o2c_correct({"phone": str(number)[:40]}, "phone")

    @api.model
    def o2c_phone_new(self, name, number):
        """Enter somebody new who calls: his id."""
        self._o2c_check_agent()
        name = " ".join((name or "").split())[:120]
        if not name:
            raise UserError(self.env._("Give the name of who calls."))
        company = self.env.company
        vals = {"name": name, "phone": str(number or "")[:40], "lang": self.env.lang}
        return self._o2c_new_sender(vals, company).id

    # ------------------------------------------------------------- inside
    def _o2c_card_trade(self):
        return TRADE if self.env.user.has_group(AGENT) else super()._o2c_card_trade()

    @api.model
    def _o2c_check_agent(self):
        if not self.env.user.has_group(AGENT):
            raise AccessError(self.env._("The phone form is for customer care."))

    def _o2c_check_call(self, call):
        self.ensure_one()
        self._o2c_check_agent()
        self.check_access("read")
        if not isinstance(call, dict) or not rules.is_key(call.get("key")):
            raise UserError(self.env._("This call has no identity."))

    def _o2c_call_document(self, about):
        """What the call is about, as far as this user may read it."""
        model, number = (about or [None, 0])[:2]
        if model not in ABOUT:
            return None
        document = self.env[model].browse(int(number)).exists()
        document.check_access("read")
        return document or None

    def _o2c_call_ticket_vals(self, call):
        kind = call.get("kind")
        vals = {
            "name": rules.summary(call.get("summary"), explain.phone.subject(self)),
            "description": (call.get("notes") or "")[: rules.LONGEST_NOTES],
            "kind": kind if kind in dict(KINDS) else "enquiry",
            "channel": "phone",
            "partner_id": self.id,
            "user_id": self.env.uid,
            "company_id": self.env.company.id,
            "call_key": call["key"],
        }
        document = self._o2c_call_document(call.get("about"))
        if document:
            vals[ABOUT[document._name]] = document.id
            vals["company_id"] = document.company_id.id
        return vals

    def _o2c_log_call(self, call, documents, purpose):
        direction = "out" if call.get("direction") == "out" else "in"
        company = documents[0].company_id if documents else self.env.company
        contacts = self.env["o2c.contact"]
        key = f"care-call:{call['key']}"
        contact = contacts._log(
            self,
            documents,
            company_id=company.id,
            direction=direction,
            channel="phone",
            purpose=purpose,
            duration=rules.minutes(call.get("seconds")),
            summary=rules.summary(call.get("summary"), explain.phone.subject(self)),
            details=(call.get("notes") or "")[: rules.LONGEST_NOTES],
            source_key=key,
        )
        # logged before: the entry of then, whoever may read it
        return contact or contacts.sudo().search([("source_key", "=", key)])
