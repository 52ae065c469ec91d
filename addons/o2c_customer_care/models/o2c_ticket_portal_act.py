"""What a customer does with his tickets; the controllers have asked for his right."""

from odoo import models
from odoo.fields import Command
from odoo.tools import plaintext2html

from .. import explain
from ..domain.ticket import Stage

# what a customer may do with a ticket: word in the form -> stage
MOVES = {"close": Stage.CLOSED.value, "reopen": Stage.INVESTIGATION.value}


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _portal_open(self, vals, items, files, key):
        """Open a ticket for a customer, once for each form.

        :param dict vals: fields of the ticket
        :param items: list of dicts, the lines that it is about
        :param files: list of (name, bytes)
        :param str key: of the form that he sent
        :return: the ticket, which is the earlier one when the form was sent before
        """
        # a customer has no right on tickets; what it may be about was checked before
        tickets = self.env["o2c.ticket"].sudo()
        domain = [("partner_id", "=", vals["partner_id"]), ("portal_key", "=", key)]
        found = tickets.search(domain) if key else tickets
        if found:
            return found
        ticket = tickets._create_once(
            {
                **vals,
                "portal_key": key,
                "item_ids": [Command.create(item) for item in items],
                "order_line_ids": _linked(items, "order_line_id"),
                "invoice_line_ids": _linked(items, "invoice_line_id"),
            }
        )
        ticket.file_ids = ticket._portal_keep(files)
        return ticket

    def _portal_keep(self, files):
        """Attach files of the customer to the ticket."""
        # a customer has no right to attach; who he is was checked before
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": name,
                        "raw": raw,
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                    for name, raw in files
                ]
            )
        )

    def _portal_answer(self, person, text, files):
        """Enter what the customer writes."""
        self.ensure_one()
        return self.message_post(
            body=plaintext2html(text) if text else "",
            author_id=person.id,
            attachment_ids=self._portal_keep(files).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _portal_move(self, person, move, text="", files=()):
        """Close or reopen as the customer says.

        :raise UserError: it may not go there
        """
        self.stage = MOVES[move]
        body = explain.portal.moved(self, move)
        self.message_post(
            body=plaintext2html(f"{body}\n\n{text}" if text else body),
            author_id=person.id,
            attachment_ids=self._portal_keep(files).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )


def _linked(items, name):
    """The command that sets the lines of ``items``."""
    return [Command.set([item[name] for item in items if item.get(name)])]
