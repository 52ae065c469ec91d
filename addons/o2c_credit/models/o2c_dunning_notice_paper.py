"""What is written on a notice, the same for a letter, a mail and the portal."""

import base64
import re

from lxml import html
from markupsafe import Markup, escape

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount, format_date, is_html_empty
from odoo.tools.image import image_data_uri

from .. import explain
from .qr_image import qr_png

DAYS_TO_PAY = 10
SHORT = 70  # characters that every bank takes as the reason of a transfer
TEXTS = {
    "friendly": "o2c_credit.mail_notice_friendly",
    "firm": "o2c_credit.mail_notice_firm",
    "strict": "o2c_credit.mail_notice_firm",
    "final": "o2c_credit.mail_notice_final",
}
FORMAL = "o2c_credit.mail_notice_formal"
COURTESY = "o2c_credit.mail_notice_courtesy"
KEYS = """
UPDATE account_move SET access_token = gen_random_uuid()::text
 WHERE id = ANY(%s) AND access_token IS NULL
"""
# what a text of a step may contain, to be filled in
FILLED = re.compile(r"\{(total|pay_by|customer|company|reference)\}")


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    reference = fields.Char("Number", compute="_compute_reference")
    credit = fields.Monetary(
        help="What the customer has to his credit, taken off when it left."
    )
    pay_by = fields.Date("Please pay by", compute="_compute_pay_by")
    total_text = fields.Char("Total in words of the customer", compute="_compute_texts")
    pay_by_text = fields.Char("Day in words of the customer", compute="_compute_texts")

    @api.depends("day")
    def _compute_reference(self):
        for notice in self:
            notice.reference = explain.notice.reference(notice)

    @api.depends("day", "left_at")
    def _compute_pay_by(self):
        for notice in self:
            start = notice.left_at and notice.left_at.date()
            start = start or notice.day or fields.Date.today()
            notice.pay_by = fields.Date.add(start, days=DAYS_TO_PAY)

    @api.depends("total", "pay_by", "currency_id", "lang")
    def _compute_texts(self):
        for notice in self:
            notice.total_text = notice._money(notice.total)
            notice.pay_by_text = notice._written_day(notice.pay_by)

    def _money(self, amount):
        return format_amount(self.env, amount, self.currency_id, self.lang)

    def _day(self, day):
        return format_date(self.env, day, self.lang) if day else ""

    def _written_day(self, day):
        """With the name of the month: nobody takes the day for the month."""
        return format_date(self.env, day, self.lang, "medium") if day else ""

    # ------------------------------------------------------------- the paper
    def _paper(self):
        """Everything that is printed around the words of this notice: a dict of texts.

        In the language of the notice, amounts in its currency.
        """
        self.ensure_one()
        # whoever prints it; the customer's documents are his own
        notice = self.sudo().with_context(lang=self.lang)
        lines = notice._claimed_lines()
        subject, text = notice._wording()
        return {
            "title": subject,
            "text": text,
            "date": notice._written_day(notice._leaving_day()),
            "pay_by": notice.pay_by_text,
            "customer_number": notice.customer_id.ref or "",
            "contact": notice._contact(),
            "rows": [notice._row(line) for line in lines],
            "with_interest": any(lines.mapped("interest")),
            "with_compensation": any(lines.mapped("compensation")),
            "sums": notice._sums(lines),
            "total": notice.total_text,
            "link": notice._payment_link(lines.move_id),
            "communication": notice._communication(lines.move_id),
            "legal_line": notice._legal_line(),
            "enclosures": explain.notice.enclosures(
                notice.env, notice.step_id, len(lines.move_id)
            ),
            **notice._bank_details(lines.move_id),
        }

    def _leaving_day(self):
        return (self.left_at and self.left_at.date()) or self.day

    def _row(self, line):
        to_pay = line.claimed + line.interest + line.compensation
        return {
            "number": line.number or line.move_id.name or "",
            "date": self._day(line.invoice_date),
            "due": self._day(line.due_date),
            "days": max(0, (self._leaving_day() - line.due_date).days),
            "amount": self._money(line.amount),
            "interest": self._money(line.interest),
            "compensation": self._money(line.compensation),
            "to_pay": self._money(to_pay),
            "remarks": explain.notice.remarks(self.env, line, self._money),
            "link": self._document_link(line.move_id),
        }

    def _sums(self, lines):
        amounts = [
            ("claimed", sum(lines.mapped("claimed"))),
            ("interest", sum(lines.mapped("interest"))),
            ("compensation", sum(lines.mapped("compensation"))),
            ("fee", self.fee),
            ("credit", -self.credit),
        ]
        told = [(kind, self._money(amount)) for kind, amount in amounts if amount]
        # one line says no more than the total
        return explain.notice.sums(self.env, told) if len(told) > 1 else []

    def _contact(self):
        """Who signs: who answers for the step, else the customer's collector."""
        user = self.step_id.responsible_id or self.account_id.collector_id
        person = user.partner_id
        company = self.company_id
        return {
            "name": person.name or company.name,
            "phone": person.phone or company.phone or "",
            "email": person.email or company.email or "",
        }

    def _legal_line(self):
        company = self.company_id
        place = " ".join(filter(None, (company.zip, company.city)))
        parts = [company.name, company.street, place, company.vat, company.website]
        return " · ".join(part for part in parts if part)

    # ------------------------------------------------------------- how to pay
    def _communication(self, moves):
        """What the customer is asked to quote: his invoices, or this notice."""
        numbers = [move.payment_reference or move.name for move in moves]
        text = ", ".join(number for number in numbers if number)
        return text if text and len(text) <= SHORT else self.reference

    def _bank(self, moves):
        """The account that the invoices name, else the company's first."""
        named = moves.partner_bank_id
        if len(named) == 1:
            return named
        return (moves.company_id[:1] or self.company_id).partner_id.bank_ids[:1]

    def _bank_details(self, moves):
        bank = self._bank(moves)
        if not bank:
            return {"bank": None, "qr": None, "qr_png": None}
        png = self._qr(bank, moves)
        return {
            "bank": {
                "holder": bank.acc_holder_name or bank.partner_id.name,
                "number": bank.acc_number,
                "bic": bank.bank_bic or "",
            },
            "qr": png and image_data_uri(base64.b64encode(png)),
            "qr_png": png,
        }

    def _qr(self, bank, moves):
        """The SEPA transfer as a QR code, PNG bytes; None where there can be none."""
        if not self.step_id.sepa_qr or self.total <= 0:
            return None
        facts = {
            # a SEPA transfer knows cents and at least one of them
            "amount": float(f"{self.total:.2f}"),
            "free_communication": self._communication(moves),
            "structured_communication": "",
            "currency": self.currency_id,
            "debtor_partner": self.customer_id,
        }
        # None for another currency or an account outside SEPA
        found = bank._build_qr_code_vals(**facts, qr_method="sct_qr")
        return found and qr_png("\n".join(bank._get_qr_vals("sct_qr", **facts)))

    def _open_doors(self):
        """Give the invoices the keys of their links, those that have none.

        By one statement: to write an invoice computes all of it anew.
        """
        linked = self.filtered(lambda n: n.step_id.payment_link)
        moves = linked._claimed_lines().move_id
        self.env.cr.execute(SQL(KEYS, moves.ids))
        moves.invalidate_recordset(["access_token"])
        moves.fetch(["access_token"])  # for all, not for each of their mails

    def _document_link(self, move):
        if not (self.step_id.payment_link and move):
            return ""
        return f"{move.get_base_url()}{move.get_portal_url()}"

    def _payment_link(self, moves):
        """Where the customer pays: the one invoice, or all that is overdue."""
        if not (self.step_id.payment_link and moves):
            return ""
        if len(moves) == 1:
            url = moves.get_portal_url(query_string="&payment=True")
            return f"{moves.get_base_url()}{url}"
        return f"{self.get_base_url()}/my/invoices/overdue"

    # ------------------------------------------------------------- the words
    def _wording(self):
        """(title, text) in the language of the notice; the text as HTML.

        :raise UserError: the step has no text
        """
        template = self._text_template()
        own = self.step_id.letter
        text = Markup() if is_html_empty(own) else self._fill(own)
        if not text and template:
            text = self._render_words(template.body_html)
        if not text:
            raise UserError(explain.notice.no_text(self.env))
        subject = template and template.subject
        return (self._render_title(subject) if subject else self.reference), text

    def _text_template(self):
        """The template of the step, else the one of its tone, in the right language."""
        step = self.step_id
        name = TEXTS[step.tone]
        if self.channel == "registered":
            name = FORMAL
        elif step.days < 0:
            name = COURTESY
        found = step.template_id or self._shipped_template(name)
        return found and found.with_context(lang=self.lang)

    @api.model
    def _shipped_template(self, name):
        # env.ref() would ask for each mail whether it exists; a deleted one has no name
        data = self.env["ir.model.data"]
        id_ = data._xmlid_to_res_id(name, raise_if_not_found=False)
        return self.env["mail.template"].browse(id_ or ())

    def _fill(self, text):
        """Fill in a text of a step. It is no template: whoever writes it is no
        programmer, and it is rendered with more rights than his own."""
        values = {
            "total": self.total_text,
            "pay_by": self.pay_by_text,
            "customer": self.customer_id.name or "",
            "company": self.company_id.name,
            "reference": self.reference,
        }
        return Markup(FILLED.sub(lambda m: str(escape(values[m[1]])), str(text)))

    def _render_title(self, subject):
        rendered = self.env["mail.render.mixin"]._render_template(
            subject, self._name, self.ids, engine="inline_template"
        )
        return rendered[self.id]

    def _render_words(self, source):
        values = {**self.env["mail.template"]._render_eval_context(), "object": self}
        qweb = self.env["ir.qweb"].with_context(
            __qweb_loaded_functions={},
            __qweb_loaded_codes={},
            __qweb_loaded_options={},
            _qweb_error_path_xml=[None, None, None],
        )
        parts = list(self._compiled(source)(qweb._prepare_environment(values), values))
        if all(isinstance(part, str) for part in parts):
            return Markup("".join(parts))
        # it calls other templates: rendered the long way
        return qweb._render(_parsed(source), values)

    @api.model
    @tools.ormcache("source", cache="templates")
    def _compiled(self, source):
        """The function of a text: compiled once, not for each of thousands of mails."""
        functions, name, _ = self.env["ir.qweb"]._generate_code_uncached(
            _parsed(source)
        )
        return functions[name]


def _parsed(source):
    return html.fragment_fromstring(str(source), create_parent="div")
