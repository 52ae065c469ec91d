from datetime import date

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import content_disposition, request

from odoo.addons.account_payment.controllers.portal import PortalAccount

from .. import explain

TEXT_LENGTH = 5_000
PAGE = "/my/statement"


class O2cStatementPortal(PortalAccount):
    """The customer's statement: pay, promise, ask for instalments, contest.

    Who may see what is decided by the model; a route only reads a form. Whatever
    changes something is a POST with Odoo's token against forged forms.
    """

    # ------------------------------------------------------------- reading
    @http.route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def portal_o2c_statement(self, done=None, **kw):
        """What is open, by company and currency."""
        return self._o2c_statement_page(
            done=explain.self_service.done(request.env, done)
        )

    def _o2c_statement_page(self, **more):
        accounts = request.env["o2c.credit.account"]._portal_debtors()
        if not accounts:
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="o2c_statement",
            statements=[account._portal_statement() for account in accounts],
            **more,
        )
        return request.render("o2c_credit.portal_statement", values)

    @http.route(
        f"{PAGE}/<int:company_id>/pdf",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_statement_pdf(self, company_id, **kw):
        """The statement of today as a PDF, in the language of the visitor."""
        account = self._o2c_account(company_id)
        today = account.company_id._o2c_credit_today()
        pdf = account._statement_pdf(today, lang=request.env.lang)
        name = explain.statement.file_name(account, today, "pdf")
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(pdf)),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(pdf, headers=headers)

    @http.route(
        f"{PAGE}/<int:company_id>/dispute/<int:line_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_dispute(self, company_id, line_id, **kw):
        """The form that asks what is wrong with an invoice."""
        account = self._o2c_account(company_id)
        return self._o2c_dispute_page(account, self._o2c_line(account, line_id))

    def _o2c_dispute_page(self, account, line, **more):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="o2c_dispute",
            account=account,
            line=line,
            contested=line.move_id,
            most=float(line.move_id._o2c_contestable()),
            **more,
        )
        return request.render("o2c_credit.portal_dispute", values)

    def _o2c_account(self, company_id):
        """The visitor's own account; not found when he has none there."""
        account = request.env["o2c.credit.account"]._portal_debtor(company_id)
        if not account:
            raise request.not_found()
        return account

    def _o2c_line(self, account, line_id):
        try:
            return account._portal_lines([line_id])
        except UserError as error:
            raise request.not_found() from error

    # ------------------------------------------------------------- acting
    @http.route(
        f"{PAGE}/<int:company_id>/promise",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_promise(self, company_id, **form):
        """Promise to pay the chosen items until a day."""
        account = self._o2c_account(company_id)

        def promise():
            amount = form.get("amount", "").strip()
            account._portal_promise(
                self._o2c_chosen(),
                _day(form.get("date")),
                _number(amount) if amount else None,
                _text(form.get("note")),
            )

        return self._o2c_do(promise, "promise")

    @http.route(
        f"{PAGE}/<int:company_id>/plan",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_plan(self, company_id, **form):
        """Ask for instalments for the chosen items."""
        account = self._o2c_account(company_id)

        def ask():
            account._portal_plan(
                self._o2c_chosen(),
                _day(form.get("first")),
                int(_number(form.get("count"))),
                form.get("every") or "month",
                _text(form.get("note")),
            )

        return self._o2c_do(ask, "plan")

    @http.route(
        f"{PAGE}/<int:company_id>/dispute/<int:line_id>/send",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_send_dispute(self, company_id, line_id, **form):
        """Contest an amount of an invoice."""
        account = self._o2c_account(company_id)
        line = self._o2c_line(account, line_id)
        try:
            product = form.get("product_line")
            with request.env.cr.savepoint():
                account._portal_contest(
                    line.id,
                    _number(form.get("amount")),
                    _text(form.get("text")),
                    int(product) if (product or "").isdigit() else None,
                )
        except UserError as error:
            return self._o2c_dispute_page(account, line, error=str(error), form=form)
        return request.redirect(f"{PAGE}?done=dispute", code=303)

    @http.route(
        f"{PAGE}/<int:company_id>/contact",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_contact(self, company_id, name="", email="", phone="", **kw):
        """Say who is written to about payments."""
        account = self._o2c_account(company_id)

        def change():
            account._portal_set_contact(name, email, phone)

        return self._o2c_do(change, "contact")

    @http.route(
        f"{PAGE}/<int:company_id>/calendar",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_calendar(self, company_id, **kw):
        """Give the calendar a new secret address."""
        self._o2c_account(company_id)._renew_calendar_token()
        return request.redirect(f"{PAGE}?done=calendar#calendar", code=303)

    def _o2c_do(self, action, done):
        """Do it and show the page; what was wrong with the form stands on the page."""
        try:
            with request.env.cr.savepoint():
                action()
        except UserError as error:
            return self._o2c_statement_page(error=str(error))
        return request.redirect(f"{PAGE}?done={done}", code=303)

    def _o2c_chosen(self):
        """The ids of the chosen items; what is no number is nobody's item."""
        found = request.httprequest.form.getlist("line")
        return [int(text) if text.isdigit() else 0 for text in found]

    # ------------------------------------------------------------- paying
    @http.route(
        f"{PAGE}/<int:company_id>/pay",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_choose_payment(self, company_id, overdue=None, **kw):
        """Go and pay the chosen items, or everything overdue in one currency."""
        account = self._o2c_account(company_id)
        ids = self._o2c_chosen()
        if (overdue or "").isdigit():
            ids = account._portal_overdue(int(overdue)).ids
        try:
            account._portal_payment(ids)
        except UserError as error:
            return self._o2c_statement_page(error=str(error))
        chosen = "-".join(map(str, ids))
        return request.redirect(f"{PAGE}/{company_id}/pay/{chosen}", code=303)

    @http.route(
        f"{PAGE}/<int:company_id>/pay/<string:chosen>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_pay(self, company_id, chosen, **kw):
        """Odoo's payment form for the chosen items."""
        payment = self._o2c_payment(company_id, chosen)
        values = self._prepare_portal_layout_values()
        values |= self._get_common_page_view_values(
            invoices_data={
                "partner": request.env.user.partner_id,
                "company": payment["company"],
                "total_amount": payment["amount"],
                "currency": payment["currency"],
                "amount_residual": payment["amount"],
                "landing_route": f"{PAGE}?done=paid",
                "transaction_route": f"{PAGE}/{company_id}/transaction/{chosen}",
            }
        )
        values.update(
            page_name="o2c_payment", payment=payment, amount=payment["amount"]
        )
        return request.render("o2c_credit.portal_payment", values)

    @http.route(
        f"{PAGE}/<int:company_id>/transaction/<string:chosen>",
        type="jsonrpc",
        auth="user",
    )
    def portal_o2c_transaction(
        self, company_id, chosen, payment_reference=None, access_token=None, **kwargs
    ):
        """Begin the payment of the chosen items.

        What is paid is what is open of them, whatever amount the browser sends.
        """
        payment = self._o2c_payment(company_id, chosen)
        self._validate_transaction_kwargs(kwargs)
        invoices = payment["invoices"]
        reference = invoices[0].name
        if len(invoices) > 1:
            reference = payment["company"].get_next_batch_payment_communication()
        transaction = self._create_transaction(
            **{
                **kwargs,
                "amount": payment["amount"],
                "currency_id": payment["currency"].id,
                "partner_id": request.env.user.partner_id.id,
                "reference_prefix": reference,
                "landing_route": f"{PAGE}?done=paid",
            },
            custom_create_values={"invoice_ids": [Command.set(invoices.ids)]},
        )
        return transaction._get_processing_values()

    def _o2c_payment(self, company_id, chosen):
        account = self._o2c_account(company_id)
        ids = [int(text) if text.isdigit() else 0 for text in chosen.split("-")]
        try:
            return account._portal_payment(ids)
        except UserError as error:
            raise request.not_found() from error

    # ------------------------------------------------------------- calendar
    @http.route(
        "/o2c/due/<int:account_id>/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def o2c_due_calendar(self, account_id, token, **kw):
        """The due dates behind a secret address, for a calendar program."""
        feed = request.env["o2c.credit.account"]._calendar_of(account_id, token)
        if feed is None:
            raise request.not_found()
        headers = [
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Cache-Control", "private, max-age=900"),
            ("Content-Disposition", content_disposition("due-dates.ics")),
        ]
        return request.make_response(feed, headers=headers)


def _day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise UserError(explain.self_service.no_date(request.env)) from error


def _number(text):
    try:
        number = float((text or "").strip().replace(",", "."))
    except ValueError as error:
        raise UserError(explain.self_service.no_amount(request.env)) from error
    if not abs(number) < 1e12:  # neither infinite nor not a number
        raise UserError(explain.self_service.no_amount(request.env))
    return number


def _text(text):
    return (text or "").strip()[:TEXT_LENGTH]
